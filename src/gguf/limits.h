// What a model file may ask for at most. Real files stay far below; a damaged or hostile one is refused early.
#pragma once

#include <cstdint>

namespace oree::gguf {

inline constexpr std::uint64_t kMaxMetadataKeys = 65536;
inline constexpr std::uint64_t kMaxKeyBytes = 65535;                       // the format's own limit
inline constexpr std::uint64_t kMaxStringBytes = std::uint64_t{64} << 20;  // some files embed a whole tokenizer.json
inline constexpr std::uint64_t kMaxArrayElements = std::uint64_t{1} << 24;
inline constexpr std::uint64_t kMaxTensors = 65536;
inline constexpr std::uint64_t kMaxTensorNameBytes = 255;
inline constexpr std::uint32_t kMaxDimensions = 4;
inline constexpr std::uint64_t kMinAlignment = 8;  // the format's own limit; kernels read floats in place
inline constexpr std::uint64_t kMaxAlignment = std::uint64_t{1} << 20;

inline constexpr std::uint64_t kDefaultAlignment = 32;

}  // namespace oree::gguf

// What a text that is being written stands inside of: nested objects, arrays and rules, shared between all readings.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace oree::decode {

using FrameId = std::uint32_t;
inline constexpr FrameId kRootFrame = 0;

struct Frame {
  enum class Kind : std::uint8_t { kRoot, kReturn, kObject, kArray };

  Kind kind = Kind::kRoot;
  // A key or an item was closed whose text is not in `used` yet (unique items, keys that are no property's name).
  bool pending = false;
  FrameId parent = kRootFrame;
  std::uint32_t shape = 0;    // of kObject and kArray; of kReturn the alternative
  std::uint32_t seen = 0;     // of kObject: SeenSets; of kReturn the symbol to go on with
  std::uint32_t count = 0;    // properties or items, as far as bounds make them matter
  std::uint32_t fitting = 0;  // items that fit `contains`, as far as bounds make them matter
  std::uint32_t used = 0;     // UsedSets: unique items so far, or keys that are no property's name
  std::uint32_t last = 0;     // of kObject: the last property written and 1; names above `properties` are other keys

  bool operator==(const Frame&) const = default;
};

// Equal frames have one number.
class FramePool {
 public:
  FramePool() { intern({}); }

  FrameId intern(const Frame& frame);
  const Frame& operator[](FrameId id) const noexcept { return frames_[id]; }
  std::size_t size() const noexcept { return frames_.size(); }

 private:
  struct Hash {
    std::size_t operator()(const Frame& frame) const noexcept;
  };
  std::deque<Frame> frames_;
  std::unordered_map<Frame, FrameId, Hash> numbers_;
};

// Equal sets have one number; 0 is the empty one.
template <typename Set, typename Hash>
class SetPool {
 public:
  SetPool() { intern({}); }

  std::uint32_t intern(Set set) {
    const auto [found, is_new] = numbers_.try_emplace(std::move(set), static_cast<std::uint32_t>(sets_.size()));
    if (is_new) {
      sets_.push_back(&found->first);
      constexpr std::size_t kBytesPerSet = 80;
      n_bytes_ += kBytesPerSet + found->first.size() * sizeof(typename Set::value_type);
    }
    return found->second;
  }
  // Of working memory, about; what elements hold elsewhere is not counted.
  std::size_t n_bytes() const noexcept { return n_bytes_; }
  const Set& operator[](std::uint32_t id) const noexcept { return *sets_[id]; }

 private:
  std::unordered_map<Set, std::uint32_t, Hash> numbers_;
  std::vector<const Set*> sets_;
  std::size_t n_bytes_ = 0;
};

struct WordsHash {
  std::size_t operator()(const std::vector<std::uint64_t>& words) const noexcept;
};
// A bit a property.
using SeenSets = SetPool<std::vector<std::uint64_t>, WordsHash>;

struct TextsHash {
  std::size_t operator()(const std::vector<std::string>& texts) const noexcept;
};
// Sorted. Values of strings behind a '"', JSON texts of scalars as they are.
using UsedSets = SetPool<std::vector<std::string>, TextsHash>;

}  // namespace oree::decode

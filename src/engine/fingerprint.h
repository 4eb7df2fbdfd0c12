// What a saved session belongs to.
#pragma once

#include <string>

#include "cache/kv_layout.h"
#include "gguf/file.h"
#include "oree/cache.h"

namespace oree::engine {

// SHA-256, 64 hexadecimal digits, over the model's header and samples of its tensors' bytes, the layout of the cache,
// the options that bound it, and the kernels in use. filters: the file the policy reads; empty: none.
std::string session_fingerprint(const gguf::File& file, const cache::KvLayout& layout, const CacheOptions& options,
                                const std::filesystem::path& filters);

}  // namespace oree::engine

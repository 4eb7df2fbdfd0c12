#include "engine/fingerprint.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/mapped_file.h"
#include "base/sha256.h"

namespace oree::engine {
namespace {

// Of each tensor: its beginning, middle and end.
constexpr std::size_t kSampleBytes = 256;

class Fingerprint {
 public:
  void add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    digest_.add(text);
  }
  void add(std::span<const std::byte> bytes) {
    add(static_cast<std::uint64_t>(bytes.size()));
    digest_.add(bytes);
  }
  void add(std::uint64_t number) { digest_.add(std::as_bytes(std::span(&number, 1))); }
  void add(double number) { digest_.add(std::as_bytes(std::span(&number, 1))); }
  void add(int number) { add(static_cast<std::uint64_t>(static_cast<std::int64_t>(number))); }
  std::string finish() { return digest_.finish_hex(); }

 private:
  Sha256 digest_;
};

void add_model(Fingerprint& fingerprint, const gguf::File& file) {
  for (const std::string_view key : file.keys()) {
    fingerprint.add(key);
    fingerprint.add(file.stored_value(key));
  }
  for (const gguf::TensorInfo& tensor : file.tensors()) {
    fingerprint.add(tensor.name);
    fingerprint.add(std::uint64_t{tensor.type});
    const std::size_t n = std::min(kSampleBytes, tensor.data.size());
    fingerprint.add(tensor.data.first(n));
    fingerprint.add(tensor.data.subspan((tensor.data.size() - n) / 2, n));
    fingerprint.add(tensor.data.last(n));
  }
}

}  // namespace

std::string session_fingerprint(const gguf::File& file, const cache::KvLayout& layout, const CacheOptions& options,
                                const std::filesystem::path& filters) {
  Fingerprint fingerprint;
  add_model(fingerprint, file);
  for (const int window : layout.windows) {
    fingerprint.add(window);
  }
  for (const int number : {layout.n_kv_heads,
                           layout.head_dim,
                           layout.context,
                           layout.chunk,
                           static_cast<int>(layout.type_k),
                           static_cast<int>(layout.type_v),
                           layout.page_tokens,
                           layout.record.last_queries,
                           static_cast<int>(layout.record.query_moments),
                           layout.eviction.budget,
                           layout.eviction.window,
                           options.window.value_or(-1),
                           options.sinks,
                           options.whole_layers,
                           options.evict_every,
                           static_cast<int>(options.evict_at_end),
                           static_cast<int>(options.adaptive_heads),
                           static_cast<int>(options.value_aware),
                           static_cast<int>(options.inside_windows),
                           static_cast<int>(options.budget.unit)}) {
    fingerprint.add(number);
  }
  fingerprint.add(options.budget.amount);
  fingerprint.add(options.seed);
  fingerprint.add(std::string_view(options.policy));
  fingerprint.add(std::string_view(layout.kernels->name));
  if (!filters.empty()) {
    const MappedFile bytes(filters);
    fingerprint.add(bytes.bytes());
  }
  return fingerprint.finish();
}

}  // namespace oree::engine

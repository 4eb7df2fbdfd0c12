// A KV cache as bytes.
#pragma once

#include <span>

#include "cache/byte_stream.h"
#include "cache/kv_cache.h"

namespace oree::cache {

// Everything the cache needs to go on: the rows that are held, positions, scores, and what was recorded of the queries.
// The bytes are for a cache of the same layout; whoever stores them makes sure of it, and of their being whole.
class Snapshot {
 public:
  static void write(const KvCache& cache, const ByteSink& sink);

  // Continues where the cache stood. layout: of the cache that was written. Reads exactly its bytes.
  // Throws Error kCorrupt when they are no cache of that layout.
  static KvCache read(const KvLayout& layout, ByteSource& source);
};

}  // namespace oree::cache

// How long the shortest rest of an array is.
#pragma once

#include <cstdint>
#include <functional>

#include "decode/compiled_schema.h"

namespace oree::decode {

// Bytes of a shortest way to items that may end the array, when n_items stand there of which n_fitting fit, each with
// the ", " before or behind it; kUnreachable where there is no way. length: bytes of a node's shortest value, or
// kUnreachable; kNever is not asked for. Items that must differ are given room to grow. Throws Error kLimit (a prefix
// too long to count in).
std::uint64_t shortest_items(const ArrayShape& shape, std::uint64_t n_items, std::uint64_t n_fitting,
                             const std::function<std::uint64_t(NodeId)>& length);

}  // namespace oree::decode

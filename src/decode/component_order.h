// Strongly connected components of a graph.
#pragma once

#include <cstdint>
#include <vector>

namespace oree::decode {

struct ComponentOrder {
  std::vector<std::uint32_t> nodes;  // each behind those it leads to, unless they lead back to it
  std::vector<bool> recursive;       // [nodes]: whether it leads to itself
};

// edges: [nodes], the nodes that each leads to. Source: Tarjan 1972, without recursion, as chains may be long.
ComponentOrder order_components(const std::vector<std::vector<std::uint32_t>>& edges);

}  // namespace oree::decode

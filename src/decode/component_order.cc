#include "decode/component_order.h"

#include <algorithm>

namespace oree::decode {

ComponentOrder order_components(const std::vector<std::vector<std::uint32_t>>& edges) {
  const std::size_t n = edges.size();
  constexpr std::uint32_t kUnseen = ~std::uint32_t{0};
  ComponentOrder order;
  order.recursive.assign(n, false);
  std::vector<std::uint32_t> number(n, kUnseen), low(n, 0);
  std::vector<bool> open(n, false);
  std::vector<std::uint32_t> component;
  struct Frame {
    std::uint32_t node;
    std::size_t edge;
  };
  std::vector<Frame> frames;
  std::uint32_t next_number = 0;
  for (std::uint32_t start = 0; start < n; ++start) {
    if (number[start] != kUnseen) continue;
    frames.push_back({start, 0});
    while (!frames.empty()) {
      const std::uint32_t node = frames.back().node;
      if (frames.back().edge == 0) {
        number[node] = low[node] = next_number++;
        component.push_back(node);
        open[node] = true;
      }
      if (frames.back().edge < edges[node].size()) {
        const std::uint32_t target = edges[node][frames.back().edge++];
        if (target == node) order.recursive[node] = true;
        if (number[target] == kUnseen) {
          frames.push_back({target, 0});
        } else if (open[target]) {
          low[node] = std::min(low[node], number[target]);
        }
        continue;
      }
      frames.pop_back();
      if (!frames.empty()) low[frames.back().node] = std::min(low[frames.back().node], low[node]);
      if (low[node] != number[node]) continue;
      const bool several = component.back() != node;
      for (;;) {
        const std::uint32_t member = component.back();
        component.pop_back();
        open[member] = false;
        if (several) order.recursive[member] = true;
        order.nodes.push_back(member);
        if (member == node) break;
      }
    }
  }
  return order;
}

}  // namespace oree::decode

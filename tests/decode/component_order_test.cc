#include "decode/component_order.h"

#include <gtest/gtest.h>

#include <random>

namespace oree::decode {
namespace {

TEST(ComponentOrder, AgreesWithWhatCanBeReached) {
  std::mt19937 random(9);
  for (int round = 0; round < 300; ++round) {
    const std::size_t n = 1 + random() % 8;
    std::vector<std::vector<std::uint32_t>> edges(n);
    std::vector<std::vector<bool>> reaches(n, std::vector<bool>(n, false));
    for (std::size_t i = random() % (2 * n); i > 0; --i) {
      const auto from = static_cast<std::uint32_t>(random() % n);
      const auto to = static_cast<std::uint32_t>(random() % n);
      edges[from].push_back(to);
      reaches[from][to] = true;
    }
    for (std::size_t middle = 0; middle < n; ++middle) {
      for (std::size_t from = 0; from < n; ++from) {
        for (std::size_t to = 0; to < n; ++to) {
          if (reaches[from][middle] && reaches[middle][to]) reaches[from][to] = true;
        }
      }
    }
    const ComponentOrder order = order_components(edges);
    ASSERT_EQ(order.nodes.size(), n);
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_EQ(order.recursive[i], reaches[i][i]);
      for (std::size_t later = i + 1; later < n; ++later) {
        const std::uint32_t node = order.nodes[i];
        const std::uint32_t behind = order.nodes[later];
        EXPECT_TRUE(!reaches[node][behind] || reaches[behind][node]) << node << " leads to " << behind;
      }
    }
  }
}

TEST(ComponentOrder, ChainsMayBeLong) {
  std::vector<std::vector<std::uint32_t>> edges(200000);
  for (std::uint32_t i = 0; i + 1 < edges.size(); ++i) edges[i].push_back(i + 1);
  EXPECT_EQ(order_components(edges).nodes.front(), edges.size() - 1);
}

}  // namespace
}  // namespace oree::decode

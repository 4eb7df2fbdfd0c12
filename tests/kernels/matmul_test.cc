// Every CPU target against the scalar specification, and one output's bits whatever surrounds it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <random>

#include "kernels/dispatch.h"
#include "tensor/convert.h"

namespace oree::kernels {
namespace {

using tensor::ElementType;

// Where the f16 scales of a block-quantised type's block are.
std::vector<std::size_t> scale_offsets(ElementType type) {
  switch (type) {
    case ElementType::kQ6K:
      return {208};
    case ElementType::kQ4K:
    case ElementType::kQ5K:
      return {0, 2};
    default:
      return {0};
  }
}

// Rows of normal numbers where a quantiser writes the type, else random bits with scales that are numbers of a sane
// size.
void fill_row(ElementType type, std::mt19937& random, std::span<float> row, std::span<std::byte> stored) {
  std::normal_distribution<float> normal;
  if (tensor::can_quantize(type)) {
    for (float& value : row) {
      value = normal(random);
    }
    tensor::quantize_row(type, row, stored);
    return;
  }
  for (std::byte& byte : stored) {
    byte = static_cast<std::byte>(random());
  }
  const auto block_bytes = static_cast<std::size_t>(tensor::info(type).block_bytes);
  for (std::size_t block = 0; block < stored.size(); block += block_bytes) {
    for (const std::size_t offset : scale_offsets(type)) {
      const auto half = static_cast<std::uint16_t>(0x2000 + random() % 0x800);  // 2^-7 to 2^-5
      std::memcpy(stored.data() + block + offset, &half, sizeof(half));
    }
  }
}

struct Problem {
  ElementType type;
  std::int64_t n_rows;
  std::int64_t n_cols;
  std::int64_t n_tokens;
  bool is_quantized;
  bool reads_tiles = false;
  std::vector<std::byte> weights;
  std::vector<float> weight_values;  // dequantised
  std::vector<float> activations;
  std::vector<std::int8_t> values;
  std::vector<float> scales;
  std::vector<std::int32_t> negative_sums;
  std::vector<TokenTileBlock> tiles;
  std::vector<std::byte> scratch;

  Problem(const Table& table, ElementType element_type, std::int64_t rows, std::int64_t cols, std::int64_t tokens,
          unsigned seed)
      : type(element_type),
        n_rows(rows),
        n_cols(cols),
        n_tokens(tokens),
        is_quantized(reads_quantized_activations(table, element_type)) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    const auto row_bytes = static_cast<std::size_t>(*tensor::row_bytes(type, static_cast<std::uint64_t>(cols)));
    const auto row_size = static_cast<std::size_t>(cols);
    // One byte more in front: rows in a file need no alignment.
    weights.resize(1 + row_bytes * static_cast<std::size_t>(rows));
    weight_values.resize(row_size * static_cast<std::size_t>(rows));
    std::vector<float> row(row_size);
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) {
      const std::span<std::byte> stored{weights.data() + 1 + r * row_bytes, row_bytes};
      fill_row(type, random, row, stored);
      tensor::dequantize_row(type, stored, {weight_values.data() + r * row_size, row_size});
    }
    activations.resize(row_size * static_cast<std::size_t>(tokens));
    for (float& value : activations) {
      value = normal(random);
    }
    values.resize(activations.size());
    scales.resize(activations.size() / kQuantBlock);
    negative_sums.resize(scales.size());
    scratch.resize(matmul_scratch_bytes(cols) + 64);
    reads_tiles = is_quantized && takes_tiles(table, tokens);
    quantize(table);
  }

  // The activations as they are now.
  void quantize(const Table& table) {
    if (is_quantized) {
      find_table("scalar").quantize_row(activations.data(), n_cols * n_tokens, values.data(), scales.data(),
                                        negative_sums.data());
    }
    if (is_quantized && table.quantize_into_tile != nullptr) {
      tiles = tiles_of(table, 0, n_tokens);
    }
  }

  // Every byte of the weights but those of the scales in f16.
  void fill_weights(int byte) {
    const auto block_bytes = static_cast<std::size_t>(tensor::info(type).block_bytes);
    for (std::size_t block = 1; block < weights.size(); block += block_bytes) {
      const std::vector<std::size_t> halves = scale_offsets(type);
      for (std::size_t i = 0; i < block_bytes; ++i) {
        if (std::none_of(halves.begin(), halves.end(), [&](std::size_t at) { return i == at || i == at + 1; })) {
          weights[block + i] = static_cast<std::byte>(byte);
        }
      }
    }
    const std::size_t row_bytes = (weights.size() - 1) / static_cast<std::size_t>(n_rows);
    const auto row_size = static_cast<std::size_t>(n_cols);
    for (std::size_t r = 0; r < static_cast<std::size_t>(n_rows); ++r) {
      tensor::dequantize_row(type, {weights.data() + 1 + r * row_bytes, row_bytes},
                             {weight_values.data() + r * row_size, row_size});
    }
  }

  std::vector<TokenTileBlock> tiles_of(const Table& table, std::int64_t first, std::int64_t n) const {
    const std::int64_t n_blocks = n_cols / kQuantBlock;
    std::vector<TokenTileBlock> blocks(static_cast<std::size_t>((n + kTokenTile - 1) / kTokenTile * n_blocks));
    for (std::int64_t token = 0; token < n; ++token) {
      // In two parts, as the threads of a model would.
      TokenTileBlock* tile = blocks.data() + token / kTokenTile * n_blocks;
      const float* columns = activations.data() + (first + token) * n_cols;
      const std::int64_t half = n_blocks / 2;
      table.quantize_into_tile(columns, half * kQuantBlock, 0, n_blocks, token % kTokenTile, tile);
      table.quantize_into_tile(columns + half * kQuantBlock, n_cols - half * kQuantBlock, half, n_blocks,
                               token % kTokenTile, tile);
    }
    return blocks;
  }

  MatmulTask task(std::vector<float>& output) { return task(output, reads_tiles); }
  MatmulTask task(std::vector<float>& output, bool in_tiles) {
    output.assign(static_cast<std::size_t>(n_rows * n_tokens), -1e30f);
    void* aligned = scratch.data();
    std::size_t space = scratch.size();
    return {.weights = weights.data() + 1,
            .n_cols = n_cols,
            .row_begin = 0,
            .row_end = n_rows,
            .activations = activations.data(),
            .quantized = {values.data(), scales.data(), negative_sums.data()},
            .tiles = in_tiles ? tiles.data() : nullptr,
            .n_tokens = n_tokens,
            .output = output.data(),
            .output_stride = n_rows,
            .scratch = std::align(64, 64, aligned, space)};
  }

  // The activations that the kernels see.
  double activation(std::int64_t token, std::int64_t col) const {
    const auto i = static_cast<std::size_t>(token * n_cols + col);
    return is_quantized ? double{scales[i / kQuantBlock]} * values[i] : double{activations[i]};
  }

  // Float sums of n products of normal numbers differ by at most about n roundings; the tolerance is on the sum of
  // magnitudes. Block-quantised products are exact integers inside a block; the minimum of a K type's block and its
  // products are added apart, so that their magnitudes count apart.
  void expect_sums(const std::vector<float>& output, const std::string& what) const {
    for (std::int64_t token = 0; token < n_tokens; ++token) {
      for (std::int64_t row = 0; row < n_rows; ++row) {
        double expected = 0;
        double magnitude = 0;
        for (std::int64_t col = 0; col < n_cols; ++col) {
          const double product = activation(token, col) * weight_values[static_cast<std::size_t>(row * n_cols + col)];
          expected += product;
          magnitude += std::fabs(product);
        }
        ASSERT_NEAR(output[static_cast<std::size_t>(token * n_rows + row)], expected, 2e-6 * magnitude + 1e-7)
            << what << ": " << n_rows << " rows, " << n_cols << " columns, " << n_tokens << " tokens";
      }
    }
  }
};

std::vector<std::int64_t> column_counts(ElementType type) {
  switch (tensor::info(type).block_size) {
    case 1:
      return {1, 7, 8, 15, 16, 17, 33, 96, 257};
    case 32:
      return {32, 64, 96, 128, 160, 1024};
    default:
      return {256, 512, 1280};
  }
}

class MatmulTest : public testing::TestWithParam<std::tuple<std::string, ElementType>> {
 protected:
  void SetUp() override {
    if (matmul_for(table(), type()) == nullptr) {
      GTEST_SKIP() << "this target widens the type";
    }
  }
  const Table& table() const { return find_table(std::get<0>(GetParam())); }
  ElementType type() const { return std::get<1>(GetParam()); }
};

TEST_P(MatmulTest, EqualsTheSumInDoublePrecision) {
  unsigned seed = 1;
  for (const std::int64_t n_cols : column_counts(type())) {
    for (const std::int64_t n_rows : {1, 2, 5, 37, 70}) {
      for (const std::int64_t n_tokens : {1, 3, 4, 9}) {
        Problem problem(table(), type(), n_rows, n_cols, n_tokens, ++seed);
        std::vector<float> output;
        matmul_for(table(), type())(problem.task(output));
        problem.expect_sums(output, "rows");
      }
    }
  }
}

// So many panels that they are unpacked in several turns.
TEST_P(MatmulTest, TilesOfTokensGiveTheBitsOfRows) {
  unsigned seed = 1000;
  for (const std::int64_t n_cols : column_counts(type())) {
    for (const std::int64_t n_rows : {1, 16, 33, 299}) {
      for (const std::int64_t n_tokens : {1, 5, 6, 13}) {
        Problem problem(table(), type(), n_rows, n_cols, n_tokens, ++seed);
        if (problem.tiles.empty() || table().fewest_tiled_tokens == 1) {
          GTEST_SKIP() << "this target has one way";
        }
        std::vector<float> of_rows;
        std::vector<float> of_tiles;
        matmul_for(table(), type())(problem.task(of_rows, false));
        matmul_for(table(), type())(problem.task(of_tiles, true));
        problem.expect_sums(of_tiles, "tiles");
        EXPECT_EQ(std::memcmp(of_rows.data(), of_tiles.data(), of_rows.size() * sizeof(float)), 0)
            << n_rows << " rows, " << n_cols << " columns, " << n_tokens << " tokens";
      }
    }
  }
}

TEST_P(MatmulTest, AnOutputHasTheSameBitsWhateverTheRangesAndTheOtherTokens) {
  const std::int64_t n_rows = 45;
  const std::int64_t n_cols = tensor::info(type()).block_size == 1    ? 237
                              : tensor::info(type()).block_size == 32 ? 224
                                                                      : 768;
  const std::int64_t n_tokens = 11;
  const Matmul matmul = matmul_for(table(), type());
  Problem problem(table(), type(), n_rows, n_cols, n_tokens, 99);
  std::vector<float> whole;
  matmul(problem.task(whole));
  std::vector<float> pieces;
  MatmulTask task = problem.task(pieces);
  const std::int64_t n_blocks = n_cols / kQuantBlock;
  for (std::int64_t token = 0; token < n_tokens; ++token) {
    std::vector<TokenTileBlock> tile;
    if (problem.is_quantized && takes_tiles(table(), 1)) {
      tile = problem.tiles_of(table(), token, 1);
    }
    for (std::int64_t row = 0; row < n_rows;) {
      MatmulTask piece = task;
      piece.n_tokens = 1;
      piece.tiles = tile.empty() ? nullptr : tile.data();
      piece.activations += token * n_cols;
      piece.quantized.values += token * n_cols;
      piece.quantized.scales += token * n_blocks;
      piece.quantized.negative_sums += token * n_blocks;
      piece.output += token * n_rows;
      piece.row_begin = row;
      piece.row_end = std::min(n_rows, row + 1 + (row + token) % 7);
      matmul(piece);
      row = piece.row_end;
    }
  }
  EXPECT_EQ(std::memcmp(whole.data(), pieces.data(), whole.size() * sizeof(float)), 0);
}

// Every sum of a block is as large as its format allows, so that one in too few bits would overflow; and where the
// signs of activations follow those of the weights' bytes, none of its products cancels another.
TEST_P(MatmulTest, TakesTheLargestIntegersOfAFormat) {
  if (!reads_quantized_activations(table(), type())) {
    GTEST_SKIP() << "no integers";
  }
  for (const std::int64_t n_tokens : {1, 2, 5, 9}) {
    for (const int byte : {0x00, 0x0f, 0xf0, 0xff, 0x7f, 0x80}) {
      for (const float sign : {1.0f, -1.0f}) {
        Problem problem(table(), type(), 9, 512, n_tokens, 7);
        problem.fill_weights(byte);
        for (std::size_t i = 0; i < problem.activations.size(); ++i) {
          problem.activations[i] = (byte == 0x0f && i % 32 >= 16 ? -sign : sign) * 127.0f;
        }
        problem.quantize(table());
        std::vector<float> output;
        matmul_for(table(), type())(problem.task(output));
        problem.expect_sums(output, "bytes " + std::to_string(byte));
      }
    }
  }
}

// A NaN, infinities and numbers too small or too large for a scale are rounded as rows are.
TEST(QuantizeIntoTile, HoldsWhatQuantizeRowWrites) {
  for (const std::string& name : table_names()) {
    const Table& table = find_table(name);
    if (table.quantize_into_tile == nullptr) {
      continue;
    }
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    constexpr std::int64_t kBlocks = 7;
    std::vector<float> row(kBlocks * kQuantBlock);
    for (float& value : row) {
      value = normal(random);
    }
    row[3] = std::numeric_limits<float>::quiet_NaN();
    row[40] = std::numeric_limits<float>::infinity();
    std::fill_n(row.begin() + 64, 32, 1e-38f);
    std::fill_n(row.begin() + 96, 32, -2.5f);
    std::fill_n(row.begin() + 128, 32, 0.0f);
    std::vector<std::int8_t> values(row.size());
    std::vector<float> scales(kBlocks);
    std::vector<std::int32_t> sums(kBlocks);
    find_table("scalar").quantize_row(row.data(), kBlocks * kQuantBlock, values.data(), scales.data(), sums.data());
    std::vector<TokenTileBlock> tile(kBlocks);
    table.quantize_into_tile(row.data(), kBlocks * kQuantBlock, 0, kBlocks, 4, tile.data());
    // Those whose number divided by four leaves 0 first, and so on.
    const std::vector<std::size_t> order{0, 4, 1, 5, 2, 6, 3};
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t block = order[i];
      std::int32_t first_half = 0;
      for (std::size_t v = 0; v < 32; ++v) {
        EXPECT_EQ(tile[i].values[v / 4][4][v % 4], values[block * 32 + v]) << name << ", block " << block;
        first_half += v < 16 ? values[block * 32 + v] : 0;
      }
      EXPECT_EQ(tile[i].scales[4], scales[block]);
      EXPECT_EQ(tile[i].starts[4], 128 * sums[block]);
      EXPECT_EQ(tile[i].offsets[4], scales[block] * static_cast<float>(sums[block]));
      EXPECT_EQ(tile[i].half_starts[0][4], -128 * first_half);
      EXPECT_EQ(tile[i].half_starts[1][4], 128 * sums[block] + 128 * first_half);
    }
  }
}

// What a file may hold although no quantiser writes it: -128.
TEST(MatmulQ8_0, TakesTheLowestInt8) {
  for (const std::string& name : table_names()) {
    const Table& table = find_table(name);
    Problem problem(table, ElementType::kQ8_0, 1, 64, 1, 5);
    for (std::size_t block = 0; block < 2; ++block) {
      std::memset(problem.weights.data() + 1 + block * 34 + 2, 0x80, 32);
      const std::uint16_t one = 0x3c00;
      std::memcpy(problem.weights.data() + 1 + block * 34, &one, 2);
    }
    std::fill(problem.activations.begin(), problem.activations.end(), -127.0f);
    table.quantize_row(problem.activations.data(), 64, problem.values.data(), problem.scales.data(),
                       problem.negative_sums.data());
    if (!problem.tiles.empty()) {
      problem.tiles = problem.tiles_of(table, 0, 1);
    }
    std::vector<float> output;
    table.matmul_q8_0(problem.task(output));
    EXPECT_EQ(output[0], 64.0f * 128 * 127) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, MatmulTest,
                         testing::Combine(testing::ValuesIn(table_names()),
                                          testing::Values(ElementType::kF32, ElementType::kF16, ElementType::kBf16,
                                                          ElementType::kQ8_0, ElementType::kQ4_0, ElementType::kIq4Nl,
                                                          ElementType::kQ4K, ElementType::kQ5K, ElementType::kQ6K)),
                         [](const auto& parameters) {
                           return std::get<0>(parameters.param) + "_" +
                                  std::string(tensor::info(std::get<1>(parameters.param)).name);
                         });

}  // namespace
}  // namespace oree::kernels

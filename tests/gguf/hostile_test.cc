// Headers that lie, are cut short or ask for too much: each gets an Error that says what is wrong, never a crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <new>
#include <string>
#include <vector>

#include "gguf/file.h"
#include "gguf/limits.h"
#include "oree/error.h"
#include "support/gguf_writer.h"

namespace {

std::size_t g_largest_allocation_bytes = 0;

}  // namespace

// This program's own, to see how much memory a claim can make the reader ask for.
[[gnu::noinline]] void* operator new(std::size_t n_bytes) {
  g_largest_allocation_bytes = std::max(g_largest_allocation_bytes, n_bytes);
  if (void* memory = std::malloc(std::max<std::size_t>(n_bytes, 1))) {
    return memory;
  }
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace oree::gguf {
namespace {

using test::ByteWriter;
using test::GgufWriter;
using testing::HasSubstr;

constexpr std::uint64_t kHuge = std::uint64_t{1} << 62;

const std::vector<std::byte> kFourBytes(4);

struct Lie {
  const char* name;
  std::function<std::vector<std::byte>()> bytes;
  ErrorCode code;
  const char* message;
};

std::vector<std::byte> bare_header(std::uint32_t version, std::uint64_t n_tensors, std::uint64_t n_keys) {
  return ByteWriter().put_text("GGUF").put(version).put(n_tensors).put(n_keys).bytes();
}

GgufWriter one_tensor(const std::vector<std::uint64_t>& shape, std::uint32_t type = 0, std::uint64_t offset = 0) {
  return GgufWriter().add_tensor_at("t", shape, type, offset, kFourBytes);
}

GgufWriter with_magic(const char* magic) {
  GgufWriter writer;
  writer.magic = magic;
  return writer;
}

GgufWriter aligned_to(std::uint32_t alignment) {
  return GgufWriter().add_uint32("general.alignment", alignment).add_f32("t", {1}, {1});
}

std::vector<std::byte> too_many_keys() {
  GgufWriter writer;
  for (std::uint64_t i = 0; i <= kMaxMetadataKeys; ++i) {
    writer.add_uint32(std::to_string(i), 0);
  }
  return writer.bytes();
}

std::vector<std::byte> too_many_tensors() {
  GgufWriter writer;
  for (std::uint64_t i = 0; i <= kMaxTensors; ++i) {
    writer.add_tensor_at(std::to_string(i), {1}, 0, 32 * i, {});
  }
  return writer.bytes();
}

const std::vector<Lie> kLies = {
    {"EmptyFile", [] { return std::vector<std::byte>(); }, ErrorCode::kCorrupt, "not a GGUF file"},
    {"AnotherFormat", [] { return with_magic("PK\3\4").bytes(); }, ErrorCode::kCorrupt, "not a GGUF file"},
    {"BackwardsMagic", [] { return with_magic("FUGG").bytes(); }, ErrorCode::kCorrupt, "not a GGUF file"},
    {"Version0", [] { return bare_header(0, 0, 0); }, ErrorCode::kUnsupported, "GGUF version 0"},
    {"Version1", [] { return bare_header(1, 0, 0); }, ErrorCode::kUnsupported, "GGUF version 1; versions 2 and 3"},
    {"Version4", [] { return bare_header(4, 0, 0); }, ErrorCode::kUnsupported, "GGUF version 4"},
    {"BigEndian", [] { return bare_header(0x03000000, 0, 0); }, ErrorCode::kUnsupported, "big-endian"},
    {"KeyCountBeyondTheFile", [] { return bare_header(3, 0, kHuge); }, ErrorCode::kCorrupt,
     "claims 4611686018427387904 metadata keys"},
    {"TensorCountBeyondTheFile", [] { return bare_header(3, ~std::uint64_t{0}, 0); }, ErrorCode::kCorrupt,
     "claims 18446744073709551615 tensors"},
    {"OneKeyTooFew",
     [] {
       GgufWriter writer = GgufWriter().add_uint32("a", 1).add_f32("t", {1}, {1});
       writer.claimed_keys = 0;
       return writer.bytes();
     },
     ErrorCode::kCorrupt, "the tensor \"a\" has a dimension of size 0"},
    {"OneKeyTooMany",
     [] {
       GgufWriter writer = GgufWriter().add_uint32("a", 1).add_f32("t", {1}, {1});
       writer.claimed_keys = 2;
       return writer.bytes();
     },
     ErrorCode::kCorrupt, "a tensor's name is empty"},
    {"TooManyKeys", too_many_keys, ErrorCode::kLimit, "kMaxMetadataKeys = 65536"},
    {"TooManyTensors", too_many_tensors, ErrorCode::kLimit, "kMaxTensors = 65536"},
    {"KeyLongerThanTheFile",
     [] { return ByteWriter().put_bytes(bare_header(3, 0, 1)).put(kHuge).put_text("0123456789").bytes(); },
     ErrorCode::kCorrupt, "a metadata key needs 4611686018427387904 bytes"},
    {"KeyTooLong", [] { return GgufWriter().add_uint32(std::string(kMaxKeyBytes + 1, 'k'), 1).bytes(); },
     ErrorCode::kLimit, "kMaxKeyBytes"},
    {"EmptyKey", [] { return GgufWriter().add_uint32("", 1).add_uint32("b", 1).bytes(); }, ErrorCode::kCorrupt,
     "a metadata key is empty"},
    {"KeyWithAnEscape", [] { return GgufWriter().add_uint32("a\x1b[2J", 1).bytes(); }, ErrorCode::kCorrupt,
     "printable ASCII"},
    {"DuplicateKey", [] { return GgufWriter().add_uint32("a", 1).add_string("a", "x").bytes(); }, ErrorCode::kCorrupt,
     "\"a\" is there twice"},
    {"UnknownValueType", [] { return GgufWriter().add_raw("a", 13, kFourBytes).bytes(); }, ErrorCode::kCorrupt,
     "unknown type 13"},
    {"StringBeyondTheFile",
     [] { return GgufWriter().add_raw("a", test::kGgufString, ByteWriter().put(~std::uint64_t{0}).bytes()).bytes(); },
     ErrorCode::kCorrupt, "needs 18446744073709551615 bytes"},
    {"StringTooLong", [] { return GgufWriter().add_string("a", std::string(kMaxStringBytes + 1, 's')).bytes(); },
     ErrorCode::kLimit, "kMaxStringBytes"},
    {"ArrayCountOverflows",
     [] { return GgufWriter().add_array("a", test::kGgufUint64, std::uint64_t{1} << 61, kFourBytes).bytes(); },
     ErrorCode::kCorrupt, "claims 2305843009213693952 elements"},
    {"ArrayBeyondTheFile", [] { return GgufWriter().add_array("a", test::kGgufFloat32, kHuge / 4, {}).bytes(); },
     ErrorCode::kCorrupt, "needs 4611686018427387904 bytes"},
    {"StringArrayBeyondTheFile", [] { return GgufWriter().add_array("a", test::kGgufString, kHuge, {}).bytes(); },
     ErrorCode::kCorrupt, "the length of the value of \"a\""},
    {"ArrayTooLong",
     [] {
       const std::vector<std::byte> elements(kMaxArrayElements + 1);
       return GgufWriter().add_array("a", test::kGgufUint8, elements.size(), elements).bytes();
     },
     ErrorCode::kLimit, "kMaxArrayElements"},
    {"ArrayOfArrays",
     [] { return GgufWriter().add_array("a", test::kGgufArray, 1, std::vector<std::byte>(20)).bytes(); },
     ErrorCode::kUnsupported, "array of arrays"},
    {"BooleanOfTwo", [] { return GgufWriter().add_raw("a", test::kGgufBool, std::vector(1, std::byte{2})).bytes(); },
     ErrorCode::kCorrupt, "neither 0 nor 1"},
    {"AlignmentZero", [] { return aligned_to(0).bytes(); }, ErrorCode::kCorrupt, "power of two"},
    {"AlignmentOdd", [] { return aligned_to(24).bytes(); }, ErrorCode::kCorrupt, "power of two"},
    {"AlignmentTiny", [] { return aligned_to(4).bytes(); }, ErrorCode::kCorrupt, "at least 8"},
    {"AlignmentHuge", [] { return aligned_to(1u << 31).bytes(); }, ErrorCode::kLimit, "kMaxAlignment"},
    {"AlignmentNotANumber",
     [] { return GgufWriter().add_string("general.alignment", "32").add_f32("t", {1}, {1}).bytes(); },
     ErrorCode::kCorrupt, "general.alignment"},
    {"NoDimensions", [] { return one_tensor({}).bytes(); }, ErrorCode::kCorrupt, "\"t\" has no dimensions"},
    {"FiveDimensions",
     [] {
       return one_tensor({1, 1, 1, 1, 1}).bytes();
     },
     ErrorCode::kLimit, "kMaxDimensions = 4"},
    {"DimensionOfZero",
     [] {
       return one_tensor({4, 0}).bytes();
     },
     ErrorCode::kCorrupt, "dimension of size 0"},
    {"ShapeOverflows",
     [] {
       return one_tensor({kHuge, 4}).bytes();
     },
     ErrorCode::kCorrupt, "claims more elements"},
    {"RowsOverflow",
     [] {
       return one_tensor({1, kHuge, kHuge}).bytes();
     },
     ErrorCode::kCorrupt, "claims more elements"},
    {"SizeOverflows", [] { return one_tensor({kHuge}).bytes(); }, ErrorCode::kCorrupt, "claims more elements"},
    {"ShapeOfAnUnknownTypeOverflows",
     [] {
       return one_tensor({kHuge, 4}, 99).bytes();
     },
     ErrorCode::kCorrupt, "claims more elements"},
    {"HalfABlock", [] { return one_tensor({48}, 8).bytes(); }, ErrorCode::kCorrupt,
     "rows of 48 elements, not a multiple of the 32 of a block of Q8_0"},
    {"DataBeyondTheFile", [] { return one_tensor({1024}).bytes(); }, ErrorCode::kCorrupt,
     "needs 4096 bytes at offset 0, but the data section has 4"},
    {"OffsetBeyondTheFile", [] { return one_tensor({1}, 0, 1 << 20).bytes(); }, ErrorCode::kCorrupt,
     "at offset 1048576"},
    {"OffsetPlusSizeOverflows", [] { return one_tensor({64}, 0, ~std::uint64_t{31}).bytes(); }, ErrorCode::kCorrupt,
     "needs 256 bytes"},
    {"OffsetOfAnUnknownTypeBeyondTheFile", [] { return one_tensor({1}, 99, 64).bytes(); }, ErrorCode::kCorrupt,
     "at offset 64"},
    {"OffsetNotAligned", [] { return one_tensor({1}, 0, 2).bytes(); }, ErrorCode::kCorrupt,
     "not a multiple of the alignment 32"},
    {"DuplicateTensor", [] { return GgufWriter().add_f32("t", {1}, {1}).add_f32("t", {1}, {2}).bytes(); },
     ErrorCode::kCorrupt, "\"t\" is there twice"},
    {"OverlappingTensors",
     [] { return GgufWriter().add_f32("a", {16}, std::vector<float>(16)).add_tensor_at("b", {1}, 0, 32, {}).bytes(); },
     ErrorCode::kCorrupt, "\"a\" and \"b\" overlap"},
    {"TensorsAtTheSameOffset", [] { return one_tensor({1}, 99).add_tensor_at("u", {1}, 0, 0, {}).bytes(); },
     ErrorCode::kCorrupt, "overlap"},
    {"TensorNameTooLong",
     [] { return GgufWriter().add_f32(std::string(kMaxTensorNameBytes + 1, 't'), {1}, {1}).bytes(); },
     ErrorCode::kLimit, "kMaxTensorNameBytes"},
    {"TensorNameNotText", [] { return GgufWriter().add_f32("\xff", {1}, {1}).bytes(); }, ErrorCode::kCorrupt,
     "printable ASCII"},
};

class HostileGguf : public testing::TestWithParam<Lie> {};

TEST_P(HostileGguf, IsRefusedWithAnErrorThatSaysWhy) {
  const std::vector<std::byte> bytes = GetParam().bytes();
  try {
    File::from_bytes(bytes, "model.gguf");
    FAIL() << "the file was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), GetParam().code) << error.what();
    EXPECT_THAT(error.what(), HasSubstr(GetParam().message));
    EXPECT_THAT(error.where(), HasSubstr("model.gguf, byte "));
    EXPECT_FALSE(error.hint().empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Lies, HostileGguf, testing::ValuesIn(kLies),
                         [](const auto& test) { return std::string(test.param.name); });

std::vector<std::byte> every_kind_of_content() {
  return GgufWriter()
      .add_string("general.architecture", "llama")
      .add_uint32("number", 7)
      .add_bool("flag", true)
      .add_float64("float", 1.5)
      .add_strings("strings", {"one", "", "three"})
      .add_floats("floats", {1, 2})
      .add_bools("bools", {true, false})
      .add_f32("norm", {3}, {1, 2, 3})
      .add_tensor("blocks", {32, 2}, 8, std::vector<std::byte>(68))
      .bytes();
}

TEST(TruncatedGguf, IsRefusedWhereverItEnds) {
  const std::vector<std::byte> whole = every_kind_of_content();
  ASSERT_NO_THROW(File::from_bytes(whole));
  for (std::size_t n_bytes = 0; n_bytes < whole.size(); ++n_bytes) {
    // A copy of exactly this size lets AddressSanitizer see every byte too many.
    const std::vector<std::byte> cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n_bytes));
    try {
      File::from_bytes(cut);
      FAIL() << "accepted after " << n_bytes << " of " << whole.size() << " bytes";
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), ErrorCode::kCorrupt) << n_bytes;
    }
  }
}

TEST(DamagedGguf, AnyByteMayBeAnything) {
  const std::vector<std::byte> whole = every_kind_of_content();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const unsigned value : {0u, 1u, 9u, 0x7fu, 0x80u, 0xffu}) {
      std::vector<std::byte> damaged = whole;
      damaged[i] = static_cast<std::byte>(value);
      try {
        const File file = File::from_bytes(damaged);
        for (const std::string_view key : file.keys()) {
          if (file.is_array(key)) {
            try {
              file.find_strings(key);
            } catch (const Error&) {
            }
          }
        }
      } catch (const Error&) {
      }
    }
  }
}

TEST(HostileGgufMemory, FollowsTheFileAndNotItsClaims) {
  // 16 million strings are within the limits, so that nothing but the missing bytes stands in the way.
  const auto bytes = GgufWriter().add_array("a", test::kGgufString, kMaxArrayElements, {}).bytes();
  g_largest_allocation_bytes = 0;
  EXPECT_THROW(File::from_bytes(bytes), Error);
  EXPECT_GT(g_largest_allocation_bytes, 0u);
  EXPECT_LT(g_largest_allocation_bytes, 4096u);
}

}  // namespace
}  // namespace oree::gguf

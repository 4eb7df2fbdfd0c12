#include "workbench/convert/safetensors_header.h"

#include <optional>
#include <set>

#include "oree/error.h"
#include "oree/json.h"
#include "workbench/convert/safetensors.h"

namespace oree::workbench {
namespace {

constexpr const char* kHint = "download the file again";
constexpr std::string_view kMetadataName = "__metadata__";

// Takes the header event by event, so that neither depth nor size costs more memory than the entries themselves.
class HeaderReader : public nlohmann::json_sax<Json> {
 public:
  explicit HeaderReader(const std::filesystem::path& path) : path_(path.string()) {}

  std::vector<SafetensorsEntry> take() { return std::move(entries_); }

  bool null() override { return refuse_value("null"); }
  bool boolean(bool) override { return refuse_value("a boolean"); }
  bool number_integer(number_integer_t) override { return refuse_value("a negative number"); }
  bool number_float(number_float_t, const string_t&) override { return refuse_value("a fraction"); }
  bool binary(binary_t&) override { return refuse_value("binary"); }

  bool number_unsigned(number_unsigned_t value) override {
    if (place_ == Place::kShape) {
      std::vector<std::uint64_t>& shape = entries_.back().shape;
      if (shape.size() == kMaxSafetensorsDimensions) {
        fail(ErrorCode::kLimit,
             "it has more than kMaxSafetensorsDimensions, " + std::to_string(kMaxSafetensorsDimensions));
      }
      shape.push_back(value);
      return true;
    }
    if (place_ == Place::kOffsets && n_offsets_ < 2) {
      entries_.back().offsets[n_offsets_++] = value;
      return true;
    }
    return refuse_value("a number");
  }

  bool string(string_t& value) override {
    if (place_ == Place::kTensor && key_ == "dtype") {
      entries_.back().type = value;
      return true;
    }
    return place_ == Place::kMetadata || refuse_value("a string");
  }

  bool start_object(std::size_t) override {
    if (place_ == Place::kStart) {
      place_ = Place::kTop;
    } else if (place_ == Place::kTop && name_ == kMetadataName) {
      place_ = Place::kMetadata;
      keys_.clear();
    } else if (place_ == Place::kTop) {
      if (entries_.size() == kMaxSafetensorsTensors) {
        fail(ErrorCode::kLimit,
             "there are more tensors than kMaxSafetensorsTensors, " + std::to_string(kMaxSafetensorsTensors));
      }
      entries_.push_back({.name = name_, .type = {}, .shape = {}});
      place_ = Place::kTensor;
      keys_.clear();
    } else {
      return refuse_value("an object");
    }
    return true;
  }

  bool key(string_t& value) override {
    if (value.size() > kMaxSafetensorsNameBytes && place_ == Place::kTop) {
      fail(ErrorCode::kLimit,
           "a name is longer than kMaxSafetensorsNameBytes, " + std::to_string(kMaxSafetensorsNameBytes) + " bytes");
    }
    std::set<std::string>& known = place_ == Place::kTop ? names_ : keys_;
    if (!known.insert(value).second) {
      fail(ErrorCode::kCorrupt, "the key \"" + value + "\" stands twice in one object");
    }
    if (place_ == Place::kTop) {
      name_ = value;
    } else if (place_ == Place::kTensor && value != "dtype" && value != "shape" && value != "data_offsets") {
      fail(ErrorCode::kCorrupt, "the key \"" + value + "\" does not belong to a tensor");
    }
    key_ = value;
    return true;
  }

  bool end_object() override {
    if (place_ == Place::kTensor) {
      for (const char* needed : {"dtype", "shape", "data_offsets"}) {
        if (!keys_.contains(needed)) {
          fail(ErrorCode::kCorrupt, std::string("its ") + needed + " is missing");
        }
      }
    }
    place_ = place_ == Place::kTop ? Place::kEnd : Place::kTop;
    return true;
  }

  bool start_array(std::size_t) override {
    if (place_ != Place::kTensor || key_ == "dtype") {
      return refuse_value("an array");
    }
    place_ = key_ == "shape" ? Place::kShape : Place::kOffsets;
    n_offsets_ = 0;
    return true;
  }

  bool end_array() override {
    if (place_ == Place::kOffsets && n_offsets_ != 2) {
      fail(ErrorCode::kCorrupt, "its data_offsets are not two numbers");
    }
    place_ = Place::kTensor;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    // The header follows the eight bytes of its length; positions count from 1.
    throw Error(ErrorCode::kCorrupt, "the header is no valid JSON",
                path_ + ", byte " + std::to_string(position + sizeof(std::uint64_t) - (position > 0 ? 1 : 0)), kHint);
  }

 private:
  enum class Place { kStart, kTop, kMetadata, kTensor, kShape, kOffsets, kEnd };

  [[noreturn]] void fail(ErrorCode code, const std::string& what) const {
    throw Error(code, what, place_ >= Place::kTensor && place_ < Place::kEnd ? path_ + ", tensor " + name_ : path_,
                kHint);
  }

  bool refuse_value(const std::string& kind) const {
    fail(ErrorCode::kCorrupt, "the header holds " + kind + " where the format has none");
  }

  std::string path_;
  std::vector<SafetensorsEntry> entries_;
  std::set<std::string> names_;  // of the outer object
  std::set<std::string> keys_;   // of the inner one
  std::string name_;             // the last of the outer keys
  std::string key_;              // the last key
  Place place_ = Place::kStart;
  std::size_t n_offsets_ = 0;
};

}  // namespace

std::vector<SafetensorsEntry> read_safetensors_header(std::string_view json, const std::filesystem::path& path) {
  HeaderReader reader(path);
  Json::sax_parse(json.begin(), json.end(), &reader);
  return reader.take();
}

}  // namespace oree::workbench

// Schemas that apply to a value are followed from one to the next; none may lead back to itself.
#pragma once

#include "decode/schema_compiler.h"
#include "oree/error.h"

namespace oree::decode {

// Thrown where values in values are looked at beforehand and that leads back to a schema still being worked on.
struct UnfinishedSchema {};

class SchemaCompiler::Entered {
 public:
  Entered(SchemaCompiler& compiler, Literal literal, int kind) : compiler_(compiler) {
    for (std::size_t i = 0; i < compiler.entered_.size(); ++i) {
      if (compiler.entered_[i] != std::pair(literal, kind)) continue;
      if (!compiler.probes_.empty() && i < compiler.probes_.back()) throw UnfinishedSchema{};
      throw Error(ErrorCode::kInvalid, "the schema applies itself to the same value, without end",
                  compiler.reader_.place_of(schema_of(literal)), "let it refer to itself within properties or items");
    }
    if (compiler.entered_.size() >= static_cast<std::size_t>(kMaxSchemaNesting)) {
      throw Error(ErrorCode::kLimit,
                  "more schemas apply one within the other to one value than kMaxSchemaNesting, " +
                      std::to_string(kMaxSchemaNesting),
                  compiler.reader_.place_of(schema_of(literal)), "use a simpler schema");
    }
    compiler.entered_.emplace_back(literal, kind);
  }
  ~Entered() { compiler_.entered_.pop_back(); }
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;

 private:
  SchemaCompiler& compiler_;
};

}  // namespace oree::decode

// How schemas are compiled. A node is made for a set of literals that must all hold. Numbers, strings, true, false and
// null are sets of texts, so that anyOf, oneOf, not and if are set operations; for objects and arrays a schema is
// brought into alternatives, where a negation goes inwards. Sets of literals are the names of nodes, which ends
// recursion.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decode/compiled_schema.h"
#include "decode/schema_alternatives.h"
#include "decode/schema_reader.h"

namespace oree::decode {

struct LiteralSetHash {
  std::size_t operator()(const LiteralSet& set) const noexcept;
};

// Sorts it and leaves out what says nothing; {kNoValue} when nothing can fit.
void normalise(LiteralSet& set);

// The subschemas that apply to the same value.
struct InPlace {
  std::vector<Literal> all_of;  // with the reference
  std::vector<std::vector<Literal>> any_of;
  std::vector<Literal> one_of;
  std::optional<Literal> excluded;
  std::optional<Literal> condition;
  Literal then = kAnything, otherwise = kAnything;
};

class SchemaCompiler {
 public:
  SchemaCompiler(const Json& schema, const CompileOptions& options, LanguagePool& pool, CompiledSchema& into);
  NodeId compile();

 private:
  struct StringSet {
    LanguageId texts = kNothing;
    const Json* quoted = nullptr;  // the keyword's value
  };
  // Looks up where a literal is, throws where it is asked for within itself.
  class Entered;

  // Of every schema.
  const InPlace& in_place(SchemaId id);
  const std::vector<const Json*>* values(SchemaId id);  // of enum and const; nullptr: any
  void work(std::size_t amount, SchemaId at);
  std::uint64_t count(SchemaId id, Keyword keyword, std::uint64_t otherwise) const;
  std::optional<std::uint64_t> maximum(SchemaId id, Keyword keyword) const;
  [[noreturn]] void refuse(const std::string& what, const std::string& where, const std::string& hint = {}) const;
  const Refusal* refusal(std::string what, std::string where);

  // schema_scalars.cc. Algebra: what the sets are made of.
  template <class Algebra>
  typename Algebra::Value evaluate(Literal literal, Algebra& algebra);
  struct ConstantAlgebra;
  struct ExactNumberAlgebra;
  struct WrittenNumberAlgebra;
  struct StringAlgebra;
  TypeSet constants(Literal literal);  // of null, false and true
  // Plain decimals, in every such spelling, so that a complement is right.
  LanguageId exact_numbers(Literal literal);
  // In the spelling asked for.
  LanguageId written_numbers(Literal literal);
  StringSet strings(Literal literal);
  LanguageId number_leaf(SchemaId id, Spelling spelling);
  LanguageId number_texts(SchemaId id, Spelling spelling);
  StringSet string_leaf(SchemaId id);
  LanguageId pattern(const std::string& text, SchemaId id, Keyword keyword);
  LanguageId quotation(const Json& quoted);

  // schema_objects.cc, schema_arrays.cc: what a literal says of objects and of arrays.
  const std::vector<ObjectAlternative>& objects(Literal literal);
  std::vector<ObjectAlternative> positive_objects(SchemaId id);
  std::vector<ObjectAlternative> negative_objects(SchemaId id);
  ObjectAlternative own_object(SchemaId id);
  ObjectAlternative constant_object(const Json& value, SchemaId id);
  std::vector<ObjectAlternative> other_object(const Json& value, SchemaId id);
  void add_unevaluated(ObjectAlternative& alternative, SchemaId id);
  LiteralSet value_of(const ObjectAlternative& alternative, std::string_view name);
  bool is_empty(const ObjectAlternative& alternative, int depth);
  // Whether a required member has one of some values in one and one of others in the other: quickly seen.
  bool clash(const ObjectAlternative& one, const ObjectAlternative& other);
  std::optional<ObjectShape> shape(const ObjectAlternative& alternative);
  std::vector<ObjectShape::OtherKeys> other_keys(const ObjectAlternative& alternative,
                                                 const std::vector<ObjectShape::Property>& properties);

  const std::vector<ArrayAlternative>& arrays(Literal literal);
  std::vector<ArrayAlternative> positive_arrays(SchemaId id);
  std::vector<ArrayAlternative> negative_arrays(SchemaId id);
  ArrayAlternative own_array(SchemaId id);
  ArrayAlternative constant_array(const Json& value, SchemaId id);
  std::vector<ArrayAlternative> other_array(const Json& value, SchemaId id);
  const ArrayBlock* array_block(SchemaId id);
  void add_unevaluated(ArrayAlternative& alternative, SchemaId id);
  LiteralSet value_at(const ArrayAlternative& alternative, std::uint64_t position);
  bool is_empty(const ArrayAlternative& alternative, int depth);
  bool clash(const ArrayAlternative&, const ArrayAlternative&) const noexcept { return false; }
  std::optional<ArrayShape> shape(const ArrayAlternative& alternative);

  // schema_combine.h, the same for both kinds. Which: objects or arrays.
  template <class Alternative>
  using Alternatives = std::vector<Alternative>;
  template <class Alternative>
  const Alternatives<Alternative>& alternatives(Literal literal);
  template <class Alternative>
  Alternatives<Alternative> both(const Alternatives<Alternative>& left, const Alternatives<Alternative>& right,
                                 SchemaId at);
  template <class Alternative>
  void add_either(Alternatives<Alternative>& into, const Alternatives<Alternative>& more, SchemaId at);
  template <class Alternative>
  Alternatives<Alternative> any_of(const std::vector<Literal>& literals, SchemaId at);
  template <class Alternative>
  Alternatives<Alternative> one_of(Alternatives<Alternative> context, const std::vector<Literal>& literals,
                                   SchemaId at);
  template <class Alternative>
  Alternatives<Alternative> combined(Alternatives<Alternative> own, SchemaId id);
  template <class Alternative>
  void add_combined_negations(Alternatives<Alternative>& into, SchemaId id);

  // Whether no value fits, as far as that is seen at once; a "no" may be wrong.
  bool is_empty(const LiteralSet& set, int depth);

  // schema_nodes.cc
  NodeId node(LiteralSet set);
  void build(NodeId id, const LiteralSet& set);
  LanguageId scalar_texts(TypeSet constants, LanguageId numbers);
  // schema_finish.cc: lengths of shortest texts; what has no value goes.
  void finish();
  void leave_out_nul();

  CompileOptions options_;
  LanguagePool& pool_;
  CompiledSchema& into_;
  NodeId first_node_;
  SchemaReader reader_;
  std::size_t work_ = 0;
  std::size_t pool_bytes_before_;

  std::deque<InPlace> in_places_;
  std::vector<const InPlace*> in_place_of_;
  std::unordered_map<SchemaId, std::vector<const Json*>> values_;
  std::deque<Refusal> refusals_;
  std::deque<ObjectBlock> object_blocks_;
  std::deque<ArrayBlock> array_blocks_;
  std::unordered_map<SchemaId, const ArrayBlock*> array_block_of_;
  std::unordered_map<std::string_view, LanguageId> patterns_;
  std::unordered_map<const Json*, LanguageId> quotations_;
  std::unordered_map<Literal, LanguageId> exact_numbers_, written_numbers_;
  std::unordered_map<Literal, StringSet> strings_;
  std::unordered_map<Literal, std::vector<ObjectAlternative>> objects_;
  std::unordered_map<Literal, std::vector<ArrayAlternative>> arrays_;
  std::vector<std::pair<Literal, int>> entered_;  // literals in work, and for which kind
  std::vector<std::size_t> probes_;               // how many were in work where is_empty began
  std::unordered_map<LiteralSet, std::pair<int, bool>, LiteralSetHash> emptiness_;
  std::optional<LanguageId> all_numbers_, plain_numbers_;
  std::unordered_map<LiteralSet, NodeId, LiteralSetHash> nodes_;
  std::vector<std::pair<NodeId, LiteralSet>> pending_;
  // Places of uniqueItems, by node and number of array, until it is known what the items are.
  std::vector<std::pair<NodeId, std::string>> unique_;
};

}  // namespace oree::decode

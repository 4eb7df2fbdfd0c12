// Where references lead: base URIs, identifiers and anchors of a schema and of the documents given with it (JSON Schema
// core, sections 8 and 9). Nothing is ever fetched.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decode/schema_keywords.h"
#include "oree/json.h"

namespace oree::decode {

using ResourceId = std::uint32_t;

// A document, or a part of one that has an identifier of its own.
struct SchemaResource {
  std::string uri;  // without fragment; may be empty
  const Json* root = nullptr;
  Dialect dialect = Dialect::kDraft2020;
  std::string place;  // where the root stands: a JSON pointer, behind the document's URI when it is another document
};

struct SchemaLocation {
  const Json* schema = nullptr;
  ResourceId resource = 0;
  std::string place;
  // Set where the reference named it as a dynamic anchor.
  std::string_view dynamic_anchor = {};
};

// schema and documents must outlive it and stay where they are.
class SchemaDocuments {
 public:
  // Throws Error kUnsupported (an unknown $schema), kUsage (an unknown default_draft).
  SchemaDocuments(const Json& schema, int default_draft, const std::map<std::string, Json>* documents);

  const SchemaResource& resource(ResourceId id) const noexcept { return resources_[id]; }
  // The resource of a schema that stands in parent; parent itself unless it has an identifier.
  ResourceId resource_of(const Json& schema, ResourceId parent, const std::string& place);

  // Throws Error kInvalid (it leads nowhere) or kUnsupported (to a document that is not given); where() is where.
  SchemaLocation resolve(ResourceId from, std::string_view reference, const std::string& where);
  // How many resources have this dynamic anchor, of all documents.
  int count_dynamic_anchors(std::string_view name);
  // nullptr: the resource has no such dynamic anchor.
  const SchemaLocation* dynamic_anchor(ResourceId resource, std::string_view name);

 private:
  ResourceId add_resource(std::string uri, const Json& root, Dialect dialect, std::string place);
  Dialect dialect_in(const Json& root, Dialect fallback, const std::string& place) const;
  void index();
  void index_schema(const Json& schema, ResourceId parent, const std::string& place, int depth);
  SchemaLocation follow_pointer(ResourceId resource, std::string_view pointer, const std::string& where);

  const std::map<std::string, Json>* documents_;
  Dialect default_dialect_;
  std::vector<SchemaResource> resources_;
  std::unordered_map<const Json*, ResourceId> by_root_;
  std::unordered_map<std::string, ResourceId> by_uri_;
  bool indexed_ = false;
  std::map<std::pair<ResourceId, std::string>, SchemaLocation, std::less<>> anchors_;
  std::map<std::pair<ResourceId, std::string>, SchemaLocation, std::less<>> dynamic_anchors_;
};

}  // namespace oree::decode

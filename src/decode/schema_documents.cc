#include "decode/schema_documents.h"

#include <optional>

#include "decode/compiled_schema.h"
#include "decode/json_value.h"
#include "decode/uri.h"
#include "oree/error.h"

namespace oree::decode {
namespace {

std::string_view without_fragment(std::string_view uri) { return uri.substr(0, uri.find('#')); }

const std::string* text_member(const Json& schema, const char* name) {
  const auto found = schema.find(name);
  return found == schema.end() ? nullptr : found->get_ptr<const std::string*>();
}

// The identifier that begins a resource; not one that is an anchor, nor one beside a $ref that hides it.
const std::string* identifier(const Json& schema, Dialect dialect) {
  if (!schema.is_object()) return nullptr;
  const std::string* id = text_member(schema, dialect == Dialect::kDraft4 ? "id" : "$id");
  if (id == nullptr || id->empty() || id->starts_with('#')) return nullptr;
  if (dialect <= Dialect::kDraft7 && schema.contains("$ref")) return nullptr;
  return id;
}

std::optional<std::size_t> parse_index(std::string_view token) {
  if (token.empty() || token.size() > 9 || (token.size() > 1 && token[0] == '0')) return std::nullopt;
  std::size_t index = 0;
  for (const char digit : token) {
    if (digit < '0' || digit > '9') return std::nullopt;
    index = index * 10 + static_cast<std::size_t>(digit - '0');
  }
  return index;
}

std::string unescape_pointer(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1')) {
      text += token[++i] == '0' ? '~' : '/';
    } else {
      text += token[i];
    }
  }
  return text;
}

}  // namespace

SchemaDocuments::SchemaDocuments(const Json& schema, int default_draft, const std::map<std::string, Json>* documents)
    : documents_(documents), default_dialect_(dialect_of(default_draft)) {
  const Dialect dialect = dialect_in(schema, default_dialect_, "");
  const std::string* id = identifier(schema, dialect);
  add_resource(id == nullptr ? std::string() : std::string(without_fragment(*id)), schema, dialect, "");
}

ResourceId SchemaDocuments::add_resource(std::string uri, const Json& root, Dialect dialect, std::string place) {
  const auto id = static_cast<ResourceId>(resources_.size());
  by_root_.emplace(&root, id);
  by_uri_.emplace(uri, id);
  resources_.push_back({std::move(uri), &root, dialect, std::move(place)});
  return id;
}

Dialect SchemaDocuments::dialect_in(const Json& root, Dialect fallback, const std::string& place) const {
  if (!root.is_object()) return fallback;
  const auto found = root.find("$schema");
  if (found == root.end()) return fallback;
  const std::string* uri = found->get_ptr<const std::string*>();
  if (uri == nullptr) {
    throw Error(ErrorCode::kInvalid, "$schema is the URI of a draft", place + "/$schema", "correct the schema");
  }
  if (const std::optional<Dialect> dialect = dialect_of(*uri)) return *dialect;
  if (without_fragment(*uri) == "http://json-schema.org/schema") return default_dialect_;  // "the latest"
  throw Error(ErrorCode::kUnsupported, "\"" + *uri + "\" is no draft of JSON Schema that we know", place + "/$schema",
              "drafts 4, 6, 7, 2019-09 and 2020-12 are supported");
}

ResourceId SchemaDocuments::resource_of(const Json& schema, ResourceId parent, const std::string& place) {
  const std::string* id = identifier(schema, resources_[parent].dialect);
  if (id == nullptr) return parent;
  if (const auto found = by_root_.find(&schema); found != by_root_.end()) return found->second;
  const Dialect dialect = dialect_in(schema, resources_[parent].dialect, place);
  std::string uri(without_fragment(resolve_uri(resources_[parent].uri, *id)));
  return add_resource(std::move(uri), schema, dialect, place);
}

void SchemaDocuments::index() {
  if (indexed_) return;
  indexed_ = true;
  index_schema(*resources_[0].root, 0, "", 0);
  if (documents_ == nullptr) return;
  for (const auto& [given_uri, document] : *documents_) {
    const std::string uri(without_fragment(given_uri));
    Dialect dialect = default_dialect_;
    try {
      dialect = dialect_in(document, resources_[0].dialect, uri + "#");
    } catch (const Error&) {
      continue;  // no draft of ours; a reference to it finds nothing
    }
    // Its own identifier is the base of what it refers to; it can be named by either.
    const std::string* id = identifier(document, dialect);
    const std::string own = id == nullptr ? uri : std::string(without_fragment(resolve_uri(uri, *id)));
    const ResourceId resource = add_resource(own, document, dialect, uri + "#");
    by_uri_.emplace(uri, resource);
    index_schema(document, resource, uri + "#", 0);
  }
}

void SchemaDocuments::index_schema(const Json& schema, ResourceId parent, const std::string& place, int depth) {
  if (!schema.is_object()) return;
  if (depth > kMaxSchemaNesting) {
    throw Error(ErrorCode::kLimit,
                "the schema is nested deeper than kMaxSchemaNesting, " + std::to_string(kMaxSchemaNesting), place,
                "use a simpler schema");
  }
  const ResourceId resource = by_root_.contains(&schema) ? by_root_[&schema] : resource_of(schema, parent, place);
  const Dialect dialect = resources_[resource].dialect;
  if (dialect <= Dialect::kDraft7) {
    const std::string* id = text_member(schema, dialect == Dialect::kDraft4 ? "id" : "$id");
    if (id != nullptr && !schema.contains("$ref")) {
      const std::size_t hash = id->find('#');
      if (hash != id->npos && hash + 1 < id->size()) {
        anchors_.emplace(std::pair(resource, id->substr(hash + 1)), SchemaLocation{&schema, resource, place});
      }
    }
  }
  for (const auto& [name, value] : schema.items()) {
    const std::optional<Keyword> keyword = find_keyword(name, dialect);
    if (!keyword) continue;
    const std::string* text = value.get_ptr<const std::string*>();
    if (*keyword == Keyword::kAnchor && text != nullptr) {
      anchors_.emplace(std::pair(resource, *text), SchemaLocation{&schema, resource, place});
    } else if (*keyword == Keyword::kDynamicAnchor && text != nullptr) {
      anchors_.emplace(std::pair(resource, *text), SchemaLocation{&schema, resource, place, *text});
      dynamic_anchors_.emplace(std::pair(resource, *text), SchemaLocation{&schema, resource, place, *text});
    }
    const Holds kind = holds(*keyword);
    if (kind == Holds::kNone) continue;
    const std::string inside = place + "/" + name;
    const bool in_list = kind == Holds::kSchemas || (kind == Holds::kSchemaOrList && value.is_array());
    if (in_list && value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        index_schema(value[i], resource, inside + "/" + std::to_string(i), depth + 1);
      }
    } else if (kind == Holds::kNamedSchemas || kind == Holds::kSchemasOrNames) {
      if (!value.is_object()) continue;
      for (const auto& [key, member] : value.items()) {
        index_schema(member, resource, inside + "/" + pointer_part(key), depth + 1);
      }
    } else {
      index_schema(value, resource, inside, depth + 1);
    }
  }
}

SchemaLocation SchemaDocuments::follow_pointer(ResourceId resource, std::string_view pointer,
                                               const std::string& where) {
  const Json* schema = resources_[resource].root;
  std::string place = resources_[resource].place;
  const std::string whole(pointer);
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    const std::string key = unescape_pointer(token);
    const Json* next = nullptr;
    if (schema->is_object()) {
      const auto found = schema->find(key);
      if (found != schema->end()) next = &*found;
    } else if (schema->is_array()) {
      const std::optional<std::size_t> index = parse_index(key);
      if (index && *index < schema->size()) next = &(*schema)[*index];
    }
    if (next == nullptr) {
      throw Error(ErrorCode::kInvalid, "the reference leads nowhere: there is no " + whole, where,
                  "correct the reference");
    }
    schema = next;
    place += "/" + std::string(token);
    resource = resource_of(*schema, resource, place);
  }
  return {schema, resource, std::move(place)};
}

SchemaLocation SchemaDocuments::resolve(ResourceId from, std::string_view reference, const std::string& where) {
  std::string fragment;
  ResourceId resource = from;
  const std::size_t hash = reference.find('#');
  if (hash != reference.npos) fragment = percent_decode(reference.substr(hash + 1));
  const std::string_view document = without_fragment(reference);
  if (!document.empty()) {
    index();
    const std::string uri(without_fragment(resolve_uri(resources_[from].uri, document)));
    const auto found = by_uri_.find(uri);
    if (found == by_uri_.end()) {
      throw Error(ErrorCode::kUnsupported, "the reference names a document that is not given: \"" + uri + "\"", where,
                  "nothing is fetched; put the definition into the schema's $defs");
    }
    resource = found->second;
  }
  if (fragment.empty()) return {resources_[resource].root, resource, resources_[resource].place};
  if (fragment.starts_with('/')) return follow_pointer(resource, fragment, where);
  index();
  const auto found = anchors_.find(std::pair(resource, fragment));
  if (found == anchors_.end()) {
    throw Error(ErrorCode::kInvalid, "the reference leads nowhere: there is no anchor \"" + fragment + "\"", where,
                "correct the reference");
  }
  return found->second;
}

int SchemaDocuments::count_dynamic_anchors(std::string_view name) {
  index();
  int count = 0;
  for (const auto& entry : dynamic_anchors_) count += entry.first.second == name ? 1 : 0;
  return count;
}

const SchemaLocation* SchemaDocuments::dynamic_anchor(ResourceId resource, std::string_view name) {
  index();
  const auto found = dynamic_anchors_.find(std::pair(resource, std::string(name)));
  return found == dynamic_anchors_.end() ? nullptr : &found->second;
}

}  // namespace oree::decode

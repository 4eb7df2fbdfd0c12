// The databases an agent file grants, chosen by name.
#pragma once

#include <string>
#include <vector>

#include "oree/agent.h"

namespace oree::tools {

class Databases {
 public:
  explicit Databases(std::vector<AgentDatabase> databases) : databases_(std::move(databases)) {}

  // The one that the argument "database" names; without it the only one there is.
  // Throws Error kInvalid (no such name, several), kPermission (none, or none that may be changed).
  const AgentDatabase& choose(const Json& arguments, bool for_change) const;

  const std::vector<AgentDatabase>& all() const noexcept { return databases_; }
  // The schema of the argument "database": their names.
  Json name_schema() const;
  // "Tables of stock: stock(item TEXT, count INTEGER)", for the model; what cannot be read is said.
  std::string tables_text() const;

 private:
  std::vector<AgentDatabase> databases_;
};

}  // namespace oree::tools

#include "text/jinja/context.h"

#include <algorithm>

namespace oree::text::jinja {

Parameters::Parameters(std::string_view function, const Arguments& arguments,
                       std::initializer_list<std::string_view> names)
    : function_(function), names_(names), values_(names.size(), nullptr) {
  if (arguments.positional.size() > names_.size()) {
    fail("'" + function_ + "' takes at most " + std::to_string(names_.size()) + " arguments, not " +
         std::to_string(arguments.positional.size()));
  }
  for (std::size_t i = 0; i < arguments.positional.size(); ++i) values_[i] = &arguments.positional[i];
  for (const auto& [name, value] : arguments.named) {
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found == names_.end()) fail("'" + function_ + "' has no argument '" + name + "'");
    const Value*& slot = values_[static_cast<std::size_t>(found - names_.begin())];
    if (slot != nullptr) fail("'" + function_ + "' gets its argument '" + name + "' twice");
    slot = &value;
  }
}

const Value& Parameters::require(std::size_t index) const {
  if (values_[index] == nullptr) fail("'" + function_ + "' needs its argument '" + std::string(names_[index]) + "'");
  return *values_[index];
}

bool Parameters::flag(std::size_t index, bool otherwise) const {
  return values_[index] == nullptr ? otherwise : is_true(*values_[index]);
}

std::int64_t Parameters::integer(std::size_t index, std::int64_t otherwise) const {
  if (values_[index] == nullptr) return otherwise;
  require_defined(*values_[index]);
  if (!is_integral(*values_[index])) {
    fail("the argument '" + std::string(names_[index]) + "' of '" + function_ + "' is an integer, not '" +
         type_name(*values_[index]) + "'");
  }
  return integral(*values_[index]);
}

std::string Parameters::text(std::size_t index, std::string_view otherwise) const {
  if (values_[index] == nullptr) return std::string(otherwise);
  require_defined(*values_[index]);
  if (values_[index]->text() == nullptr) {
    fail("the argument '" + std::string(names_[index]) + "' of '" + function_ + "' is a text, not '" +
         type_name(*values_[index]) + "'");
  }
  return *values_[index]->text();
}

}  // namespace oree::text::jinja

// What a rendering carries along, and how functions, filters and tests read their arguments.
#pragma once

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

#include "text/jinja/value.h"

namespace oree::text::jinja {

using LocalClock = std::function<std::chrono::local_seconds()>;

struct Context {
  Budget budget = {};
  LocalClock clock = {};
  // Every namespace of the rendering: they can refer to each other in circles, which are cut at its end.
  std::vector<std::shared_ptr<Namespace>> namespaces = {};

  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() {
    for (const auto& space : namespaces) space->members.clear();
  }
};

// Arguments bound to the names of parameters, as Python binds them. Throws Failure for one too many, for one given
// twice, for an unknown name; the readers throw it for a wrong type.
class Parameters {
 public:
  Parameters(std::string_view function, const Arguments& arguments, std::initializer_list<std::string_view> names);

  // nullptr when it was not given.
  const Value* find(std::size_t index) const { return values_[index]; }
  const Value& require(std::size_t index) const;
  bool flag(std::size_t index, bool otherwise) const;
  std::int64_t integer(std::size_t index, std::int64_t otherwise) const;
  std::string text(std::size_t index, std::string_view otherwise) const;

 private:
  std::string function_;
  std::vector<std::string_view> names_;
  std::vector<const Value*> values_;
};

}  // namespace oree::text::jinja

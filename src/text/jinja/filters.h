// The filters: value|name(arguments).
#pragma once

#include <array>
#include <string_view>

#include "text/jinja/context.h"

namespace oree::text::jinja {

// Throws Failure for values and arguments that the filter does not take.
using FilterFunction = Value (*)(Context&, const Value& input, const Arguments& arguments);

struct NamedFilter {
  std::string_view name;
  FilterFunction apply;
};

// nullptr when there is no such filter.
FilterFunction find_filter(std::string_view name);
FilterFunction find_text_filter(std::string_view name);
FilterFunction find_number_filter(std::string_view name);
FilterFunction find_sequence_filter(std::string_view name);
FilterFunction find_selecting_filter(std::string_view name);

template <std::size_t n>
FilterFunction find_among(const std::array<NamedFilter, n>& filters, std::string_view name) {
  for (const NamedFilter& filter : filters) {
    if (filter.name == name) return filter.apply;
  }
  return nullptr;
}

// The length of texts, lists and mappings; Failure for what has none.
std::int64_t length_of(Context& context, const Value& value);
// How sort, unique, min, max and groupby see a value: texts in lower case unless case matters.
Value sorting_key(Context& context, const Value& value, const Value* path, bool case_sensitive);

}  // namespace oree::text::jinja

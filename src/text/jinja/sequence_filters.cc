// Filters of lists, mappings and whatever else has items.
#include <algorithm>
#include <tuple>

#include "text/jinja/filters.h"
#include "text/jinja/methods.h"
#include "text/jinja/operators.h"
#include "text/jinja/printing.h"
#include "text/jinja/unicode.h"

namespace oree::text::jinja {
namespace {

using Input = const Value&;
using Given = const Arguments&;

Value make_iterator(Context& context, std::vector<Value> items) {
  return make_sequence(SequenceKind::kIterator, std::move(items), context.budget);
}

bool is_iterator(Input value) {
  return value.sequence() != nullptr && value.sequence()->kind == SequenceKind::kIterator;
}

Value default_filter(Context&, Input input, Given arguments) {
  const Parameters parameters("default", arguments, {"default_value", "boolean"});
  const bool replaced = input.is_undefined() || (parameters.flag(1, false) && !is_true(input));
  if (!replaced) return input;
  return parameters.find(0) == nullptr ? make_text("") : *parameters.find(0);
}

Value length_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("length", arguments, {});
  return make_integer(length_of(context, input));
}

Value first_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("first", arguments, {});
  if (is_iterator(input)) {
    const Sequence& iterator = *input.sequence();
    if (iterator.position < iterator.items.size()) return iterator.items[iterator.position++];
    return make_undefined("the sequence is empty, so it has no first item");
  }
  const std::vector<Value> items = items_of(input, context.budget);
  return items.empty() ? make_undefined("the sequence is empty, so it has no first item") : items.front();
}

Value last_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("last", arguments, {});
  if (is_iterator(input)) fail("'last' takes no generator", "make it a list first");
  const std::vector<Value> items = items_of(input, context.budget);
  return items.empty() ? make_undefined("the sequence is empty, so it has no last item") : items.back();
}

Value list_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("list", arguments, {});
  return make_list(items_of(input, context.budget), context.budget);
}

Value items_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("items", arguments, {});
  std::vector<Value> items;
  if (!input.is_undefined()) {
    if (input.dictionary() == nullptr) fail("'items' takes a mapping, not '" + type_name(input) + "'");
    for (const auto& [key, value] : input.dictionary()->members) {
      items.push_back(make_tuple({key, value}, context.budget));
    }
  }
  return make_iterator(context, std::move(items));
}

Value reverse_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("reverse", arguments, {});
  if (const std::string* text = input.text()) {
    std::u32string characters = decode(*text, context.budget);
    std::reverse(characters.begin(), characters.end());
    return make_text(encode(characters), input.is_markup());
  }
  std::vector<Value> items = items_of(input, context.budget);
  std::reverse(items.begin(), items.end());
  if (is_iterator(input)) return make_list(std::move(items), context.budget);
  return make_iterator(context, std::move(items));
}

// Items with their keys, in order; equal ones stay as they were, also when reversed.
std::vector<std::pair<Value, Value>> sorted(Context& context, std::vector<std::pair<Value, Value>> keyed,
                                            bool reverse) {
  std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& left, const auto& right) {
    const auto& [smaller, larger] = reverse ? std::tie(right, left) : std::tie(left, right);
    return apply_comparison(context, Comparison::kLess, smaller.first, larger.first);
  });
  return keyed;
}

Value sort_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("sort", arguments, {"reverse", "case_sensitive", "attribute"});
  const bool case_sensitive = parameters.flag(1, false);
  const Value* paths = parameters.find(2);
  std::vector<std::pair<Value, Value>> keyed;
  for (Value& item : items_of(input, context.budget)) {
    std::vector<Value> keys;
    if (paths != nullptr && paths->text() != nullptr) {
      for (std::string& path : split_text(context, *paths->text(), make_text(","), -1, false)) {
        const Value part = make_text(std::move(path));
        keys.push_back(sorting_key(context, item, &part, case_sensitive));
      }
    } else {
      keys.push_back(sorting_key(context, item, paths, case_sensitive));
    }
    keyed.emplace_back(make_list(std::move(keys), context.budget), std::move(item));
  }
  std::vector<Value> items;
  for (auto& entry : sorted(context, std::move(keyed), parameters.flag(0, false))) {
    items.push_back(std::move(entry.second));
  }
  return make_list(std::move(items), context.budget);
}

Value dictsort_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("dictsort", arguments, {"case_sensitive", "by", "reverse"});
  require_defined(input);
  if (input.dictionary() == nullptr) fail("'dictsort' takes a mapping, not '" + type_name(input) + "'");
  const std::string by = parameters.text(1, "key");
  if (by != "key" && by != "value") fail("'dictsort' sorts by \"key\" or \"value\"");
  std::vector<std::pair<Value, Value>> keyed;
  for (const auto& [key, value] : input.dictionary()->members) {
    keyed.emplace_back(sorting_key(context, by == "key" ? key : value, nullptr, parameters.flag(0, false)),
                       make_tuple({key, value}, context.budget));
  }
  std::vector<Value> items;
  for (auto& entry : sorted(context, std::move(keyed), parameters.flag(2, false))) {
    items.push_back(std::move(entry.second));
  }
  return make_list(std::move(items), context.budget);
}

Value unique_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("unique", arguments, {"case_sensitive", "attribute"});
  std::vector<std::pair<Value, Value>> seen;
  std::vector<Value> items;
  std::size_t n_seen = 0;
  for (Value& item : items_of(input, context.budget)) {
    seen.emplace_back(sorting_key(context, item, parameters.find(1), parameters.flag(0, false)), make_none());
    const Dictionary one{{{seen.back().first, make_none()}}, 1};
    bool is_new = find_member(one, seen.back().first, context.budget) != nullptr;  // refuses keys without a hash
    for (std::size_t i = 0; is_new && i < n_seen; ++i) {
      is_new = !equals(seen[i].first, seen.back().first, context.budget);
    }
    if (is_new) {
      ++n_seen;
      items.push_back(std::move(item));
    } else {
      seen.pop_back();
    }
  }
  return make_iterator(context, std::move(items));
}

Value groupby_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("groupby", arguments, {"attribute", "default", "case_sensitive"});
  const bool case_sensitive = parameters.flag(2, false);
  const auto grouper = [&](const Value& item) {
    return follow_path(context, item, parameters.require(0), parameters.find(1));
  };
  std::vector<std::pair<Value, Value>> keyed;
  for (Value& item : items_of(input, context.budget)) {
    Value key = sorting_key(context, grouper(item), nullptr, case_sensitive);
    keyed.emplace_back(std::move(key), std::move(item));
  }
  keyed = sorted(context, std::move(keyed), false);
  std::vector<Value> groups;
  for (std::size_t start = 0; start < keyed.size();) {
    std::size_t end = start;
    std::vector<Value> members;
    for (; end < keyed.size() && equals(keyed[end].first, keyed[start].first, context.budget); ++end) {
      members.push_back(keyed[end].second);
    }
    if (end == start) fail("'groupby' has a key that is not equal to itself");
    const Value pair = make_tuple({grouper(members.front()), make_list(members, context.budget)}, context.budget);
    auto group = std::make_shared<Sequence>(*pair.sequence());
    group->is_group = true;
    groups.push_back({std::shared_ptr<const Sequence>(std::move(group))});
    start = end;
  }
  return make_list(std::move(groups), context.budget);
}

Value batch_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("batch", arguments, {"linecount", "fill_with"});
  parameters.require(0);
  const std::int64_t size = parameters.integer(0, 1);
  std::vector<Value> batches;
  std::vector<Value> batch;
  for (Value& item : items_of(input, context.budget)) {
    if (static_cast<std::int64_t>(batch.size()) == size) {
      batches.push_back(make_list(std::move(batch), context.budget));
      batch.clear();
    }
    batch.push_back(std::move(item));
  }
  if (!batch.empty()) {
    const bool fills = parameters.find(1) != nullptr && !parameters.find(1)->is_none();
    if (fills && size > static_cast<std::int64_t>(batch.size())) {
      context.budget.reserve_items(static_cast<std::size_t>(size));
      batch.resize(static_cast<std::size_t>(size), *parameters.find(1));
    }
    batches.push_back(make_list(std::move(batch), context.budget));
  }
  return make_iterator(context, std::move(batches));
}

Value slice_filter(Context& context, Input input, Given arguments) {
  const Parameters parameters("slice", arguments, {"slices", "fill_with"});
  parameters.require(0);
  const std::int64_t n_slices = parameters.integer(0, 1);
  const std::vector<Value> items = items_of(input, context.budget);
  if (n_slices == 0) fail("'slice' cannot make 0 slices");
  std::vector<Value> slices;
  if (n_slices < 0) return make_iterator(context, std::move(slices));
  context.budget.reserve_items(static_cast<std::size_t>(n_slices));
  const std::size_t count = static_cast<std::size_t>(n_slices);
  const std::size_t per_slice = items.size() / count;
  const std::size_t with_extra = items.size() % count;
  const bool fills = parameters.find(1) != nullptr && !parameters.find(1)->is_none();
  auto at = items.begin();
  for (std::size_t i = 0; i < count; ++i) {
    const auto end = at + static_cast<std::ptrdiff_t>(per_slice + (i < with_extra ? 1 : 0));
    std::vector<Value> slice(at, end);
    if (fills && i >= with_extra) slice.push_back(*parameters.find(1));
    slices.push_back(make_list(std::move(slice), context.budget));
    at = end;
  }
  return make_iterator(context, std::move(slices));
}

constexpr std::array<NamedFilter, 15> kFilters = {{
    {"default", default_filter},
    {"d", default_filter},
    {"length", length_filter},
    {"count", length_filter},
    {"first", first_filter},
    {"last", last_filter},
    {"list", list_filter},
    {"items", items_filter},
    {"reverse", reverse_filter},
    {"sort", sort_filter},
    {"dictsort", dictsort_filter},
    {"unique", unique_filter},
    {"groupby", groupby_filter},
    {"batch", batch_filter},
    {"slice", slice_filter},
}};

}  // namespace

std::int64_t length_of(Context& context, const Value& value) {
  if (value.is_undefined()) return 0;
  if (const std::string* text = value.text()) {
    context.budget.charge_bytes(text->size());
    return static_cast<std::int64_t>(count_characters(*text));
  }
  if (const Dictionary* dictionary = value.dictionary()) return static_cast<std::int64_t>(dictionary->members.size());
  if (value.sequence() != nullptr && !is_iterator(value)) {
    return static_cast<std::int64_t>(value.sequence()->items.size());
  }
  if (const auto* loop = value.get<std::shared_ptr<Loop>>()) return static_cast<std::int64_t>((*loop)->items.size());
  fail("a value of type '" + type_name(value) + "' has no length");
}

Value sorting_key(Context& context, const Value& value, const Value* path, bool case_sensitive) {
  const Value key = path == nullptr ? value : follow_path(context, value, *path);
  if (case_sensitive || key.text() == nullptr) return key;
  context.budget.charge_bytes(key.text()->size());
  return make_text(to_lower(*key.text()));
}

FilterFunction find_sequence_filter(std::string_view name) { return find_among(kFilters, name); }

}  // namespace oree::text::jinja

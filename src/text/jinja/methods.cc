#include "text/jinja/methods.h"

#include <algorithm>
#include <array>

namespace oree::text::jinja {
namespace {

constexpr std::array<std::string_view, 8> kChangesOfLists = {"append", "clear",  "extend",  "insert",
                                                             "pop",    "remove", "reverse", "sort"};
constexpr std::array<std::string_view, 5> kChangesOfDictionaries = {"clear", "pop", "popitem", "setdefault", "update"};

template <class Names>
bool is_one_of(const std::string& name, const Names& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Value forbidden(const Value& object, const std::string& name) {
  return make_forbidden("templates may not use '" + name + "' of a '" + type_name(object) + "'");
}

// keys(), values() or items() of a dictionary.
Value dictionary_view(Context& context, const Dictionary& dictionary, SequenceKind kind) {
  std::vector<Value> items;
  for (const auto& [key, value] : dictionary.members) {
    if (kind == SequenceKind::kItems) {
      items.push_back(make_tuple({key, value}, context.budget));
    } else {
      items.push_back(kind == SequenceKind::kKeys ? key : value);
    }
  }
  return make_sequence(kind, std::move(items), context.budget);
}

std::optional<Value> find_dictionary_method(const Value& object, const std::string& name) {
  if (is_one_of(name, kChangesOfDictionaries)) return forbidden(object, name);
  const auto method = [&](auto call) {
    return make_callable(name, depth_of(object), [object, call](Context& context, const Arguments& arguments) -> Value {
      return call(context, *object.dictionary(), object, arguments);
    });
  };
  if (name == "get") {
    return method([](Context& context, const Dictionary& dictionary, const Value&, const Arguments& arguments) {
      const Parameters parameters("get", arguments, {"key", "default"});
      const Value* found = find_member(dictionary, parameters.require(0), context.budget);
      if (found != nullptr) return *found;
      return parameters.find(1) == nullptr ? make_none() : *parameters.find(1);
    });
  }
  if (name == "items" || name == "keys" || name == "values") {
    const SequenceKind kind = name == "items"  ? SequenceKind::kItems
                              : name == "keys" ? SequenceKind::kKeys
                                               : SequenceKind::kValues;
    return method(
        [kind, name](Context& context, const Dictionary& dictionary, const Value&, const Arguments& arguments) {
          const Parameters parameters(name, arguments, {});
          return dictionary_view(context, dictionary, kind);
        });
  }
  if (name == "copy") {
    return method([](Context&, const Dictionary&, const Value& self, const Arguments& arguments) {
      const Parameters parameters("copy", arguments, {});
      return self;
    });
  }
  if (name == "fromkeys") fail_unsupported("the method 'fromkeys' is not supported");
  return std::nullopt;
}

std::optional<Value> find_list_method(const Value& object, const std::string& name) {
  const Sequence& sequence = *object.sequence();
  if (sequence.is_group && name == "grouper") return sequence.items[0];
  if (sequence.is_group && name == "list") return sequence.items[1];
  if (sequence.kind == SequenceKind::kList && is_one_of(name, kChangesOfLists)) return forbidden(object, name);
  const bool is_list = sequence.kind == SequenceKind::kList;
  if (!is_list && sequence.kind != SequenceKind::kTuple) return std::nullopt;
  if (name == "index" || name == "count") {
    return make_callable(name, depth_of(object), [object, name](Context& context, const Arguments& arguments) {
      const Parameters parameters(name, arguments, {"value"});
      const std::vector<Value>& items = object.sequence()->items;
      std::int64_t count = 0;
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (!equals(items[i], parameters.require(0), context.budget)) continue;
        if (name == "index") return make_integer(static_cast<std::int64_t>(i));
        ++count;
      }
      if (name == "index") fail("the list has no such value");
      return make_integer(count);
    });
  }
  if (is_list && name == "copy") {
    return make_callable(name, depth_of(object), [object](Context&, const Arguments& arguments) {
      const Parameters parameters("copy", arguments, {});
      return object;
    });
  }
  return std::nullopt;
}

std::optional<Value> find_cycler_attribute(const std::shared_ptr<Cycler>& cycler, const std::string& name) {
  if (name == "current") return cycler->items[cycler->position];
  if (name != "next" && name != "reset") return std::nullopt;
  return make_callable(name, cycler->depth, [cycler, name](Context&, const Arguments& arguments) {
    const Parameters parameters(name, arguments, {});
    if (name == "reset") {
      cycler->position = 0;
      return make_none();
    }
    const Value current = cycler->items[cycler->position];
    cycler->position = (cycler->position + 1) % cycler->items.size();
    return current;
  });
}

}  // namespace

std::optional<Value> find_loop_attribute(Context&, const std::shared_ptr<Loop>& loop, const std::string& name) {
  static constexpr std::array<std::string_view, 14> kNames = {"index",   "index0", "revindex", "revindex0", "first",
                                                              "last",    "length", "cycle",    "previtem",  "nextitem",
                                                              "changed", "depth",  "depth0",   "__class__"};
  if (!is_one_of(name, kNames)) return std::nullopt;
  if (loop->finished) fail_unsupported("'loop' is used after its loop has ended");
  const auto index = static_cast<std::int64_t>(loop->index);
  const auto length = static_cast<std::int64_t>(loop->items.size());
  if (name == "index") return make_integer(index + 1);
  if (name == "index0") return make_integer(index);
  if (name == "revindex") return make_integer(length - index);
  if (name == "revindex0") return make_integer(length - index - 1);
  if (name == "first") return make_boolean(index == 0);
  if (name == "last") return make_boolean(index == length - 1);
  if (name == "length") return make_integer(length);
  if (name == "depth") return make_integer(1);
  if (name == "depth0") return make_integer(0);
  if (name == "previtem") {
    return index == 0 ? make_undefined("there is no previous item") : loop->items[loop->index - 1];
  }
  if (name == "nextitem") {
    return index == length - 1 ? make_undefined("there is no next item") : loop->items[loop->index + 1];
  }
  if (name == "__class__") return make_forbidden("templates may not use '__class__'");
  return make_callable(name, 1, [loop, name](Context& context, const Arguments& arguments) -> Value {
    if (loop->finished) fail_unsupported("'loop' is used after its loop has ended");
    if (!arguments.named.empty()) fail("'loop." + name + "' takes no named arguments");
    const std::vector<Value>& given = arguments.positional;
    if (name == "cycle") {
      if (given.empty()) fail("no items for cycling given");
      return given[loop->index % given.size()];
    }
    bool changed = !loop->has_changed_before || loop->changed_before.size() != given.size();
    for (std::size_t i = 0; !changed && i < given.size(); ++i) {
      changed = !equals(loop->changed_before[i], given[i], context.budget);
    }
    loop->has_changed_before = true;
    loop->changed_before = given;
    return make_boolean(changed);
  });
}

std::optional<Value> find_attribute(Context& context, const Value& object, const std::string& name) {
  if (object.text() != nullptr) {
    if (std::optional<Value> method = find_text_method(object, name)) return method;
  } else if (object.dictionary() != nullptr) {
    if (std::optional<Value> method = find_dictionary_method(object, name)) return method;
  } else if (object.sequence() != nullptr) {
    if (std::optional<Value> method = find_list_method(object, name)) return method;
  } else if (const auto* space = object.get<std::shared_ptr<Namespace>>()) {
    for (const auto& [known, value] : (*space)->members) {
      if (known == name) return value;
    }
  } else if (const auto* loop = object.get<std::shared_ptr<Loop>>()) {
    return find_loop_attribute(context, *loop, name);
  } else if (const auto* cycler = object.get<std::shared_ptr<Cycler>>()) {
    return find_cycler_attribute(*cycler, name);
  } else if (const auto* callable = object.get<std::shared_ptr<const Callable>>();
             callable != nullptr && (*callable)->is_macro && name == "name") {
    return make_text((*callable)->name);
  }
  if (name.size() > 4 && name.starts_with("__") && name.ends_with("__")) return forbidden(object, name);
  return std::nullopt;
}

}  // namespace oree::text::jinja

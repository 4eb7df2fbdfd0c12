#include "text/jinja/printing.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "text/jinja/unicode.h"

namespace oree::text::jinja {
namespace {

void represent_text(TextBuilder& out, const std::string& text) {
  const bool double_quoted = text.find('\'') != std::string::npos && text.find('"') == std::string::npos;
  const char quote = double_quoted ? '"' : '\'';
  out.append(1, quote);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0;
    const char32_t character = first_character(std::string_view(text).substr(at), length);
    std::array<char, 16> escape{};
    if (character == static_cast<unsigned char>(quote) || character == '\\') {
      escape = {'\\', static_cast<char>(character)};
    } else if (character == '\n') {
      escape = {'\\', 'n'};
    } else if (character == '\r') {
      escape = {'\\', 'r'};
    } else if (character == '\t') {
      escape = {'\\', 't'};
    } else if (!is_printable(character)) {
      const char* format = character < 0x100 ? "\\x%02x" : character < 0x10000 ? "\\u%04x" : "\\U%08x";
      std::snprintf(escape.data(), escape.size(), format, static_cast<unsigned>(character));
    }
    out.append(escape[0] != 0 ? std::string_view(escape.data()) : std::string_view(text).substr(at, length));
    at += length;
  }
  out.append(1, quote);
}

void represent_items(TextBuilder& out, const std::vector<Value>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out.append(", ");
    represent(out, items[i]);
  }
}

void represent_sequence(TextBuilder& out, const Sequence& sequence) {
  switch (sequence.kind) {
    case SequenceKind::kList:
      out.append("[");
      represent_items(out, sequence.items);
      out.append("]");
      return;
    case SequenceKind::kTuple:
      out.append("(");
      represent_items(out, sequence.items);
      out.append(sequence.items.size() == 1 ? ",)" : ")");
      return;
    case SequenceKind::kRange:
      out.append("range(" + std::to_string(sequence.range[0]) + ", " + std::to_string(sequence.range[1]));
      out.append(sequence.range[2] == 1 ? ")" : ", " + std::to_string(sequence.range[2]) + ")");
      return;
    case SequenceKind::kKeys:
    case SequenceKind::kValues:
    case SequenceKind::kItems:
      out.append(sequence.kind == SequenceKind::kKeys     ? "dict_keys(["
                 : sequence.kind == SequenceKind::kValues ? "dict_values(["
                                                          : "dict_items([");
      represent_items(out, sequence.items);
      out.append("])");
      return;
    case SequenceKind::kIterator:
      fail_unsupported("a generator cannot be printed; make it a list first");
  }
}

void represent_dictionary(TextBuilder& out, const Dictionary& dictionary) {
  out.append("{");
  bool first = true;
  for (const auto& [key, value] : dictionary.members) {
    if (!first) out.append(", ");
    first = false;
    represent(out, key);
    out.append(": ");
    represent(out, value);
  }
  out.append("}");
}

void write_json_text(TextBuilder& out, const std::string& text, bool ascii_only) {
  out.append("\"");
  std::size_t plain = 0;  // where the run of characters that stand for themselves began
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0;
    const char32_t character = first_character(std::string_view(text).substr(at), length);
    std::array<char, 16> escape{};
    switch (character) {
      case '"':
      case '\\':
        escape = {'\\', static_cast<char>(character)};
        break;
      case '\n':
        escape = {'\\', 'n'};
        break;
      case '\r':
        escape = {'\\', 'r'};
        break;
      case '\t':
        escape = {'\\', 't'};
        break;
      case '\b':
        escape = {'\\', 'b'};
        break;
      case '\f':
        escape = {'\\', 'f'};
        break;
      default:
        if (character < 0x20 || (ascii_only && character > 0x7F && character < 0x10000)) {
          std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(character));
        } else if (ascii_only && character >= 0x10000) {
          const auto offset = static_cast<unsigned>(character - 0x10000);
          std::snprintf(escape.data(), escape.size(), "\\u%04x\\u%04x", 0xD800 + (offset >> 10),
                        0xDC00 + (offset & 0x3FF));
        }
    }
    if (escape[0] != 0) {
      out.append(std::string_view(text).substr(plain, at - plain));
      out.append(escape.data());
      plain = at + length;
    }
    at += length;
  }
  out.append(std::string_view(text).substr(plain));
  out.append("\"");
}

std::string json_number(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  return float_text(number);
}

std::string json_key(const Value& key) {
  if (key.text() != nullptr) return *key.text();
  if (const bool* boolean = key.get<bool>()) return *boolean ? "true" : "false";
  if (key.is_none()) return "null";
  if (const auto* number = key.get<std::int64_t>()) return std::to_string(*number);
  if (const double* number = key.get<double>()) return json_number(*number);
  fail("a key of a JSON object cannot be of type '" + type_name(key) + "'");
}

void start_line(TextBuilder& out, const JsonStyle& style, std::size_t level) {
  if (!style.indent) return;
  out.append("\n");
  for (std::size_t i = 0; i < level; ++i) out.append(*style.indent);
}

void write_json_object(TextBuilder& out, const Dictionary& dictionary, const JsonStyle& style, std::size_t level) {
  std::vector<const std::pair<Value, Value>*> members;
  for (const auto& member : dictionary.members) members.push_back(&member);
  if (style.sort_keys) {
    std::stable_sort(members.begin(), members.end(), [&](const auto* left, const auto* right) {
      return compare(left->first, right->first, out.budget(), "<") < 0;
    });
  }
  out.append("{");
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) out.append(style.item_separator);
    start_line(out, style, level + 1);
    write_json_text(out, json_key(members[i]->first), style.ascii_only);
    out.append(style.key_separator);
    write_json(out, members[i]->second, style, level + 1);
  }
  if (!members.empty()) start_line(out, style, level);
  out.append("}");
}

}  // namespace

std::string float_text(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific);
  const std::string scientific(buffer.data(), end.ptr);
  const std::size_t mark = scientific.find('e');
  const int exponent = std::stoi(scientific.substr(mark + 1));
  // Python writes exponents below -4 and from 16 on.
  if (exponent < -4 || exponent >= 16) return scientific;
  const auto fixed = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  std::string text(buffer.data(), fixed.ptr);
  if (text.find('.') == std::string::npos) text += ".0";
  return text;
}

void print(TextBuilder& out, const Value& value) {
  if (const std::string* text = value.text()) {
    out.append(*text);
  } else if (!value.is_undefined()) {
    represent(out, value);
  }
}

std::string to_text(const Value& value, Budget& budget) {
  TextBuilder out(budget);
  print(out, value);
  return out.take();
}

void represent(TextBuilder& out, const Value& value) {
  out.budget().charge();
  if (const std::string* text = value.text()) {
    if (value.is_markup()) out.append("Markup(");
    represent_text(out, *text);
    if (value.is_markup()) out.append(")");
  } else if (value.is_none()) {
    out.append("None");
  } else if (const bool* boolean = value.get<bool>()) {
    out.append(*boolean ? "True" : "False");
  } else if (const auto* integer = value.get<std::int64_t>()) {
    out.append(std::to_string(*integer));
  } else if (const double* number = value.get<double>()) {
    out.append(float_text(*number));
  } else if (const Sequence* sequence = value.sequence()) {
    represent_sequence(out, *sequence);
  } else if (const Dictionary* dictionary = value.dictionary()) {
    represent_dictionary(out, *dictionary);
  } else if (value.is_undefined()) {
    out.append("Undefined");
  } else if (const auto* loop = value.get<std::shared_ptr<Loop>>(); loop != nullptr && (*loop)->has_length) {
    out.append("<LoopContext " + std::to_string((*loop)->index + 1) + "/" + std::to_string((*loop)->items.size()) +
               ">");
  } else {
    fail_unsupported("a value of type '" + type_name(value) + "' cannot be printed");
  }
}

std::string escape_html(std::string_view text, Budget& budget) {
  TextBuilder out(budget);
  for (const char character : text) {
    switch (character) {
      case '&':
        out.append("&amp;");
        break;
      case '<':
        out.append("&lt;");
        break;
      case '>':
        out.append("&gt;");
        break;
      case '\'':
        out.append("&#39;");
        break;
      case '"':
        out.append("&#34;");
        break;
      default:
        out.append(1, character);
    }
  }
  return out.take();
}

void write_json(TextBuilder& out, const Value& value, const JsonStyle& style, std::size_t level) {
  out.budget().charge();
  const Sequence* sequence = value.sequence();
  if (const std::string* text = value.text()) {
    write_json_text(out, *text, style.ascii_only);
  } else if (value.is_none()) {
    out.append("null");
  } else if (const bool* boolean = value.get<bool>()) {
    out.append(*boolean ? "true" : "false");
  } else if (const auto* integer = value.get<std::int64_t>()) {
    out.append(std::to_string(*integer));
  } else if (const double* number = value.get<double>()) {
    out.append(json_number(*number));
  } else if (const Dictionary* dictionary = value.dictionary()) {
    write_json_object(out, *dictionary, style, level);
  } else if (sequence != nullptr && (sequence->kind == SequenceKind::kList || sequence->kind == SequenceKind::kTuple)) {
    out.append("[");
    for (std::size_t i = 0; i < sequence->items.size(); ++i) {
      if (i > 0) out.append(style.item_separator);
      start_line(out, style, level + 1);
      write_json(out, sequence->items[i], style, level + 1);
    }
    if (!sequence->items.empty()) start_line(out, style, level);
    out.append("]");
  } else {
    require_defined(value);
    fail("a value of type '" + type_name(value) + "' cannot be written as JSON");
  }
}

}  // namespace oree::text::jinja

#include "tools/contacts_file.h"

#include <algorithm>
#include <functional>

#include "base/atomic_file.h"
#include "oree/error.h"
#include "tools/text_fold.h"

namespace oree::tools {
namespace {

constexpr std::size_t kMaxLineBytes = 75;  // RFC 6350, section 3.2

[[noreturn]] void corrupt(const std::filesystem::path& path, std::size_t line, const std::string& what) {
  throw Error(ErrorCode::kCorrupt, "the address book is not readable: " + what,
              path.string() + ", line " + std::to_string(line), "correct the file, or move it away");
}

// RFC 6350, section 3.4.
std::string unescape(std::string_view value) {
  std::string result;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) {
      ++i;
      result += value[i] == 'n' || value[i] == 'N' ? '\n' : value[i];
    } else {
      result += value[i];
    }
  }
  return result;
}

std::string escape(std::string_view value) {
  std::string result;
  for (const char c : value) {
    if (c == '\\' || c == ',' || c == ';') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result;
}

// Breaks a content line so that no character is split.
std::string folded_line(std::string_view line) {
  std::string result;
  std::size_t used = 0;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t length = 1;
    while (i + length < line.size() && (static_cast<unsigned char>(line[i + length]) & 0xc0) == 0x80) ++length;
    if (used + length > kMaxLineBytes) {
      result += "\r\n ";
      used = 1;
    }
    result += line.substr(i, length);
    used += length;
    i += length;
  }
  return result + "\r\n";
}

struct ContentLine {
  std::string name;  // upper case, without group and parameters
  std::string_view value;
};

// nullopt: no colon outside quotes.
std::optional<ContentLine> split(std::string_view line) {
  bool quoted = false;
  std::size_t colon = std::string_view::npos, name_end = std::string_view::npos;
  for (std::size_t i = 0; i < line.size() && colon == std::string_view::npos; ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (line[i] == ';' && name_end == std::string_view::npos) name_end = i;
    if (line[i] == ':') colon = i;
  }
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view name = line.substr(0, std::min(colon, name_end));
  if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) name.remove_prefix(dot + 1);
  return ContentLine{ascii_upper(name), line.substr(colon + 1)};
}

// "tel:+33-1" and "mailto:a@b" of a URI value are shown without the scheme.
std::string without_scheme(std::string value, std::string_view scheme) {
  return ascii_upper(value.substr(0, scheme.size())) == ascii_upper(scheme) ? value.substr(scheme.size()) : value;
}

class Reader {
 public:
  Reader(const std::filesystem::path& path, std::string_view bytes) : path_(path), bytes_(bytes) {
    if (bytes_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // a byte order mark, as some exporters write
  }

  std::vector<Contact> read() {
    std::vector<Contact> contacts;
    std::optional<Contact> open;
    while (at_ < bytes_.size()) {
      const std::size_t begin = at_, first_line = line_ + 1;
      const std::string logical = next_logical_line();
      if (logical.empty()) continue;
      const std::optional<ContentLine> content = split(logical);
      if (!content) corrupt(path_, first_line, "a line has no colon");
      const bool card = ascii_upper(trim(content->value)) == "VCARD";
      if (content->name == "BEGIN" && card) {
        if (open) corrupt(path_, first_line, "a card begins inside another");
        open.emplace();
      } else if (!open) {
        corrupt(path_, first_line, "there is text outside any card");
      }
      open->text += bytes_.substr(begin, at_ - begin);
      if (content->name == "FN" && open->name.empty()) open->name = unescape(content->value);
      if (content->name == "TEL") open->phones.push_back(without_scheme(unescape(content->value), "tel:"));
      if (content->name == "EMAIL") open->emails.push_back(without_scheme(unescape(content->value), "mailto:"));
      if (content->name == "END" && card) {
        if (!open->text.ends_with('\n')) open->text += "\r\n";
        contacts.push_back(std::move(*open));
        open.reset();
      }
    }
    if (open) corrupt(path_, line_, "the last card does not end");
    return contacts;
  }

 private:
  std::string_view next_physical_line() {
    const std::size_t end = std::min(bytes_.find('\n', at_), bytes_.size());
    std::string_view line = bytes_.substr(at_, end - at_);
    at_ = std::min(end + 1, bytes_.size());
    ++line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  std::string next_logical_line() {
    std::string line(next_physical_line());
    while (at_ < bytes_.size() && (bytes_[at_] == ' ' || bytes_[at_] == '\t')) line += next_physical_line().substr(1);
    return line;
  }

  const std::filesystem::path& path_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;
};

}  // namespace

std::filesystem::path contacts_path(const std::filesystem::path& data_directory) {
  return data_directory / "contacts.vcf";
}

ContactsFile read_contacts(const std::filesystem::path& data_directory) {
  const std::filesystem::path path = contacts_path(data_directory);
  ContactsFile result;
  try {
    result.bytes = read_file(path, kMaxContactsBytes);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kNotFound) throw;
    return result;
  }
  result.contacts = Reader(path, *result.bytes).read();
  return result;
}

std::string write_contacts(const std::vector<Contact>& contacts) {
  std::string result;
  for (const Contact& contact : contacts) result += contact.text;
  return result;
}

std::string make_card(const Contact& contact, std::string_view uid) {
  std::string card = "BEGIN:VCARD\r\nVERSION:4.0\r\n";
  card += folded_line("UID:" + std::string(uid));
  card += folded_line("FN:" + escape(contact.name));
  const std::size_t space = contact.name.rfind(' ');
  const std::string last = space == std::string::npos ? std::string() : contact.name.substr(space + 1);
  const std::string first = contact.name.substr(0, space);
  card += folded_line("N:" + escape(last) + ";" + escape(first) + ";;;");
  for (const std::string& phone : contact.phones) card += folded_line("TEL:" + escape(phone));
  for (const std::string& email : contact.emails) card += folded_line("EMAIL:" + escape(email));
  return card + "END:VCARD\r\n";
}

std::string with_property(const std::string& card, std::string_view property, std::string_view value) {
  // END is the card's last line.
  const std::size_t end = ascii_upper(card).rfind("END:");
  return card.substr(0, end) + folded_line(std::string(property) + ":" + escape(value)) + card.substr(end);
}

namespace {

// Whether each word that was asked for fits one of the name's.
template <class Fits>
bool every_word(std::string_view name, std::string_view asked, Fits fits) {
  const std::vector<std::string> words = folded_words(name), wanted = folded_words(asked);
  return !wanted.empty() && std::all_of(wanted.begin(), wanted.end(), [&](const std::string& asked_word) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return fits(word, asked_word); });
  });
}

}  // namespace

bool name_matches(std::string_view name, std::string_view asked) {
  return every_word(name, asked,
                    [](const std::string& word, const std::string& start) { return word.starts_with(start); });
}

std::optional<std::string> find_email(const std::filesystem::path& data_directory, std::string_view name) {
  std::optional<std::string> found;
  for (const Contact& contact : read_contacts(data_directory).contacts) {
    // Whole words: an invitation to "Jo" is none to Joseph.
    if (!every_word(contact.name, name, std::equal_to<>())) continue;
    if (found) return std::nullopt;
    found = contact.emails.empty() ? std::string() : contact.emails.front();
  }
  return found && !found->empty() ? found : std::nullopt;
}

}  // namespace oree::tools

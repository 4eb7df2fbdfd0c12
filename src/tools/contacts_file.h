// The address book, contacts.vcf: vCard 4.0 (RFC 6350). What is not understood is kept byte for byte.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oree::tools {

inline constexpr std::uint64_t kMaxContactsBytes = 32u << 20;

struct Contact {
  std::string name;  // FN
  std::vector<std::string> phones;
  std::vector<std::string> emails;
  std::string text;  // the card as the file holds it, BEGIN to END with line ends
};

struct ContactsFile {
  std::optional<std::string> bytes;  // as read; nullopt: there is no file
  std::vector<Contact> contacts;
};

std::filesystem::path contacts_path(const std::filesystem::path& data_directory);

// No file is an empty address book. Throws Error kCorrupt (file and line), kLimit, kPermission, kIo.
ContactsFile read_contacts(const std::filesystem::path& data_directory);

std::string write_contacts(const std::vector<Contact>& contacts);

// A new card's text.
std::string make_card(const Contact& contact, std::string_view uid);
// The card's text with one more line before END.
std::string with_property(const std::string& card, std::string_view property, std::string_view value);

// Whether each word asked for begins a word of the name, without regard to case and accents.
bool name_matches(std::string_view name, std::string_view asked);

// The first address of the only contact of that name; nullopt when there is none or several.
std::optional<std::string> find_email(const std::filesystem::path& data_directory, std::string_view name);

}  // namespace oree::tools

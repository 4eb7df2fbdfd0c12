// What the scripts that compare tokenizers with others run: imports a folder, encodes many texts in one process, and
// times that. Not a part of the program.
//   tokenizer_probe import FOLDER OUT.gguf
//   tokenizer_probe encode MODEL.gguf < texts > ids     each text: its length in 4 bytes, little-endian, then its
//   bytes;
//                                                       the ids of each are one line
//   tokenizer_probe time MODEL.gguf TEXT.txt lines|whole    seconds and tokens, one line for each line read from stdin
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "gguf/file.h"
#include "gguf/writer.h"
#include "oree/error.h"
#include "text/tokenizer.h"
#include "workbench/convert/tokenizer_import.h"

namespace {

using oree::text::Tokenizer;

constexpr oree::TokenizeOptions kPlain{.add_bos = false, .special = false, .lossy = true};

int import_folder(const char* folder, const char* out) {
  oree::gguf::Writer writer(out);
  oree::workbench::import_tokenizer(folder, 0, writer);
  writer.begin_data();
  writer.finish();
  return 0;
}

int encode_texts(const char* model, bool special) {
  const Tokenizer tokenizer = Tokenizer::from_gguf(oree::gguf::File::open(model));
  oree::TokenizeOptions options = kPlain;
  options.special = special;
  std::string text;
  for (std::uint32_t size = 0; std::cin.read(reinterpret_cast<char*>(&size), sizeof size);) {
    text.resize(size);
    if (!std::cin.read(text.data(), size)) return 1;
    std::string line;
    for (const auto id : tokenizer.encode(text, options)) line += std::to_string(id) + ' ';
    std::cout << line << '\n';
  }
  return 0;
}

int time_encoding(const char* model, const char* path, bool whole) {
  const Tokenizer tokenizer = Tokenizer::from_gguf(oree::gguf::File::open(model));
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  std::vector<std::string> texts;
  if (whole) {
    texts.push_back(content.str());
  } else {
    std::istringstream lines(content.str());
    for (std::string line; std::getline(lines, line);) texts.push_back(line);
  }
  for (std::string request; std::getline(std::cin, request);) {
    const auto start = std::chrono::steady_clock::now();
    std::size_t tokens = 0;
    for (const std::string& text : texts) tokens += tokenizer.encode(text, kPlain).size();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::cout << seconds.count() << ' ' << tokens << std::endl;
  }
  return 0;
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() == 4 && arguments[1] == "import") {
    return import_folder(arguments[2].c_str(), arguments[3].c_str());
  }
  if (arguments.size() == 3 && arguments[1] == "encode") return encode_texts(arguments[2].c_str(), false);
  if (arguments.size() == 3 && arguments[1] == "encode-special") return encode_texts(arguments[2].c_str(), true);
  if (arguments.size() == 5 && arguments[1] == "time") {
    return time_encoding(arguments[2].c_str(), arguments[3].c_str(), arguments[4] == "whole");
  }
  std::cerr << "usage: tokenizer_probe import FOLDER OUT | encode MODEL | encode-special MODEL | time MODEL TEXT "
               "lines|whole\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(std::vector<std::string>(argv, argv + argc));
  } catch (const oree::Error& error) {
    std::cerr << error.what() << " (" << error.where() << ") " << error.hint() << '\n';
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}

// Inside strings: values and keys of objects, with their escapes.
#include <algorithm>
#include <string_view>

#include "decode/machine.h"

namespace oree::decode {
namespace {

// Thread::escape: the phase in the highest bits, then the first half of a surrogate pair, then the digits so far.
enum Phase : std::uint32_t {
  kNone = 0,
  kBackslash,                   // behind a backslash
  kDigits,                      // behind \u; + n: behind n hexadecimal digits
  kLowSurrogate = kDigits + 4,  // the other half must follow
  kLowU,
  kLowDigits,
};
constexpr unsigned kPhaseShift = 28;
constexpr unsigned kHighShift = 16;

constexpr std::uint32_t pack(std::uint32_t phase, std::uint32_t high, std::uint32_t digits) noexcept {
  return (phase << kPhaseShift) | (high << kHighShift) | digits;
}

struct ShortEscape {
  char letter;
  char character;
};
constexpr ShortEscape kShortEscapes[] = {{'"', '"'},  {'\\', '\\'}, {'b', '\b'}, {'f', '\f'},
                                         {'n', '\n'}, {'r', '\r'},  {'t', '\t'}};

int hexadecimal(std::uint8_t byte, bool upper) noexcept {
  if (byte >= '0' && byte <= '9') return byte - '0';
  if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
  if (upper && byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
  return -1;
}

// The controls that canonical text writes as \u00XX.
bool is_long_control(std::uint32_t code) noexcept {
  return code != 0 && code < 0x20 && code != '\b' && code != '\f' && code != '\n' && code != '\r' && code != '\t';
}

}  // namespace

void Machine::step_string(const Thread& thread, std::uint8_t byte, std::vector<Thread>& threads) {
  if (thread.escape != 0) {
    return step_escape(thread, byte, threads);
  }
  if (byte == '"') {
    return close_string(thread, threads);
  }
  Thread next = thread;
  if (byte == '\\') {
    next.escape = pack(kBackslash, 0, 0);
    if (takes_escape(next)) {
      threads.push_back(next);
    }
    return;
  }
  if (byte >= 0x20 && feed(next, byte)) {
    threads.push_back(next);
  }
}

void Machine::step_escape(Thread thread, std::uint8_t byte, std::vector<Thread>& threads) {
  const std::uint32_t phase = thread.escape >> kPhaseShift;
  const std::uint32_t high = (thread.escape >> kHighShift) & 0xFFF;
  const std::uint32_t digits = thread.escape & 0xFFFF;
  const auto keep = [&](std::uint32_t escape) {
    thread.escape = escape;
    threads.push_back(thread);
  };
  if (phase == kBackslash) {
    thread.escape = 0;
    for (const ShortEscape& escape : kShortEscapes) {
      if (byte == static_cast<std::uint8_t>(escape.letter) &&
          feed(thread, static_cast<std::uint8_t>(escape.character))) {
        threads.push_back(thread);
        return;
      }
    }
    if (any_spelling_ && byte == '/' && feed(thread, '/')) {
      threads.push_back(thread);
    } else if (byte == 'u' && (any_spelling_ || takes_control(thread, 0, 0))) {
      keep(pack(kDigits, 0, 0));
    }
    return;
  }
  if (phase == kLowSurrogate || phase == kLowU) {
    if (byte == (phase == kLowSurrogate ? '\\' : 'u')) {
      keep(pack(phase + 1, high, 0));
    }
    return;
  }
  const int digit = hexadecimal(byte, any_spelling_);
  if (digit < 0) {
    return;
  }
  const std::uint32_t value = (digits << 4) | static_cast<std::uint32_t>(digit);
  const bool is_low = phase >= kLowDigits;
  const std::uint32_t n_digits = phase - (is_low ? kLowDigits : kDigits) + 1;
  if (n_digits < 4) {
    if (any_spelling_ || takes_control(thread, value, static_cast<int>(n_digits))) {
      keep(pack(phase + 1, high, value));
    }
    return;
  }
  if (!is_low && value >= 0xD800 && value < 0xDC00) {
    if (any_spelling_) {
      keep(pack(kLowSurrogate, value - 0xD800, 0));
    }
    return;
  }
  char32_t code_point = value;
  if (is_low) {
    if (value < 0xDC00 || value >= 0xE000) {
      return;
    }
    code_point = 0x10000 + (high << 10) + (value - 0xDC00);
  } else if (value >= 0xDC00 && value < 0xE000) {
    return;
  } else if (!any_spelling_ && !is_long_control(value)) {
    return;
  }
  thread.escape = 0;
  if (feed_code_point(thread, code_point)) {
    threads.push_back(thread);
  }
}

bool Machine::feed(Thread& thread, std::uint8_t byte) {
  if (thread.kind != Thread::Kind::kName) {
    thread.a = pool_->next(thread.a, byte);
    return thread.a != kNothing;
  }
  const Frame& frame = frames_[thread.frame];
  const ObjectOrder& order = order_of(frame);
  const auto byte_of = [&](std::uint32_t property) {
    const std::string& name = order.shape->properties[property].name;
    return name.size() > thread.c ? static_cast<std::uint8_t>(name[thread.c]) : -1;
  };
  const auto begin = order.by_name.begin() + thread.a;
  const auto end = order.by_name.begin() + thread.b;
  const auto first = std::partition_point(begin, end, [&](std::uint32_t property) { return byte_of(property) < byte; });
  const auto last = std::partition_point(first, end, [&](std::uint32_t property) { return byte_of(property) == byte; });
  thread.a = static_cast<std::uint32_t>(first - order.by_name.begin());
  thread.b = static_cast<std::uint32_t>(last - order.by_name.begin());
  ++thread.c;
  return may_name_any(frame, thread.a, thread.b);
}

bool Machine::feed_code_point(Thread& thread, char32_t code_point) {
  const auto low_bits = [code_point](unsigned shift) {
    return static_cast<std::uint8_t>(0x80 | ((code_point >> shift) & 0x3F));
  };
  if (code_point < 0x80) {
    return feed(thread, static_cast<std::uint8_t>(code_point));
  }
  if (code_point < 0x800) {
    return feed(thread, static_cast<std::uint8_t>(0xC0 | (code_point >> 6))) && feed(thread, low_bits(0));
  }
  if (code_point < 0x10000) {
    return feed(thread, static_cast<std::uint8_t>(0xE0 | (code_point >> 12))) && feed(thread, low_bits(6)) &&
           feed(thread, low_bits(0));
  }
  return feed(thread, static_cast<std::uint8_t>(0xF0 | (code_point >> 18))) && feed(thread, low_bits(12)) &&
         feed(thread, low_bits(6)) && feed(thread, low_bits(0));
}

// Whether a control that canonical text writes as \u00XX and that begins with these digits can be read.
bool Machine::takes_control(const Thread& thread, std::uint32_t digits, int n_digits) {
  for (std::uint32_t code = 1; code < 0x20; ++code) {
    Thread next = thread;
    next.escape = 0;
    if (is_long_control(code) && code >> (4 * (4 - n_digits)) == digits &&
        feed(next, static_cast<std::uint8_t>(code))) {
      return true;
    }
  }
  return false;
}

bool Machine::takes_escape(const Thread& thread) {
  if (any_spelling_) {
    return true;
  }
  for (const ShortEscape& escape : kShortEscapes) {
    Thread next = thread;
    if (feed(next, static_cast<std::uint8_t>(escape.character))) {
      return true;
    }
  }
  return takes_control(thread, 0, 0);
}

void Machine::close_string(const Thread& thread, std::vector<Thread>& threads) {
  switch (thread.kind) {
    case Thread::Kind::kName:
      return end_name(thread, threads);
    case Thread::Kind::kOtherKey:
      return end_other_key(thread, threads);
    default:
      if (pool_->accepts_empty(thread.a)) {
        end_value(thread.frame, threads);
      }
  }
}

std::uint32_t Machine::escape_distance(const Thread& thread) {
  const std::uint32_t phase = thread.escape >> kPhaseShift;
  const std::uint32_t digits = thread.escape & 0xFFFF;
  const int n_digits = static_cast<int>(phase) - kDigits;
  std::uint32_t best = kUnreachable;
  const auto consider = [&](std::uint32_t character, std::string_view spelling) {
    Thread next = thread;
    next.escape = 0;
    const bool writable = std::all_of(spelling.begin(), spelling.end(),
                                      [&](char byte) { return usable_[static_cast<std::uint8_t>(byte)]; });
    if (writable && feed(next, static_cast<std::uint8_t>(character))) {
      best = std::min(best, add_distances(static_cast<std::uint32_t>(spelling.size()), distance(next)));
    }
  };
  if (phase == kBackslash) {
    for (const ShortEscape& escape : kShortEscapes) {
      consider(static_cast<std::uint8_t>(escape.character), {&escape.letter, 1});
    }
  }
  for (std::uint32_t code = 1; code < 0x20; ++code) {
    constexpr std::string_view kHexadecimal = "0123456789abcdef";
    const char spelling[] = {'u', '0', '0', kHexadecimal[code >> 4], kHexadecimal[code & 15]};
    const std::string_view all(spelling, sizeof spelling);
    if (!is_long_control(code)) {
      continue;
    }
    if (phase == kBackslash) {
      consider(code, all);
    } else if (n_digits >= 0 && n_digits < 4 && code >> (4 * (4 - n_digits)) == digits) {
      consider(code, all.substr(1 + static_cast<std::size_t>(n_digits)));
    }
  }
  return best;
}

}  // namespace oree::decode

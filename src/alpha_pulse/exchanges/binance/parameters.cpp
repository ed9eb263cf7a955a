#include "alpha_pulse/exchanges/binance/parameters.hpp"

#include <algorithm>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

constexpr auto kUnreserved = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}();

/// Of a digit that `encode` has written.
int hex_digit(char c) {
  return c <= '9' ? c - '0' : c - 'A' + 10;
}

std::string decoded(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain.push_back(text[i]);
    } else {
      plain.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
      i += 2;
    }
  }
  return plain;
}

template <class Word>
std::uint64_t word_at(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// Whether each of eight characters is one of A-Z a-z 0-9. Of each byte the highest bit tells how it compares.
bool are_alphanumeric(std::uint64_t word) {
  constexpr std::uint64_t kEach = 0x0101010101010101U, kHighest = 0x80 * kEach;
  const auto at_least = [](std::uint64_t bytes, char c) {
    return bytes + kEach * (0x80U - static_cast<unsigned char>(c));
  };
  const std::uint64_t lower = word | 0x20 * kEach;
  const std::uint64_t letters = at_least(lower, 'a') & ~at_least(lower, 'z' + 1);
  const std::uint64_t digits = at_least(word, '0') & ~at_least(word, '9' + 1);
  return ((letters | digits) & ~word & kHighest) == kHighest;
}

char* encode_odd(char* to, std::string_view value) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (kUnreserved[byte]) {
      *to++ = c;
      continue;
    }
    *to++ = '%';
    *to++ = kHex[byte >> 4U];
    *to++ = kHex[byte & 0xfU];
  }
  return to;
}

/// Nearly all values are letters and digits, and of eight letters it is seen at once; the others are looked at one by
/// one, but without a branch for each.
bool is_unreserved(std::string_view value) {
  const char* const from = value.data();
  bool alphanumeric = value.size() >= 4;
  if (value.size() >= 8) {
    for (std::size_t i = 0; i + 8 < value.size(); i += 8) {
      alphanumeric = alphanumeric & are_alphanumeric(word_at<std::uint64_t>(from + i));
    }
    alphanumeric = alphanumeric & are_alphanumeric(word_at<std::uint64_t>(from + value.size() - 8));
  } else if (value.size() >= 4) {
    const std::uint64_t end = word_at<std::uint32_t>(from + value.size() - 4);
    alphanumeric = are_alphanumeric(word_at<std::uint32_t>(from) | end << 32U);
  }
  if (alphanumeric) return true;
  bool unreserved = true;
  for (const char c : value) unreserved = unreserved & kUnreserved[static_cast<unsigned char>(c)];
  return unreserved;
}

}  // namespace

char* Parameters::encode(char* to, std::string_view value) {
  return is_unreserved(value) ? put_text(to, value) : encode_odd(to, value);
}

std::string percent_encode(std::string_view text) {
  Parameters one;
  one.emplace_back({}, text);
  return std::string(one.query().substr(1));
}

void Parameters::no_such_entry() {
  base::ensure(false, "an entry that is there");
  std::unreachable();
}

void Parameters::too_many() {
  base::ensure(false, "a call has at most 24 parameters");
  std::unreachable();
}

Parameters::Entry Parameters::at(std::size_t index) const {
  const Written entry = written(index);
  return {entry.name, entry.plain ? std::string(entry.value) : decoded(entry.value)};
}

Parameters::Parameters(std::initializer_list<std::pair<std::string_view, std::string_view>> entries) {
  for (const auto& [name, value] : entries) emplace_back(name, value);
}

Parameters& Parameters::operator=(const Parameters& other) {
  if (this == &other) return *this;
  if (!outside_.empty() || !other.outside_.empty()) outside_ = other.outside_;
  take_inside(other);
  return *this;
}

Parameters& Parameters::operator=(Parameters&& other) noexcept {
  if (this == &other) return *this;
  outside_ = std::move(other.outside_);
  take_inside(other);
  other.clear();
  return *this;
}

void Parameters::clear() {
  outside_.clear();
  size_ = count_ = 0;
}

/// Outside, for `most` bytes behind those that are there.
char* Parameters::make_room(std::size_t most) {
  if (outside_.empty()) outside_.assign(inside_.data(), size_);
  outside_.resize(size_ + most);
  return outside_.data() + size_;
}

}  // namespace alpha_pulse::exchanges::binance

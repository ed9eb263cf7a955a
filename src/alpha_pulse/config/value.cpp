#include "alpha_pulse/config/value.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "alpha_pulse/base/decimal.hpp"
#include "alpha_pulse/config/key_table.hpp"
#include "alpha_pulse/config/log_rules.hpp"
#include "alpha_pulse/domain/price.hpp"
#include "alpha_pulse/net/url.hpp"

namespace alpha_pulse::config {
namespace {

std::unexpected<Error> refused(std::string why) {
  return fail(ErrorCode::kInvalidArgument, std::move(why));
}

std::unexpected<Error> refused(const KeySpec& key, const std::string& why) {
  return refused(why + "; " + what_passes(key));
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](auto word) { return equal_ignoring_case(text, word); });
}

/// One of the key's words. `false` and `no` mean `off`, which is what YAML tools turn it into.
std::optional<Value> read_word(const KeySpec& key, std::string_view text) {
  const auto words = words_of(key);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!equal_ignoring_case(text, words[i]) && !(words[i] == "off" && is_one_of(text, {"false", "no"}))) continue;
    return Value{std::string(words[i]), static_cast<std::int64_t>(i), true};
  }
  return std::nullopt;
}

struct DurationUnit {
  char letter;
  std::int64_t ns;
};
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::array kDurationUnits{DurationUnit{'d', 86400 * kSecond}, DurationUnit{'h', 3600 * kSecond},
                                    DurationUnit{'m', 60 * kSecond}, DurationUnit{'s', kSecond}};

/// Digits without fault, only too many of them.
bool too_large(const Error& error) {
  return error.message.ends_with("too large");
}

/// The number behind `text` in the type's own scale: 1e-8, nanoseconds or units. The error is a full sentence part.
Result<std::int64_t> read_number(ValueType type, std::string_view text) {
  if (type == ValueType::COUNT) {
    const auto count = parse_decimal(text, 0);
    if (!count) return refused(too_large(count.error()) ? "is out of range" : "is not a whole number");
    return *count;
  }
  if (type == ValueType::DECIMAL) {
    const auto decimal = parse_decimal(text, kDecimals);
    if (!decimal)
      return refused(too_large(decimal.error()) ? "is out of range" : "is not a number of at most eight decimals");
    return *decimal;
  }
  std::int64_t unit = kSecond;
  for (const DurationUnit& candidate : kDurationUnits) {
    if (!text.empty() && std::tolower(static_cast<unsigned char>(text.back())) == candidate.letter) {
      unit = candidate.ns;
      text.remove_suffix(1);
      break;
    }
  }
  const auto number = parse_decimal(text, 9);  // in billionths of the unit
  std::int64_t ns = 0;
  if (!number)
    return refused(too_large(number.error()) ? "is out of range" : "is not a duration: a number and s, m, h or d");
  if (__builtin_mul_overflow(*number, unit / kSecond, &ns)) return refused("is out of range");
  return ns;
}

/// Checks `raw` against a range text: `low < x`, `x <= high` or `low <= x < high`, bounds written as the type's values.
bool in_range(ValueType type, std::string_view range, std::int64_t raw) {
  const auto bound = [type](std::string_view text) {
    const auto value = read_number(type, text);
    ensure(value.has_value(), "the bounds in the key table are values of the key's type");
    return *value;
  };
  const std::size_t x = range.find('x');
  ensure(x != std::string_view::npos, "a range in the key table is about x");
  bool passes = true;
  if (const std::string_view left = range.substr(0, x); !left.empty()) {
    const std::int64_t low = bound(left.substr(0, left.find(' ')));
    passes = left.find("<=") != std::string_view::npos ? low <= raw : low < raw;
  }
  if (const std::string_view right = range.substr(x + 1); !right.empty()) {
    const std::int64_t high = bound(right.substr(right.rfind(' ') + 1));
    passes = passes && (right.find("<=") != std::string_view::npos ? raw <= high : raw < high);
  }
  return passes;
}

Result<Value> read_ranged_number(const KeySpec& key, std::string_view text) {
  const auto raw = read_number(key.type, text);
  if (!raw) return refused(key, raw.error().message);
  if (!key.range.empty() && !in_range(key.type, key.range, *raw)) return refused(key, "is out of range");
  switch (key.type) {
    case ValueType::DECIMAL:
      return decimal_value(*raw);
    case ValueType::DURATION:
      return Value{format_duration(*raw), *raw, false};
    default:
      return Value{std::to_string(*raw), *raw, false};
  }
}

Result<Value> read_symbol(const KeySpec& key, std::string_view text) {
  constexpr std::size_t kLongest = 32;
  std::string symbol(text);
  bool passes = symbol.size() <= kLongest && std::isalnum(static_cast<unsigned char>(symbol.front())) != 0;
  for (char& c : symbol) {
    const auto byte = static_cast<unsigned char>(c);
    passes = passes && byte < 0x80 && (std::isalnum(byte) != 0 || c == '-' || c == '_');
    c = static_cast<char>(std::toupper(byte));
  }
  if (!passes) return refused(key, "is not a symbol: letters, digits, - and _, at most 32");
  return Value{symbol, 0, false};
}

Result<Value> read_switch(const KeySpec& key, std::string_view text) {
  if (is_one_of(text, {"on", "true", "yes"})) return Value{"on", 1, false};
  if (is_one_of(text, {"off", "false", "no"})) return Value{"off", 0, false};
  return refused(key, "is neither on nor off");
}

/// The types whose text stands for itself once `outcome` has found nothing wrong with it.
template <class T>
Result<Value> checked_text(const KeySpec& key, std::string_view text, const Result<T>& outcome) {
  if (!outcome) return refused(outcome.error().message + "; e.g. " + std::string(key.example));
  return Value{std::string(text), 0, false};
}

}  // namespace

std::string shown(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  std::string result(text.substr(0, kLongest));
  for (char& c : result) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = '?';
  }
  if (text.size() > kLongest) result += "...";
  return result;
}

Value decimal_value(std::int64_t raw) {
  return {format_decimal(raw, kDecimals), raw, false};
}

std::string format_duration(std::int64_t ns) {
  for (const DurationUnit& unit : kDurationUnits) {
    // Two of a unit or more; below that the smaller unit reads better (60s, 24h).
    if (ns % unit.ns == 0 && ns / unit.ns >= 2) return std::to_string(ns / unit.ns) + unit.letter;
  }
  return format_decimal(ns, 9) + "s";
}

Result<Value> parse_value(const KeySpec& key, std::string_view text) {
  if (text.empty()) return refused(key, "is empty");
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) return refused(key, "contains a control character");
  }
  if (auto word = read_word(key, text)) return *word;
  switch (key.type) {
    case ValueType::CHOICE:
      return refused(key, "is not one of its words");
    case ValueType::SWITCH:
      return read_switch(key, text);
    case ValueType::DECIMAL:
    case ValueType::COUNT:
    case ValueType::DURATION:
      return read_ranged_number(key, text);
    case ValueType::SYMBOL:
      return read_symbol(key, text);
    case ValueType::TEXT:
    case ValueType::SECRET:
      return Value{std::string(text), 0, false};
    case ValueType::REST_URL:
      return checked_text(key, text, net::parse_url(text, net::UrlKind::HTTP));
    case ValueType::WS_URL:
      return checked_text(key, text, net::parse_url(text, net::UrlKind::WEB_SOCKET));
    case ValueType::ROTATION:
      return checked_text(key, text, parse_rotation(text));
    case ValueType::RETENTION:
      return checked_text(key, text, parse_retention(text));
    case ValueType::FORMAT:
      return checked_text(key, text, check_log_format(text));
  }
  std::unreachable();
}

}  // namespace alpha_pulse::config

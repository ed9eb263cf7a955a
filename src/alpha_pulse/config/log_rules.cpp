#include "alpha_pulse/config/log_rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "alpha_pulse/base/decimal.hpp"

namespace alpha_pulse::config {
namespace {

struct Unit {
  std::string_view word;
  std::int64_t size;
};

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kHour = 3600 * kSecond;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::array kTimes{
    Unit{"s", kSecond},       Unit{"sec", kSecond},      Unit{"second", kSecond},
    Unit{"m", 60 * kSecond},  Unit{"min", 60 * kSecond}, Unit{"minute", 60 * kSecond},
    Unit{"h", kHour},         Unit{"hour", kHour},       Unit{"d", kDay},
    Unit{"day", kDay},        Unit{"w", 7 * kDay},       Unit{"week", 7 * kDay},
    Unit{"month", 30 * kDay}, Unit{"year", 365 * kDay},
};
constexpr std::array kSizes{
    Unit{"b", 1},         Unit{"kb", 1'000},    Unit{"mb", 1'000'000}, Unit{"gb", 1'000'000'000},
    Unit{"kib", 1 << 10}, Unit{"mib", 1 << 20}, Unit{"gib", 1 << 30},
};
constexpr std::array kFiles{Unit{"file", 1}};
constexpr int kAmountDecimals = 3;  // 0.5 GB, 1.5 hours

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// `12 hours` -> 12 times the unit; nothing when the unit is not among `units`, or when the amount is not a whole
/// multiple of the smallest unit and more than 0.
template <std::size_t N>
std::optional<std::int64_t> amount(std::string_view text, const std::array<Unit, N>& units) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto number = base::parse_decimal(text.substr(0, digits), kAmountDecimals);
  if (!number || *number <= 0) return std::nullopt;
  std::string_view word = text.substr(digits);
  if (word.starts_with(' ')) word.remove_prefix(1);
  for (const Unit& unit : units) {
    const bool plural = unit.word.size() > 2 && word.ends_with('s') && word.substr(0, word.size() - 1) == unit.word;
    if (word != unit.word && !plural) continue;
    std::int64_t product = 0;
    if (__builtin_mul_overflow(*number, unit.size, &product) || product % 1000 != 0) return std::nullopt;
    return product / 1000;
  }
  return std::nullopt;
}

bool is_off(std::string_view text) {
  return text == "off" || text == "no" || text == "false";
}

}  // namespace

Result<LogRotation> parse_rotation(std::string_view text) {
  const std::string rule = lower(text);
  if (is_off(rule)) return LogRotation{};
  if (rule == "00:00" || rule == "midnight") return LogRotation{Duration::nanoseconds(kDay), std::nullopt};
  if (const auto ns = amount(rule, kTimes)) return LogRotation{Duration::nanoseconds(*ns), std::nullopt};
  if (const auto bytes = amount(rule, kSizes)) return LogRotation{std::nullopt, bytes};
  return fail(ErrorCode::kInvalidArgument, "is neither a time (1 day, 12 hours, 00:00), a size (10 MB) nor off");
}

Result<LogRetention> parse_retention(std::string_view text) {
  const std::string rule = lower(text);
  if (is_off(rule)) return LogRetention{};
  if (const auto ns = amount(rule, kTimes)) return LogRetention{Duration::nanoseconds(*ns), std::nullopt};
  const bool bare = rule.find_first_not_of("0123456789") == std::string::npos;
  if (const auto files = amount(bare ? rule + " files" : rule, kFiles)) {
    return LogRetention{std::nullopt, static_cast<std::size_t>(*files)};
  }
  return fail(ErrorCode::kInvalidArgument, "is neither a time (30 days, 1 week), a number of files (10 files) nor off");
}

Result<void> check_log_format(std::string_view text) {
  constexpr std::array<std::string_view, 6> kTokens{"time", "level", "message", "name", "function", "line"};
  bool has_message = false;
  for (std::size_t open = text.find_first_of("{}"); open != std::string_view::npos;
       open = text.find_first_of("{}", open)) {
    const std::size_t close = text.find('}', open);
    if (text[open] == '}' || close == std::string_view::npos) {
      return fail(ErrorCode::kInvalidArgument, "has a brace that is not part of a token such as {time}");
    }
    const std::string_view token = text.substr(open + 1, close - open - 1);
    if (std::find(kTokens.begin(), kTokens.end(), token) == kTokens.end()) {
      return fail(ErrorCode::kInvalidArgument, "has the unknown token {" + std::string(token) +
                                                   "}; known are {time} {level} {message} {name} {function} {line}");
    }
    has_message = has_message || token == "message";
    open = close + 1;
  }
  if (!has_message) return fail(ErrorCode::kInvalidArgument, "lacks {message}, so that no log line would say anything");
  return {};
}

}  // namespace alpha_pulse::config

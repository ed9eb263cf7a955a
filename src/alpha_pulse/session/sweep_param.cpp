#include "alpha_pulse/session/sweep_param.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "alpha_pulse/base/decimal.hpp"

namespace alpha_pulse::session {
namespace {

constexpr int kPlaces = 9;  // of durations; everything else has fewer
constexpr std::size_t kValuesMost = 1'000'000;

std::unexpected<Error> refused(std::string_view text, const std::string& why) {
  return fail(ErrorCode::kInvalidArgument, "--param " + std::string(text.substr(0, 80)) + ": " + why);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// A number with the letter behind it, if there is one: `6h`.
struct Written {
  std::int64_t raw = 0;
  std::string unit;
};

std::optional<Written> read(std::string_view text) {
  Written written;
  if (!text.empty() && std::isalpha(static_cast<unsigned char>(text.back())) != 0) {
    written.unit = text.back();
    text.remove_suffix(1);
  }
  const auto raw = parse_decimal(text, kPlaces);
  if (!raw) return std::nullopt;
  written.raw = *raw;
  return written;
}

Result<std::vector<std::string>> range(std::string_view whole, std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 3) return refused(whole, "a range is first:last:step, e.g. grid.spacing_sigma=0.2:1:0.2");
  const auto first = read(parts[0]);
  const auto last = read(parts[1]);
  const auto step = read(parts[2]);
  for (std::size_t i = 0; i < 3; ++i) {
    if (!(i == 0 ? first : i == 1 ? last : step)) {
      return refused(whole, "'" + std::string(parts[i]) + "' is not a number; e.g. grid.spacing_sigma=0.2:1:0.2");
    }
  }
  if (first->unit != last->unit || first->unit != step->unit) {
    return refused(whole, "first, last and step need the same unit, e.g. risk.rearm_after=1h:6h:1h");
  }
  if (step->raw <= 0) return refused(whole, "the step must be above 0; e.g. grid.spacing_sigma=0.2:1:0.2");
  if (last->raw < first->raw) return refused(whole, "the last value lies below the first; smallest first would pass");
  const Int128 count = (Int128{last->raw} - first->raw) / step->raw + 1;
  if (count > static_cast<Int128>(kValuesMost)) {
    return refused(whole, "makes more than a million values; a larger step would pass");
  }
  std::vector<std::string> values;
  for (Int128 raw = first->raw; raw <= last->raw; raw += step->raw) {
    values.push_back(format_decimal(raw, kPlaces) + first->unit);
  }
  return values;
}

}  // namespace

Result<SweepParam> parse_sweep_param(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return refused(text.substr(0, text.find_first_of(": \t")),
                   "is not of the form key=a:b:step or key=x,y,z, e.g. --param grid.spacing_sigma=0.2:1:0.2");
  }
  SweepParam param{.key = std::string(text.substr(0, equals)), .values = {}};
  const std::string_view values = text.substr(equals + 1);
  if (values.find(':') != std::string_view::npos) {
    auto made = range(text, values);
    if (!made) return std::unexpected(made.error());
    param.values = std::move(*made);
    return param;
  }
  for (const std::string_view value : split(values, ',')) {
    if (value.empty()) return refused(text, "a value is missing; e.g. profile=classic,guarded");
    if (std::ranges::find(param.values, value) != param.values.end()) {
      return refused(text, "names '" + std::string(value) + "' twice; keep one");
    }
    param.values.emplace_back(value);
  }
  return param;
}

}  // namespace alpha_pulse::session

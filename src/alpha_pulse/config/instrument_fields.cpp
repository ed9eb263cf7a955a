#include "alpha_pulse/config/instrument_fields.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "alpha_pulse/config/key_table.hpp"
#include "alpha_pulse/config/value.hpp"

namespace alpha_pulse::config {
namespace {

constexpr std::size_t kBracketsMax = 100;
constexpr std::array<std::string_view, 8> kFields{"kind", "base",         "quote",      "tick",
                                                  "lot",  "min_notional", "multiplier", "unattended_rise"};

/// One row as it is written; `cum` is optional.
struct BracketTexts {
  std::optional<YamlValue> floor, maintenance, cum;
};

/// The values of one instrument by field, and what errors need.
struct Fields {
  std::string symbol;
  std::string_view name;
  YamlValue first;
  std::map<std::string, YamlValue> by_field;
  std::vector<BracketTexts> brackets;
};

std::unexpected<Error> refused(std::string_view name, const YamlValue& at, const std::string& why) {
  return fail(ErrorCode::kInvalidArgument, std::string(name) + ":" + std::to_string(at.line) + ":" +
                                               std::to_string(at.column) + ": " + shown(at.path) + ": '" +
                                               shown(at.text) + "' " + why);
}

/// `brackets.3.floor` -> row 3, field floor.
bool take_bracket(Fields& fields, std::string_view field, const YamlValue& value) {
  constexpr std::string_view kPrefix = "brackets.";
  if (!field.starts_with(kPrefix)) return false;
  field.remove_prefix(kPrefix.size());
  const std::size_t dot = field.find('.');
  const auto row = parse_decimal(field.substr(0, dot), 0);
  if (!row || dot == std::string_view::npos || *row < 0 || static_cast<std::size_t>(*row) >= kBracketsMax) return false;
  const auto index = static_cast<std::size_t>(*row);
  if (fields.brackets.size() <= index) fields.brackets.resize(index + 1);
  BracketTexts& texts = fields.brackets[index];
  const std::string_view part = field.substr(dot + 1);
  if (part == "floor") texts.floor = value;
  if (part == "maintenance") texts.maintenance = value;
  if (part == "cum") texts.cum = value;
  return part == "floor" || part == "maintenance" || part == "cum";
}

Result<Fields> sort_out(const std::string& symbol, std::span<const YamlValue> values, std::string_view name) {
  Fields fields{symbol, name, values.front(), {}, {}};
  for (const YamlValue& value : values) {
    const std::size_t dot = value.path.find('.');
    const std::string field = dot == std::string::npos ? "" : value.path.substr(dot + 1);
    if (!value.is_empty && std::find(kFields.begin(), kFields.end(), field) != kFields.end()) {
      fields.by_field.emplace(field, value);
    } else if (value.is_empty || !take_bracket(fields, field, value)) {
      return refused(name, value,
                     "is not a field of an instrument; known are kind, base, quote, tick, lot, min_notional, "
                     "multiplier, unattended_rise and brackets with floor, maintenance, cum");
    }
  }
  return fields;
}

/// The field's value read by `read`, or `fallback` when it is not given (an empty fallback: required).
template <class Read>
auto field(const Fields& fields, const std::string& key, const char* example, const std::string& fallback, Read&& read)
    -> decltype(read(std::string_view{})) {
  const auto found = fields.by_field.find(key);
  if (found == fields.by_field.end() && fallback.empty()) {
    return refused(fields.name, fields.first,
                   "stands in an instrument without " + key + "; add " + key + ": " + example);
  }
  const std::string& text = found == fields.by_field.end() ? fallback : found->second.text;
  auto value = read(std::string_view(text));
  if (!value) return refused(fields.name, found->second, "is not a valid " + key + ", e.g. " + example);
  return value;
}

Result<ContractKind> read_kind(std::string_view text) {
  if (text == "linear") return ContractKind::LINEAR;
  if (text == "inverse") return ContractKind::INVERSE;
  return fail(ErrorCode::kInvalidArgument, "linear or inverse");
}

Result<Currency> read_currency(std::string_view text) {
  const bool passes = !text.empty() && text.size() <= 8 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
  if (!passes) return fail(ErrorCode::kInvalidArgument, "at most eight capital letters and digits");
  return Currency(text);
}

Result<void> read_brackets(const Fields& fields, Currency currency, std::vector<MarginBracket>& to) {
  Int128 cum = 0;  // at 1e-16, exact
  for (const BracketTexts& texts : fields.brackets) {
    if (!texts.floor || !texts.maintenance) {
      return refused(fields.name, fields.first,
                     "has a bracket without floor or maintenance; write {floor: 0, maintenance: 0.004}");
    }
    const auto floor = Money::parse(texts.floor->text, currency);
    const auto maintenance = Ratio::parse(texts.maintenance->text);
    if (!floor) return refused(fields.name, *texts.floor, "is not an amount, e.g. 300000");
    // Checked here already, so that no product below can be larger than its type.
    if (!maintenance || maintenance->raw() <= 0 || *maintenance >= Ratio::one()) {
      return refused(fields.name, *texts.maintenance, "is not a ratio between 0 and 1, e.g. 0.005");
    }
    if (!to.empty()) {
      const std::int64_t rise = (*maintenance - to.back().maintenance).raw();
      cum += divide_rounding_half_away<Int128>(floor->raw() * rise, kOne);
    }
    const Money expected = Money::from_raw(cum, currency);
    const auto given = texts.cum ? Money::parse(texts.cum->text, currency) : Result<Money>(expected);
    if (!given || *given != expected) {
      return refused(fields.name, *texts.cum,
                     "does not follow from the rows above; " + expected.to_string(0) + " does");
    }
    to.push_back({*floor, *maintenance, expected});
  }
  return {};
}

}  // namespace

Result<Instrument> read_instrument(const std::string& symbol, std::span<const YamlValue> values,
                                   std::string_view name) {
  if (!parse_value(*find_key("symbol"), symbol)) {
    return refused(name, values.front(),
                   "stands under a name that is no symbol; letters, digits, - and _, e.g. BTCUSDT");
  }
  const auto fields = sort_out(symbol, values, name);
  if (!fields) return std::unexpected(fields.error());
  const auto kind = field(*fields, "kind", "linear", "", read_kind);
  if (!kind) return std::unexpected(kind.error());
  const auto base = field(*fields, "base", "BTC", "", read_currency);
  if (!base) return std::unexpected(base.error());
  const auto quote = field(*fields, "quote", "USDT", "", read_currency);
  if (!quote) return std::unexpected(quote.error());
  const auto tick = field(*fields, "tick", "0.10", "", Price::parse);
  if (!tick) return std::unexpected(tick.error());
  const auto lot = field(*fields, "lot", "0.001", "", Quantity::parse);
  if (!lot) return std::unexpected(lot.error());
  const auto minimum =
      field(*fields, "min_notional", "5", "", [&](std::string_view text) { return Money::parse(text, *quote); });
  if (!minimum) return std::unexpected(minimum.error());
  const auto multiplier = field(*fields, "multiplier", "1", "1", Quantity::parse);
  if (!multiplier) return std::unexpected(multiplier.error());
  const auto rise = field(*fields, "unattended_rise", "0.60", "0.60", Ratio::parse);
  if (!rise) return std::unexpected(rise.error());

  Instrument instrument{kHedgeLeg, symbol, *kind, *base, *quote, *tick, *lot, *minimum, *multiplier, {}, *rise};
  // Inverse contracts are margined in the coin.
  if (auto read = read_brackets(*fields, instrument.settle(), instrument.brackets); !read) {
    return std::unexpected(read.error());
  }
  if (rise->raw() <= 0 || rise->raw() > 10 * kOne) {
    return refused(name, fields->by_field.at("unattended_rise"), "is out of range; must be 0 < x <= 10, e.g. 0.60");
  }
  if (auto outcome = validate(instrument); !outcome) {
    return fail(ErrorCode::kInvalidArgument,
                std::string(name) + ":" + std::to_string(values.front().line) + ": " + outcome.error().message);
  }
  return instrument;
}

}  // namespace alpha_pulse::config

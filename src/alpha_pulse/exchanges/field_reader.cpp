#include "alpha_pulse/exchanges/field_reader.hpp"

#include "alpha_pulse/exchanges/wire_number.hpp"

namespace alpha_pulse::exchanges {
namespace {

constexpr int kAmountDecimals = 16;

std::string printable(std::string_view value) {
  std::string shown(value.substr(0, 40));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) c = '?';
  }
  return shown;
}

}  // namespace

FieldReader::FieldReader(JsonValue object, std::string_view what) : object_(object), what_(what) {
  if (!object.is_object()) {
    error_ = Error{ErrorCode::kBadData,
                   std::string(what) + ": expected an object, e.g. {}, not '" + printable(object.text()) + "'"};
  }
}

void FieldReader::refuse(std::string_view name, std::string_view value, std::string_view why) {
  if (error_) return;
  error_ = Error{ErrorCode::kBadData, std::string(what_) + ": field '" + std::string(name) + "' is '" +
                                          printable(value) + "': " + std::string(why)};
}

void FieldReader::adopt(const Error& error) {
  if (!error_) error_ = error;
}

JsonValue FieldReader::find(std::string_view name) {
  const JsonValue found = object_.member_after(last_, name);
  if (found.exists()) last_ = found;
  return found;
}

bool FieldReader::has(std::string_view name) {
  const JsonValue found = find(name);
  return found.exists() && found.kind() != JsonKind::NULL_VALUE;
}

JsonValue FieldReader::expect(std::string_view name, JsonKind kind, std::string_view kind_name) {
  if (error_) return {};
  const JsonValue found = find(name);
  if (found.kind() == kind) return found;
  if (!found.exists()) {
    error_ = Error{ErrorCode::kBadData, std::string(what_) + ": field '" + std::string(name) +
                                            "' is missing; expected " + std::string(kind_name)};
  } else {
    refuse(name, found.text(), "expected " + std::string(kind_name));
  }
  return {};
}

JsonValue FieldReader::object(std::string_view name) {
  return expect(name, JsonKind::OBJECT, "an object");
}
JsonValue FieldReader::array(std::string_view name) {
  return expect(name, JsonKind::ARRAY, "an array");
}
std::string_view FieldReader::text(std::string_view name) {
  return expect(name, JsonKind::STRING, "a string").text();
}
bool FieldReader::boolean(std::string_view name) {
  return expect(name, JsonKind::BOOLEAN, "true or false").text() == "true";
}

template <class T>
T FieldReader::keep(std::string_view name, const Result<T>& value) {
  if (value) return *value;
  if (!error_) {
    error_ = Error{ErrorCode::kBadData,
                   std::string(what_) + ": field '" + std::string(name) + "': " + value.error().message};
  }
  return {};
}

template <class T>
T FieldReader::not_negative(std::string_view name, T value) {
  if (value >= T{}) return value;
  refuse(name, value.to_string(), "it is not negative");
  return {};
}

std::int64_t FieldReader::integer(std::string_view name) {
  const JsonValue found = expect(name, JsonKind::NUMBER, "a whole number, e.g. 1");
  return error_ ? 0 : keep(name, parse_integer(found.text()));
}

std::int64_t FieldReader::whole_or_text(std::string_view name) {
  const JsonValue found = find(name);
  if (found.kind() != JsonKind::STRING) return integer(name);
  return error_ ? 0 : keep(name, parse_integer(found.text()));
}

std::int64_t FieldReader::integer_in(std::string_view name, std::int64_t least, std::int64_t most) {
  const std::int64_t value = integer(name);
  if (error_ || (value >= least && value <= most)) return value;
  refuse(name, std::to_string(value), "expected " + std::to_string(least) + " to " + std::to_string(most));
  return 0;
}

Timestamp FieldReader::time(std::string_view name) {
  return Timestamp::from_ms(integer_in(name, 0, kLastMs));
}

Price FieldReader::price(std::string_view name) {
  const std::string_view value = text(name);
  if (error_) return {};
  return not_negative(name, Price::from_raw(keep(name, parse_exact(value, domain::kDecimals))));
}
Price FieldReader::rounded_price(std::string_view name) {
  const std::string_view value = text(name);
  if (error_) return {};
  return not_negative(name, Price::from_raw(keep(name, parse_rounded(value, domain::kDecimals))));
}
Quantity FieldReader::signed_quantity(std::string_view name) {
  const std::string_view value = text(name);
  return error_ ? Quantity{} : Quantity::from_raw(keep(name, parse_exact(value, domain::kDecimals)));
}
Quantity FieldReader::quantity(std::string_view name) {
  return not_negative(name, signed_quantity(name));
}
Ratio FieldReader::ratio(std::string_view name) {
  const std::string_view value = text(name);
  return error_ ? Ratio{} : Ratio::from_raw(keep(name, parse_exact(value, domain::kDecimals)));
}
Ratio FieldReader::number_ratio(std::string_view name) {
  const JsonValue found = expect(name, JsonKind::NUMBER, "a number, e.g. 0.0065");
  return error_ ? Ratio{} : Ratio::from_raw(keep(name, parse_exact(found.text(), domain::kDecimals)));
}
Int128 FieldReader::amount(std::string_view name) {
  const std::string_view value = text(name);
  return error_ ? Int128{0} : keep(name, parse_wide(value, kAmountDecimals));
}
Int128 FieldReader::number_amount(std::string_view name) {
  const JsonValue found = expect(name, JsonKind::NUMBER, "a number, e.g. 10000");
  return error_ ? Int128{0} : keep(name, parse_wide(found.text(), kAmountDecimals));
}

}  // namespace alpha_pulse::exchanges

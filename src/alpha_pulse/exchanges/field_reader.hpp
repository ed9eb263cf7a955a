#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alpha_pulse/base/int128.hpp"
#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/price.hpp"
#include "alpha_pulse/exchanges/inline_text.hpp"
#include "alpha_pulse/exchanges/json.hpp"

namespace alpha_pulse::exchanges {

/// Reads the fields of one object, and remembers the first that is missing, null, of another type or out of range:
/// read all, then ask `result`. Once something is wrong every read gives zero. `what` names the object in the error and
/// must outlive the reader. Proven by exchanges/field_reader_test.cpp.
class FieldReader {
 public:
  static constexpr std::int64_t kLastMs = 7'258'118'400'000;  ///< 2200; a later time is no time

  FieldReader(JsonValue object, std::string_view what);

  /// Whether there is such a field and it is not null.
  bool has(std::string_view name);
  JsonValue object(std::string_view name);
  JsonValue array(std::string_view name);
  std::string_view text(std::string_view name);
  bool boolean(std::string_view name);
  std::int64_t integer(std::string_view name);        ///< a JSON number without point or exponent
  std::int64_t whole_or_text(std::string_view name);  ///< the same, or a string of digits
  std::int64_t integer_in(std::string_view name, std::int64_t least, std::int64_t most);
  Timestamp time(std::string_view name);            ///< milliseconds, 1970 to 2200
  Price price(std::string_view name);               ///< string, not negative, exact
  Price rounded_price(std::string_view name);       ///< string, not negative, beyond eight decimals rounded
  Quantity quantity(std::string_view name);         ///< string, not negative
  Quantity signed_quantity(std::string_view name);  ///< string
  Ratio ratio(std::string_view name);               ///< string, may be negative
  Ratio number_ratio(std::string_view name);        ///< JSON number
  Int128 amount(std::string_view name);             ///< string, at 1e-16
  Int128 number_amount(std::string_view name);      ///< JSON number, at 1e-16

  /// An id of the venue, not negative.
  template <class Id>
  Id id(std::string_view name) {
    return Id{static_cast<decltype(Id::value)>(integer_in(name, 0, kIdMax))};
  }
  template <class Text>
  Text inline_text(std::string_view name) {
    const std::string_view value = text(name);
    if (const auto result = Text::from(value)) return *result;
    refuse(name, value, "too long");
    return {};
  }

  /// For texts that people alone read: what does not fit is cut off.
  template <class Text>
  Text shown_text(std::string_view name) {
    return Text::from(text(name).substr(0, Text::kMost)).value_or(Text{});
  }

  bool ok() const { return !error_.has_value(); }
  /// Makes the field the reason of failure; the first one counts.
  void refuse(std::string_view name, std::string_view value, std::string_view why);
  void adopt(const Error& error);
  const Error& error() const { return *error_; }
  /// The value, or what was wrong.
  template <class T>
  Result<T> result(T value) const {
    if (error_) return std::unexpected(*error_);
    return value;
  }

 private:
  static constexpr std::int64_t kIdMax = 0x7fff'ffff'ffff'ffff;
  JsonValue find(std::string_view name);
  JsonValue expect(std::string_view name, JsonKind kind, std::string_view kind_name);
  template <class T>
  T keep(std::string_view name, const Result<T>& value);
  template <class T>
  T not_negative(std::string_view name, T value);

  JsonValue object_;
  JsonValue last_{};
  std::string_view what_;
  std::optional<Error> error_{};
};

/// Every element of an array by `read`, JsonValue -> Result<T>; the first failure ends it.
template <class T, class Read>
Result<std::vector<T>> read_each(JsonValue array, std::string_view what, Read read) {
  if (!array.is_array()) return fail(ErrorCode::kBadData, std::string(what) + ": expected an array, e.g. []");
  std::vector<T> all;
  all.reserve(array.size());
  for (JsonValue element = array.first(); element.exists(); element = element.next()) {
    auto one = read(element);
    if (!one) return std::unexpected(one.error());
    all.push_back(std::move(*one));
  }
  return all;
}

}  // namespace alpha_pulse::exchanges

#pragma once

#include <type_traits>

#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/config/value.hpp"

/// How a value of the key table gets into the `AppConfig`: `put<&AppConfig::hedge, &HedgeSettings::grid, ...>` names
/// the member, and the member's type says how the value is taken. Only for the files keys_*.cpp.
namespace alpha_pulse::config {

inline void take(Ratio& to, const Value& v) {
  to = Ratio::from_raw(v.raw);
}
inline void take(Quantity& to, const Value& v) {
  to = Quantity::from_raw(v.raw);
}
inline void take(Money& to, const Value& v) {
  to = Money::from_raw(Int128{v.raw} * kOne, Currency{});
}
inline void take(Duration& to, const Value& v) {
  to = Duration::nanoseconds(v.raw);
}
inline void take(int& to, const Value& v) {
  to = static_cast<int>(v.raw);
}
inline void take(std::int64_t& to, const Value& v) {
  to = v.raw;
}
inline void take(bool& to, const Value& v) {
  to = v.raw != 0;
}
inline void take(std::string& to, const Value& v) {
  to = v.is_word ? std::string() : v.text;
}
inline void take(Secret& to, const Value& v) {
  to = v.is_word ? Secret() : Secret::from(v.text);
}

/// The words of a choice stand in the order of its enumerators (checked by config/key_table_test.cpp).
template <class E>
  requires std::is_enum_v<E>
void take(E& to, const Value& v) {
  to = static_cast<E>(v.raw);
}

/// A word (off, auto, all) is "none".
template <class T>
void take(std::optional<T>& to, const Value& v) {
  if (v.is_word) {
    to.reset();
  } else {
    take(to.emplace(), v);
  }
}

template <auto... Path>
void put(AppConfig& config, const Value& value) {
  take((config.*....*Path), value);
}

}  // namespace alpha_pulse::config

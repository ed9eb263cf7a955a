#pragma once

#include <string_view>

#include "alpha_pulse/exchanges/field_reader.hpp"
#include "alpha_pulse/exchanges/local_book.hpp"

namespace alpha_pulse::exchanges::binance {

/// One `["price","quantity"]`; what is wrong goes to `reader` under `name`.
BookLevel read_level(JsonValue value, FieldReader& reader, std::string_view name);

/// The levels of the field `name` of `reader`, appended to `levels`.
template <class Levels>
void read_levels(FieldReader& reader, std::string_view name, Levels& levels) {
  const JsonValue array = reader.array(name);
  levels.reserve(array.size());
  for (JsonValue level = array.first(); level.exists() && reader.ok(); level = level.next()) {
    levels.push_back(read_level(level, reader, name));
  }
}

}  // namespace alpha_pulse::exchanges::binance

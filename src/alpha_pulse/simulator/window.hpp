#pragma once

#include <cstddef>
#include <vector>

#include "alpha_pulse/simulator/venue_figures.hpp"

namespace alpha_pulse::simulator {

/// Whether a row of a history is inside what was asked for.
inline bool inside(const Window& window, std::int64_t id, Timestamp time) {
  return (!window.from_id || id >= *window.from_id) && (!window.start || time >= *window.start) &&
         (!window.end || time <= *window.end);
}

/// At most `limit` of the ascending rows: the oldest when a start was named, else the newest.
template <class Row>
std::vector<Row> limited(const Window& window, std::vector<Row> rows) {
  if (rows.size() <= window.limit) return rows;
  const auto limit = static_cast<std::ptrdiff_t>(window.limit);
  if (window.start || window.from_id) {
    rows.erase(rows.begin() + limit, rows.end());
  } else {
    rows.erase(rows.begin(), rows.end() - limit);
  }
  return rows;
}

}  // namespace alpha_pulse::simulator

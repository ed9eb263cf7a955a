#pragma once

#include <cstdint>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/matching/tick_event.hpp"

namespace alpha_pulse::bench {

/// What HG5 can be told. Its own, permissive limits: it may be net long, and nothing stops it.
struct Hg5Settings {
  std::int32_t spacing_millionths = 1000;  ///< of the anchor
  std::int32_t levels = 5;                 ///< on each side
  std::int32_t quantity = 10;              ///< lots of one order
};

/// The lines of HG5: an anchor, a spacing, and lines j = -levels .. levels. With k sells more filled than buys a sell
/// rests on every line j > k and a buy on every line j < k. At a distance of twice the outermost line everything is
/// closed and the lines are drawn anew.
struct GridLines {
  std::int32_t anchor = 0;
  std::int32_t spacing = 0;
  std::int32_t levels = 0;

  static GridLines at(std::int32_t anchor, const Hg5Settings& settings) {
    const std::int64_t scaled = std::int64_t{anchor} * settings.spacing_millionths;
    const auto spacing = static_cast<std::int32_t>((scaled + 500'000) / 1'000'000);
    base::ensure(spacing > 0, "lines lie at least a tick apart");
    return {anchor, spacing, settings.levels};
  }

  std::int32_t line(std::int32_t j) const { return anchor + j * spacing; }
  /// Where the lines end.
  matching::TickCorridor reach() const { return {line(-2 * levels), line(2 * levels)}; }
  /// Between the nearest orders; where a side has none, to where the lines end.
  matching::TickCorridor corridor(std::int32_t k) const {
    return {line(k > -levels ? k - 1 : -2 * levels), line(k < levels ? k + 1 : 2 * levels)};
  }
};

}  // namespace alpha_pulse::bench

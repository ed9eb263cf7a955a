#pragma once

#include <optional>

#include "alpha_pulse/matching/tick_desk.hpp"
#include "hg5/grid_lines.hpp"

namespace alpha_pulse::bench {

/// HG5 as a strategy behind a wire: late quotes, late answers, post-only orders. It decides on settled ground only: not
/// while an answer is outstanding. To draw the lines anew it cancels, waits until nothing is left, closes the position
/// at market, and begins at the middle of the quote it then sees.
class LatencyGrid {
 public:
  explicit LatencyGrid(const Hg5Settings& settings) : settings_(settings) {}

  void wake(matching::TickDesk& desk);
  std::optional<matching::TickCorridor> quiet(const matching::TickDesk& desk) const {
    if (desk.messages() != arranged_ || leaving_) return std::nullopt;
    return lines_.reach();
  }

  int reanchors() const { return reanchors_; }

 private:
  void leave(matching::TickDesk& desk);
  void anchor(const matching::TickDesk& desk);
  void arrange(matching::TickDesk& desk);

  Hg5Settings settings_;
  GridLines lines_;
  bool anchored_ = false;
  bool leaving_ = false;
  int reanchors_ = 0;
  std::uint64_t arranged_ = ~std::uint64_t{0};  // at this many messages every wanted order was there
};

}  // namespace alpha_pulse::bench

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "alpha_pulse/domain/money.hpp"
#include "alpha_pulse/domain/position.hpp"

namespace alpha_pulse::backtest {
class ClosedLoop;
}

namespace alpha_pulse::session {

/// What stands in one set of books at one moment: the exchange's, asked over the wire, or the bot's own.
struct Books {
  Quantity position{};
  std::size_t open_orders = 0;  ///< ours, in both order books
  Money fees;                   ///< paid since the run began: positive
  Money funding;                ///< received since the run began

  friend bool operator==(const Books&, const Books&) = default;
};

/// Of a run's own account.
Books books_of(const backtest::ClosedLoop& loop);

/// Both, side by side, at the end of a run.
struct BooksCompared {
  Books exchange, bot;
  std::uint64_t foreign_orders = 0;  ///< open at the exchange, of others; left alone

  bool equal() const { return exchange == bot; }
  /// One line for each thing they disagree in.
  std::vector<std::string> differences() const;
};

}  // namespace alpha_pulse::session

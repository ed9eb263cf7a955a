#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/simulator/venue_types.hpp"

namespace alpha_pulse::simulator {

/// One execution of one account: a row of `userTrades` or, on spot, of `myTrades`.
struct TradeRecord {
  InstrumentId symbol{};
  std::int64_t trade_id = 0, order_id = 0;
  Side side{};
  PositionSide position_side = PositionSide::BOTH;
  bool maker = false;
  Price price{};
  Quantity quantity{};
  Money quote{};  ///< price x quantity, exact
  Money commission{}, realized{};
  Timestamp time{};
};

/// One row of `income`; positive = received.
struct IncomeRecord {
  InstrumentId symbol{};
  bool has_symbol = true;  ///< transfers have none
  IncomeType type{};
  Money amount{};
  Timestamp time{};
  std::int64_t transaction_id = 0;
  std::int64_t trade_id = 0;  ///< 0 = none
  std::string info{};
};

/// Which rows of a history are wanted. Both ends of the time window are inside it.
struct Window {
  std::optional<std::int64_t> from_id{};  ///< rows with at least this id
  std::optional<Timestamp> start{}, end{};
  std::size_t limit = 500;  ///< with `start` or `from_id` the oldest rows of the window, else the newest; ascending
};

/// A position (one side of one symbol) with the figures of `positionRisk` and `account`.
struct PositionFigures {
  InstrumentId symbol{};
  PositionSide side = PositionSide::BOTH;
  Quantity amount{};                                   ///< negative = short
  Price entry{}, break_even{}, mark{}, liquidation{};  ///< liquidation 0 = none
  Money unrealized{}, notional{};                      ///< notional signed
  Money isolated_margin{}, isolated_wallet{};
  Money initial_margin{}, maintenance_margin{}, position_initial_margin{}, open_order_initial_margin{};
  Money bid_notional{}, ask_notional{};
  Money realized_total{};  ///< `cr`: accumulated realised profit before fees
  int leverage = 20;
  MarginType margin_type = MarginType::CROSSED;
  Money max_notional{};
  Timestamp update_time{};
};

/// The totals of `GET account`, in the margin asset.
struct AccountFigures {
  Money initial_margin{}, maintenance_margin{}, wallet{}, unrealized{}, margin_balance{}, position_initial_margin{},
      open_order_initial_margin{}, cross_wallet{}, cross_unrealized{}, available{}, max_withdraw{};
  std::vector<PositionFigures> positions{};  ///< symbols with a position or an open order
  Timestamp update_time{};
};

/// What an account has set for a symbol.
struct SymbolConfig {
  InstrumentId symbol{};
  MarginType margin_type = MarginType::CROSSED;
  int leverage = 20;
  Money max_notional{};
};

/// What an account has set for all symbols.
struct AccountConfig {
  bool hedge_mode = false, multi_assets = false;
};

/// One price level of the book.
struct Level {
  Price price{};
  Quantity quantity{};
  friend bool operator==(const Level&, const Level&) = default;
};

/// A depth snapshot, best first on both sides.
struct Depth {
  std::int64_t last_update_id = 0;
  Timestamp time{};
  std::vector<Level> bids{}, asks{};
};

/// What a symbol stands at.
struct Ticker {
  Price last{}, mark{}, index{};
  Level bid{}, ask{};  ///< price 0 = none
  Ratio funding_rate{};
  Timestamp next_funding{}, mark_time{}, trade_time{};
};

}  // namespace alpha_pulse::simulator

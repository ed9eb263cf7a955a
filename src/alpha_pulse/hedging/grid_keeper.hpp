#pragma once

#include <span>
#include <vector>

#include "alpha_pulse/domain/command.hpp"
#include "alpha_pulse/hedging/ladder.hpp"

namespace alpha_pulse::hedging {

/// What the grid may do at this moment.
struct GridPermission {
  int rungs = 0;                  ///< how many opening orders may rest, nearest first
  Quantity limit;                 ///< held + everything that may still open <= this
  std::optional<Quantity> cap{};  ///< of the risk gate, for new orders: held + all that may open <= this
  bool may_place = false;         ///< new opening orders may be sent (resting ones stay either way)
  bool may_close = false;         ///< closing orders may rest
  Price stop;  ///< rungs nearer than one spacing to it, or beyond, do not rest; Price{} = no such rule
};

/// Compares the orders the ladder wants with those that are live and sends only the difference. A lost or refused order
/// is tried again after `retry_after`; a rung's order is replaced only when its old one is proven gone.
/// Tested by grid_keeper_test.cpp.
class GridKeeper {
 public:
  /// What is compared with the ladder.
  struct Inputs {
    Timestamp now;
    const Instrument& instrument;
    std::span<const Order> live;
    Quantity held;           ///< magnitude of the hedge leg
    Quantity raising_other;  ///< remaining quantity of raising orders that are not the grid's
    Duration retry_after;
    std::optional<Duration> order_timeout;
  };

  void keep(const Ladder& ladder, const GridPermission& permission, const Inputs& in, Commands& out);

  /// An order of the slot has done its work: its next order need not wait.
  void on_completed(const OrderSlot& slot);
  void forget() { *this = GridKeeper(); }

  /// The next moment a lost order is tried again or a timeout falls due.
  Timestamp next_at() const { return next_at_; }
  /// An opening order is wanted and only the permission to place is missing.
  bool blocked() const { return blocked_; }

 private:
  struct Wanted {
    bool rests = false;
    Quantity quantity;
    Price price;
  };
  void index_live(const Ladder& ladder, const Inputs& in, Commands& out);
  void keep_opening(const Ladder& ladder, const GridPermission& permission, const Inputs& in, Commands& out);
  void keep_closing(const Ladder& ladder, const GridPermission& permission, const Inputs& in, Commands& out);
  enum class NewOrder : std::uint8_t { ALLOWED, BLOCKED, NO_ROOM };
  bool reconcile(const OrderSlot& slot, Side side, const Wanted& wanted, NewOrder allowed, const Inputs& in,
                 Commands& out);
  std::vector<std::optional<Timestamp>>& attempts(SlotKind kind) {
    return kind == SlotKind::GRID_OPEN ? open_attempts_ : close_attempts_;
  }
  std::vector<const Order*>& live_of(SlotKind kind) { return kind == SlotKind::GRID_OPEN ? open_live_ : close_live_; }

  std::vector<std::optional<Timestamp>> open_attempts_, close_attempts_;  // when last sent; empty = free to send
  std::vector<const Order*> open_live_, close_live_;                      // scratch, valid during keep()
  Timestamp next_at_ = Timestamp::never();
  bool blocked_ = false;
};

}  // namespace alpha_pulse::hedging

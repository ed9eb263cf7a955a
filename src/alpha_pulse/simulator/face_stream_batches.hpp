#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "alpha_pulse/simulator/face_history.hpp"
#include "alpha_pulse/simulator/venue_figures.hpp"

/// What streams tell not at once but by the clock: the changes of a book put together, and candles (sheet 6.2).
namespace alpha_pulse::simulator {

/// The changes of one book since the last message at one speed, as one change. `Changed` is the futures' or spot's.
/// A value. Tested by simulator/face_stream_batches_test.cpp.
template <class Changed>
class DepthBatch {
 public:
  explicit DepthBatch(Duration speed) : speed_(speed) {}

  /// When what was added must be told; never() when there is nothing.
  Timestamp due() const { return change_ ? due_ : Timestamp::never(); }
  void add(const Changed& change) {
    if (!change_) {
      due_ = change.time.floor_to(speed_) + speed_;
      change_ = change;
    }
    change_->last = change.last;
    for (const Level& level : change.bids) bids_[level.price] = level.quantity;
    for (const Level& level : change.asks) asks_[level.price] = level.quantity;
  }
  /// The one change, at the moment it was due; best levels first. There must be one.
  Changed take() {
    Changed change = *std::exchange(change_, {});
    change.time = due_;
    change.bids.clear();
    change.asks.clear();
    for (auto level = bids_.rbegin(); level != bids_.rend(); ++level)
      change.bids.push_back({level->first, level->second});
    for (const auto& [price, quantity] : asks_) change.asks.push_back({price, quantity});
    bids_.clear();
    asks_.clear();
    return change;
  }

 private:
  Duration speed_;
  Timestamp due_{};
  std::optional<Changed> change_;
  std::map<Price, Quantity> bids_, asks_;
};

/// One candle as a kline stream tells it.
struct CandleNews {
  Candle candle{};
  bool closed = false;
};

/// Follows the candles of one interval: each is told while it is being made and once more when it has ended.
/// A value. Tested by simulator/face_stream_batches_test.cpp.
class CandleFollower {
 public:
  /// What is to be told at `now`: the end of the candle told last, then the one being made.
  std::vector<CandleNews> news(const PrintHistory& history, std::string_view interval, Timestamp now);

 private:
  std::optional<Timestamp> told_{};  ///< the open time of the candle told last, while it has not ended
  std::int64_t told_id_ = 0;         ///< its last print
};

}  // namespace alpha_pulse::simulator

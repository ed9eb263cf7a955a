#pragma once

#include <algorithm>
#include <cstdint>

#include "alpha_pulse/domain/enums.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::matching {

/// Position, cash, fees, and the largest fall of equity from its highest point so far, starting from nothing. Exact:
/// cash in tick x lot, fees and equity in millionths of that, because rates are millionths of the notional. Room for
/// 9e12 tick x lot: nine hundred million in a market of 0.1 x 0.001.
/// Proven by matching/tick_account_test.cpp.
class TickAccount {
 public:
  static constexpr std::int64_t kMillionths = 1'000'000;

  void fill(domain::Side side, std::int32_t price, std::int64_t quantity, std::int64_t rate_millionths) {
    const std::int64_t notional = std::int64_t{price} * quantity;
    const bool buy = side == domain::Side::BUY;
    cash_ += buy ? -notional : notional;
    position_ += buy ? quantity : -quantity;
    fees_ += notional * rate_millionths;
    settled_ = cash_ * kMillionths - fees_;
    worth_of_half_tick_ = position_ * (kMillionths / 2);
    ++fills_;
  }

  /// Values the position at the middle of a quote, given as bid + ask.
  void mark(std::int64_t bid_and_ask) {
    const std::int64_t equity = equity_at(bid_and_ask);
    peak_ = std::max(peak_, equity);
    drawdown_ = std::max(drawdown_, peak_ - equity);
  }
  /// Marks at several middles, of which only the lowest and the highest are told, when their order cannot matter: no
  /// fall among them exceeds the largest one so far. False, and nothing done, when it could.
  bool mark_all(std::int64_t lowest, std::int64_t highest) {
    const std::int64_t at_lowest = equity_at(lowest);
    const std::int64_t at_highest = equity_at(highest);
    const std::int64_t peak = std::max({peak_, at_lowest, at_highest});
    if (position_ != 0 && peak - std::min(at_lowest, at_highest) > drawdown_) return false;
    peak_ = peak;
    drawdown_ = std::max(drawdown_, position_ == 0 ? peak - at_lowest : 0);
    return true;
  }
  /// Whether no middle in [low, high] could move the highest point or the largest fall, in whatever order they came.
  bool settled_between(std::int32_t low, std::int32_t high) const {
    const std::int64_t at_low = equity_at(2 * std::int64_t{low});
    const std::int64_t at_high = equity_at(2 * std::int64_t{high});
    return std::max(at_low, at_high) <= peak_ && peak_ - std::min(at_low, at_high) <= drawdown_;
  }

  std::int64_t equity_at(std::int64_t bid_and_ask) const { return settled_ + worth_of_half_tick_ * bid_and_ask; }
  std::int64_t position() const { return position_; }  ///< lots, long positive
  std::int64_t cash() const { return cash_; }          ///< tick x lot; fees are apart
  std::int64_t fees() const { return fees_; }          ///< millionths of tick x lot
  std::int64_t drawdown() const { return drawdown_; }  ///< millionths of tick x lot
  std::int64_t fills() const { return fills_; }

  friend bool operator==(const TickAccount&, const TickAccount&) = default;

 private:
  std::int64_t position_ = 0;
  std::int64_t cash_ = 0;
  std::int64_t fees_ = 0;
  std::int64_t settled_ = 0;             // cash less fees, millionths
  std::int64_t worth_of_half_tick_ = 0;  // of the position, millionths
  std::int64_t peak_ = 0;
  std::int64_t drawdown_ = 0;
  std::int64_t fills_ = 0;
};

}  // namespace alpha_pulse::matching

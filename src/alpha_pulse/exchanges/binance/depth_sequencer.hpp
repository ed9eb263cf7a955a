#pragma once

#include <cstdint>

#include "alpha_pulse/exchanges/binance/market_messages.hpp"
#include "alpha_pulse/exchanges/binance/market_replies.hpp"
#include "alpha_pulse/exchanges/binance/wire_enums.hpp"
#include "alpha_pulse/exchanges/local_book.hpp"

namespace alpha_pulse::exchanges::binance {

/// What a change of the book led to.
enum class DepthStep : std::uint8_t {
  APPLIED,
  IGNORED,        ///< older than the book
  NEED_SNAPSHOT,  ///< none yet, too old, or a gap: fetch one and give it to `restart`
};

/// Keeps a book that never misses a change: the venue's rules for joining a snapshot with the stream (futures by `pu`,
/// spot by `U` and `u`). Changes that arrive before the snapshot are the caller's to keep and to give again after
/// `restart`, oldest first. Proven by exchanges/binance/depth_sequencer_test.cpp (any change lost is noticed).
class DepthSequencer {
 public:
  explicit DepthSequencer(Product product) : product_(product) {}

  void restart(const DepthSnapshot& snapshot);
  DepthStep apply(const DepthUpdate& update);

  /// Whole and without a gap: a snapshot was taken and at least one change joined to it.
  bool synchronized() const { return state_ == State::FOLLOWING; }
  const LocalBook& book() const { return book_; }

 private:
  enum class State : std::uint8_t { EMPTY, SNAPSHOT, FOLLOWING };
  bool is_old(const DepthUpdate& update) const;
  bool joins(const DepthUpdate& update) const;

  Product product_;
  State state_ = State::EMPTY;
  std::int64_t last_id_ = 0;
  LocalBook book_;
};

}  // namespace alpha_pulse::exchanges::binance

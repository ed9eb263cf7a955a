#include "alpha_pulse/exchanges/binance/depth_sequencer.hpp"

namespace alpha_pulse::exchanges::binance {

void DepthSequencer::restart(const DepthSnapshot& snapshot) {
  book_.assign(snapshot.bids, snapshot.asks);
  last_id_ = snapshot.last_id;
  state_ = State::SNAPSHOT;
}

bool DepthSequencer::is_old(const DepthUpdate& update) const {
  const bool may_repeat_last = product_ == Product::FUTURES && state_ == State::SNAPSHOT;
  return may_repeat_last ? update.last_id < last_id_ : update.last_id <= last_id_;
}

bool DepthSequencer::joins(const DepthUpdate& update) const {
  if (state_ == State::FOLLOWING) {
    return product_ == Product::FUTURES ? update.previous_last == last_id_ : update.first_id - 1 == last_id_;
  }
  const std::int64_t reach = product_ == Product::FUTURES ? update.first_id : update.first_id - 1;
  return reach <= last_id_;
}

DepthStep DepthSequencer::apply(const DepthUpdate& update) {
  if (state_ == State::EMPTY) return DepthStep::NEED_SNAPSHOT;
  if (is_old(update)) return DepthStep::IGNORED;
  if (!joins(update)) {
    state_ = State::EMPTY;
    book_.clear();
    return DepthStep::NEED_SNAPSHOT;
  }
  book_.apply(update.bids, update.asks);
  last_id_ = update.last_id;
  state_ = State::FOLLOWING;
  return DepthStep::APPLIED;
}

}  // namespace alpha_pulse::exchanges::binance

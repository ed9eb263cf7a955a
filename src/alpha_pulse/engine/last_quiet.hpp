#pragma once

#include <vector>

#include "alpha_pulse/domain/event.hpp"

namespace alpha_pulse::engine {

/// The latest quiet price event of each instrument and kind (trade, quote, mark), until somebody needs the prices of
/// now. Fixed memory: three events an instrument.
class LastQuiet {
 public:
  explicit LastQuiet(std::size_t instruments) : events_(3 * instruments), kept_(3 * instruments) {}

  /// A price event; kept under the given number.
  void keep(const Event& event, std::uint64_t seq) {
    const std::size_t i = 3 * event.instrument.value + event.body.index();
    events_[i] = event;
    events_[i].seq = seq;
    kept_[i] = 1;
    any_ = true;
  }
  bool any() const { return any_; }
  /// Hands the kept events to `deliver` in the order of `seq`, and forgets them.
  template <class Deliver>
  void release(Deliver&& deliver) {
    while (any_) {
      std::size_t first = events_.size();
      for (std::size_t i = 0; i < events_.size(); ++i) {
        if (kept_[i] != 0 && (first == events_.size() || events_[i].seq < events_[first].seq)) first = i;
      }
      if (first == events_.size()) {
        any_ = false;
        return;
      }
      kept_[first] = 0;
      deliver(events_[first]);
    }
  }

 private:
  std::vector<Event> events_;
  std::vector<char> kept_;
  bool any_ = false;
};

}  // namespace alpha_pulse::engine

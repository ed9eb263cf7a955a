#pragma once

#include "alpha_pulse/matching/matching_engine.hpp"

namespace alpha_pulse::matching {

/// One consistent step of the venue: everything that happens at one moment for one reason. When it ends, positions
/// that moved are reported, the events are chained with `more_follow`, and the watches are renewed.
class MatchingEngine::Step {
 public:
  Step(MatchingEngine& engine, InstrumentId instrument, Timestamp at)
      : engine_(engine), instrument_(instrument), at_(at), first_(engine.events_.size()) {}
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  ~Step();

 private:
  MatchingEngine& engine_;
  InstrumentId instrument_;
  Timestamp at_;
  std::size_t first_;
};

}  // namespace alpha_pulse::matching

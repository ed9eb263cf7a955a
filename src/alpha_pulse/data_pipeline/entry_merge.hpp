#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "alpha_pulse/data_pipeline/entry_source.hpp"

namespace alpha_pulse::data_pipeline {

/// Several series as one in order of time; at one time in the order they were added. One of them is the main one: what
/// comes before its first event or after its last is left out. One thread. Tested by
/// data_pipeline/tape_import_test.cpp.
class EntryMerge {
 public:
  void add(std::unique_ptr<EntrySource> source, bool main);

  /// Replaces what is in `out` by the events that follow; none at the end. Errors: those of EntrySource.
  Result<void> more(tape::PageBuffer& out);
  /// See EntrySource::wider.
  std::optional<PriceScale> wider() const;
  /// How much was read, 0 to 1.
  double done() const;

 private:
  /// A series and what of it was not passed on yet.
  struct Stream {
    std::unique_ptr<EntrySource> source;
    bool main = false;
    std::unique_ptr<tape::PageBuffer> held = {};
    unsigned next = 0;  ///< of what is held
    bool ended = false;

    bool empty() const { return next == held->count; }
    Timestamp at() const { return Timestamp::from_ns(held->time[next]); }
  };
  Result<void> fill(Stream& stream);
  Result<void> begin();
  bool take_earliest(tape::PageBuffer& out);

  std::vector<Stream> streams_;
  Timestamp last_;  ///< of the last event passed on
  bool begun_ = false;
};

}  // namespace alpha_pulse::data_pipeline

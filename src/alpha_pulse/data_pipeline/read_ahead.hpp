#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "alpha_pulse/data_pipeline/entry_merge.hpp"

namespace alpha_pulse::data_pipeline {

/// Series that a thread of its own reads, some pages of events ahead of whoever takes them: reading rows costs about
/// as much as writing pages. Taken from by one thread. Tested by data_pipeline/tape_import_test.cpp.
class ReadAhead {
 public:
  explicit ReadAhead(EntryMerge merge);
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  /// Does not wait for what was not asked for.
  ~ReadAhead();

  /// The events that follow; none at the end. Valid until the next call. Errors: those of EntryMerge, after the events
  /// before them; then nothing more is to be asked.
  Result<tape::PageBuffer*> more();
  /// See EntrySource::wider.
  const std::optional<PriceScale>& wider() const { return taken_.wider; }
  /// How much was read when the events of the last call were, 0 to 1.
  double done() const { return taken_.done; }

 private:
  /// What one call gives.
  struct Batch {
    std::unique_ptr<tape::PageBuffer> events = {};
    double done = 0;
    std::optional<Error> error;
    std::optional<PriceScale> wider;

    bool last() const { return error || events->count == 0; }
  };
  void read();
  void read_batch(Batch& batch);

  EntryMerge merge_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> ready_;
  std::vector<Batch> spare_;  ///< their memory is used again
  bool unwanted_ = false;
  Batch taken_;
  std::jthread reader_;  ///< last: ends before what it uses
};

}  // namespace alpha_pulse::data_pipeline

#include "alpha_pulse/data_pipeline/read_ahead.hpp"

#include <utility>

namespace alpha_pulse::data_pipeline {
namespace {

// About 3 MB: more than a core's own cache, so that the two threads seldom want the same piece of it.
constexpr std::size_t kBatches = 16;

}  // namespace

ReadAhead::ReadAhead(EntryMerge merge) : merge_(std::move(merge)), spare_(kBatches - 1) {
  taken_.events = std::make_unique<tape::PageBuffer>();
  for (Batch& batch : spare_) batch.events = std::make_unique<tape::PageBuffer>();
  reader_ = std::jthread([this] { read(); });
}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    unwanted_ = true;
  }
  changed_.notify_all();
}

void ReadAhead::read() {
  for (bool last = false; !last;) {
    Batch batch;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return unwanted_ || !spare_.empty(); });
      if (unwanted_) return;
      batch = std::move(spare_.back());
      spare_.pop_back();
    }
    read_batch(batch);
    last = batch.last();
    {
      const std::lock_guard lock(mutex_);
      ready_.push_back(std::move(batch));
    }
    changed_.notify_all();
  }
}

void ReadAhead::read_batch(Batch& batch) {
  if (auto ok = merge_.more(*batch.events); !ok) {
    batch.error = std::move(ok.error());
    batch.wider = merge_.wider();
  }
  batch.done = merge_.done();
}

Result<tape::PageBuffer*> ReadAhead::more() {
  {
    std::unique_lock lock(mutex_);
    spare_.push_back(std::move(taken_));
    changed_.notify_all();
    changed_.wait(lock, [this] { return !ready_.empty(); });
    taken_ = std::move(ready_.front());
    ready_.pop_front();
  }
  if (taken_.error) return std::unexpected(*taken_.error);
  return taken_.events.get();
}

}  // namespace alpha_pulse::data_pipeline

#include "alpha_pulse/data_pipeline/entry_merge.hpp"

#include <algorithm>
#include <utility>

namespace alpha_pulse::data_pipeline {
void EntryMerge::add(std::unique_ptr<EntrySource> source, bool main) {
  streams_.push_back({.source = std::move(source), .main = main, .held = std::make_unique<tape::PageBuffer>()});
}

Result<void> EntryMerge::fill(Stream& stream) {
  if (!stream.empty() || stream.ended) return {};
  stream.next = 0;
  if (auto ok = stream.source->more(*stream.held); !ok) return ok;
  stream.ended = stream.empty();
  return {};
}

/// Passes over what comes before the main series.
Result<void> EntryMerge::begin() {
  begun_ = true;
  const auto main = std::find_if(streams_.begin(), streams_.end(), [](const Stream& stream) { return stream.main; });
  if (auto ok = fill(*main); !ok) return ok;
  if (main->ended) return {};
  const Timestamp first = main->at();
  for (Stream& stream : streams_) {
    while (!stream.ended) {
      if (auto ok = fill(stream); !ok) return ok;
      while (!stream.empty() && stream.at() < first) ++stream.next;
      if (!stream.empty()) break;
    }
  }
  return {};
}

/// Moves the earliest event over; false when the main series has ended and nothing of its last moment is left.
bool EntryMerge::take_earliest(tape::PageBuffer& out) {
  Stream* best = nullptr;
  bool main_goes_on = false;
  for (Stream& stream : streams_) {
    if (stream.empty()) continue;
    main_goes_on = main_goes_on || stream.main;
    if (best == nullptr || stream.at() < best->at()) best = &stream;
  }
  if (best == nullptr) return false;
  if (!main_goes_on && best->at() > last_) return false;
  last_ = best->at();
  out.put(best->held->entry(best->next++));
  return true;
}

Result<void> EntryMerge::more(tape::PageBuffer& out) {
  if (streams_.size() == 1) return streams_.front().source->more(out);
  if (!begun_) {
    if (auto ok = begin(); !ok) return ok;
  }
  out.count = 0;
  out.single = std::ranges::all_of(streams_, [](const Stream& stream) { return stream.held->single; });
  while (out.count < tape::kPageEvents) {
    for (Stream& stream : streams_) {
      if (auto ok = fill(stream); !ok) return ok;
    }
    if (!take_earliest(out)) break;
  }
  return {};
}

std::optional<PriceScale> EntryMerge::wider() const {
  for (const Stream& stream : streams_) {
    if (const auto wider = stream.source->wider()) return wider;
  }
  return std::nullopt;
}

double EntryMerge::done() const {
  for (const Stream& stream : streams_) {
    if (stream.main) return stream.source->done();
  }
  return 0;
}

}  // namespace alpha_pulse::data_pipeline

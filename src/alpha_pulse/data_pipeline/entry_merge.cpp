#include "alpha_pulse/data_pipeline/entry_merge.hpp"

#include <algorithm>
#include <utility>

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::size_t kMergedAtOnce = 4'096;

}  // namespace

void EntryMerge::add(std::unique_ptr<EntrySource> source, bool main) {
  streams_.push_back({.source = std::move(source), .main = main});
}

Result<void> EntryMerge::fill(Stream& stream) {
  if (!stream.left.empty() || stream.ended) return {};
  if (auto ok = stream.source->more(stream.held); !ok) return ok;
  stream.left = stream.held;
  stream.ended = stream.left.empty();
  return {};
}

/// Passes over what comes before the main series.
Result<void> EntryMerge::begin() {
  begun_ = true;
  const auto main = std::find_if(streams_.begin(), streams_.end(), [](const Stream& stream) { return stream.main; });
  if (auto ok = fill(*main); !ok) return ok;
  if (main->ended) return {};
  const Timestamp first = main->left.front().at;
  for (Stream& stream : streams_) {
    while (!stream.ended) {
      if (auto ok = fill(stream); !ok) return ok;
      const auto early = [&](const tape::Entry& entry) { return entry.at < first; };
      const auto here = std::find_if_not(stream.left.begin(), stream.left.end(), early);
      stream.left = stream.left.subspan(static_cast<std::size_t>(here - stream.left.begin()));
      if (!stream.left.empty()) break;
    }
  }
  return {};
}

/// Moves the earliest event over; false when the main series has ended and nothing of its last moment is left.
bool EntryMerge::take_earliest(std::vector<tape::Entry>& out) {
  Stream* best = nullptr;
  bool main_goes_on = false;
  for (Stream& stream : streams_) {
    if (stream.left.empty()) continue;
    main_goes_on = main_goes_on || stream.main;
    if (best == nullptr || stream.left.front().at < best->left.front().at) best = &stream;
  }
  if (best == nullptr) return false;
  if (!main_goes_on && best->left.front().at > last_) return false;
  last_ = best->left.front().at;
  out.push_back(best->left.front());
  best->left = best->left.subspan(1);
  return true;
}

Result<void> EntryMerge::more(std::vector<tape::Entry>& out) {
  if (streams_.size() == 1) return streams_.front().source->more(out);
  if (!begun_) {
    if (auto ok = begin(); !ok) return ok;
  }
  out.clear();
  while (out.size() < kMergedAtOnce) {
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

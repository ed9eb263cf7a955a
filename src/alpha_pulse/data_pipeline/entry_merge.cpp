#include "alpha_pulse/data_pipeline/entry_merge.hpp"

#include <algorithm>
#include <utility>

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::size_t kMergedAtOnce = 4'096;

}  // namespace

void EntryMerge::add(std::unique_ptr<EntrySource> source, bool main) {
  streams_.push_back({.source = std::move(source), .main = main, .left = {}, .ended = false});
}

Result<void> EntryMerge::fill(Stream& stream) {
  if (!stream.left.empty() || stream.ended) return {};
  const auto more = stream.source->more();
  if (!more) return std::unexpected(more.error());
  stream.left = *more;
  stream.ended = more->empty();
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
bool EntryMerge::take_earliest() {
  Stream* best = nullptr;
  bool main_goes_on = false;
  for (Stream& stream : streams_) {
    if (stream.left.empty()) continue;
    main_goes_on = main_goes_on || stream.main;
    if (best == nullptr || stream.left.front().at < best->left.front().at) best = &stream;
  }
  if (best == nullptr) return false;
  if (!main_goes_on && (merged_.empty() || best->left.front().at > merged_.back().at)) return false;
  merged_.push_back(best->left.front());
  best->left = best->left.subspan(1);
  return true;
}

Result<std::span<const tape::Entry>> EntryMerge::more() {
  if (streams_.size() == 1) return streams_.front().source->more();
  if (!begun_) {
    if (auto ok = begin(); !ok) return std::unexpected(ok.error());
  }
  if (!merged_.empty()) merged_.erase(merged_.begin(), merged_.end() - 1);  // the last one stays to compare with
  const std::size_t old = merged_.size();
  while (merged_.size() < kMergedAtOnce) {
    for (Stream& stream : streams_) {
      if (auto ok = fill(stream); !ok) return std::unexpected(ok.error());
    }
    if (!take_earliest()) break;
  }
  return std::span<const tape::Entry>(merged_).subspan(old);
}

std::optional<PriceUnit> EntryMerge::finer() const {
  for (const Stream& stream : streams_) {
    if (const auto finer = stream.source->finer()) return finer;
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

#include "alpha_pulse/session/sweep_windows.hpp"

#include <string>

#include "alpha_pulse/data_pipeline/tape_replay.hpp"

namespace alpha_pulse::session {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kHoursLeast = 22;  // 20 full ones, and those in which the account begins and ends

}  // namespace

Result<SweepWindows> walk_forward_windows(SweepWindow data, std::uint64_t splits) {
  SweepWindows windows;
  if (splits == 0) return windows;
  const std::int64_t first = (data.from.ms() + kHour - 1) / kHour;
  const std::int64_t hours = data.to.ms() / kHour - first;
  const std::int64_t most = hours / kHoursLeast - 1;
  if (most < 1 || splits > static_cast<std::uint64_t>(most)) {
    return fail(ErrorCode::kInvalidArgument,
                "--walk-forward: " + std::to_string(splits) + " splits of " + std::to_string(hours > 0 ? hours : 0) +
                    " full hours leave parts too short to judge a hedge by (" + std::to_string(kHoursLeast) +
                    " hours each at least); " +
                    (most < 1 ? "more data would pass" : std::to_string(most) + " or fewer would pass"));
  }
  const std::int64_t parts = static_cast<std::int64_t>(splits) + 1;
  const std::int64_t length = hours / parts;
  for (std::int64_t k = 0; k < parts; ++k) {
    windows.parts.push_back({.from = Timestamp::from_ms((first + k * length) * kHour),
                             .to = Timestamp::from_ms((first + (k + 1) * length) * kHour)});
  }
  return windows;
}

Result<SweepWindow> span_of(const data_pipeline::ReplaySources& sources) {
  const auto tapes = data_pipeline::are_tapes(sources);
  if (!tapes) return std::unexpected(tapes.error());
  if (*tapes) {
    const auto tape = data_pipeline::open_tapes(sources);
    if (!tape) return std::unexpected(tape.error());
    return SweepWindow{.from = (*tape)->begin, .to = (*tape)->end};
  }
  const auto provider = data_pipeline::ReplayDataProvider::open(sources);
  if (!provider) return std::unexpected(provider.error());
  SweepWindow span{.from = (*provider)->first(), .to = (*provider)->first()};
  Event event;
  for (;;) {
    const auto more = (*provider)->next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) return span;
    span.to = event.ts_event;
  }
}

data_pipeline::ReplaySources sources_of(const data_pipeline::ReplaySources& whole, const SweepWindows& windows,
                                        std::size_t window) {
  data_pipeline::ReplaySources sources = whole;
  if (window > 0) {
    sources.from = windows.parts[window - 1].from;
    sources.to = windows.parts[window - 1].to;
  }
  return sources;
}

}  // namespace alpha_pulse::session

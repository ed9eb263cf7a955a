#include "alpha_pulse/exchanges/clock_offset.hpp"

#include <algorithm>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges {
namespace {

/// The sample as it stands at `now`: less certain by what the clocks may have drifted since.
OffsetEstimate aged(const OffsetEstimate& sample, Timestamp now) {
  OffsetEstimate result = sample;
  const std::int64_t age = std::max<std::int64_t>((now - sample.measured_at).ns(), 0);
  result.error = sample.error + Duration::nanoseconds(age / 1'000'000 * ClockOffset::kDriftPerMillion);
  return result;
}

}  // namespace

bool ClockOffset::add(Timestamp sent, Timestamp received, Timestamp server) {
  if (received < sent || (known() && received < samples_.back().measured_at)) return false;
  const std::int64_t trip = (received - sent).ns();
  const Timestamp middle = sent + Duration::nanoseconds(trip / 2);
  // The venue tells whole milliseconds: its true time lies up to one millisecond later.
  const Duration half_ms = Duration::nanoseconds(500'000);
  if (samples_.size() == kSamplesMax) samples_.erase(samples_.begin());
  samples_.push_back({.offset = server - middle + half_ms,
                      .error = Duration::nanoseconds(trip / 2 + 1) + half_ms,
                      .measured_at = received});
  return true;
}

OffsetEstimate ClockOffset::estimate(Timestamp now) const {
  base::ensure(known(), "the venue's clock was measured");
  OffsetEstimate best = aged(samples_.front(), now);
  for (const OffsetEstimate& sample : samples_) {
    const OffsetEstimate candidate = aged(sample, now);
    if (candidate.error < best.error) best = candidate;
  }
  return best;
}

}  // namespace alpha_pulse::exchanges

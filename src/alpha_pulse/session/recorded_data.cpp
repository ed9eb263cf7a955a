#include "alpha_pulse/session/recorded_data.hpp"

#include "alpha_pulse/backtest/tape_run.hpp"
#include "alpha_pulse/data_pipeline/default_funding.hpp"
#include "alpha_pulse/session/assemble.hpp"
#include "alpha_pulse/session/stopwatch.hpp"

namespace alpha_pulse::session {
namespace {

constexpr std::size_t kBlock = 8192;  // events read ahead, so that reading and running are timed apart

/// The price of the hedge leg that comes first in a stream: `next` gives events as a provider does.
template <class Next>
Result<Price> first_price_of(Next&& next) {
  Event event;
  for (;;) {
    const Result<bool> more = next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) return fail(ErrorCode::kBadData, "the data hold no price of the hedge leg in the time asked for");
    const auto* trade = event.as<TradeTick>();
    if (trade != nullptr && event.instrument == kHedgeLeg) return trade->price;
  }
}

/// Fills `block` with the next events; false when the source is at its end.
Result<bool> read_block(data_pipeline::ReplayDataProvider& provider, std::vector<Event>& block, std::size_t& count) {
  for (count = 0; count < kBlock; ++count) {
    const auto more = provider.next(block[count]);
    if (!more || !*more) return more;
  }
  return true;
}

}  // namespace

Result<std::shared_ptr<const RecordedData>> RecordedData::open(const data_pipeline::ReplaySources& sources) {
  const Stopwatch watch;
  if (auto ok = data_pipeline::check_sources(sources); !ok) return std::unexpected(ok.error());
  const auto tapes = data_pipeline::are_tapes(sources);
  if (!tapes) return std::unexpected(tapes.error());
  std::shared_ptr<RecordedData> data(new RecordedData());
  data->sources_ = sources;
  const auto ok = *tapes ? data->open_mapped() : data->open_text();
  if (!ok) return std::unexpected(ok.error());
  data->load_ms_ = watch.milliseconds();
  return data;
}

Result<void> RecordedData::open_text() {
  auto provider = data_pipeline::ReplayDataProvider::open(sources_);
  if (!provider) return std::unexpected(provider.error());
  first_ = (*provider)->first();
  cadence_ = (*provider)->cadence();
  const auto price = first_price_of([&](Event& out) { return (*provider)->next(out); });
  if (!price) return std::unexpected(price.error());
  first_price_ = *price;
  return {};
}

Result<void> RecordedData::open_mapped() {
  auto tape = data_pipeline::open_tapes(sources_);
  if (!tape) return std::unexpected(tape.error());
  tape_ = std::move(*tape);
  first_ = tape_->begin;
  cadence_ = tape_->cadence;
  silence_limit_ = usual_stale_after(cadence_);
  silences_ = silences(*tape_, silence_limit_);
  data_pipeline::TapeStream stream(*tape_, Ratio{});
  const auto price = first_price_of([&](Event& out) { return Result<bool>(stream.next(out)); });
  if (!price) return std::unexpected(price.error());
  first_price_ = *price;
  return {};
}

bool RecordedData::one_series() const {
  return sources_.spot.empty() && sources_.mark.empty();
}

Result<RecordedData::Played> RecordedData::play(const std::vector<backtest::ClosedLoop*>& loops, Ratio default_funding,
                                                const Progress& progress) const {
  const bool recorded = !sources_.funding.empty() || (tape_ && !tape_->series.back().tape->funding().empty());
  const Ratio rate = recorded ? Ratio{} : default_funding;
  return tape_ ? play_mapped(loops, rate, progress) : play_text(loops, rate, progress);
}

Result<RecordedData::Played> RecordedData::play_text(const std::vector<backtest::ClosedLoop*>& loops,
                                                     Ratio default_funding, const Progress& progress) const {
  auto provider = data_pipeline::ReplayDataProvider::open(sources_);
  if (!provider) return std::unexpected(provider.error());
  Played played;
  std::vector<Event> block(kBlock);
  std::vector<data_pipeline::DefaultFunding> funding(loops.size(), data_pipeline::DefaultFunding(default_funding));
  for (bool more = true; more && !played.interrupted;) {
    std::size_t count = 0;
    const auto read = read_block(**provider, block, count);
    if (!read) return std::unexpected(read.error());
    more = *read;
    const Stopwatch watch;
    for (std::size_t k = 0; k < loops.size(); ++k) {
      for (std::size_t i = 0; i < count; ++i) {
        funding[k].before(block[i].ts_event, [&](const Event& due) { loops[k]->push(due); });
        loops[k]->push(block[i]);
      }
    }
    played.inside_ms += watch.milliseconds();
    if (count > 0 && progress) played.interrupted = !progress(block[count - 1].ts_event);
  }
  const Stopwatch watch;
  for (backtest::ClosedLoop* loop : loops) loop->finish();
  played.inside_ms += watch.milliseconds();
  return played;
}

Result<RecordedData::Played> RecordedData::play_mapped(const std::vector<backtest::ClosedLoop*>& loops,
                                                       Ratio default_funding, const Progress& progress) const {
  Played played;
  for (backtest::ClosedLoop* loop : loops) {
    const Duration limit = loop->engine().settings().limits.stale_after;
    const auto own = limit == silence_limit_ ? std::vector<data_pipeline::Silence>{} : silences(*tape_, limit);
    const Stopwatch watch;
    data_pipeline::TapeStream stream(*tape_, default_funding);
    if (!played.interrupted) {
      played.interrupted = !backtest::play(stream, *loop, limit == silence_limit_ ? silences_ : own, progress);
    }
    loop->finish();
    played.inside_ms += watch.milliseconds();
  }
  return played;
}

}  // namespace alpha_pulse::session

#include "alpha_pulse/data_pipeline/replay_data_provider.hpp"

#include <algorithm>
#include <utility>

#include "alpha_pulse/tape/entry.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

constexpr int kFundingRank = 0, kMarkRank = 1, kTradeRank = 2, kFlowRank = 3;

}  // namespace

Result<void> check_sources(const ReplaySources& sources) {
  const bool one = !sources.data.empty();
  const bool two = !sources.spot.empty() || !sources.perp.empty();
  if (one == two || (two && (sources.spot.empty() || sources.perp.empty()))) {
    return fail(
        ErrorCode::kInvalidArgument,
        "prices come from one series or from a pair; --data FILE..., or --spot FILE with --perp FILE would pass");
  }
  if (sources.from && sources.to && *sources.from >= *sources.to) {
    return fail(ErrorCode::kInvalidArgument, "the window from " + format_timestamp(*sources.from) + " to " +
                                                 format_timestamp(*sources.to) +
                                                 " is empty; a 'to' after the 'from' would pass");
  }
  return {};
}

SourceRoles roles_of(const ReplaySources& sources) {
  const bool own_mark = sources.mark.empty();
  return {.alone = {.leg = kHedgeLeg, .roles = {.spot = true, .mark = own_mark, .quote = true}},
          .spot = {.leg = kSpotLeg, .roles = {.spot = true}},
          .perp = {.leg = kHedgeLeg, .roles = {.mark = own_mark, .quote = true}},
          .mark = {.leg = kHedgeLeg, .roles = {}, .mark_only = true}};
}

Result<std::unique_ptr<ReplayDataProvider>> ReplayDataProvider::open(const ReplaySources& sources) {
  if (auto ok = check_sources(sources); !ok) return std::unexpected(ok.error());
  std::unique_ptr<ReplayDataProvider> provider(new ReplayDataProvider());
  const auto [alone, spot, perp, mark] = roles_of(sources);
  const auto path = sources.candle_path;
  Result<void> ok;
  if (!sources.data.empty()) {
    ok = provider->add_prices(sources.data, alone, path);
  } else {
    ok = provider->add_prices(sources.spot, spot, path);
    if (ok) ok = provider->add_prices(sources.perp, perp, path);
  }
  if (ok && !sources.mark.empty()) ok = provider->add_prices(sources.mark, mark, path);
  if (ok && !sources.funding.empty()) {
    auto funding = open_funding(sources.funding, sources.symbol);
    ok = funding ? provider->add(std::move(*funding), kFundingRank, false) : std::unexpected(funding.error());
  }
  if (ok && !sources.flows.empty()) {
    auto flows = open_flows(sources.flows, sources.symbol);
    ok = flows ? provider->add(std::move(*flows), kFlowRank, false) : std::unexpected(flows.error());
  }
  if (ok) ok = provider->enter_window(sources);
  if (!ok) return std::unexpected(ok.error());
  return provider;
}

Result<void> ReplayDataProvider::add_prices(const Files& files, const PriceRole& role, CandlePath path) {
  auto prices = open_prices(files, role, path);
  if (!prices) return std::unexpected(prices.error());
  if (role.mark_only) return add(std::move(*prices), kMarkRank, false);
  const Duration candle = (*prices)->candle_step();
  bars_[role.leg.value] =
      candle > tape::kUsualBar ? BarBuilder(candle, (*prices)->first()) : BarBuilder(tape::kUsualBar);
  cadence_ = std::max(cadence_, (*prices)->cadence());
  return add(std::move(*prices), kTradeRank, true);
}

Result<void> ReplayDataProvider::add(std::unique_ptr<Recording> recording, int rank, bool prices) {
  streams_.push_back({.recording = std::move(recording), .rank = rank, .prices = prices, .live = true, .at = {}});
  return advance(streams_.back());
}

Result<void> ReplayDataProvider::advance(Stream& stream) {
  const auto more = stream.recording->advance();
  if (!more) return std::unexpected(more.error());
  if (!*more) {
    stream.live = false;
    if (stream.prices) end_ = std::min(end_, stream.at);
    return {};
  }
  stream.at = stream.recording->head().ts_event;
  return {};
}

/// Passes over everything before the moment at which every price series has begun and the window opens.
Result<void> ReplayDataProvider::enter_window(const ReplaySources& sources) {
  begin_ = sources.from.value_or(streams_.front().at);
  for (const Stream& stream : streams_) {
    if (stream.prices) begin_ = std::max(begin_, stream.at);
  }
  if (sources.to) end_ = *sources.to - Duration::nanoseconds(1);
  for (Stream& stream : streams_) {
    while (stream.live && stream.at < begin_) {
      if (auto ok = advance(stream); !ok) return ok;
    }
  }
  const auto past = [this](const Stream& stream) { return stream.prices && (!stream.live || stream.at > end_); };
  if (std::any_of(streams_.begin(), streams_.end(), past)) {
    std::string until = sources.to ? " before " + format_timestamp(*sources.to) : "";
    return fail(ErrorCode::kBadData, "the price files hold nothing in common from " + format_timestamp(begin_) + until +
                                         "; files and a window that overlap in time would pass");
  }
  return {};
}

ReplayDataProvider::Stream* ReplayDataProvider::earliest() {
  Stream* best = nullptr;
  for (Stream& stream : streams_) {
    if (!stream.live) continue;
    if (best == nullptr || stream.at < best->at || (stream.at == best->at && stream.rank < best->rank)) best = &stream;
  }
  return best;
}

/// The leg whose bar ends first, spot before hedge; never when no bar is open.
std::pair<InstrumentId, Timestamp> ReplayDataProvider::next_bar() const {
  std::pair<InstrumentId, Timestamp> first{kSpotLeg, Timestamp::never()};
  for (const InstrumentId leg : {kSpotLeg, kHedgeLeg}) {
    const auto& bar = bars_[leg.value];
    if (bar && bar->end() < first.second) first = {leg, bar->end()};
  }
  return first;
}

Result<bool> ReplayDataProvider::next(Event& out) {
  Stream* const stream = earliest();
  if (stream == nullptr || stream->at > end_) return false;
  const auto [leg, bar_end] = next_bar();
  if (bar_end <= stream->at) {
    const auto closed = bars_[leg.value]->close_until(stream->at);
    out = {.seq = ++seq_, .instrument = leg, .ts_event = bar_end, .ts_receive = bar_end, .body = closed->bar};
    return true;
  }
  out = stream->recording->head();
  out.seq = ++seq_;
  if (const auto* trade = out.as<TradeTick>()) {
    bars_[out.instrument.value]->add(trade->price, trade->quantity, out.ts_event);
  }
  if (auto ok = advance(*stream); !ok) return std::unexpected(ok.error());
  return true;
}

Result<std::optional<Event>> ReplayDataProvider::next() {
  Result<std::optional<Event>> result{std::in_place, std::in_place};
  const auto more = next(**result);
  if (!more) return std::unexpected(more.error());
  if (!*more) result->reset();
  return result;
}

Result<void> ReplayDataProvider::start(engine::EventSink& sink) {
  Event event;
  while (!stopped_) {
    const auto more = next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more || sink.push(event) == engine::EventSink::Outcome::CLOSED) return {};
  }
  return {};
}

}  // namespace alpha_pulse::data_pipeline

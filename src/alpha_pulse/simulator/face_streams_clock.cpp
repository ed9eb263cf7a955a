#include <algorithm>

#include "alpha_pulse/simulator/face_json_spot.hpp"
#include "alpha_pulse/simulator/face_routes.hpp"
#include "alpha_pulse/simulator/face_stream_payloads.hpp"
#include "alpha_pulse/simulator/face_streams.hpp"

/// What the venue's streams tell by the clock: depth by its speed, candles each 250 ms, best prices of all symbols each
/// 5 s, average prices each second (sheet 6.2, 7.5).
namespace alpha_pulse::simulator {
namespace {

constexpr std::array<std::size_t, 3> kPartialLevels{5, 10, 20};
constexpr std::string_view kRpiSuffix = "@500ms";  // the only speed of rpiDepth
constexpr InstrumentId kListed{0};

std::string partial_name(const std::string& lower, std::size_t levels, std::string_view suffix) {
  return lower + "@depth" + std::to_string(levels) + std::string(suffix);
}

}  // namespace

template <class Changed>
bool StreamHub::depth_wanted(Product product, const std::string& name, const DepthSpeed<Changed>& speed) const {
  const std::string lower = lower_case(name);
  return wanted(product, lower + "@depth" + std::string(speed.suffix)) ||
         (speed.suffix == kRpiSuffix && wanted(product, lower + "@rpiDepth@500ms")) ||
         std::ranges::any_of(kPartialLevels, [&](std::size_t levels) {
           return wanted(product, partial_name(lower, levels, speed.suffix));
         });
}

/// Books are put together only for who listens.
void StreamHub::note_subscriptions() {
  const std::string& perpetual = state_.exchange.futures.symbol(kListed).name;
  const std::string& pair = state_.exchange.spot.symbol(kListed).name;
  for (auto& speed : futures_depth_) speed.wanted = depth_wanted(Product::FUTURES, perpetual, speed);
  for (auto& speed : spot_depth_) speed.wanted = depth_wanted(Product::SPOT, pair, speed);
}

Timestamp StreamHub::next_due() const {
  Timestamp due = Timestamp::never();
  for (const auto& speed : futures_depth_) due = std::min(due, speed.batch.due());
  for (const auto& speed : spot_depth_) due = std::min(due, speed.batch.due());
  return due;
}

void StreamHub::tell_depth(DepthSpeed<BookChanged>& speed) {
  BookChanged change = speed.batch.take();
  const FuturesVenue& venue = state_.exchange.futures;
  const std::string& name = venue.symbol(change.symbol).name;
  const std::string lower = lower_case(name);
  const json::value message = depth_message(change, name);
  send(Product::FUTURES, lower + "@depth" + std::string(speed.suffix), message);
  if (speed.suffix == kRpiSuffix) send(Product::FUTURES, lower + "@rpiDepth@500ms", message);
  for (const std::size_t levels : kPartialLevels) {
    const std::string stream = partial_name(lower, levels, speed.suffix);
    if (!wanted(Product::FUTURES, stream)) continue;
    Depth top = venue.depth(change.symbol, levels);
    change.bids = std::move(top.bids);
    change.asks = std::move(top.asks);
    send(Product::FUTURES, stream, depth_message(change, name));
  }
}

void StreamHub::tell_depth(DepthSpeed<SpotBookChanged>& speed) {
  const SpotBookChanged change = speed.batch.take();
  const SpotVenue& venue = state_.exchange.spot;
  const std::string& name = venue.symbol(change.symbol).name;
  const std::string lower = lower_case(name);
  send(Product::SPOT, lower + "@depth" + std::string(speed.suffix), depth_message(change, name));
  for (const std::size_t levels : kPartialLevels) {
    const std::string stream = partial_name(lower, levels, speed.suffix);
    if (wanted(Product::SPOT, stream)) send(Product::SPOT, stream, spot_depth_json(venue.depth(change.symbol, levels)));
  }
}

void StreamHub::send_candles(Product product, CandleStreams& streams, const PrintHistory& history, Timestamp now) {
  const std::string& name = product == Product::FUTURES ? state_.exchange.futures.symbol(kListed).name
                                                        : state_.exchange.spot.symbol(kListed).name;
  const std::string lower = lower_case(name);
  for (CandleStream& of : streams) {
    const std::string stream = lower + "@kline_" + std::string(of.interval);
    const std::string continuous = lower + "_perpetual@continuousKline_" + std::string(of.interval);
    const bool as_continuous = product == Product::FUTURES && wanted(product, continuous);
    if (!as_continuous && !wanted(product, stream)) {
      of.follower = {};
      continue;
    }
    for (const CandleNews& news : of.follower.news(history, of.interval, now)) {
      send(product, stream, kline_message(news, name, of.interval, now));
      if (as_continuous) send(product, continuous, continuous_kline_message(news, name, of.interval, now));
    }
  }
}

void StreamHub::tell_candles(Timestamp now) {
  send_candles(Product::FUTURES, futures_candles_, state_.exchange.futures_prints, now);
  send_candles(Product::SPOT, spot_candles_, state_.exchange.spot_prints, now);
}

void StreamHub::tell_best(Timestamp now) {
  constexpr std::string_view kAll = "!bookTicker";
  if (now.ms() / 1000 % 5 != 0 || !wanted(Product::FUTURES, kAll)) return;
  const FuturesVenue& venue = state_.exchange.futures;
  const Ticker t = venue.ticker(kListed);
  const BookTickerChanged best{
      .time = now, .symbol = kListed, .update_id = venue.depth(kListed, 1).last_update_id, .bid = t.bid, .ask = t.ask};
  send(Product::FUTURES, std::string(kAll), book_ticker_message(best, venue.symbol(kListed).name, now));
}

void StreamHub::tell_average(Timestamp now) {
  const SpotVenue& venue = state_.exchange.spot;
  const std::string& name = venue.symbol(kListed).name;
  const std::string stream = lower_case(name) + "@avgPrice";
  if (!wanted(Product::SPOT, stream)) return;
  const Ticker t = venue.ticker(kListed);
  send(Product::SPOT, stream,
       json::object{{"e", "avgPrice"},
                    {"E", now.ms()},
                    {"s", name},
                    {"i", "5m"},
                    {"w", eight(average_price(state_.exchange.spot_prints, t.last, now).raw())},
                    {"T", t.trade_time.ms()}});
}

}  // namespace alpha_pulse::simulator

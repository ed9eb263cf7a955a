// The wire without sockets: bytes of the venue to a decision, and orders to signed bytes. No journal: what waits for a
// disk is not part of it. The reference reads the same bytes once.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "alpha_pulse/exchanges/binance/market_decoder.hpp"
#include "alpha_pulse/exchanges/binance/ws_api.hpp"
#include "alpha_pulse/venues/call_writer.hpp"
#include "support/allocations.hpp"
#include "support/desk.hpp"
#include "support/laps.hpp"
#include "support/wire_desk.hpp"

namespace alpha_pulse::bench {
namespace {

namespace wire = exchanges::binance;

/// A ladder re-armed level by level whose exits are too far away to end the measurement.
hedging::HedgeSettings ladder() {
  hedging::HedgeSettings hedge = hedging::HedgeSettings::classic();
  hedge.grid.rearm_levels = true;
  hedge.exits.stop_loss = hedge.exits.take_profit = *Ratio::parse("0.5");
  return hedge;
}

void reference_sum_of_bytes(benchmark::State& state) {
  const auto frames = frames_of(book_ticker_frame);
  Measured measured(state);
  for (auto _ : state) {
    unsigned sum = 0;
    for (const std::string& frame : frames) sum = std::accumulate(frame.begin(), frame.end(), sum);
    benchmark::DoNotOptimize(sum);
  }
  measured.done(kFrames);
}
BENCHMARK(reference_sum_of_bytes);

/// Market frames through the decoder into the engine, where they change nothing.
class MarketWire {
 public:
  MarketWire() : desk_(ladder()) { desk_.drive(print(kStart, kStartPrice)); }

  void take_in(std::string_view frame) {
    const auto message = decoder_.decode(frame);
    ensure(message.has_value(), "the frame can be read");
    const auto event = wire::to_event(**message, kHedgeLeg, received_);
    ensure(event.has_value(), "the frame is an event");
    desk_.engine().process(*event);
  }
  std::uint64_t waking() { return desk_.engine().counters().events - desk_.engine().counters().quiet; }

 private:
  Desk desk_;
  wire::MarketDecoder decoder_{wire::Product::FUTURES};
  Timestamp received_ = Timestamp::from_ms(kFrameMs + 3);
};

template <class Call>
void time_single_calls(benchmark::State& state, const std::vector<std::string>& frames, Call call) {
  constexpr std::size_t kRounds = 20;
  Laps laps(kRounds * frames.size());
  for (std::size_t round = 0; round < kRounds; ++round) {
    for (const std::string& frame : frames) laps.time([&] { call(frame); });
  }
  laps.report(state);
}

template <class Make>
void frame_to_quiet_event(benchmark::State& state, Make make, const char* goal) {
  const auto frames = frames_of(make);
  MarketWire wire;
  for (const std::string& frame : frames) wire.take_in(frame);
  const std::uint64_t waking = wire.waking();
  Measured measured(state);
  for (auto _ : state) {
    for (const std::string& frame : frames) wire.take_in(frame);
  }
  measured.done(kFrames);
  ensure(wire.waking() == waking, "every measured frame was quiet");
  time_single_calls(state, frames, [&](std::string_view frame) { wire.take_in(frame); });
  state.SetLabel(goal);
}
void book_ticker_to_quiet_event(benchmark::State& state) {
  frame_to_quiet_event(state, book_ticker_frame, "200 ns, p99 400, better 80 and 120");
}
BENCHMARK(book_ticker_to_quiet_event);
void agg_trade_to_quiet_event(benchmark::State& state) {
  frame_to_quiet_event(state, agg_trade_frame, "200 ns");
}
BENCHMARK(agg_trade_to_quiet_event);
void mark_price_to_quiet_event(benchmark::State& state) {
  frame_to_quiet_event(state, mark_frame, "200 ns");
}
BENCHMARK(mark_price_to_quiet_event);

/// An order, checked against the instrument, as the call that a broker sends.
class OrderCalls {
 public:
  Result<wire::Request> operator()(const PlaceOrder& order) const {
    const auto id = exchanges::wire_id_text({.epoch = {.value = 77}, .intent = order.id});
    return wire::place_order(order, hedge_, id.view(), {});
  }

 private:
  Instrument hedge_ = bitcoin(kHedgeLeg, ContractKind::LINEAR);
};

constexpr const char* kKey = "aKeyOfSixtyFourLettersAndDigitsAsTheVenueHandsThemOutToEachOfUs0";
constexpr const char* kSecret = "aSecretOfSixtyFourLettersAndDigitsAsTheVenueHandsThemOutToUsAll0";

/// Each call is signed a millisecond after the one before.
class SigningTimes {
 public:
  Timestamp next() { return now_ = now_ + Duration::milliseconds(1); }

 private:
  Timestamp now_ = Timestamp::from_ms(kFrameMs + 3);
};

/// As bytes of a request over HTTP: written out, signed.
class HttpWriter {
 public:
  std::size_t operator()(const PlaceOrder& order) {
    const auto request = calls_(order);
    ensure(request.has_value(), "the order is on tick and lot");
    writer_.write_signed(written_, *request, signer_, times_.next(), Duration::seconds(2));
    return written_.text().size();
  }

 private:
  OrderCalls calls_;
  SigningTimes times_;
  exchanges::Signer signer_ = *exchanges::Signer::hmac(kSecret);
  venues::CallWriter writer_ =
      *venues::CallWriter::create(*net::parse_url("https://fapi.binance.com", net::UrlKind::HTTP), kKey);
  net::WrittenRequest written_;
};

/// As a frame of the session that orders go over by default. `kSigned` false: within a session that logged on with an
/// Ed25519 key, where calls need no signature of their own.
template <bool kSigned>
class FrameWriter {
 public:
  std::size_t operator()(const PlaceOrder& order) {
    const auto request = calls_(order);
    ensure(request.has_value(), "the order is on tick and lot");
    const auto call = wire::to_ws_call(*request);
    ensure(call.has_value(), "an order has a form over the session");
    const wire::WsCredentials credentials{.api_key = kKey, .signer = kSigned ? &signer_ : nullptr};
    wire::write_ws_frame(text_, ++id_, *call, credentials, times_.next(), Duration::seconds(2));
    return text_.size();
  }

 private:
  OrderCalls calls_;
  SigningTimes times_;
  exchanges::Signer signer_ = *exchanges::Signer::hmac(kSecret);
  std::string text_;
  std::int64_t id_ = 0;
};

/// Orders of one size near the market, no two neighbours alike: another id and another price each.
class Orders {
 public:
  Orders() {
    next_.spec.instrument = kHedgeLeg;
    next_.spec.side = Side::SELL;
    next_.spec.type = OrderType::LIMIT;
    next_.spec.time_in_force = TimeInForce::GTX;
    next_.spec.quantity = *Quantity::parse("0.200");
  }
  const PlaceOrder& next() {
    const std::uint64_t number = ++next_.id.value;
    next_.spec.price = lowest_ + PriceDelta::from_raw(static_cast<std::int64_t>(number * 37 % 101) * kOne / 10);
    return next_;
  }

 private:
  PlaceOrder next_{.id = {4711}, .spec = {}};
  Price lowest_ = *Price::parse("96155.10");
};

template <class Writer>
void order_to_bytes(benchmark::State& state) {
  Writer writer;
  Orders orders;
  benchmark::DoNotOptimize(writer(orders.next()));
  Measured measured(state);
  for (auto _ : state) {
    for (int i = 0; i < 64; ++i) benchmark::DoNotOptimize(writer(orders.next()));
  }
  measured.done(64);
}
void order_to_signed_bytes(benchmark::State& state) {
  order_to_bytes<HttpWriter>(state);
}
BENCHMARK(order_to_signed_bytes);
void order_to_signed_frame(benchmark::State& state) {
  order_to_bytes<FrameWriter<true>>(state);
}
BENCHMARK(order_to_signed_frame);
void order_to_logged_on_frame(benchmark::State& state) {
  order_to_bytes<FrameWriter<false>>(state);
}
BENCHMARK(order_to_logged_on_frame);

/// What the wire costs around a decision: a quote comes in, is looked at by the engine, and an order goes out.
template <class Writer>
void quote_to_bytes(benchmark::State& state) {
  const auto frames = frames_of(book_ticker_frame);
  MarketWire wire;
  Writer writer;
  Orders orders;
  const auto react = [&](std::string_view frame) {
    wire.take_in(frame);
    benchmark::DoNotOptimize(writer(orders.next()));
  };
  react(frames.front());
  Measured measured(state);
  for (auto _ : state) {
    for (const std::string& frame : frames) react(frame);
  }
  measured.done(kFrames);
  time_single_calls(state, frames, react);
  state.SetLabel("600 ns, p99 1200, better 300 and 400");
}
void quote_to_signed_bytes(benchmark::State& state) {
  quote_to_bytes<HttpWriter>(state);
}
BENCHMARK(quote_to_signed_bytes);
void quote_to_signed_frame(benchmark::State& state) {
  quote_to_bytes<FrameWriter<true>>(state);
}
BENCHMARK(quote_to_signed_frame);
void quote_to_logged_on_frame(benchmark::State& state) {
  quote_to_bytes<FrameWriter<false>>(state);
}
BENCHMARK(quote_to_logged_on_frame);

/// Climbs the five rungs and back down, ten executions a cycle, each told by a frame of the account's stream.
template <class Encode>
void fills(benchmark::State& state, const Encode& encode) {
  constexpr std::size_t kCycles = 101;
  constexpr std::size_t kFills = 10;
  WireDesk<Encode> desk(ladder(), encode);
  Timestamp now = kStart;
  desk.print_at(now, kStartPrice);
  std::uint64_t allocated = 0;
  std::uint64_t commands = 0;
  std::uint64_t measured_fills = 0;
  const auto sent = [&] { return desk.engine().counters().orders_placed + desk.engine().counters().orders_canceled; };
  for (auto _ : state) {
    std::array<std::vector<double>, kFills> laps;
    for (std::size_t cycle = 0; cycle < kCycles; ++cycle) {
      for (std::size_t step = 0; step < kFills; ++step) {
        const double rungs = step < 5 ? static_cast<double>(step) + 1.2 : static_cast<double>(9 - step) - 0.2;
        const double price = kStartPrice * (1 + 0.01 * rungs);
        now = now + Duration::seconds(61);
        desk.print_at(now, price);
        const auto frame = desk.fill_at(price);
        ensure(frame.has_value(), "each print reaches an order");
        const std::uint64_t allocated_before = allocations();
        const std::uint64_t sent_before = sent();
        laps[step].push_back(seconds_of([&] { desk.take_in(*frame); }));
        allocated += allocations() - allocated_before;
        commands += sent() - sent_before;
        ++measured_fills;
        desk.settle();
      }
    }
    double sum = 0;
    for (auto& lap : laps) {
      std::ranges::nth_element(lap, lap.begin() + kCycles / 2);
      sum += lap[kCycles / 2];
    }
    state.SetIterationTime(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kFills));
  const auto count = static_cast<double>(measured_fills);
  state.counters["allocations"] = static_cast<double>(allocated) / count;
  char label[64];
  std::snprintf(label, sizeof label, "%.1f commands a fill", static_cast<double>(commands) / count);
  state.SetLabel(label);
}
void fill_frame_to_commands(benchmark::State& state) {
  fills(state, [](const PlaceOrder&) {});
}
BENCHMARK(fill_frame_to_commands)->UseManualTime()->Iterations(5);
void fill_frame_to_signed_bytes(benchmark::State& state) {
  fills(state, [writer = HttpWriter()](const PlaceOrder& order) mutable { benchmark::DoNotOptimize(writer(order)); });
}
BENCHMARK(fill_frame_to_signed_bytes)->UseManualTime()->Iterations(5);

}  // namespace
}  // namespace alpha_pulse::bench

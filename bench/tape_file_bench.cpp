// The tape as a file: writing it, opening it with every check, reading all of it, and finding places in it. Two
// markets: ticks (quotes and trades at any nanosecond) and trades alone at a fixed step. An event is one of the tape's;
// for a search it is the search. ALPHA_PULSE_BENCH_EVENTS makes longer tapes.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <vector>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/base/test_folder.hpp"
#include "alpha_pulse/market/synth.hpp"
#include "alpha_pulse/tape/simd_path.hpp"
#include "alpha_pulse/tape/tape_cursor.hpp"
#include "alpha_pulse/tape/tape_writer.hpp"

namespace alpha_pulse::tape {
namespace {

std::uint64_t event_count() {
  const char* wish = std::getenv("ALPHA_PULSE_BENCH_EVENTS");
  return wish == nullptr ? 10'000'000 : std::strtoull(wish, nullptr, 10);
}

/// Quotes and trades as of a busy perpetual: 15 ms apart on average, seven of ten are quotes.
class TickMarket {
 public:
  Entry next() {
    at_ += 1 + static_cast<std::int64_t>(exponential() * 15e6);
    const bool is_quote = uniform() < 0.7;
    if (is_quote && uniform() < 0.2) {
      bid_ += static_cast<std::int32_t>(std::lround(normal_(random_) * 1.5));
      ask_ = bid_ + 1 + (uniform() < 0.1 ? static_cast<std::int32_t>(exponential() * 3) : 0);
      bid_lots_ = lots(3000);
      ask_lots_ = lots(3000);
    } else if (is_quote) {
      (uniform() < 0.5 ? bid_lots_ : ask_lots_) = lots(3000);
    }
    Entry entry;
    entry.at = Timestamp::from_ns(at_);
    if (is_quote) {
      entry.kind = Kind::QUOTE;
      entry.low = bid_;
      entry.high = ask_;
      entry.quantity = bid_lots_;
      entry.high_quantity = ask_lots_;
    } else {
      entry.kind = uniform() < 0.5 ? Kind::BUY : Kind::SELL;
      entry.low = entry.high = entry.kind == Kind::BUY ? ask_ : bid_;
      entry.quantity = lots(60);
    }
    return entry;
  }

 private:
  double uniform() { return static_cast<double>(random_() >> 11U) * 0x1.0p-53; }
  double exponential() { return -std::log(1 - uniform()); }
  Quantity lots(double mean) {
    return Quantity::from_raw((1 + static_cast<std::int64_t>(exponential() * mean)) * 100'000);
  }

  std::mt19937_64 random_{42};
  std::normal_distribution<double> normal_;
  std::int64_t at_ = 1'700'000'000'000'000'000;
  std::int32_t bid_ = 949'999, ask_ = 950'000;
  Quantity bid_lots_ = Quantity::from_raw(50'000'000), ask_lots_ = bid_lots_;
};

/// Trades every 100 ms, as `gridhedge data synth` makes them.
class TradeMarket {
 public:
  Entry next() {
    const market::SynthTrade trade = stream_.next();
    Entry entry;
    entry.at = Timestamp::from_ms(trade.time_ms);
    entry.kind = trade.is_buyer_maker ? Kind::SELL : Kind::BUY;
    entry.low = entry.high = trade.price.raw() / 1'000'000;
    entry.quantity = trade.quantity;
    return entry;
  }

 private:
  market::SynthStream stream_{market::SynthSettings{}};
};

TapeWriter::Settings settings(const std::filesystem::path& out, std::int64_t unit) {
  TapeWriter::Settings s;
  s.out = out;
  s.overwrite = true;
  s.symbol = "BTCUSDT";
  s.source = "bench";
  s.price_unit = Price::from_raw(unit);
  return s;
}

/// One tape of each market on the disk while the benchmarks run.
class Tapes {
 public:
  static Tapes& get() {
    static Tapes tapes;
    return tapes;
  }
  Tapes(const Tapes&) = delete;
  Tapes& operator=(const Tapes&) = delete;
  std::filesystem::path file(bool ticks) const { return folder_.path() / (ticks ? "ticks.tape" : "trades.tape"); }
  std::filesystem::path spare() const { return folder_.path() / "spare.tape"; }

 private:
  Tapes() {
    make<TickMarket>(file(true), 10'000'000);
    make<TradeMarket>(file(false), 1'000'000);
  }
  template <class Market>
  static void make(const std::filesystem::path& out, std::int64_t unit) {
    Market market;
    auto writer = TapeWriter::create(settings(out, unit));
    ensure(writer.has_value(), "room for a tape");
    const std::uint64_t events = event_count();
    for (std::uint64_t i = 0; i < events; ++i) ensure((*writer)->add(market.next()).has_value(), "room for a tape");
    ensure((*writer)->finish().has_value(), "room for a tape");
  }
  base::testing::TestFolder folder_;
};

std::shared_ptr<const Tape> tape_of(bool ticks) {
  auto tape = Tape::open(Tapes::get().file(ticks));
  ensure(tape.has_value(), "a good tape");
  return *tape;
}

void label(benchmark::State& state, const Tape& tape, const char* more) {
  char text[160];
  std::snprintf(text, sizeof text, "%.2f B an event, index %.2f %%, %s%s", tape.info().bytes_per_event,
                tape.info().index_share * 100, std::string(simd_path()).c_str(), more);
  state.SetLabel(text);
  state.counters["allocations"] = 0;
}

void reference_bytes_read(benchmark::State& state) {
  const auto tape = tape_of(true);
  for (auto _ : state) {
    std::int64_t sum = 0;
    for (std::uint64_t p = 0; p < tape->pyramid().page_count; ++p) {
      const PageColumns& page = tape->pyramid().pages[p];
      const std::uint64_t events = std::min<std::uint64_t>(kPageEvents, tape->size() - p * kPageEvents);
      const auto* const low = static_cast<const std::int32_t*>(page.low);
      const auto* const high = static_cast<const std::int32_t*>(page.high);
      for (std::uint64_t i = 0; i < events; ++i) sum += low[i] + high[i];
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(tape->size()));
}

template <bool Ticks>
void open(benchmark::State& state) {
  const auto file = Tapes::get().file(Ticks);
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    const auto tape = Tape::open(file);
    ensure(tape.has_value(), "a good tape");
    bytes = (*tape)->info().bytes;
  }
  const auto tape = tape_of(Ticks);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(tape->size()));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
  label(state, *tape, ", every check");
}

template <bool Ticks>
void read_in_order(benchmark::State& state) {
  const auto tape = tape_of(Ticks);
  for (auto _ : state) {
    TapeCursor cursor(*tape);
    Entry entry;
    std::int64_t sum = 0;
    while (cursor.next(entry)) sum += entry.at.ns() ^ entry.quantity.raw();
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(tape->size()));
  label(state, *tape, "");
}

template <bool Ticks>
void write(benchmark::State& state) {
  const auto tape = tape_of(Ticks);
  std::vector<Entry> some(1'000'000);
  TapeCursor cursor(*tape);
  for (Entry& entry : some) cursor.next(entry);
  for (auto _ : state) {
    auto writer = TapeWriter::create(settings(Tapes::get().spare(), tape->info().price_unit.raw()));
    ensure(writer.has_value(), "room for a tape");
    for (const Entry& entry : some) ensure((*writer)->add(entry).has_value(), "room for a tape");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(some.size()));
  label(state, *tape, ", without the end");
}

/// A band around the price of a random event.
template <bool Ticks, int PartsPerTenThousand>
void search(benchmark::State& state) {
  const auto tape = tape_of(Ticks);
  std::mt19937_64 random(3);
  std::vector<std::uint64_t> places(1U << 16U);
  for (auto& place : places) place = random() % tape->size();
  std::size_t i = 0;
  std::uint64_t passed = 0;
  for (auto _ : state) {
    const std::uint64_t from = places[i++ % places.size()];
    const std::int64_t price = tape->low(from);
    const std::int64_t width = price / 10'000 * PartsPerTenThousand;
    const std::uint64_t found = tape->first_outside(from, tape->size(), price - width, price + width);
    passed += found - from;
  }
  state.SetItemsProcessed(state.iterations());
  char text[64];
  std::snprintf(text, sizeof text, "; passes %.0f events",
                static_cast<double>(passed) / static_cast<double>(state.iterations()));
  label(state, *tape, text);
}

void first_at(benchmark::State& state) {
  const auto tape = tape_of(true);
  std::mt19937_64 random(4);
  const auto span = static_cast<std::uint64_t>((tape->info().last - tape->info().first).ns());
  std::uint64_t sum = 0;
  for (auto _ : state) {
    sum += tape->first_at(tape->info().first + Duration::nanoseconds(static_cast<std::int64_t>(random() % span)));
  }
  benchmark::DoNotOptimize(sum);
  state.SetItemsProcessed(state.iterations());
  label(state, *tape, "");
}

BENCHMARK(reference_bytes_read);
BENCHMARK(open<true>);
BENCHMARK(open<false>);
BENCHMARK(read_in_order<true>);
BENCHMARK(read_in_order<false>);
BENCHMARK(write<true>);
BENCHMARK(write<false>);
BENCHMARK(search<true, 10>);
BENCHMARK(search<false, 10>);
BENCHMARK(search<false, 100>);
BENCHMARK(first_at);

}  // namespace
}  // namespace alpha_pulse::tape

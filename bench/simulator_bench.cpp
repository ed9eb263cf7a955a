// What an order costs the simulated exchange: the book alone (an order is its placing and its end), and the whole
// futures venue with filters, margin, accounts and events.
#include <array>
#include <cstdlib>
#include <vector>

#include "alpha_pulse/simulator/book.hpp"
#include "alpha_pulse/simulator/venue_futures.hpp"
#include "support/allocations.hpp"

namespace alpha_pulse::bench {
namespace {

using namespace alpha_pulse::domain;
using simulator::Book;
using simulator::Slot;

constexpr std::size_t kOrders = 8192;
constexpr const char* kGoal = "333 ns: three million orders a second";

struct Sketch {
  Side side;
  std::int64_t price, quantity;
};

/// Orders of both sides around 100 000 ticks, `spread` ticks apart at the nearest, spread over 200 levels.
std::vector<Sketch> orders(std::int64_t spread) {
  std::vector<Sketch> all;
  std::uint64_t state = 7;
  for (std::size_t i = 0; i < kOrders; ++i) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const auto random = static_cast<std::int64_t>(state >> 33U);
    const Side side = random % 2 == 0 ? Side::BUY : Side::SELL;
    const std::int64_t away = spread + random / 2 % 200;
    all.push_back({side, side == Side::BUY ? 100'000 - away : 100'000 + away, 1 + random % 50});
  }
  return all;
}

void reference_sum_of_orders(benchmark::State& state) {
  const auto all = orders(1);
  Measured measured(state);
  for (auto _ : state) {
    std::int64_t sum = 0;
    for (const Sketch& order : all) benchmark::DoNotOptimize(sum += order.price * order.quantity);
  }
  measured.done(kOrders);
}
BENCHMARK(reference_sum_of_orders);

/// A standing book of a thousand orders; each new order replaces the one that was placed a thousand orders ago.
void book_place_and_cancel(benchmark::State& state) {
  const auto all = orders(1);
  Book book;
  std::array<Slot, 1024> standing{};
  for (std::size_t i = 0; i < standing.size(); ++i) {
    standing[i] = book.add(all[i].side, Price::from_raw(all[i].price), Quantity::from_raw(all[i].quantity), i);
  }
  Measured measured(state);
  for (auto _ : state) {
    for (std::size_t i = 0; i < kOrders; ++i) {
      Slot& oldest = standing[i % standing.size()];
      book.remove(oldest);
      oldest = book.add(all[i].side, Price::from_raw(all[i].price), Quantity::from_raw(all[i].quantity), i);
    }
  }
  measured.done(kOrders);
  ensure(book.size() == standing.size(), "each order replaced one");
  state.SetLabel(kGoal);
}
BENCHMARK(book_place_and_cancel);

/// Orders that cross: each takes what it reaches, and its rest stays.
void book_place_and_match(benchmark::State& state) {
  const auto all = orders(-100);
  Measured measured(state);
  std::uint64_t fills = 0;
  Book book;
  for (auto _ : state) {
    for (std::size_t i = 0; i < kOrders; ++i) {
      const bool buy = all[i].side == Side::BUY;
      const Price limit = Price::from_raw(all[i].price);
      Quantity left = Quantity::from_raw(all[i].quantity);
      for (Slot slot = book.front(opposite(all[i].side)); slot != simulator::kNoSlot && !left.is_zero();
           slot = book.front(opposite(all[i].side))) {
        const auto& resting = book.at(slot);
        if (buy ? resting.price > limit : resting.price < limit) break;
        const Quantity quantity = std::min(left, resting.left);
        left -= quantity;
        if (quantity == resting.left) {
          book.remove(slot);
        } else {
          book.reduce(slot, quantity);
        }
        ++fills;
      }
      if (!left.is_zero()) book.add(all[i].side, limit, left, i);
    }
  }
  measured.done(kOrders);
  ensure(fills > 0, "orders matched");
  state.SetLabel(kGoal);
}
BENCHMARK(book_place_and_match);

/// A venue at 100 000 with an account that can afford everything.
struct World {
  World()
      : venue(simulator::FuturesSettings{.symbols = {simulator::btcusdt_perpetual()}}),
        me(venue.add_account(*Money::parse("100000000", Currency("USDT")))) {
    const Timestamp start = Timestamp::from_ms(1'764'000'000'000);
    venue.on_mark(symbol, *Price::parse("100000"), start);
    venue.on_trade(symbol, *Price::parse("100000"), *Quantity::parse("1"), start);
    order.quantity = *Quantity::parse("0.01");
  }
  InstrumentId symbol{};
  simulator::FuturesVenue venue;
  simulator::AccountId me;
  simulator::OrderRequest order;
};

constexpr std::size_t kBatch = 64;

void venue_place_and_cancel(benchmark::State& state) {
  World world;
  world.order.tif = simulator::Tif::GTC;
  world.order.price = *Price::parse("99000");
  Measured measured(state);
  for (auto _ : state) {
    for (std::size_t i = 0; i < kBatch; ++i) {
      const auto placed = world.venue.place(world.me, world.order);
      simulator::OrderRef ref;
      ref.order_id = placed->order_id;
      ensure(world.venue.cancel(world.me, ref).has_value(), "what was placed is cancelled");
    }
    benchmark::DoNotOptimize(world.venue.take_events());
  }
  measured.done(kBatch);
  state.SetLabel("the whole venue, its events included");
}
BENCHMARK(venue_place_and_cancel)->Iterations(500);

void venue_market_order(benchmark::State& state) {
  World world;
  world.order.kind = simulator::OrderKind::MARKET;
  Measured measured(state);
  for (auto _ : state) {
    for (std::size_t i = 0; i < kBatch; ++i) {
      world.order.side = i % 2 == 0 ? Side::BUY : Side::SELL;
      ensure(world.venue.place(world.me, world.order).has_value(), "a market order is accepted");
    }
    world.venue.on_trade(world.symbol, *Price::parse("100000"), *Quantity::parse("1"), world.venue.now());
    benchmark::DoNotOptimize(world.venue.take_events());
  }
  measured.done(kBatch);
  state.SetLabel("with one print to renew the depth per 64");
}
BENCHMARK(venue_market_order)->Iterations(500);

}  // namespace
}  // namespace alpha_pulse::bench

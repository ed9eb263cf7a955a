#include "alpha_pulse/domain/command_hash.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace alpha_pulse::domain {
namespace {

OrderSpec limit_sell() {
  return {.instrument = kHedgeLeg,
          .slot = {.kind = SlotKind::GRID_OPEN, .index = 258},
          .side = Side::SELL,
          .type = OrderType::LIMIT,
          .time_in_force = TimeInForce::GTX,
          .reduce_only = false,
          .trigger_by = PriceKind::MARK,
          .quantity = Quantity::from_raw(20'000'000),
          .price = Price::from_raw(9'615'510'000'000),
          .trigger = {}};
}

OrderSpec stop_buy() {
  return {.instrument = kHedgeLeg,
          .slot = {.kind = SlotKind::STOP_LOSS, .index = 1},
          .side = Side::BUY,
          .type = OrderType::STOP_MARKET,
          .time_in_force = TimeInForce::GTC,
          .reduce_only = true,
          .trigger_by = PriceKind::MARK,
          .quantity = Quantity::from_raw(20'000'000),
          .price = {},
          .trigger = Price::from_raw(10'000'300'000'000)};
}

Command place(const OrderSpec& spec) {
  return PlaceOrder{.id = {}, .spec = spec};
}
Command cancel(const OrderSpec& spec) {
  return CancelOrder{.id = {}, .spec = spec};
}

std::string hash_of(const std::vector<Command>& commands) {
  CommandHash hash;
  for (const Command& command : commands) hash.add(command, Timestamp::from_ns(7));
  return hash.command_hash();
}

// The constants were computed outside this program, by packing the documented layout in Python ('<BIBHBBBBBqqq').
TEST(CommandHash, HasTheDocumentedBytes) {
  CommandHash hash;
  hash.add(place(limit_sell()), Timestamp::from_ns(1'738'581'085'255'000'000));
  EXPECT_EQ(hash.command_hash(), "f1fbd7b53adff1dd6d53adf71f7fc9032d88c6185466b3213ac4349dacd57bd6");
  hash.add(place(stop_buy()), Timestamp::from_ns(1'738'581'085'255'000'001));
  hash.add(cancel(limit_sell()), Timestamp::from_ns(-1));
  EXPECT_EQ(hash.command_hash(), "f802f7233b368baaca781fdec04cc420096a11364abaae02565e5574a65c8dea");
  EXPECT_EQ(hash.timed_hash(), "efae3c9f04f2e89643d20eec3f2107242ad9ae836b5081aa3834330aa5d663fa");
  EXPECT_EQ(hash.count(), 3U);
}

TEST(CommandHash, OfNothingIsTheHashOfNoBytes) {
  const CommandHash hash;
  EXPECT_EQ(hash.command_hash(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hash.timed_hash(), hash.command_hash());
  EXPECT_EQ(hash.count(), 0U);
}

TEST(CommandHash, IgnoresIdsAndTheUntimedOneIgnoresTime) {
  CommandHash a;
  CommandHash b;
  a.add(PlaceOrder{.id = {.value = 1}, .spec = limit_sell()}, Timestamp::from_ns(5));
  b.add(PlaceOrder{.id = {.value = 2}, .spec = limit_sell()}, Timestamp::from_ns(5));
  EXPECT_EQ(a.command_hash(), b.command_hash());
  EXPECT_EQ(a.timed_hash(), b.timed_hash());
  a.add(place(stop_buy()), Timestamp::from_ns(6));
  b.add(place(stop_buy()), Timestamp::from_ns(7));
  EXPECT_EQ(a.command_hash(), b.command_hash());
  EXPECT_NE(a.timed_hash(), b.timed_hash());
}

TEST(CommandHash, ChangesWithEveryField) {
  const std::vector<std::function<void(OrderSpec&)>> changes = {
      [](OrderSpec& s) { s.instrument = kSpotLeg; },
      [](OrderSpec& s) { s.slot.kind = SlotKind::GRID_CLOSE; },
      [](OrderSpec& s) { s.slot.index = 2; },
      [](OrderSpec& s) { s.side = Side::BUY; },
      [](OrderSpec& s) { s.type = OrderType::MARKET; },
      [](OrderSpec& s) { s.time_in_force = TimeInForce::IOC; },
      [](OrderSpec& s) { s.reduce_only = true; },
      [](OrderSpec& s) { s.trigger_by = PriceKind::TRADE; },
      [](OrderSpec& s) { s.price = Price::from_raw(s.price.raw() + 1); },
      [](OrderSpec& s) { s.trigger = Price::from_raw(1); },
      [](OrderSpec& s) { s.quantity = Quantity::from_raw(-s.quantity.raw()); },
  };
  std::vector<std::string> seen = {hash_of({place(limit_sell())}), hash_of({cancel(limit_sell())})};
  for (const auto& change : changes) {
    OrderSpec spec = limit_sell();
    change(spec);
    seen.push_back(hash_of({place(spec)}));
  }
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
}

TEST(CommandHash, ACopyIsAFork) {
  CommandHash hash;
  hash.add(place(limit_sell()), Timestamp::from_ns(1));
  CommandHash fork = hash;
  const std::string before = hash.command_hash();
  fork.add(place(stop_buy()), Timestamp::from_ns(2));
  EXPECT_EQ(hash.command_hash(), before);
  hash.add(place(stop_buy()), Timestamp::from_ns(2));
  EXPECT_EQ(hash.command_hash(), fork.command_hash());
}

RC_GTEST_PROP(CommandHash, IsEqualForAPermutationOnlyWhenTheOrderIsEqual, (std::vector<std::uint8_t> kinds)) {
  std::vector<std::uint8_t> shuffled = kinds;
  for (std::size_t i = shuffled.size(); i > 1; --i) {
    std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
  }
  const auto commands = [](const std::vector<std::uint8_t>& which) {
    std::vector<Command> made;
    for (const std::uint8_t k : which) {
      OrderSpec spec = (k & 1U) != 0 ? stop_buy() : limit_sell();
      spec.slot.index = k;
      made.push_back((k & 2U) != 0 ? cancel(spec) : place(spec));
    }
    return made;
  };
  RC_ASSERT((hash_of(commands(kinds)) == hash_of(commands(shuffled))) == (kinds == shuffled));
}

}  // namespace
}  // namespace alpha_pulse::domain

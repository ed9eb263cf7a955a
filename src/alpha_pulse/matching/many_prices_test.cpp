#include <gtest/gtest.h>

#include <random>
#include <span>
#include <tuple>

#include "alpha_pulse/matching/testing/test_venue.hpp"

/// Prices handed over together do what they do one after another.
namespace alpha_pulse::matching {
namespace {

using namespace test;

auto fields(const MarketState& m) {
  return std::tuple(m.last, m.bid, m.ask, m.mark, m.previous_last, m.updated_at, m.previous_at, m.updates);
}

/// Ten units around 100, in cents.
Price random_price(std::mt19937_64& random) {
  return Price::from_raw(price("95").raw() + static_cast<std::int64_t>(random() % 1000) * price("0.01").raw());
}

/// Mostly prints that stand for the same prices, with quotes, marks and other legs between.
std::vector<Event> random_prices(std::mt19937_64& random, std::int64_t& now_ms) {
  const PrintRoles usual{.spot = (random() & 1) != 0, .mark = (random() & 1) != 0, .quote = (random() & 1) != 0};
  std::vector<Event> prices;
  for (int i = 0; i < 40; ++i) {
    const auto kind = random() % 24;
    const Price one = random_price(random);
    EventBody body = TradeTick{one, qty("1"), Side::BUY, kind == 0 ? kAllRoles : usual};
    if (kind == 1) body = QuoteTick{one, qty("1"), one + (price("0.01") - Price{}), qty("1")};
    if (kind == 2) body = MarkPrice{one};
    now_ms += static_cast<std::int64_t>(random() % 3);
    prices.push_back(event(at(now_ms), body, kind == 3 ? kSpotLeg : kind == 4 ? kInverse : kHedgeLeg));
  }
  return prices;
}

/// The same orders on any venue.
void place_orders(Venue& venue, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto on_cent = [&random] {
    return std::to_string(95 + random() % 10) + "." + std::to_string(10 + random() % 90);
  };
  venue.place(venue.limit(Side::SELL, "0.2", on_cent()));
  venue.place(venue.limit(Side::BUY, "0.2", on_cent()));
  venue.place(venue.market(Side::SELL, "0.1"));
  venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "0.1", on_cent()));
}

TEST(ManyPrices, TogetherDoWhatTheyDoOneAfterAnother) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    FillSettings settings = plain();
    if (seed % 3 == 0) settings.latency = Duration::milliseconds(5);
    if (seed % 2 == 0) settings.model = FillModel::QUEUE;
    Venue one(settings), many(settings);
    for (int round = 0; round < 6; ++round) {
      place_orders(one, seed + static_cast<std::uint64_t>(round));
      place_orders(many, seed + static_cast<std::uint64_t>(round));
      std::int64_t now_ms = one.now_ms;
      const std::vector<Event> prices = random_prices(random, now_ms);
      for (const Event& price : prices) one.engine.observe(price);
      many.engine.observe_all(prices);
      one.now_ms = many.now_ms = now_ms;
      ASSERT_EQ(names(one.drain()), names(many.drain()));
      ASSERT_EQ(one.held(), many.held());
      ASSERT_EQ(one.wallet(), many.wallet());
      for (const InstrumentId id : {kHedgeLeg, kInverse}) {
        ASSERT_EQ(fields(one.engine.market(id)), fields(many.engine.market(id)));
      }
    }
  }
}

/// Two futures of one currency, a coin of each sold at 100: the account hangs on both marks, so each is watched at
/// every price. It holds 20, and is lost when both have risen by about 10.
MatchingEngine two_shorts(bool examine_every_event) {
  Instrument other = linear();
  other.id = kInverse;
  other.symbol = "ETHUSDT";
  FillSettings settings = plain();
  settings.examine_every_event = examine_every_event;
  MatchingEngine engine(std::vector{spot(), linear(), other}, settings, {{kUsdt, usdt("20")}});
  std::uint64_t id = 0;
  for (const InstrumentId leg : {kHedgeLeg, kInverse}) {
    engine.observe(event(at(0), TradeTick{price("100"), qty("1"), Side::BUY, kAllRoles}, leg));
    OrderSpec sell;
    sell.instrument = leg;
    sell.side = Side::SELL;
    sell.type = OrderType::MARKET;
    sell.quantity = qty("1");
    engine.place({.id = ClientOrderId{++id}, .spec = sell}, at(0));
  }
  engine.clear_events();
  return engine;
}

TEST(ManyPrices, ThatAreNoMarksNeedNoLookAtAMarkThatIsWatchedEverywhere) {
  MatchingEngine one = two_shorts(true), many = two_shorts(false);
  ASSERT_TRUE(many.next_wakeup().every_event);
  int lost = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const auto leg = [&random] { return random() % 2 == 0 ? kHedgeLeg : kInverse; };
    std::vector<Event> prices;
    for (int i = 0; i < 30; ++i) {
      const InstrumentId traded = leg();
      for (int run = 0; run < 4; ++run) {
        prices.push_back(event(at(i), TradeTick{random_price(random), qty("1"), Side::BUY, PrintRoles{}}, traded));
      }
      prices.push_back(event(at(i), MarkPrice{Price::from_raw(random_price(random).raw() + 8 * kOne)}, leg()));
    }
    MatchingEngine a = one, b = many;
    for (const Event& price : prices) a.observe(price);
    b.observe_all(prices);
    ASSERT_EQ(names(a.events()), names(b.events()));
    for (std::size_t i = 0; i < a.events().size(); ++i) ASSERT_EQ(a.events()[i].ts_event, b.events()[i].ts_event);
    EXPECT_EQ(a.account().wallet(kUsdt), b.account().wallet(kUsdt));
    if (!b.events().empty()) ++lost;
  }
  EXPECT_GT(lost, 100);
}

}  // namespace
}  // namespace alpha_pulse::matching

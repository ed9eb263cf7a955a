#include "alpha_pulse/session/venue_watch.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/exchanges/binance/order_requests.hpp"
#include "alpha_pulse/session/test_venue.hpp"
#include "alpha_pulse/venues/test_venue_server.hpp"

namespace alpha_pulse::session {
namespace {

using exchanges::binance::Purpose;
using test::HeardSink;
using venues::testing::code;
using venues::testing::ok;
using venues::testing::Seen;
using venues::testing::VenueServer;
using Words = std::vector<std::string>;

std::string rules_json(const std::string& tick, const std::string& status = "TRADING") {
  return R"({"rateLimits":[],"symbols":[{"symbol":"BTCUSDT","contractType":"PERPETUAL","status":")" + status +
         R"(","deliveryDate":4133404800000,"baseAsset":"BTC","quoteAsset":"USDT","marginAsset":"USDT",)" +
         R"("pricePrecision":2,"quantityPrecision":3,"triggerProtect":"0.05","marketTakeBound":"0.05","filters":[)" +
         R"({"filterType":"PRICE_FILTER","minPrice":"0.1","maxPrice":"4529764","tickSize":")" + tick + R"("},)" +
         R"({"filterType":"LOT_SIZE","minQty":"0.001","maxQty":"1000","stepSize":"0.001"},)" +
         R"({"filterType":"MARKET_LOT_SIZE","minQty":"0.001","maxQty":"120","stepSize":"0.001"},)" +
         R"({"filterType":"MIN_NOTIONAL","notional":"100"}],"orderTypes":["LIMIT","MARKET","STOP_MARKET"],)" +
         R"("timeInForce":["GTC","IOC","FOK","GTX"]}]})";
}

/// A watch over a server that answers by path; the caller tells it of every failure.
struct Watched {
  VenueServer venue;
  HeardSink heard;
  std::map<std::string, net::ServerReply> answers;
  VenueWatch watch;

  explicit Watched(const char* tick = "0.1") : watch(deps(this, tick)) {
    venue.answer = [this](const Seen& seen) {
      const auto found = answers.find(std::string(seen.request.path()));
      return found == answers.end() ? ok() : found->second;
    };
    venue.caller.listen([this](const auto& verdict, const auto& words) { watch.on_failure(verdict, words); });
  }
  static VenueWatchDeps deps(Watched* self, const char* tick) {
    VenueWatchDeps deps{.futures = self->venue.caller,
                        .clock = self->venue.world.clock,
                        .executor = self->venue.world.io.get_executor(),
                        .sink = self->heard,
                        .hedge = test::btc()};
    deps.hedge.tick = test::price(tick);
    deps.hedge.lot = test::coins("0.001");
    deps.hedge.min_notional = test::usdt("100");
    return deps;
  }
  /// An order is sent, and answered so.
  Words order_answered(const net::ServerReply& answer) {
    answers["/fapi/v1/order"] = answer;
    venue.world.run(
        venue.caller.call(exchanges::binance::cancel_order("BTCUSDT", std::string("x")), Purpose::PROTECTIVE));
    venue.world.settle();
    return std::exchange(heard.words, {});
  }
};

bool begins(const Words& words, const std::string& with) {
  return words.size() == 1 && words[0].starts_with(with);
}

TEST(VenueWatch, RaisesTheAlarmWhereKeyAccountOrSymbolAreRefused) {
  for (const int refused : {-1022, -1099, -1109, -2014, -2015, -2017, -4061, -4109, -1121, -4140, -4141, -4144}) {
    Watched watched;
    const Words words = watched.order_answered(code(400, refused, "No."));
    EXPECT_TRUE(begins(words, "alarm venue_refused: the exchange answered " + std::to_string(refused) + ": No.;"))
        << refused << (words.empty() ? " nothing" : words[0]);
  }
  Watched watched;
  EXPECT_TRUE(begins(watched.order_answered(code(400, -2023, "No.")), "alarm liquidation: "));
}

TEST(VenueWatch, HearsOfAKeyThatAQuestionWasRefusedFor) {
  Watched watched;
  watched.answers["/fapi/v3/balance"] = code(401, -2015, "Invalid API-key, IP, or permissions for action.");
  watched.venue.world.run(watched.venue.caller.call(exchanges::binance::balance(), Purpose::PROTECTIVE));
  EXPECT_TRUE(begins(watched.heard.words, "alarm venue_refused: "));
}

TEST(VenueWatch, RaisesNoneWhereOneOrderIsRefused) {
  Watched watched;
  for (const int refused : {-2019, -2022, -5022, -2021, -1008}) {
    EXPECT_TRUE(watched.order_answered(code(400, refused, "No.")).empty()) << refused;
  }
}

TEST(VenueWatch, RaisesTheAlarmThatOnlyReducesWhereTheVenueTakesNothingElse) {
  for (const int refused : {-4087, -4088, -4105, -4106, -4107, -4400}) {
    Watched watched;
    const Words words = watched.order_answered(code(400, refused, "No."));
    EXPECT_TRUE(begins(words, "alarm over_cap: the exchange answered " + std::to_string(refused) + ": No.;"))
        << refused << (words.empty() ? " nothing" : words[0]);
  }
  Watched cooling;
  EXPECT_TRUE(begins(cooling.order_answered(code(400, -4192, "No.")), "alarm order_rate: "));
}

TEST(VenueWatch, AsksForTheRulesAgainAfterAPriceThatWasRefusedAndRaisesTheAlarmWhereTheyHaveChanged) {
  Watched watched;
  watched.answers["/fapi/v1/exchangeInfo"] = ok(rules_json("0.01"));
  const Words words = watched.order_answered(code(400, -4014, "Price not increased by tick size."));
  ASSERT_TRUE(begins(words, "alarm cannot_meet_filters: the exchange has changed the rules of BTCUSDT from tick 0.1"));
  EXPECT_NE(words[0].find("to tick 0.01"), std::string::npos) << words[0];
}

TEST(VenueWatch, AsksForTheRulesOnceAMinuteAndSaysNothingWhereTheyAreTheSame) {
  Watched watched;
  watched.answers["/fapi/v1/exchangeInfo"] = ok(rules_json("0.1"));
  const net::ServerReply refused = code(400, -1111, "Precision.");
  EXPECT_TRUE(watched.order_answered(refused).empty());
  EXPECT_TRUE(watched.order_answered(refused).empty());
  EXPECT_EQ(watched.venue.asked(),
            (Words{"DELETE /fapi/v1/order", "GET /fapi/v1/exchangeInfo", "DELETE /fapi/v1/order"}));
  watched.venue.later(Duration::seconds(61));
  EXPECT_TRUE(watched.order_answered(refused).empty());
  EXPECT_EQ(watched.venue.asked().size(), 2U);
}

TEST(VenueWatch, RaisesTheAlarmWhereTheSymbolIsNotTradedAnyMore) {
  Watched watched;
  watched.answers["/fapi/v1/exchangeInfo"] = ok(rules_json("0.1", "SETTLING"));
  EXPECT_TRUE(begins(watched.order_answered(code(400, -4164, "Order's notional must be no smaller.")),
                     "alarm venue_refused: BTCUSDT is not traded any more; its status is SETTLING"));
}

TEST(VenueWatch, RaisesTheAlarmWhereSomebodyChangedTheModeOfPositionsOrOfAssets) {
  for (const auto& [hedge, multi, wanted] : std::vector<std::tuple<const char*, const char*, std::string>>{
           {"false", "false", ""}, {"true", "false", "hedge mode"}, {"false", "true", "multi-assets mode"}}) {
    Watched watched;
    watched.answers["/fapi/v1/positionSide/dual"] = ok(std::string(R"({"dualSidePosition":)") + hedge + "}");
    watched.answers["/fapi/v1/multiAssetsMargin"] = ok(std::string(R"({"multiAssetsMargin":)") + multi + "}");
    watched.watch.on_settings();
    watched.venue.world.settle();
    if (wanted.empty()) {
      EXPECT_TRUE(watched.heard.words.empty());
    } else {
      EXPECT_TRUE(begins(watched.heard.words, "alarm venue_refused: the account was put into " + wanted)) << wanted;
    }
  }
}

}  // namespace
}  // namespace alpha_pulse::session

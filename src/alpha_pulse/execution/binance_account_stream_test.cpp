#include "alpha_pulse/execution/binance_account_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "alpha_pulse/matching/testing/test_venue.hpp"
#include "alpha_pulse/venues/test_venue_server.hpp"

namespace alpha_pulse::execution {
namespace {

using net::testing::World;
using venues::testing::code;
using venues::testing::ok;
using venues::testing::reply;
using venues::testing::Seen;
using venues::testing::VenueServer;

/// What became of the stream, a word each, and the positions it told.
struct Told final : IVenueSink {
  void on_order(const OrderReport&) override { words.emplace_back("order"); }
  void on_position(Quantity quantity) override { words.push_back("position " + quantity.to_string(0)); }
  void on_funding(const FundingReport&) override { words.emplace_back("funding"); }
  void on_liquidation(const Fill&) override { words.emplace_back("liquidation"); }
  void on_wallet_transfer(Money, Timestamp) override { words.emplace_back("transfer"); }
  void on_spot_change(Quantity, Timestamp) override { words.emplace_back("spot"); }
  void on_alarm(Reason reason, const std::string&) override {
    words.push_back("alarm " + std::string(to_string(reason)));
  }
  void on_warning(const std::string& warning) override { words.push_back(warning); }
  void on_account_stream(bool open) override { words.emplace_back(open ? "open" : "lost"); }
  std::vector<std::string> take() { return std::exchange(words, {}); }
  std::vector<std::string> words;
};
using Words = std::vector<std::string>;

/// The stream of an account over a server that makes keys K1, K2, ...
struct Account {
  VenueServer venue;
  BinanceReports reports{matching::test::linear(), exchanges::Epoch{5}};
  Told told;
  BinanceAccountStream stream;
  std::shared_ptr<net::testing::Started<bool>> running, keeping;
  int keys = 0;
  bool makes_keys = true;
  net::ServerReply on_keep = ok();

  Account() : stream(venue.world.network, venue.world.clock, venue.caller, reports, base(), told) {
    venue.answer = [this](const Seen& seen) {
      if (seen.request.method == "PUT") return on_keep;
      if (!makes_keys) return reply(503, "Service Unavailable.");
      return ok(R"({"listenKey":"K)" + std::to_string(++keys) + R"("})");
    };
    running = venue.world.start(World::truth(stream.run()));
    keeping = venue.world.start(World::truth(stream.keep_key()));
    venue.world.settle();
  }
  ~Account() {
    stream.stop();
    venue.later(Duration::hours(1));
    EXPECT_TRUE(running->done());
    EXPECT_TRUE(keeping->done());
  }
  static net::Url base() {
    net::Url url = net::testing::url(80);
    url.path = "/private";
    return url;
  }
};

std::string position_frame(const std::string& quantity) {
  return R"({"e":"ACCOUNT_UPDATE","E":1790000000001,"T":1790000000000,"a":{"m":"ORDER","B":[],"P":[{"s":"BTCUSDT","pa":")" +
         quantity + R"(","ep":"100","up":"0","mt":"cross","iw":"0","ps":"BOTH"}]}})";
}

TEST(BinanceAccountStream, OpensWithAKeyOfItsOwnAndTellsWhatItHears) {
  Account account;
  ASSERT_EQ(account.venue.sockets.size(), 1U);
  EXPECT_EQ(account.venue.sockets[0].first, "/private/ws/K1");
  EXPECT_EQ(account.venue.asked(), Words{"POST /fapi/v1/listenKey"});
  EXPECT_TRUE(account.stream.open());
  account.venue.say(position_frame("-0.5"));
  EXPECT_EQ(account.told.take(), (Words{"open", "position -0.5"}));
}

TEST(BinanceAccountStream, TellsEachBreakAndMakesAKeyForEachConnection) {
  Account account;
  account.venue.sockets.back().second->cut();
  account.venue.later(Duration::seconds(5));
  EXPECT_EQ(account.told.take(), (Words{"open", "lost", "open"}));
  EXPECT_EQ(account.venue.sockets.back().first, "/private/ws/K2");
}

TEST(BinanceAccountStream, StaysOpenHoweverQuietTheAccountIs) {
  Account account;
  account.venue.later(Duration::hours(5));
  EXPECT_EQ(account.told.take(), Words{"open"});
}

TEST(BinanceAccountStream, OpensAnewAfterAFrameThatItCannotReadForNobodyKnowsWhatItSaid) {
  Account account;
  account.venue.say(position_frame("half a"));
  account.venue.later(Duration::seconds(5));
  EXPECT_EQ(account.told.take(), (Words{"open", "lost", "open"}));
  EXPECT_EQ(account.stream.unreadable(), 1U);
}

TEST(BinanceAccountStream, OpensAnewWithAnotherKeyWhenItsOwnHasExpired) {
  Account account;
  account.venue.say(R"({"e":"listenKeyExpired","E":1790000000009,"listenKey":"K1"})");
  account.venue.later(Duration::seconds(5));
  EXPECT_EQ(account.told.take(), (Words{"open", "lost", "open"}));
  EXPECT_EQ(account.venue.sockets.back().first, "/private/ws/K2");
  EXPECT_EQ(account.stream.unreadable(), 0U);
}

TEST(BinanceAccountStream, LeavesAServerThatGoesDownBeforeItDoes) {
  Account account;
  account.venue.say(R"({"e":"serverShutdown","E":1790000000009})");
  account.venue.later(Duration::seconds(5));
  EXPECT_EQ(account.told.take(), (Words{"open", "lost", "open"}));
}

TEST(BinanceAccountStream, TellsThatSomebodyChangedASettingAndHasItAskedFor) {
  Account account;
  int asked = 0;
  account.stream.on_settings([&asked] { ++asked; });
  account.venue.say(R"({"e":"ACCOUNT_CONFIG_UPDATE","E":1790000000009,"T":1790000000009,"ac":{"s":"BTCUSDT","l":3}})");
  account.venue.say(R"({"e":"ACCOUNT_CONFIG_UPDATE","E":1790000000009,"T":1790000000009,"ai":{"j":true}})");
  EXPECT_EQ(account.told.take(),
            (Words{"open", "the leverage of BTCUSDT was set to 3 at the exchange, not by this program",
                   "multi-assets mode was switched on at the exchange, not by this program"}));
  EXPECT_EQ(asked, 2);
}

TEST(BinanceAccountStream, RaisesTheAlarmOnACallForMargin) {
  Account account;
  account.venue.say(R"({"e":"MARGIN_CALL","E":1790000000009,"cw":"3.1","p":[{"s":"BTCUSDT","ps":"BOTH","pa":"-1.3",)"
                    R"("mt":"CROSSED","iw":"0","mp":"187.1","up":"-1.1","mm":"1.6"}]})");
  EXPECT_EQ(account.told.take(), (Words{"open", "alarm margin_guard"}));
}

TEST(BinanceAccountStream, ExtendsItsKeyEveryHalfHour) {
  Account account;
  account.venue.asked();
  account.venue.later(Duration::minutes(29));
  EXPECT_TRUE(account.venue.asked().empty());
  account.venue.later(Duration::minutes(62));
  EXPECT_EQ(account.venue.asked(), (Words(3, "PUT /fapi/v1/listenKey")));
  EXPECT_EQ(account.told.take(), Words{"open"});
}

TEST(BinanceAccountStream, MakesAnotherKeyWhereTheVenueHasLetItsOwnGo) {
  Account account;
  account.on_keep = code(400, -1125, "This listenKey does not exist.");
  account.venue.later(Duration::minutes(31));
  EXPECT_EQ(account.told.take(), (Words{"open", "lost", "open"}));
  EXPECT_EQ(account.venue.sockets.back().first, "/private/ws/K2");
}

TEST(BinanceAccountStream, KeepsTryingWhileNoKeyCanBeMade) {
  Account account;
  account.told.take();
  account.makes_keys = false;
  account.venue.sockets.back().second->cut();
  account.venue.later(Duration::minutes(2));
  const Words lost = account.told.take();
  EXPECT_GE(lost.size(), 3U);
  EXPECT_EQ(std::ranges::count(lost, "open"), 0);
  account.makes_keys = true;
  account.venue.later(Duration::minutes(2));
  EXPECT_EQ(account.told.take().back(), "open");
}

TEST(BinanceAccountStream, TellsNothingAfterStop) {
  Account account;
  account.told.take();
  account.venue.asked();
  account.stream.stop();
  account.venue.later(Duration::hours(2));
  EXPECT_TRUE(account.told.take().empty());
  EXPECT_TRUE(account.venue.asked().empty());
  EXPECT_FALSE(account.stream.open());
}

}  // namespace
}  // namespace alpha_pulse::execution

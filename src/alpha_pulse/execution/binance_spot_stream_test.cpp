#include "alpha_pulse/execution/binance_spot_stream.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/venues/test_venue_server.hpp"

namespace alpha_pulse::execution {
namespace {

using net::testing::World;
using venues::testing::VenueServer;
using Words = std::vector<std::string>;

constexpr const char* kWelcome = R"("status":200,"result":{"subscriptionId":0}})";

/// The stream of a spot account over a server that answers each subscription with `welcome`.
struct Spot {
  VenueServer venue;
  std::string welcome = kWelcome;
  Words words;
  BinanceSpotStream stream;
  std::shared_ptr<net::testing::Started<bool>> running;

  Spot() : stream(venue.world.network, venue.world.clock, venue.caller, base(), "BTC", tell(this)) {
    venue.answer_frame = [this](const std::string& frame) {
      const std::size_t comma = frame.find(',');
      return std::optional(frame.substr(0, comma + 1) + welcome);
    };
    running = venue.world.start(World::truth(stream.run()));
    venue.world.settle();
  }
  ~Spot() {
    stream.stop();
    venue.later(Duration::minutes(2));
    EXPECT_TRUE(running->done());
  }
  static net::Url base() {
    net::Url url = net::testing::url(80);
    url.path = "/ws-api/v3";
    return url;
  }
  static BinanceSpotStream::Tell tell(Spot* self) {
    return [self](const SpotWord& word) { self->words.push_back(word.held ? word.held->to_string(0) : "ask"); };
  }
  void say_balance(const char* asset, const char* free, const char* locked, std::int64_t at) {
    venue.say(R"({"subscriptionId":0,"event":{"e":"outboundAccountPosition","E":1790000000009,"u":)" +
              std::to_string(at) + R"(,"B":[{"a":")" + asset + R"(","f":")" + free + R"(","l":")" + locked +
              R"("}]}})");
  }
  Words take() { return std::exchange(words, {}); }
};

TEST(BinanceSpotStream, SubscribesWithItsSignatureAndHasTheHoldingAskedFor) {
  Spot spot;
  ASSERT_EQ(spot.venue.frames.size(), 1U);
  EXPECT_EQ(spot.venue.sockets.back().first, "/ws-api/v3");
  EXPECT_NE(spot.venue.frames[0].find(R"("method":"userDataStream.subscribe.signature")"), std::string::npos);
  EXPECT_NE(spot.venue.frames[0].find(R"("signature":")"), std::string::npos);
  EXPECT_TRUE(spot.stream.subscribed());
  EXPECT_EQ(spot.take(), Words{"ask"});
}

TEST(BinanceSpotStream, TellsWhatIsHeldWithWhatIsLockedAndNothingOfOtherCoins) {
  Spot spot;
  spot.take();
  spot.say_balance("BTC", "0.75000000", "0.25000000", 1'790'000'000'000);
  spot.say_balance("USDT", "5", "0", 1'790'000'000'001);
  EXPECT_EQ(spot.take(), Words{"1"});
}

TEST(BinanceSpotStream, LeavesOutABalanceOlderThanTheOneBefore) {
  Spot spot;
  spot.take();
  spot.say_balance("BTC", "1", "0", 1'790'000'000'005);
  spot.say_balance("BTC", "2", "0", 1'790'000'000'004);
  EXPECT_EQ(spot.take(), Words{"1"});
}

TEST(BinanceSpotStream, HasTheHoldingAskedForAfterATransferThatIsToldByItsAmountAlone) {
  Spot spot;
  spot.take();
  spot.venue.say(R"({"subscriptionId":0,"event":{"e":"balanceUpdate","E":1790000000009,"a":"BTC","d":"-0.5",)"
                 R"("T":1790000000008}})");
  EXPECT_EQ(spot.take(), Words{"ask"});
}

TEST(BinanceSpotStream, SubscribesAnewAfterABreakAnEndAndAFrameThatCannotBeRead) {
  Spot spot;
  spot.take();
  spot.venue.sockets.back().second->cut();
  spot.venue.later(Duration::seconds(5));
  EXPECT_EQ(spot.take(), Words{"ask"});
  for (const char* frame : {R"({"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1790000000009}})",
                            R"({"event":{"e":"serverShutdown","E":1790000000009}})",
                            R"({"event":{"e":"outboundAccountPosition","E":"soon"}})"}) {
    spot.venue.later(Duration::minutes(2));
    spot.venue.say(frame);
    EXPECT_FALSE(spot.stream.subscribed()) << frame;
    spot.venue.later(Duration::seconds(5));
    EXPECT_TRUE(spot.stream.subscribed()) << frame;
    EXPECT_EQ(spot.take(), Words{"ask"}) << frame;
  }
}

TEST(BinanceSpotStream, TriesAgainAtGrowingDistanceWhileItIsRefused) {
  Spot spot;
  spot.take();
  spot.welcome = R"("status":401,"error":{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}})";
  spot.venue.sockets.back().second->cut();
  const std::size_t before = spot.venue.frames.size();
  spot.venue.later(Duration::minutes(10));
  EXPECT_FALSE(spot.stream.subscribed());
  EXPECT_TRUE(spot.take().empty());
  EXPECT_GE(spot.venue.frames.size(), before + 8);
  EXPECT_LE(spot.venue.frames.size(), before + 30);
  spot.welcome = kWelcome;
  spot.venue.later(Duration::minutes(2));
  EXPECT_TRUE(spot.stream.subscribed());
}

}  // namespace
}  // namespace alpha_pulse::execution

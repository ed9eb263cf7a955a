#include "alpha_pulse/venues/ws_api_session.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/venues/test_venue_server.hpp"

namespace alpha_pulse::venues {
namespace {

using exchanges::binance::Action;
using exchanges::binance::Outcome;
using exchanges::binance::Product;
using exchanges::binance::Transport;
using net::testing::World;
using testing::VenueServer;

constexpr Duration kPatience = Duration::seconds(10);

std::string result(std::int64_t id) {
  return R"({"id":)" + std::to_string(id) + R"(,"status":200,"result":{}})";
}

/// A session over a server that answers frames as the test says.
struct Session {
  VenueServer venue;
  std::vector<std::string> events;
  std::vector<Transport> greeted;
  int lost = 0;
  WsApiSession session;
  std::shared_ptr<net::testing::Started<bool>> running;

  explicit Session(const std::string& greeting = {})
      : session(venue.world.network, venue.world.clock, settings(this, greeting)) {
    running = venue.world.start(World::truth(session.run()));
    venue.world.settle();
  }
  ~Session() {
    session.stop();
    venue.later(Duration::minutes(2));
    EXPECT_TRUE(running->done());
  }
  static WsApiSettings settings(Session* self, const std::string& greeting) {
    WsApiSettings settings;
    settings.base = net::testing::url(80);
    settings.base.path = "/ws-fapi/v1";
    settings.on_event = [self](std::string_view frame) { self->events.emplace_back(frame); };
    settings.on_lost = [self] { ++self->lost; };
    if (greeting.empty()) return settings;
    settings.greeting = [greeting](std::int64_t id) { return greeting + std::to_string(id); };
    settings.on_greeted = [self](const WsAnswer& answer) { self->greeted.push_back(answer.transport); };
    return settings;
  }
  /// Asked, and not waited for.
  std::shared_ptr<net::testing::Started<WsAnswer>> ask(std::int64_t id) {
    auto asked = venue.world.start(session.ask(id, "frame " + std::to_string(id), kPatience));
    venue.world.settle();
    return asked;
  }
};

TEST(WsApiSession, FindsTheAnswerOfEachFrameByItsIdInWhateverOrderTheyCome) {
  Session bench;
  const auto one = bench.ask(1);
  const auto two = bench.ask(2);
  EXPECT_EQ(bench.venue.frames, (std::vector<std::string>{"frame 1", "frame 2"}));
  EXPECT_EQ(bench.venue.sockets.back().first, "/ws-fapi/v1");
  bench.venue.say(result(2));
  EXPECT_FALSE(one->done());
  ASSERT_TRUE(two->done());
  EXPECT_EQ(two->outcome->frame, result(2));
  bench.venue.say(result(1));
  ASSERT_TRUE(one->done());
  EXPECT_EQ(one->outcome->transport, Transport::ANSWERED);
}

TEST(WsApiSession, LetsNothingLeaveWhileNoSessionStands) {
  Session bench;
  bench.venue.sockets.back().second->cut();
  bench.venue.world.settle();
  EXPECT_FALSE(bench.session.ready());
  EXPECT_EQ(bench.venue.world.run(bench.session.ask(1, "a frame", kPatience)).transport, Transport::NOTHING_SENT);
  bench.venue.later(Duration::seconds(5));
  EXPECT_TRUE(bench.session.ready());
  EXPECT_TRUE(bench.venue.frames.empty());
  EXPECT_EQ(bench.lost, 1);
}

TEST(WsApiSession, KnowsNothingOfWhatWasWrittenBeforeTheSessionBroke) {
  Session bench;
  const auto asked = bench.ask(1);
  bench.venue.sockets.back().second->cut();
  bench.venue.world.settle();
  ASSERT_TRUE(asked->done());
  EXPECT_EQ(asked->outcome->transport, Transport::BROKEN_AFTER_SEND);
}

TEST(WsApiSession, GivesAnAnswerUpAtTheDeadlineAndOpensAnewAsSoonAsNobodyWaits) {
  Session bench;
  const auto mute = bench.ask(1);
  bench.venue.later(kPatience - Duration::seconds(1));
  const auto other = bench.ask(2);
  bench.venue.later(Duration::seconds(2));
  ASSERT_TRUE(mute->done());
  EXPECT_EQ(mute->outcome->transport, Transport::BROKEN_AFTER_SEND);
  EXPECT_FALSE(bench.session.ready());
  EXPECT_FALSE(other->done());  // it is not cut off because another was not answered
  bench.venue.say(result(2));
  ASSERT_TRUE(other->done());
  EXPECT_EQ(other->outcome->transport, Transport::ANSWERED);
  bench.venue.later(Duration::seconds(5));
  EXPECT_TRUE(bench.session.ready());
  EXPECT_EQ(bench.venue.sockets.size(), 2U);
}

TEST(WsApiSession, OpensAnewBeforeTheCutThatTheServerAnnounces) {
  Session bench;
  const auto asked = bench.ask(1);
  bench.venue.say(R"({"event":{"e":"serverShutdown","E":1790000000000}})");
  EXPECT_FALSE(bench.session.ready());
  EXPECT_FALSE(asked->done());
  bench.venue.say(result(1));
  EXPECT_EQ(asked->outcome->transport, Transport::ANSWERED);
  bench.venue.later(Duration::seconds(5));
  EXPECT_TRUE(bench.session.ready());
  EXPECT_EQ(bench.events.size(), 1U);
}

TEST(WsApiSession, OpensAnewBeforeTheVenueCutsADayOldSession) {
  Session bench;
  bench.venue.later(Duration::hours(23) + Duration::seconds(1));
  EXPECT_EQ(bench.venue.world.run(bench.session.ask(1, "a frame", kPatience)).transport, Transport::NOTHING_SENT);
  bench.venue.later(Duration::seconds(5));
  EXPECT_TRUE(bench.session.ready());
  EXPECT_EQ(bench.venue.sockets.size(), 2U);
}

TEST(WsApiSession, GreetsOnEachConnectionAndTellsWhatWasAnswered) {
  Session bench("hello ");
  EXPECT_EQ(bench.venue.frames, (std::vector<std::string>{"hello 1"}));
  bench.venue.say(result(1));
  EXPECT_EQ(bench.greeted, (std::vector<Transport>{Transport::ANSWERED}));
  bench.venue.sockets.back().second->cut();
  bench.venue.later(Duration::seconds(5));
  EXPECT_EQ(bench.venue.frames.back(), "hello 2");
}

TEST(WsApiSession, HandsOnWhatAnswersNothingAndOpensAnewAfterWhatCannotBeRead) {
  Session bench;
  bench.venue.say(R"({"subscriptionId":0,"event":{"e":"balanceUpdate"}})");
  bench.venue.say(result(77));  // of a call given up long ago
  EXPECT_EQ(bench.events.size(), 1U);
  const auto asked = bench.ask(1);
  bench.venue.say("{\"id\":1,");
  EXPECT_EQ(asked->outcome->transport, Transport::BROKEN_AFTER_SEND);
}

// ---- what an answer means
// ---------------------------------------------------------------------------------------------

WsMeaning meaning(const std::string& frame, bool mutates = true) {
  const WsAnswer answer{.transport = Transport::ANSWERED, .frame = frame, .detail = {}};
  return meaning_of(answer, Product::FUTURES, mutates, net::testing::kStart);
}

TEST(WsMeaning, IsTheOneOfTheSameAnswerOverRest) {
  EXPECT_TRUE(meaning(result(1)).ok());
  const WsMeaning refused = meaning(R"({"id":1,"status":400,"error":{"code":-2019,"msg":"Margin is insufficient."}})");
  EXPECT_EQ(refused.verdict.outcome, Outcome::REJECTED);
  EXPECT_EQ(refused.verdict.reason, Reason::INSUFFICIENT_MARGIN);
  EXPECT_EQ(refused.detail, "the exchange answered -2019: Margin is insufficient.");
  const WsMeaning revoked = meaning(R"({"id":1,"status":401,"error":{"code":-2015,"msg":"Invalid API-key."}})");
  EXPECT_EQ(revoked.verdict.action, Action::HALT);
  const WsMeaning unsure = meaning(R"({"id":1,"status":503,"error":{"code":-1007,"msg":"Timeout."}})");
  EXPECT_EQ(unsure.verdict.outcome, Outcome::UNKNOWN);
}

TEST(WsMeaning, WaitsAsLongAsTheAnswerSays) {
  const WsMeaning banned =
      meaning(R"({"id":1,"status":418,"error":{"code":-1003,"msg":"Way too many requests.","data":)"
              R"({"serverTime":1790000000000,"retryAfter":1790000900000}}})");
  EXPECT_EQ(banned.verdict.action, Action::SILENCE);
  EXPECT_EQ(banned.verdict.until, Timestamp::from_ms(1'790'000'900'000));
}

TEST(WsMeaning, OfAChangeWhoseAnswerCannotBeReadIsUnknown) {
  for (const char* frame : {"", "<html>", "[]", R"({"id":1})", R"({"id":1,"status":500})"}) {
    EXPECT_EQ(meaning(frame).verdict.outcome, Outcome::UNKNOWN) << frame;
    EXPECT_EQ(meaning(frame, false).verdict.outcome, Outcome::REJECTED) << frame;
  }
}

}  // namespace
}  // namespace alpha_pulse::venues

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/exchanges/binance/order_requests.hpp"
#include "alpha_pulse/venues/answer.hpp"
#include "alpha_pulse/venues/test_venue_server.hpp"

/// Calls over a session of the WebSocket API, with REST beside it.
namespace alpha_pulse::venues {
namespace {

using exchanges::binance::Action;
using exchanges::binance::Outcome;
using exchanges::binance::Purpose;
using net::testing::World;
using testing::ok;
using testing::VenueServer;

constexpr Duration kTenSeconds = Duration::seconds(10);

/// The text of a member that is a number or a text, in a frame of ours.
std::string member(const std::string& frame, const std::string& name) {
  exchanges::JsonDocument document;
  const auto json = document.read(frame);
  if (!json) return "no JSON";
  const auto value = json->member(name).exists() ? json->member(name) : json->member("params").member(name);
  return std::string(value.text());
}
std::string answer_to(const std::string& frame, const std::string& rest) {
  return R"({"id":)" + member(frame, "id") + "," + rest + "}";
}

/// A caller with a session; frames are answered with `says`.
struct TwoWays {
  VenueServer venue;
  std::string says = R"("status":200,"result":{"clientOrderId":"x"})";
  bool mute = false;
  WsApiSession session;
  std::shared_ptr<net::testing::Started<bool>> running;

  TwoWays() : session(venue.world.network, venue.world.clock, settings()) {
    venue.answer_frame = [this](const std::string& frame) {
      return mute ? std::nullopt : std::optional(answer_to(frame, says));
    };
    venue.caller.use(session);
    running = venue.world.start(World::truth(session.run()));
    venue.world.settle();
  }
  ~TwoWays() {
    session.stop();
    venue.later(Duration::minutes(2));
  }
  static WsApiSettings settings() {
    WsApiSettings settings;
    settings.base = net::testing::url(80);
    settings.base.path = "/ws-fapi/v1";
    return settings;
  }
  CallReply cancel(Purpose purpose = Purpose::ORDINARY) {
    return venue.world.run(
        venue.caller.call(exchanges::binance::cancel_order("BTCUSDT", std::string("the order")), purpose));
  }
  void cut() {
    venue.sockets.back().second->cut();
    venue.world.settle();
  }
};
using Asked = std::vector<std::string>;

TEST(BinanceCallerSession, SendsOrderCallsOverTheSessionSignedByTheVenuesClockAndReadsTheirResult) {
  TwoWays two;
  two.venue.ahead = Duration::seconds(5);
  two.venue.synchronize();
  two.venue.asked();
  const CallReply reply = two.cancel();
  EXPECT_TRUE(reply.ok());
  const auto id = read_body(reply, [](exchanges::JsonValue json) -> Result<std::string> {
    return std::string(json.member("clientOrderId").text());
  });
  EXPECT_EQ(*id, "x");
  EXPECT_TRUE(two.venue.asked().empty());
  ASSERT_EQ(two.venue.frames.size(), 1U);
  const std::string& frame = two.venue.frames.back();
  EXPECT_EQ(member(frame, "method"), "order.cancel");
  EXPECT_EQ(member(frame, "origClientOrderId"), "the order");
  EXPECT_EQ(member(frame, "apiKey"), testing::kKey);
  EXPECT_EQ(member(frame, "signature").size(), 64U);
  const std::int64_t early =
      (two.venue.world.clock.now() + Duration::seconds(5)).ms() - std::stoll(member(frame, "timestamp"));
  EXPECT_GE(early, 0);
  EXPECT_LE(early, 5);
  EXPECT_EQ(two.venue.caller.session_calls(), 1U);
}

TEST(BinanceCallerSession, GoesByRestWhereTheSessionHasNoFormForACallAndWhileItIsNotOpen) {
  TwoWays two;
  EXPECT_TRUE(two.venue.world.run(two.venue.caller.call(exchanges::binance::balance(), Purpose::ORDINARY)).ok());
  two.cut();
  EXPECT_TRUE(two.cancel().ok());
  EXPECT_EQ(two.venue.asked(), (Asked{"GET /fapi/v3/balance", "DELETE /fapi/v1/order"}));
  two.venue.later(Duration::seconds(5));
  EXPECT_TRUE(two.cancel().ok());
  EXPECT_TRUE(two.venue.asked().empty());
  EXPECT_EQ(two.venue.frames.size(), 1U);
}

TEST(BinanceCallerSession, NeverRepeatsOnTheOtherWayWhatMayHaveLeftByOne) {
  TwoWays silent;
  silent.mute = true;
  const Timestamp sent = silent.venue.world.clock.now();
  const CallReply late = silent.cancel();
  EXPECT_EQ(late.verdict.outcome, Outcome::UNKNOWN);
  EXPECT_EQ(late.verdict.action, Action::RESOLVE);
  EXPECT_EQ(late.may_enter_until, sent + Duration::seconds(2));
  EXPECT_EQ(silent.venue.world.clock.now(), sent + kTenSeconds);

  TwoWays broken;
  broken.mute = true;
  const auto call = broken.venue.world.start(broken.venue.caller.call(
      exchanges::binance::cancel_order("BTCUSDT", std::string("the order")), Purpose::PROTECTIVE));
  broken.venue.world.settle();
  broken.cut();
  EXPECT_EQ(broken.venue.world.finish(call).verdict.outcome, Outcome::UNKNOWN);

  for (TwoWays* two : {&silent, &broken}) {
    EXPECT_EQ(two->venue.frames.size(), 1U);
    EXPECT_TRUE(two->venue.asked().empty());
  }
}

TEST(BinanceCallerSession, SendsOnceMoreWithAnotherTimeAfterAClockThatWasWrong) {
  TwoWays two;
  int answers = 0;
  two.venue.ahead = Duration::seconds(90);
  two.venue.answer_frame = [&](const std::string& frame) {
    return answer_to(frame, ++answers == 1 ? R"("status":400,"error":{"code":-1021,"msg":"Timestamp ..."})" : two.says);
  };
  EXPECT_TRUE(two.cancel().ok());
  ASSERT_EQ(two.venue.frames.size(), 2U);
  EXPECT_GT(std::stoll(member(two.venue.frames[1], "timestamp")),
            std::stoll(member(two.venue.frames[0], "timestamp")) + 89'000);
  EXPECT_EQ(member(two.venue.frames[1], "origClientOrderId"), "the order");
}

TEST(BinanceCallerSession, CountsOrdersInTheBudgetOfBothWaysAndLeavesTheSessionsOwnWeightsAlone) {
  TwoWays two;
  two.says = R"("status":200,"result":{},"rateLimits":[)"
             R"({"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":2400,"count":2399},)"
             R"({"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":300,"count":290}])";
  EXPECT_TRUE(two.cancel().ok());
  EXPECT_EQ(two.venue.caller.budget().used_orders(Duration::seconds(10), two.venue.world.clock.now()), 290);
  EXPECT_EQ(two.venue.caller.budget().used_weight(two.venue.world.clock.now()), 1);
}

/// An Ed25519 key made for the test.
exchanges::Signer ed25519() {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PKCS8PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  auto signer = exchanges::Signer::from_pem(std::string_view(data, static_cast<std::size_t>(size)));
  BIO_free(bio);
  EVP_PKEY_free(key);
  return *signer;
}

TEST(BinanceCallerSession, LogsOnOnceWithAnEd25519KeyAndSignsCallsWhereThatFailed) {
  for (const bool accepted : {true, false}) {
    VenueServer venue;
    BinanceCaller caller(venue.http, venue.world.clock,
                         {.account = Account{.api_key = std::string(testing::kKey), .signer = ed25519()}});
    venue.answer_frame = [&](const std::string& frame) {
      const bool logon = member(frame, "method") == "session.logon";
      return answer_to(frame, logon && !accepted ? R"("status":400,"error":{"code":-4056,"msg":"No."})"
                                                 : R"("status":200,"result":{})");
    };
    WsApiSettings settings = TwoWays::settings();
    EXPECT_TRUE(caller.logs_on());
    EXPECT_FALSE(venue.caller.logs_on());
    settings.greeting = [&](std::int64_t id) { return caller.session_greeting(id); };
    settings.on_greeted = [&](const WsAnswer& answer) { caller.on_greeted(answer); };
    settings.on_lost = [&] { caller.on_session_lost(); };
    WsApiSession session(venue.world.network, venue.world.clock, settings);
    caller.use(session);
    const auto running = venue.world.start(World::truth(session.run()));
    venue.world.settle();
    const auto cancel = [&] {
      const auto request = exchanges::binance::cancel_order("BTCUSDT", std::string("x"));
      EXPECT_TRUE(venue.world.run(caller.call(request, Purpose::ORDINARY)).ok());
      return venue.frames.back();
    };
    ASSERT_EQ(venue.frames.size(), 1U);
    EXPECT_EQ(member(venue.frames[0], "method"), "session.logon");
    EXPECT_EQ(member(venue.frames[0], "signature").size(), 88U);
    const std::string frame = cancel();
    EXPECT_EQ(member(frame, "signature").empty(), accepted);
    EXPECT_EQ(member(frame, "apiKey").empty(), accepted);
    EXPECT_FALSE(member(frame, "timestamp").empty());
    venue.sockets.back().second->cut();
    venue.later(Duration::seconds(5));
    EXPECT_EQ(member(venue.frames.back(), "method"), "session.logon") << "each session anew";
    session.stop();
    venue.later(Duration::minutes(2));
  }
}

TEST(BinanceCallerSession, HoldsBackWhatIsOrdinaryAfterARefusedKeyWhicheverWayItWasRefused) {
  TwoWays two;
  two.says = R"("status":401,"error":{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."})";
  EXPECT_EQ(two.cancel().verdict.action, Action::HALT);
  two.cut();
  const CallReply held = two.cancel();
  EXPECT_EQ(held.verdict.outcome, Outcome::REJECTED);
  EXPECT_NE(held.detail.find("-2015"), std::string::npos);
  EXPECT_TRUE(two.venue.asked().empty());
}

}  // namespace
}  // namespace alpha_pulse::venues

#include "alpha_pulse/venues/binance_caller.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/exchanges/binance/market_requests.hpp"
#include "alpha_pulse/exchanges/binance/order_requests.hpp"
#include "alpha_pulse/venues/test_venue_server.hpp"

namespace alpha_pulse::venues {
namespace {

using exchanges::binance::Action;
using exchanges::binance::Outcome;
using exchanges::binance::Purpose;
using exchanges::binance::Request;
using net::PipeFaults;
using testing::code;
using testing::ok;
using testing::reply;
using testing::Seen;
using testing::VenueServer;

constexpr const char* kUnavailable = "Service Unavailable.";
constexpr const char* kUnknownError = "Unknown error, please check your request or try again later.";

/// A change: what is not known of it may have happened.
Request change() {
  return exchanges::binance::cancel_order("BTCUSDT", std::string("the order"));
}
/// A question that costs weight.
Request question() {
  return exchanges::binance::balance();
}

CallReply call(VenueServer& venue, const Request& request, Purpose purpose = Purpose::ORDINARY) {
  return venue.world.run(venue.caller.call(request, purpose));
}

/// Never of the venue's future, and at most as early as the measurement is wrong.
bool is_right(const Seen& seen, Timestamp venues_time) {
  const std::int64_t early = venues_time.ms() - std::stoll(seen.parameter("timestamp"));
  return early >= 0 && early <= 5;
}

std::string hmac_hex(std::string_view secret, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes.data(), &size);
  constexpr const char* kHex = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex.push_back(kHex[bytes[i] >> 4U]);
    hex.push_back(kHex[bytes[i] & 0xfU]);
  }
  return hex;
}

TEST(BinanceCaller, SignsEverythingItSendsByTheVenuesClock) {
  VenueServer venue;
  venue.ahead = Duration::seconds(5);
  venue.synchronize();
  venue.later(Duration::seconds(3));
  const Timestamp now = venue.world.clock.now();
  EXPECT_TRUE(call(venue, change()).ok());
  const Seen& sent = venue.seen.back();
  EXPECT_EQ(sent.method_and_path(), "DELETE /fapi/v1/order");
  EXPECT_EQ(sent.request.header("X-MBX-APIKEY"), testing::kKey);
  EXPECT_TRUE(is_right(sent, now + Duration::seconds(5)));
  EXPECT_EQ(sent.parameter("recvWindow"), "2000");
  EXPECT_EQ(sent.parameter("origClientOrderId"), "the%20order");
  const std::string query(sent.request.query());
  const std::size_t mark = query.find("&signature=");
  ASSERT_NE(mark, std::string::npos);
  EXPECT_EQ(query.substr(mark + 11), hmac_hex(testing::kSecret, query.substr(0, mark)));
}

TEST(BinanceCaller, RefusesASignedCallWithoutAnAccountAndMakesAPublicOne) {
  VenueServer venue(false);
  const CallReply refused = call(venue, change(), Purpose::PROTECTIVE);
  EXPECT_EQ(refused.verdict.outcome, Outcome::REJECTED);
  EXPECT_EQ(refused.verdict.action, Action::HALT);
  EXPECT_NE(refused.detail.find("/fapi/v1/order"), std::string::npos);
  EXPECT_EQ(call(venue, exchanges::binance::create_listen_key()).verdict.action, Action::HALT);
  EXPECT_TRUE(venue.asked().empty());
  EXPECT_TRUE(call(venue, exchanges::binance::server_time(exchanges::binance::Product::FUTURES)).ok());
  EXPECT_EQ(venue.seen.back().request.header("X-MBX-APIKEY"), "");
}

// ---- limits ---------------------------------------------------------------------------------------------------------

TEST(BinanceCaller, HoldsOrdinaryCallsBackByTheWeightTheVenueCountsAndLetsProtectiveOnesPass) {
  VenueServer venue;  // 20 s into a minute
  venue.answer = [](const Seen&) { return reply(200, "{}", {{"X-MBX-USED-WEIGHT-1M", "2300"}}); };
  EXPECT_TRUE(call(venue, question()).ok());
  venue.asked();
  const CallReply held = call(venue, question());
  EXPECT_EQ(held.verdict.outcome, Outcome::THROTTLED);
  EXPECT_NE(held.detail.find("rate limit"), std::string::npos);
  EXPECT_TRUE(venue.asked().empty());
  EXPECT_TRUE(call(venue, question(), Purpose::PROTECTIVE).ok());
  EXPECT_EQ(venue.asked().size(), 1U);
  venue.later(Duration::seconds(37));
  EXPECT_TRUE(call(venue, question()).ok()) << "three seconds are worth waiting";
  EXPECT_EQ(venue.seen.back().at, net::testing::kStart + Duration::seconds(40));
}

TEST(BinanceCaller, BacksOffForAsLongAs429SaysAndAMinuteWhereItSaysNothing) {
  for (const bool named : {true, false}) {
    VenueServer venue;
    bool limited = true;
    venue.answer = [&](const Seen&) {
      if (!std::exchange(limited, false)) return ok();
      return named ? reply(429, R"({"code":-1003,"msg":"Too many requests."})", {{"Retry-After", "7"}})
                   : reply(429, R"({"code":-1003,"msg":"Too many requests."})");
    };
    const Timestamp end = net::testing::kStart + Duration::seconds(named ? 7 : 60);
    const CallReply first = call(venue, change());
    EXPECT_EQ(first.verdict.outcome, Outcome::THROTTLED) << "certainly not executed";
    EXPECT_EQ(venue.asked().size(), 1U) << "not sent again by itself";
    EXPECT_EQ(call(venue, question()).verdict.outcome, Outcome::THROTTLED);
    EXPECT_TRUE(venue.asked().empty());
    EXPECT_TRUE(call(venue, change(), Purpose::PROTECTIVE).ok());
    venue.later(end - venue.world.clock.now());
    EXPECT_TRUE(call(venue, question()).ok());
    EXPECT_EQ(venue.seen.back().at, end);
  }
}

TEST(BinanceCaller, SaysNothingAtAllToAVenueThatHasBannedItUntilTheEnd) {
  VenueServer venue;
  venue.ahead = Duration::seconds(2);
  venue.synchronize();
  bool banned = true;
  venue.answer = [&](const Seen&) {
    return std::exchange(banned, false) ? reply(418, "teapot", {{"Retry-After", "120"}}) : ok();
  };
  const CallReply first = call(venue, question());
  EXPECT_EQ(first.verdict.outcome, Outcome::THROTTLED);
  EXPECT_TRUE(first.verdict.alarm);
  venue.asked();
  const Timestamp end = venue.world.clock.now() + Duration::seconds(120);
  while (venue.world.clock.now() < end - Duration::seconds(10)) {
    EXPECT_EQ(call(venue, change(), Purpose::PROTECTIVE).verdict.outcome, Outcome::THROTTLED);
    EXPECT_EQ(call(venue, question()).verdict.outcome, Outcome::THROTTLED);
    EXPECT_FALSE(venue.world.run(venue.caller.synchronize()));
    venue.later(Duration::seconds(10));
  }
  EXPECT_TRUE(venue.asked().empty());
  venue.later(end - venue.world.clock.now());
  EXPECT_TRUE(call(venue, change(), Purpose::PROTECTIVE).ok());
  EXPECT_EQ(venue.seen.back().at, end);
}

// ---- sent again -----------------------------------------------------------------------------------------------------

TEST(BinanceCaller, MeasuresTheClockOnceWhereTheVenueCallsATimestampWrongAndSendsTheSameCallAgain) {
  VenueServer venue;
  venue.synchronize();
  venue.ahead = Duration::seconds(-7);
  venue.asked();
  venue.answer = [&](const Seen& seen) {
    const bool right = is_right(seen, seen.at + venue.ahead);
    return right ? ok() : code(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  };
  EXPECT_TRUE(call(venue, change()).ok());
  ASSERT_EQ(venue.seen.size(), 3U);
  EXPECT_EQ(venue.seen[1].method_and_path(), "GET /fapi/v1/time");
  EXPECT_EQ(venue.seen[0].parameter("origClientOrderId"), venue.seen[2].parameter("origClientOrderId"));
  EXPECT_NE(venue.seen[0].parameter("signature"), venue.seen[2].parameter("signature"));
}

TEST(BinanceCaller, GivesUpWhereTheTimestampIsStillWrongAfterThat) {
  VenueServer venue;
  venue.answer = [](const Seen&) {
    return code(400, -1021, "Timestamp for this request is outside of the recvWindow.");
  };
  const CallReply last = call(venue, change());
  EXPECT_EQ(last.verdict.outcome, Outcome::REJECTED);
  EXPECT_EQ(last.verdict.code, -1021);
  EXPECT_EQ(venue.asked(),
            (std::vector<std::string>{"DELETE /fapi/v1/order", "GET /fapi/v1/time", "DELETE /fapi/v1/order"}));
}

TEST(BinanceCaller, KeepsTheClockItKnewWhereAnotherCannotBeMeasured) {
  VenueServer venue;
  venue.ahead = Duration::seconds(5);
  venue.synchronize();
  venue.answer_time = [](const Seen&) { return reply(500, ""); };
  venue.answer = [](const Seen&) {
    return code(400, -1021, "Timestamp for this request is outside of the recvWindow.");
  };
  EXPECT_EQ(call(venue, change()).verdict.code, -1021);
  EXPECT_EQ(venue.caller.server_time().ms(), (venue.world.clock.now() + Duration::seconds(5)).ms());
}

const std::vector<std::string> kQuestion{"GET /fapi/v3/balance"};
const std::vector<std::string> kClockFirst{"GET /fapi/v1/time", "GET /fapi/v3/balance"};

/// What a question led to.
std::vector<std::string> asked_by_a_question(VenueServer& venue) {
  EXPECT_TRUE(call(venue, exchanges::binance::balance()).ok());
  return venue.asked();
}

TEST(BinanceCaller, MeasuresTheClockAgainEveryFiveMinutesWithTheNextQuestionAndWithNoChange) {
  VenueServer venue;
  venue.synchronize();
  venue.asked();
  venue.later(Duration::seconds(299));
  EXPECT_EQ(asked_by_a_question(venue), kQuestion);
  venue.later(Duration::seconds(1));
  venue.ahead = Duration::milliseconds(100);  // as two clocks part
  EXPECT_TRUE(call(venue, change()).ok());
  EXPECT_EQ(venue.asked(), std::vector<std::string>{"DELETE /fapi/v1/order"});
  EXPECT_EQ(asked_by_a_question(venue), kClockFirst);
  EXPECT_NEAR(static_cast<double>((venue.caller.server_time() - venue.world.clock.now()).ns()), 100e6, 1e6);
  EXPECT_EQ(asked_by_a_question(venue), kQuestion);
}

TEST(BinanceCaller, ForgetsTheClockItKnewWhereANewMeasurementContradictsIt) {
  VenueServer venue;
  venue.synchronize();
  venue.later(Duration::minutes(5));
  venue.ahead = Duration::seconds(-3);  // it was set
  asked_by_a_question(venue);
  EXPECT_NEAR(static_cast<double>((venue.caller.server_time() - venue.world.clock.now()).ns()), -3e9, 1e6);
}

TEST(BinanceCaller, MeasuresTheClockAgainOnceAMinuteWhereItIsDoubtedButNotWhereItWasNeverKnown) {
  VenueServer venue;
  venue.caller.doubt_clock();
  EXPECT_EQ(asked_by_a_question(venue), kQuestion);
  venue.synchronize();
  venue.asked();
  venue.caller.doubt_clock();
  EXPECT_EQ(asked_by_a_question(venue), kQuestion) << "that was a moment ago";
  venue.later(Duration::minutes(1));
  EXPECT_EQ(asked_by_a_question(venue), kClockFirst);
  venue.answer_time = [](const Seen&) { return reply(500, ""); };
  venue.caller.doubt_clock();
  venue.later(Duration::minutes(1));
  EXPECT_EQ(asked_by_a_question(venue), kClockFirst) << "fails";
  EXPECT_EQ(asked_by_a_question(venue), kQuestion) << "no question for it at each question";
  venue.later(Duration::minutes(1));
  EXPECT_EQ(asked_by_a_question(venue), kClockFirst);
}

std::string date_of(Timestamp at) {
  const std::time_t seconds = at.ms() / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

TEST(BinanceCaller, DoubtsTheClockWhereTheDateOfAnAnswerDoesNotFit) {
  for (const auto& [apart, fits] : std::vector<std::pair<Duration, bool>>{{Duration(), true},
                                                                          {Duration::milliseconds(200), true},
                                                                          {Duration::milliseconds(-900), true},
                                                                          {Duration::seconds(-2), false},
                                                                          {Duration::seconds(3), false}}) {
    VenueServer venue;
    venue.synchronize();
    venue.asked();
    venue.later(Duration::minutes(1));
    venue.answer = [apart = apart](const Seen& seen) { return reply(200, "{}", {{"Date", date_of(seen.at + apart)}}); };
    EXPECT_EQ(asked_by_a_question(venue), kQuestion);
    EXPECT_EQ(asked_by_a_question(venue), fits ? kQuestion : kClockFirst) << apart.ns();
  }
}

TEST(BinanceCaller, DoubtsTheClockWhereAnEventIsOfATimeThatIsNotYet) {
  for (const auto& [apart, fits] : std::vector<std::pair<Duration, bool>>{
           {Duration::milliseconds(200), true}, {Duration::minutes(-10), true}, {Duration::seconds(1), false}}) {
    VenueServer venue;
    venue.synchronize();
    venue.asked();
    venue.later(Duration::minutes(1));
    venue.caller.hear_time(venue.world.clock.now() + apart);
    EXPECT_EQ(asked_by_a_question(venue), fits ? kQuestion : kClockFirst) << apart.ns();
  }
}

TEST(BinanceCaller, SendsAgainWhatAnOverloadedVenueRefusedThreeTimesAtMostWithGrowingPauses) {
  VenueServer venue;
  venue.answer = [](const Seen&) { return reply(503, kUnavailable); };
  const CallReply last = call(venue, change());
  EXPECT_EQ(last.verdict.outcome, Outcome::REJECTED);
  ASSERT_EQ(venue.seen.size(), 4U);
  for (int i = 1; i <= 3; ++i) {
    EXPECT_EQ(venue.seen[i].at - venue.seen[i - 1].at, Duration::milliseconds(100) * (1 << i));
    EXPECT_EQ(venue.seen[i].parameter("origClientOrderId"), "the%20order");
    EXPECT_EQ(venue.seen[i].parameter("timestamp"), std::to_string(venue.seen[i].at.ms())) << "signed anew";
  }
  EXPECT_EQ(venue.world.clock.now(), venue.seen.back().at) << "no pause that nothing follows";
  EXPECT_EQ(last.may_enter_until, venue.seen.back().at + Duration::seconds(2));
}

TEST(BinanceCaller, SendsAgainWhatNeverLeft) {
  VenueServer venue;
  venue.world.network.set_plan([](const net::Endpoint&, std::uint64_t number) {
    PipeFaults faults;
    faults.refuse = number <= 2;
    return faults;
  });
  EXPECT_TRUE(call(venue, change()).ok());
  EXPECT_EQ(venue.world.network.dials(), 3U);
  EXPECT_EQ(venue.asked().size(), 1U);
  venue.world.network.set_plan([](const net::Endpoint&, std::uint64_t) { return PipeFaults{.refuse = true}; });
  venue.later(Duration::minutes(3));  // no kept connection is left
  const CallReply never = call(venue, change());
  EXPECT_EQ(never.verdict.outcome, Outcome::REJECTED);
  EXPECT_FALSE(never.detail.empty());
  EXPECT_TRUE(venue.asked().empty());
}

// ---- never sent again -----------------------------------------------------------------------------------------------

/// Something that leaves it open whether a change happened.
struct Doubt {
  const char* name;
  net::ServerReply reply;
};

std::vector<Doubt> doubts() {
  net::ServerReply cut = ok();
  cut.cut_after = 20;
  net::ServerReply cut_at_once = ok();
  cut_at_once.cut_after = 0;
  net::ServerReply silent;
  silent.silent = true;
  return {{"503 unknown, as JSON", code(503, -1000, kUnknownError)},
          {"503 unknown, as text", reply(503, kUnknownError)},
          {"-1007", code(408, -1007, "Timeout waiting for response from backend server.")},
          {"-1006", code(500, -1006, "An unexpected response was received from the message bus.")},
          {"-4116", code(400, -4116, "ClientOrderId is duplicated.")},
          {"500 with nothing", reply(500, "")},
          {"502 of a proxy", reply(502, "<html>Bad Gateway</html>")},
          {"a page instead of an answer", reply(200, "<html>Welcome to our hotel</html>")},
          {"half an answer", reply(200, R"({"orderId":1,"symbol":)")},
          {"nothing at all", reply(200, "")},
          {"a page of an error", reply(404, "<html>not here</html>")},
          {"cut in the middle", cut},
          {"cut before the first byte", cut_at_once},
          {"silence", silent}};
}

TEST(BinanceCaller, LeavesAChangeUnknownAndNeverSendsItTwiceWhateverElseComesBack) {
  for (const Doubt& doubt : doubts()) {
    VenueServer venue;
    venue.answer = [&](const Seen&) { return doubt.reply; };
    const CallReply last = call(venue, change());
    EXPECT_EQ(last.verdict.outcome, Outcome::UNKNOWN) << doubt.name;
    EXPECT_EQ(last.verdict.action, Action::RESOLVE) << doubt.name;
    EXPECT_EQ(venue.asked().size(), 1U) << doubt.name;
    EXPECT_FALSE(last.detail.empty()) << doubt.name;
  }
}

/// How often a change is sent when everything it is answered is `action`.
std::size_t sendings(Action action) {
  if (action == Action::RETRY_SAME_ID) return 4;
  return action == Action::RESYNC_CLOCK_AND_RETRY ? 2 : 1;
}

TEST(BinanceCaller, DoesForEveryCodeOfTheTableWhatTheTableSaysAndNoMore) {
  for (const exchanges::binance::ErrorRow& row : exchanges::binance::error_rows()) {
    for (const std::int64_t error : {row.first, row.last}) {
      VenueServer venue;
      venue.synchronize();
      std::size_t times = 0;
      venue.answer = [&](const Seen&) {
        ++times;
        return code(400, static_cast<int>(error), "words of the venue");
      };
      const CallReply last = call(venue, change());
      EXPECT_EQ(last.verdict.outcome, row.outcome) << row.name << " " << error;
      EXPECT_EQ(last.verdict.action, row.action) << row.name << " " << error;
      EXPECT_EQ(last.verdict.code, error) << row.name;
      EXPECT_EQ(times, sendings(row.action)) << row.name << " " << error;
      EXPECT_EQ(last.ok(), row.outcome == Outcome::OK || row.outcome == Outcome::IDEMPOTENT) << row.name;
    }
  }
}

TEST(BinanceCaller, HoldsOrdinaryChangesBackForAMinuteAfterAKeyWasRefusedButNotWhatProtects) {
  VenueServer venue;
  std::size_t times = 0;
  venue.answer = [&](const Seen&) {
    ++times;
    return code(401, -2015, "Invalid API-key, IP, or permissions for action.");
  };
  call(venue, change());
  const CallReply held = call(venue, change());
  EXPECT_EQ(times, 1U);
  EXPECT_EQ(held.verdict.outcome, Outcome::REJECTED);
  EXPECT_EQ(held.verdict.action, Action::HALT);
  EXPECT_NE(held.detail.find("-2015"), std::string::npos) << held.detail;
  call(venue, change(), Purpose::PROTECTIVE);
  EXPECT_EQ(times, 2U);
  venue.later(Duration::minutes(2));
  call(venue, change());
  EXPECT_EQ(times, 3U);
}

TEST(BinanceCaller, NeverSendsAChangeAgainWhoseBytesWereCutOnTheirWay) {
  for (const std::uint64_t bytes : {std::uint64_t{0}, std::uint64_t{10}, std::uint64_t{100}}) {
    VenueServer venue;
    venue.world.network.set_plan([bytes](const net::Endpoint&, std::uint64_t) { return PipeFaults{.cut_up = bytes}; });
    const CallReply last = call(venue, change());
    EXPECT_EQ(last.verdict.outcome, Outcome::UNKNOWN) << bytes;
    EXPECT_EQ(venue.world.network.dials(), 1U) << bytes;
  }
}

TEST(BinanceCaller, TellsUntilWhenARequestMayStillEnter) {
  VenueServer venue;
  venue.answer_time = [&](const Seen& seen) {
    net::ServerReply slow = ok(R"({"serverTime":)" + std::to_string(seen.at.ms()) + "}");
    slow.delay = Duration::milliseconds(300);
    return slow;
  };
  venue.synchronize();
  const Duration error = venue.caller.offset().estimate(venue.world.clock.now()).error;
  EXPECT_GE(error, Duration::milliseconds(150));
  venue.answer = [](const Seen&) {
    net::ServerReply late = code(503, -1000, kUnknownError);
    late.delay = Duration::seconds(4);
    return late;
  };
  const Timestamp signed_at = venue.world.clock.now();
  const CallReply last = call(venue, change());
  EXPECT_GE(last.may_enter_until, signed_at + Duration::seconds(2) + error);
  EXPECT_LE(last.may_enter_until, signed_at + Duration::seconds(2) + error + Duration::milliseconds(10))
      << "from when it was signed, not from when the answer came; the clocks may have drifted a little";
}

}  // namespace
}  // namespace alpha_pulse::venues

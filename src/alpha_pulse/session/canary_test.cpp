#include "alpha_pulse/session/canary.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/session/test_plans.hpp"
#include "alpha_pulse/venues/test_venue_server.hpp"

namespace alpha_pulse::session {
namespace {

using venues::testing::code;
using venues::testing::ok;
using venues::testing::reply;
using venues::testing::Seen;
using venues::testing::VenueServer;
using What = CanaryOutcome::What;
using Asked = std::vector<std::string>;

constexpr exchanges::Epoch kEpoch{9};

/// A server that answers the placing, and each cancelling, as the test says.
struct Tried {
  VenueServer venue;
  net::ServerReply on_place = ok();
  net::ServerReply on_cancel = ok();

  Tried() {
    venue.answer = [this](const Seen& seen) { return seen.request.method == "POST" ? on_place : on_cancel; };
  }
  CanaryOutcome go() {
    const CanaryOrder canary{
        .hedge = test::btc(), .mark = test::price("100000"), .band = test::ratio("1.05"), .epoch = kEpoch};
    return venue.world.run(try_stop(venue.caller, canary));
  }
};
const Asked kPlacedAndCancelled{"POST /fapi/v1/algoOrder", "DELETE /fapi/v1/algoOrder"};

TEST(Canary, IsAStopThatOnlyClosesFarFromTheMarketAndIsCancelled) {
  Tried tried;
  const CanaryOutcome outcome = tried.go();
  EXPECT_EQ(outcome.what, What::TAKEN);
  EXPECT_EQ(outcome.words, "104000.00");
  ASSERT_EQ(tried.venue.seen.size(), 2U);
  const Seen& placed = tried.venue.seen[0];
  EXPECT_EQ(placed.parameter("type"), "STOP_MARKET");
  EXPECT_EQ(placed.parameter("side"), "BUY");
  EXPECT_EQ(placed.parameter("reduceOnly"), "true");
  EXPECT_EQ(placed.parameter("triggerPrice"), "104000");
  EXPECT_EQ(placed.parameter("clientAlgoId"), tried.venue.seen[1].parameter("clientAlgoId"));
  EXPECT_EQ(tried.venue.asked(), kPlacedAndCancelled);
}

TEST(Canary, IsRefusedWhereTheExchangeSaysSo) {
  for (const int refused : {-4120, -2015, -1116, -4045, -4109}) {
    Tried tried;
    tried.on_place = code(400, refused, "No.");
    const CanaryOutcome outcome = tried.go();
    EXPECT_EQ(outcome.what, What::REFUSED) << refused;
    EXPECT_NE(outcome.words.find("No."), std::string::npos);
    EXPECT_EQ(tried.venue.asked(), Asked{"POST /fapi/v1/algoOrder"});
  }
}

TEST(Canary, DecidesNothingWhereNobodyAnswersOrTheAccountIsMerelyFlat) {
  for (const net::ServerReply& answer : {code(400, -2022, "ReduceOnly Order is rejected."),
                                         code(503, -1008, "Request throttled by system-level protection."),
                                         code(429, -1003, "Too many requests."), reply(503, "Service Unavailable.")}) {
    Tried tried;
    tried.on_place = answer;
    EXPECT_EQ(tried.go().what, What::UNDECIDED) << answer.response.body;
  }
}

TEST(Canary, IsCancelledWhereItsPlacingIsNotKnown) {
  Tried tried;
  tried.on_place = code(503, -1007, "Timeout.");
  tried.on_cancel = code(400, -2011, "Unknown order sent.");
  EXPECT_EQ(tried.go().what, What::UNDECIDED);
  EXPECT_EQ(tried.venue.asked(), kPlacedAndCancelled);
}

TEST(Canary, MayStandWhereNoCancelIsAnswered) {
  Tried tried;
  tried.on_cancel = code(503, -1007, "Timeout.");
  const CanaryOutcome outcome = tried.go();
  EXPECT_EQ(outcome.what, What::MAY_STAND);
  EXPECT_NE(outcome.words.find(exchanges::wire_text(
                {.epoch = kEpoch, .intent = ClientOrderId{1}, .book = exchanges::OrderBook::CONDITIONAL})),
            std::string::npos);
  EXPECT_EQ(tried.venue.asked().size(), 4U);
}

}  // namespace
}  // namespace alpha_pulse::session

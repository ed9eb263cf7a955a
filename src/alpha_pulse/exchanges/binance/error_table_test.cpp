#include "alpha_pulse/exchanges/binance/error_table.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace alpha_pulse::exchanges::binance {
namespace {

using enum Action;
constexpr Timestamp kNow = Timestamp::from_ms(1'712'345'600'000);

Verdict of(std::int64_t code, std::string_view message = "", Product product = Product::FUTURES) {
  return classify_code(code, message, 400, product, true, kNow);
}
Verdict answer(int status, std::string_view body, std::string_view retry_after = {}, bool mutates = true) {
  return classify({.http_status = status, .body = body, .retry_after = retry_after}, Product::FUTURES, mutates, kNow);
}

/// Codes of a range, each with the outcome and action of its row in the sheet.
struct Row {
  std::vector<std::int64_t> codes;
  Outcome outcome;
  Action action;
};

class SheetRow : public testing::TestWithParam<Row> {};

TEST_P(SheetRow, MeansWhatTheSheetSays) {
  for (const std::int64_t code : GetParam().codes) {
    const Verdict verdict = of(code);
    EXPECT_EQ(verdict.outcome, GetParam().outcome) << code;
    EXPECT_EQ(verdict.action, GetParam().action) << code;
    EXPECT_EQ(verdict.code, code);
  }
}

std::vector<std::int64_t> through(std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> codes;
  for (std::int64_t code = first; code >= last; --code) codes.push_back(code);
  return codes;
}

INSTANTIATE_TEST_SUITE_P(
    ErrorTable, SheetRow,
    testing::Values(
        Row{{-1000, -1006, -1007, -4116}, Outcome::UNKNOWN, RESOLVE}, Row{{-1001}, Outcome::REJECTED, RETRY_SAME_ID},
        Row{{-1003, -1015}, Outcome::THROTTLED, BACK_OFF}, Row{{-1008, -1016}, Outcome::REJECTED, BACK_OFF},
        Row{{-1013, -1111, -4001, -4002, -4003, -4004, -4005, -4013, -4014, -4016, -4023, -4024, -4164},
            Outcome::REJECTED,
            RELOAD_FILTERS},
        Row{{-1021, -5028}, Outcome::REJECTED, RESYNC_CLOCK_AND_RETRY},
        Row{{-1022, -1099, -1109, -2014, -2015, -2017, -2023, -4060, -4061, -4062, -4109}, Outcome::REJECTED, HALT},
        Row{through(-1100, -1106), Outcome::REJECTED, DROP}, Row{through(-1114, -1120), Outcome::REJECTED, DROP},
        Row{{-1108, -1127, -1128, -1130, -1136, -4015}, Outcome::REJECTED, DROP},
        Row{{-1121, -4140, -4141, -4144}, Outcome::REJECTED, DROP_SYMBOL},
        Row{{-1125}, Outcome::REJECTED, NEW_LISTEN_KEY}, Row{{-2011}, Outcome::REJECTED, QUERY_ORDER},
        Row{{-2013}, Outcome::REJECTED, PROBE_AGAIN}, Row{{-2018, -2019}, Outcome::REJECTED, READ_ACCOUNT},
        Row{{-2020, -1112, -5021, -5022}, Outcome::REJECTED, REPRICE},
        Row{{-2021, -4142}, Outcome::REJECTED, CLOSE_AT_MARKET},
        Row{{-2022, -2024, -4115}, Outcome::REJECTED, READ_POSITION},
        Row{{-2025, -4045}, Outcome::REJECTED, CANCEL_STALE_ORDERS},
        Row{{-4046, -4059, -4171}, Outcome::IDEMPOTENT, NONE},
        Row{{-4047, -4048, -4067, -4068, -4161}, Outcome::REJECTED, ACCEPT_SETTING},
        Row{{-4087, -4088, -4105, -4106, -4107, -4192, -4400}, Outcome::REJECTED, STOP_OPENING},
        Row{{-4118}, Outcome::REJECTED, CANCEL_SAME_SIDE}, Row{{-4120}, Outcome::REJECTED, USE_ALGO_ENDPOINT},
        Row{{-4131}, Outcome::REJECTED, LIMIT_INSTEAD}, Row{through(-4135, -4139), Outcome::REJECTED, DROP},
        Row{through(-4202, -4209), Outcome::REJECTED, ACCEPT_SETTING},
        Row{{-4210, -4211}, Outcome::REJECTED, RELOAD_FILTERS},
        Row{{-5024, -5025, -5026, -5029, -5043, -5047}, Outcome::REJECTED, KEEP_ORDER},
        Row{{-5027}, Outcome::IDEMPOTENT, KEEP_ORDER}, Row{through(-5037, -5041), Outcome::REJECTED, DROP}));

TEST(ErrorTable, HasRowsThatDoNotOverlap) {
  const auto rows = error_rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_GE(rows[i].first, rows[i].last) << rows[i].name;
    if (i > 0) {
      EXPECT_LT(rows[i].first, rows[i - 1].last) << rows[i].name;
    }
    if (rows[i].outcome == Outcome::REJECTED && rows[i].action != NEW_LISTEN_KEY) {
      EXPECT_NE(rows[i].reason, Reason::NONE) << rows[i].name;
    }
  }
}

TEST(ErrorTable, GivesReasonsForARejectedOrder) {
  EXPECT_EQ(of(-2019).reason, Reason::INSUFFICIENT_MARGIN);
  EXPECT_EQ(of(-2021).reason, Reason::WOULD_TRIGGER_IMMEDIATELY);
  EXPECT_EQ(of(-2022).reason, Reason::REDUCE_ONLY_REJECTED);
  EXPECT_EQ(of(-5022).reason, Reason::WOULD_CROSS);
  EXPECT_EQ(of(-4014).reason, Reason::BAD_FILTER);
  EXPECT_EQ(of(-2015).reason, Reason::VENUE_REFUSED);
  EXPECT_TRUE(of(-2015).alarm);
}

TEST(ErrorTable, LetsSpotsWordsDecide) {
  EXPECT_EQ(of(-2010, "Account has insufficient balance for requested action.").action, READ_ACCOUNT);
  EXPECT_EQ(of(-2010, "Duplicate order sent.").outcome, Outcome::UNKNOWN);
  EXPECT_EQ(of(-2010, "Order would immediately match and take.").action, REPRICE);
  EXPECT_EQ(of(-2010, "Order would trigger immediately.").action, CLOSE_AT_MARKET);
  EXPECT_EQ(of(-2010, "Market is closed.").action, DROP_SYMBOL);
  EXPECT_EQ(of(-2010, "Something new.").outcome, Outcome::REJECTED);
  EXPECT_EQ(of(-2021, "Order cancel-replace partially failed.", Product::SPOT).outcome, Outcome::UNKNOWN);
}

TEST(ErrorTable, TellsTransportFailuresApart) {
  const auto transport = [](Transport how, bool mutates) {
    return classify({.transport = how}, Product::FUTURES, mutates, kNow);
  };
  EXPECT_EQ(transport(Transport::NOTHING_SENT, true).outcome, Outcome::REJECTED);
  EXPECT_EQ(transport(Transport::NOTHING_SENT, true).action, RETRY_SAME_ID);
  EXPECT_EQ(transport(Transport::BROKEN_AFTER_SEND, true).outcome, Outcome::UNKNOWN);
  EXPECT_EQ(transport(Transport::BROKEN_AFTER_SEND, true).action, RESOLVE);
  EXPECT_EQ(transport(Transport::BROKEN_AFTER_SEND, false).action, RETRY_SAME_ID);
}

TEST(ErrorTable, ReadsThe503sApart) {
  EXPECT_EQ(
      answer(503, R"({"code":-1000,"msg":"Unknown error, please check your request or try again later."})").outcome,
      Outcome::UNKNOWN);
  EXPECT_EQ(answer(503, "Unknown error, please check your request or try again later.").action, RESOLVE);
  EXPECT_EQ(answer(503, "Service Unavailable.").action, RETRY_SAME_ID);
  EXPECT_EQ(answer(503, R"({"code":-1008,"msg":"Request throttled by system-level protection."})").action, BACK_OFF);
  EXPECT_EQ(answer(503, "").outcome, Outcome::UNKNOWN);
  EXPECT_EQ(answer(502, "<html>").outcome, Outcome::UNKNOWN);
  EXPECT_EQ(answer(408, "").outcome, Outcome::UNKNOWN);
  EXPECT_EQ(answer(409, "{}").outcome, Outcome::UNKNOWN);
  EXPECT_EQ(answer(403, "<html>").until, kNow + Duration::minutes(1));
}

TEST(ErrorTable, WaitsAsLongAsTheVenueSays) {
  EXPECT_EQ(answer(429, R"({"code":-1003,"msg":"Too many requests"})", "17").until, kNow + Duration::seconds(17));
  EXPECT_EQ(answer(429, "").until, kNow + Duration::seconds(60));
  EXPECT_EQ(answer(429, "").action, BACK_OFF);
  const Verdict banned = answer(
      418, R"({"code":-1003,"msg":"Way too many requests; IP banned until 1712345678901. Please use the websocket."})");
  EXPECT_EQ(banned.action, SILENCE);
  EXPECT_EQ(banned.until, Timestamp::from_ms(1'712'345'678'901));
  EXPECT_TRUE(banned.alarm);
  EXPECT_EQ(answer(418, "").until, kNow + Duration::seconds(120));
  EXPECT_EQ(answer(429, "", "-5").until, kNow + Duration::seconds(60));
  EXPECT_EQ(answer(429, "", "99999999999999999999").until, kNow + Duration::seconds(60));
  EXPECT_FALSE(banned_until("banned until 99999999999999999999"));
  EXPECT_FALSE(banned_until("banned until soon"));
}

TEST(ErrorTable, TrustsASuccessOnlyInItsOwnWords) {
  EXPECT_EQ(answer(200, R"({"orderId":1})").outcome, Outcome::OK);
  EXPECT_EQ(answer(200, "[]").outcome, Outcome::OK);
  EXPECT_EQ(answer(200, R"({"code":"200","msg":"success"})").outcome, Outcome::OK);
  EXPECT_EQ(answer(200, R"({"code":-2022,"msg":"ReduceOnly Order is rejected."})").outcome, Outcome::REJECTED);
  EXPECT_EQ(answer(200, "<html>log in</html>").outcome, Outcome::UNKNOWN);
  EXPECT_EQ(answer(200, R"({"orderId":)").outcome, Outcome::UNKNOWN);
  EXPECT_EQ(answer(200, "<html>", {}, false).outcome, Outcome::REJECTED);
}

RC_GTEST_PROP(ErrorTable, AChangeThatNobodyExplainsIsUnknown, (const std::string& body)) {
  const int status = *rc::gen::element(400, 401, 404, 500, 502, 504, 301);
  const auto code = *rc::gen::inRange<std::int64_t>(-99'999, -6'000);
  RC_ASSERT((classify_code(code, "", status, Product::FUTURES, true, kNow).outcome == Outcome::UNKNOWN));
  if (body.find('-') == std::string::npos) RC_ASSERT((answer(status, body).outcome == Outcome::UNKNOWN));
}

TEST(ErrorTable, NamesEveryOutcomeAndAction) {
  EXPECT_EQ(to_string(Outcome::UNKNOWN), "UNKNOWN");
  EXPECT_EQ(to_string(Action::DROP_SYMBOL), "DROP_SYMBOL");
  EXPECT_EQ(to_string(Action::PROBE_AGAIN), "PROBE_AGAIN");
  EXPECT_EQ(to_string(Action::USE_ALGO_ENDPOINT), "USE_ALGO_ENDPOINT");
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance

#include "alpha_pulse/session/doctor_verdicts.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::session {
namespace {

namespace wire = exchanges::binance;

exchanges::OffsetEstimate measured(std::int64_t offset_ms, std::int64_t error_ms) {
  return {.offset = Duration::milliseconds(offset_ms), .error = Duration::milliseconds(error_ms), .measured_at = {}};
}

CheckStatus of_transport(ErrorCode code, const std::string& message, const std::string& begins) {
  const Check check = judge_transport("futures_rest", {code, message});
  EXPECT_TRUE(check.detail.starts_with(begins)) << check.detail;
  EXPECT_FALSE(check.fix.empty());
  return check.status;
}

TEST(Doctor, TellsTheWaysApartInWhichThereIsNoConnection) {
  EXPECT_EQ(of_transport(ErrorCode::kIo, "h:443: cannot connect: Host not found (authoritative) (looking the name up)",
                         "name not found: "),
            CheckStatus::FAIL);
  of_transport(ErrorCode::kIo,
               "h:443: cannot connect: Host not found (non-authoritative), try again later (looking the name up)",
               "no network: ");
  of_transport(ErrorCode::kIo, "h:443: cannot connect: Network is unreachable", "no network: ");
  of_transport(ErrorCode::kIo, "h:443: cannot connect: Connection refused", "nobody listens there: ");
  of_transport(ErrorCode::kRefused, "h:443: its certificate is not to be trusted: self signed",
               "certificate refused: ");
  of_transport(ErrorCode::kIo, "h:443: cannot connect: nobody answered in time", "no answer: ");
}

TEST(Doctor, TakesAPageForWhatItIs) {
  EXPECT_EQ(judge_answer("a", "https://h", {.status = 200, .headers = {}, .body = "{}"}).status, CheckStatus::OK);
  const Check page = judge_answer("a", "https://h", {.status = 200, .headers = {}, .body = "<html>login</html>"});
  EXPECT_EQ(page.status, CheckStatus::FAIL);
  EXPECT_NE(page.detail.find("something else than JSON: '<html>login</html>'"), std::string::npos) << page.detail;
  const Check busy = judge_answer("a", "https://h", {.status = 429, .headers = {}, .body = R"({"code":-1003})"});
  EXPECT_EQ(busy.status, CheckStatus::FAIL);
  EXPECT_NE(busy.fix.find("wait"), std::string::npos) << busy.fix;
}

TEST(Doctor, WarnsOfAClockThatIsCorrectedAndFailsOneThatCannotBeMeasured) {
  EXPECT_EQ(judge_clock("clock", measured(250, 20)).status, CheckStatus::OK);
  EXPECT_EQ(judge_clock("clock", measured(-251, 20)).status, CheckStatus::WARN);
  const Check slow = judge_clock("clock", measured(3'600'000, 20));
  EXPECT_EQ(slow.status, CheckStatus::WARN);
  EXPECT_EQ(slow.detail, "this clock is 3600000 ms slow, known to 20 ms; calls are corrected by it");
  EXPECT_EQ(judge_clock("clock", measured(0, 1000)).status, CheckStatus::OK);
  EXPECT_EQ(judge_clock("clock", measured(0, 1001)).status, CheckStatus::FAIL);
}

wire::KeyRestrictions good_key() {
  return {.bound_to_address = true, .reads = true, .trades_futures = true, .withdraws = false, .transfers = false};
}

TEST(Doctor, RefusesAKeyThatMayTakeMoneyAwayWhateverTheEnvironment) {
  for (const bool production : {false, true}) {
    Rights rights{.futures_withdraws = true, .spot_withdraws = true, .key = good_key()};
    EXPECT_EQ(judge_rights(rights, production).status, CheckStatus::OK);  // the account may, the key may not
    rights.key->bound_to_address = false;
    EXPECT_EQ(judge_rights(rights, production).status, CheckStatus::WARN);
    rights.key->transfers = true;
    EXPECT_TRUE(judge_rights(rights, production).refused);
    rights.key = good_key();
    rights.key->withdraws = true;
    EXPECT_TRUE(judge_rights(rights, production).refused);
    EXPECT_EQ(judge_rights(rights, production).status, CheckStatus::FAIL);
  }
}

TEST(Doctor, RefusesAKeyOfWhichNothingCanBeToldOnProductionAlone) {
  const Rights may{.futures_withdraws = false, .spot_withdraws = true, .key = {}};
  EXPECT_EQ(judge_rights(may, false).status, CheckStatus::WARN);
  EXPECT_TRUE(judge_rights(may, true).refused);
  const Rights not_asked{.futures_withdraws = false, .spot_withdraws = {}, .key = {}};
  EXPECT_EQ(judge_rights(not_asked, false).status, CheckStatus::WARN);
  EXPECT_TRUE(judge_rights(not_asked, true).refused);
  const Rights may_not{.futures_withdraws = false, .spot_withdraws = false, .key = {}};
  EXPECT_EQ(judge_rights(may_not, true).status, CheckStatus::OK);
}

Money usdt(const char* amount) {
  return *Money::parse(amount, Currency("USDT"));
}

TEST(Doctor, HoldsTheAccountsLeverageAgainstWhatThePlanNeeds) {
  LeverageFacts facts{.account = 20, .configured = 20, .most = 50, .needed = usdt("5000"), .wallet = usdt("10000")};
  EXPECT_EQ(judge_leverage(facts).status, CheckStatus::OK);
  facts.account = 10;  // needs all of the wallet
  EXPECT_EQ(judge_leverage(facts).status, CheckStatus::WARN);
  facts.account = 9;
  EXPECT_EQ(judge_leverage(facts).status, CheckStatus::FAIL);
  EXPECT_EQ(judge_leverage(facts).fix, "gridhedge doctor --apply leverage=20");
  facts.wallet = usdt("4999");
  EXPECT_EQ(judge_leverage(facts).fix, "more money in the futures wallet, or a smaller hedge");
  facts = {.account = 75, .configured = 20, .most = 50, .needed = usdt("5000"), .wallet = usdt("10000")};
  EXPECT_EQ(judge_leverage(facts).fix, "gridhedge doctor --apply leverage=50");
  EXPECT_EQ(judge_leverage(facts).status, CheckStatus::FAIL);
}

TEST(Doctor, TellsFeesAndStepsThatAreNotAsConfigured) {
  matching::FillSettings configured;
  wire::CommissionReply charged;
  charged.maker = configured.maker_fee;
  charged.taker = configured.taker_fee;
  EXPECT_EQ(judge_fees(charged, configured).status, CheckStatus::OK);
  charged.taker = *Ratio::parse("0.0004");
  EXPECT_EQ(judge_fees(charged, configured).fix, "--set fees.maker=0.0002 --set fees.taker=0.0004");

  Instrument known;
  known.tick = *Price::parse("0.1");
  known.lot = *Quantity::parse("0.001");
  known.min_notional = usdt("100");
  wire::SymbolInfo info;
  info.instrument = known;
  EXPECT_EQ(judge_filters(known, info).status, CheckStatus::OK);
  info.instrument.lot = *Quantity::parse("0.01");
  const Check other = judge_filters(known, info);
  EXPECT_EQ(other.status, CheckStatus::WARN);
  EXPECT_EQ(other.detail, "lot is 0.01 there, 0.001 here; a run takes the exchange's");
}

TEST(Doctor, FailsASymbolThatIsNotTradedNow) {
  wire::SymbolInfo info;
  info.instrument.symbol = "BTCUSDT";
  info.status = wire::SymbolStatus::TRADING;
  info.contract = wire::ContractType::PERPETUAL;
  info.post_only = true;
  EXPECT_EQ(judge_symbol(info).status, CheckStatus::OK);
  info.status = wire::SymbolStatus::SETTLING;
  EXPECT_EQ(judge_symbol(info).status, CheckStatus::FAIL);
}

}  // namespace
}  // namespace alpha_pulse::session

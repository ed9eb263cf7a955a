#include "alpha_pulse/exchanges/binance/user_decoder.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/engine/testing/allocation_count.hpp"
#include "alpha_pulse/exchanges/binance/test_frames.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

template <class T>
T decoded(std::string_view frame) {
  UserDecoder decoder;
  const auto message = decoder.decode(frame);
  if (!message) {
    ADD_FAILURE() << message.error().message;
    return {};
  }
  const T* found = std::get_if<T>(*message);
  EXPECT_NE(found, nullptr) << "of another kind: " << (*message)->index();
  return found == nullptr ? T{} : *found;
}

std::string replaced(std::string_view frame, std::string_view from, std::string_view to) {
  std::string text(frame);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos);
  return text.replace(at, from.size(), to);
}

TEST(UserDecoder, ReadsAFillWithAllItsBits) {
  const auto m = decoded<OrderUpdate>(frames::kOrderUpdate);
  EXPECT_EQ(m.client_id, "h0000000100000011p2zz");
  EXPECT_EQ(m.order_id.value, 9'007'199'254'740'995U);
  EXPECT_EQ(m.trade_id.value, 9'223'372'036'854'775'807U);
  EXPECT_EQ(m.side, WireSide::SELL);
  EXPECT_EQ(m.execution, ExecutionType::TRADE);
  EXPECT_EQ(m.status, OrderStatus::PARTIALLY_FILLED);
  EXPECT_EQ(m.filled, *Quantity::parse("0.7"));
  EXPECT_EQ(m.average_price, *Price::parse("2510.12345679"));
  EXPECT_EQ(*m.commission.money(), *Money::parse("0.251", Currency("USDT")));
  EXPECT_EQ(Money::from_raw(m.realized_pnl, Currency("USDT")), *Money::parse("-1.75", Currency("USDT")));
  EXPECT_TRUE(m.is_fill());
  EXPECT_TRUE(m.is_maker);
  EXPECT_EQ(m.expiry, ExpiryReason::NONE);
}

TEST(UserDecoder, KeepsAWordItDoesNotKnowAsUnknown) {
  const auto m = decoded<OrderUpdate>(replaced(frames::kOrderUpdate, "PARTIALLY_FILLED", "HALF_FORGOTTEN"));
  EXPECT_EQ(m.status, OrderStatus::UNKNOWN);
  EXPECT_EQ(decoded<OrderUpdate>(replaced(frames::kOrderUpdate, R"("er":"0")", R"("er":"77")")).expiry,
            ExpiryReason::UNKNOWN);
  EXPECT_EQ(decoded<OrderUpdate>(replaced(frames::kOrderUpdate, R"("er":"0")", R"("er":"4")")).expiry,
            ExpiryReason::REDUCE_ONLY_KNOCKED_OUT);
}

TEST(UserDecoder, ReadsAnUpdateWithoutCommission) {
  const auto m = decoded<OrderUpdate>(replaced(frames::kOrderUpdate, R"("N":"USDT","n":"0.25100000",)", ""));
  EXPECT_EQ(m.commission.raw, 0);
}

TEST(UserDecoder, ReadsConditionalOrders) {
  const auto m = decoded<AlgoUpdate>(frames::kAlgoUpdate);
  EXPECT_EQ(m.status, AlgoStatus::TRIGGERED);
  EXPECT_EQ(m.child_order.value, 9'007'199'254'740'997U);
  EXPECT_EQ(m.trigger, *Price::parse("2600.5"));
  EXPECT_EQ(m.working_type, WorkingType::MARK_PRICE);
  const auto fresh = decoded<AlgoUpdate>(replaced(frames::kAlgoUpdate, "9007199254740997", ""));
  EXPECT_EQ(fresh.child_order.value, 0U);
}

TEST(UserDecoder, ReadsTheAccount) {
  const auto m = decoded<AccountUpdate>(frames::kAccountUpdate);
  EXPECT_EQ(m.reason, AccountChange::FUNDING_FEE);
  EXPECT_EQ(m.funding_symbol, "ETHUSDT");
  ASSERT_EQ(m.balances.size(), 1U);
  EXPECT_EQ(base::format_decimal(m.balances[0].wallet, 16), "1234567890123.12345678");
  ASSERT_EQ(m.positions.size(), 1U);
  EXPECT_EQ(m.positions[0].quantity, *Quantity::parse("-1.5"));
  EXPECT_EQ(m.positions[0].entry, *Price::parse("2505.12345679"));
  EXPECT_EQ(m.positions[0].margin, MarginType::CROSSED);
  EXPECT_EQ(decoded<AccountConfigUpdate>(frames::kConfigUpdate).leverage, 7);
  EXPECT_EQ(decoded<MarginCall>(frames::kMarginCall).positions.size(), 1U);
  EXPECT_EQ(decoded<TradeLite>(frames::kTradeLite).trade_id.value, 55U);
}

TEST(UserDecoder, ReadsSpotEventsInTheirWrapper) {
  const auto m = decoded<OrderUpdate>(frames::kExecutionReport);
  EXPECT_EQ(m.product, Product::SPOT);
  EXPECT_EQ(m.client_id, "horder") << "the order's own id, not the cancel's";
  EXPECT_EQ(m.status, OrderStatus::CANCELED);
  EXPECT_EQ(m.filled, *Quantity::parse("0.25"));
  EXPECT_FALSE(m.is_fill());
  EXPECT_EQ(decoded<SpotBalances>(frames::kSpotBalances).rows.at(0).asset, "ETH");
  EXPECT_EQ(*decoded<SpotBalanceDelta>(frames::kBalanceUpdate).change.money(), *Money::parse("-0.75", Currency("BTC")));
}

TEST(UserDecoder, HearsTheEndOfAStream) {
  decoded<ListenKeyExpired>(frames::kListenKeyExpired);
  decoded<EventStreamTerminated>(frames::kTerminated);
  decoded<UserServerShutdown>(frames::kShutdown);
}

TEST(UserDecoder, LeavesAnswersAndOtherEventsAlone) {
  EXPECT_TRUE(decoded<OtherUserMessage>(R"({"id":"x","status":200,"result":{"subscriptionId":0}})").is_reply);
  EXPECT_EQ(decoded<OtherUserMessage>(R"({"e":"GRID_UPDATE","E":1})").kind, "GRID_UPDATE");
}

TEST(UserDecoder, NamesTheFieldThatIsWrong) {
  UserDecoder decoder;
  for (const auto& [from, to] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {R"("z":"0.700")", R"("z":null)"},
           {R"("z":"0.700")", R"("z":"-0.7")"},
           {R"("X":"PARTIALLY_FILLED",)", ""},
           {R"("i":9007199254740995)", R"("i":"9007199254740995")"},
           {R"("L":"2510.00")", R"("L":"inf")"}}) {
    const auto message = decoder.decode(replaced(frames::kOrderUpdate, from, to));
    ASSERT_FALSE(message) << to;
    EXPECT_NE(message.error().message.find("'" + std::string(from.substr(1, 1)) + "'"), std::string::npos);
  }
}

TEST(UserDecoder, AllocatesNothingForOrdersOnceWarm) {
  UserDecoder decoder;
  EXPECT_TRUE(decoder.decode(frames::kOrderUpdate));
  const auto before = engine::testing::allocations();
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(decoder.decode(frames::kOrderUpdate));
  EXPECT_EQ(engine::testing::allocations(), before);
}

RC_GTEST_PROP(UserDecoder, SurvivesDamagedFrames, ()) {
  std::string text(*rc::gen::elementOf(std::vector(frames::kUserFrames.begin(), frames::kUserFrames.end())));
  const auto changes = *rc::gen::container<std::vector<std::pair<std::uint16_t, char>>>(
      rc::gen::pair(rc::gen::arbitrary<std::uint16_t>(), rc::gen::elementOf(std::string("09-.\"{}[],:eEnxa "))));
  for (const auto& [at, byte] : changes) text[at % text.size()] = byte;
  UserDecoder decoder;
  if (const auto message = decoder.decode(text); !message) RC_ASSERT((!message.error().message.empty()));
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance

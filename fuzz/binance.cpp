#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/exchanges/binance/account_replies.hpp"
#include "alpha_pulse/exchanges/binance/depth_sequencer.hpp"
#include "alpha_pulse/exchanges/binance/error_table.hpp"
#include "alpha_pulse/exchanges/binance/exchange_info.hpp"
#include "alpha_pulse/exchanges/binance/market_decoder.hpp"
#include "alpha_pulse/exchanges/binance/market_replies.hpp"
#include "alpha_pulse/exchanges/binance/order_replies.hpp"
#include "alpha_pulse/exchanges/binance/test_frames.hpp"
#include "alpha_pulse/exchanges/binance/user_decoder.hpp"
#include "alpha_pulse/exchanges/binance/ws_api_reply.hpp"
#include "targets.hpp"

/// What a venue sends: streams, events of the account, answers to calls.
namespace alpha_pulse::fuzz {
namespace {

using namespace exchanges::binance;

constexpr base::Timestamp kNow = base::Timestamp::from_ms(1'730'000'000'000);

template <class Frames>
std::vector<std::string> texts_of(const Frames& frames) {
  return {frames.begin(), frames.end()};
}

template <class T>
void expect_answer(const base::Result<T>& result) {
  if (!result) expect_readable(result.error());
}

}  // namespace

std::vector<std::string> binance_market_seeds() {
  return texts_of(frames::kMarketFrames);
}

void run_binance_market(std::string_view bytes) {
  for (const Product product : {Product::SPOT, Product::FUTURES}) {
    MarketDecoder decoder(product);
    const auto message = decoder.decode(bytes);
    expect_answer(message);
    if (!message) continue;
    const auto event = to_event(**message, domain::InstrumentId{1}, kNow);
    if (event) {
      if (const auto* trade = event->as<domain::TradeTick>()) {
        base::ensure(trade->price.known() && !trade->quantity.is_zero(), "a trade has a price and a quantity");
      }
    }
    if (const auto* depth = std::get_if<DepthUpdate>(*message)) {
      DepthSequencer sequencer(product);
      sequencer.restart({.last_id = depth->first_id});
      sequencer.apply(*depth);
      sequencer.apply(*depth);
    }
  }
}

std::vector<std::string> binance_user_seeds() {
  return texts_of(frames::kUserFrames);
}

void run_binance_user(std::string_view bytes) {
  UserDecoder decoder;
  const auto message = decoder.decode(bytes);
  expect_answer(message);
  if (!message) return;
  if (const auto* order = std::get_if<OrderUpdate>(*message)) {
    base::ensure(order->filled >= domain::Quantity{}, "quantities are not negative");
    expect_answer(order->commission.money());
  }
}

std::vector<std::string> binance_replies_seeds() {
  auto seeds = texts_of(frames::kReplyTexts);
  seeds.emplace_back(R"({"code":-1003,"msg":"Way too many requests; IP banned until 1730000060000."})");
  seeds.emplace_back(R"({"id":1,"status":400,"error":{"code":-2010,"msg":"Duplicate order sent."},"rateLimits":[]})");
  seeds.emplace_back(R"([[1730000000000,"1","4","0.5","2","100",1730000059999,"200",5,"50","100","0"]])");
  seeds.emplace_back(R"({"lastUpdateId":7,"E":1,"T":1,"bids":[["1","2"]],"asks":[["3","4"]]})");
  return seeds;
}

/// Whatever the text is, every reader of answers meets it.
void run_binance_replies(std::string_view bytes) {
  for (const int status : {200, 400, 418, 429, 503}) {
    const auto verdict = classify({.http_status = status, .body = bytes, .retry_after = bytes.substr(0, 5)},
                                  Product::FUTURES, true, kNow);
    base::ensure(verdict.outcome != Outcome::OK || status == 200, "a failure is never taken for a success");
  }
  exchanges::JsonDocument document;
  const auto root = document.read(bytes);
  expect_answer(root);
  if (!root) return;
  expect_answer(read_order(*root));
  expect_answer(read_orders(*root));
  expect_answer(read_algo_order(*root));
  expect_answer(read_algo_orders(*root));
  expect_answer(read_batch(*root, root->size()));
  expect_answer(read_trades(*root));
  expect_answer(read_positions(*root));
  expect_answer(read_account(*root));
  expect_answer(read_balances(*root));
  expect_answer(read_income(*root));
  expect_answer(read_brackets(*root, domain::Currency("USDT")));
  expect_answer(read_commission(*root));
  expect_answer(read_spot_account(*root));
  expect_answer(read_listen_key(*root));
  expect_answer(read_depth(*root));
  expect_answer(read_klines(*root, "ETHUSDT", "1m", kNow));
  expect_answer(read_book_ticker(*root));
  expect_answer(read_premium_index(*root));
  expect_answer(read_funding_rates(*root));
  expect_answer(read_funding_info(*root));
  expect_answer(read_server_time(*root));
  expect_answer(read_ws_reply(*root));
  const std::vector<std::string> wanted{"ETHUSDT"};
  for (const Product product : {Product::SPOT, Product::FUTURES}) {
    const auto info = read_exchange_info(*root, product, wanted);
    expect_answer(info);
    if (info) {
      base::ensure(info->symbols[0].instrument.on_tick(domain::Price{}), "a tick that divides");
      if (const auto valid = domain::validate(info->symbols[0].instrument); !valid) expect_readable(valid.error());
    }
  }
}

}  // namespace alpha_pulse::fuzz

#include "alpha_pulse/session/binance_venue.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "alpha_pulse/exchanges/binance/account_replies.hpp"
#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/exchanges/binance/exchange_info.hpp"
#include "alpha_pulse/exchanges/binance/market_replies.hpp"
#include "alpha_pulse/exchanges/binance/market_requests.hpp"
#include "alpha_pulse/venues/answer.hpp"

namespace alpha_pulse::session {
namespace {

namespace asio = net::asio;
namespace wire = exchanges::binance;
using exchanges::JsonValue;

constexpr std::size_t kPage = 1000;  // rows of a full answer

venues::CallerSettings caller_settings(wire::Product product, const BinanceAccess& access) {
  return {.product = product, .account = access.account};
}

template <class T>
Result<void> done(const Result<T>& result) {
  if (!result) return std::unexpected(result.error());
  return {};
}

}  // namespace

Result<std::unique_ptr<BinanceVenue>> BinanceVenue::create(BinanceAccess access, const net::Clock& clock,
                                                           net::IDialer* dialer) {
  std::unique_ptr<net::TcpDialer> own;
  if (dialer == nullptr) {
    auto made = net::TcpDialer::create(clock, access.trust);
    if (!made) return std::unexpected(made.error());
    own = std::move(*made);
    dialer = own.get();
  }
  return std::unique_ptr<BinanceVenue>(new BinanceVenue(std::move(access), clock, std::move(own), *dialer));
}

BinanceVenue::BinanceVenue(BinanceAccess access, const net::Clock& clock, std::unique_ptr<net::TcpDialer> own,
                           net::IDialer& dialer)
    : access_(std::move(access)),
      clock_(clock),
      own_dialer_(std::move(own)),
      dialer_(dialer),
      futures_http_(access_.futures_rest, dialer_, clock),
      spot_http_(access_.spot_rest, dialer_, clock),
      futures_(futures_http_, clock, caller_settings(wire::Product::FUTURES, access_)),
      spot_(spot_http_, clock, caller_settings(wire::Product::SPOT, access_)) {}

// ---- before the first order -----------------------------------------------------------------------------------------

asio::awaitable<Result<BinanceFacts>> BinanceVenue::meet(Instrument known) {
  BinanceFacts facts;
  facts.hedge = std::move(known);
  symbol_ = facts.hedge.symbol;
  const auto time = co_await futures_.synchronize();
  if (!time) co_return std::unexpected(time.error());
  const auto symbol = co_await meet_symbol(facts);
  if (!symbol) co_return std::unexpected(symbol.error());
  if (!access_.account) co_return facts;
  const auto settings = co_await meet_account(facts);
  if (!settings) co_return std::unexpected(settings.error());
  const auto table = co_await meet_margin_table(facts);
  if (!table) co_return std::unexpected(table.error());
  const auto spot_time = co_await spot_.synchronize();
  if (!spot_time) co_return std::unexpected(spot_time.error());
  const auto coins = co_await holding();
  if (!coins) co_return std::unexpected(coins.error());
  facts.holding = *coins;
  reports_ = std::make_unique<execution::BinanceReports>(facts.hedge, access_.epoch);
  link_ = std::make_unique<execution::BinanceLink>(futures_, *reports_, clock_, facts.hedge, facts.style);
  auto account = co_await link_->snapshot();
  if (!account) co_return std::unexpected(account.error());
  facts.account = std::move(*account);
  hedge_ = facts.hedge;
  hedge_mode_ = facts.style.hedge_mode;
  co_return facts;
}

asio::awaitable<Result<void>> BinanceVenue::meet_symbol(BinanceFacts& facts) {
  const auto info = co_await ask_rules(futures_, symbol_);
  if (!info) co_return done(info);
  futures_.budget().learn(info->rate_limits);
  const wire::SymbolInfo& symbol = info->symbols.front();
  if (symbol.status != wire::SymbolStatus::TRADING) {
    co_return fail(ErrorCode::kRefused, symbol_ + " is not traded at the exchange now; its status is " +
                                            std::string(wire_name(symbol.status)) + ", TRADING would pass");
  }
  band_ = symbol.filters.bid_multiplier_up;
  const Instrument known = std::exchange(facts.hedge, symbol.instrument);
  facts.hedge.id = known.id;
  facts.hedge.brackets = known.brackets;
  facts.hedge.unattended_rise = known.unattended_rise;
  settle_ = facts.hedge.settle();
  base_ = facts.hedge.base;
  co_return domain::validate(facts.hedge);
}

asio::awaitable<Result<void>> BinanceVenue::meet_account(BinanceFacts& facts) {
  const venues::CallReply mode = co_await futures_.call(wire::position_mode(), wire::Purpose::ORDINARY);
  const auto hedge_mode = venues::answer_of("positionSide/dual", mode, wire::read_hedge_mode);
  if (!hedge_mode) co_return done(hedge_mode);
  facts.style.hedge_mode = *hedge_mode;
  const venues::CallReply assets = co_await futures_.call(wire::multi_assets_mode(), wire::Purpose::ORDINARY);
  const auto multi = venues::answer_of("multiAssetsMargin", assets, wire::read_multi_assets);
  if (!multi) co_return done(multi);
  if (!*multi) co_return Result<void>();
  co_return fail(ErrorCode::kRefused,
                 "the account is in multi-assets mode, whose margin this program does not compute; single-asset mode "
                 "would pass");
}

asio::awaitable<Result<void>> BinanceVenue::meet_margin_table(BinanceFacts& facts) {
  const venues::CallReply reply = co_await futures_.call(wire::leverage_bracket(symbol_), wire::Purpose::ORDINARY);
  const auto brackets = venues::answer_of("leverageBracket", reply,
                                          [&](JsonValue json) { return wire::read_brackets(json, facts.hedge.quote); });
  if (!brackets) co_return done(brackets);
  for (const auto& of_symbol : *brackets) {
    if (of_symbol.symbol == symbol_) facts.hedge.brackets = of_symbol.brackets;
  }
  co_return domain::validate(facts.hedge);
}

asio::awaitable<Result<Quantity>> BinanceVenue::holding() {
  const venues::CallReply reply = co_await spot_.call(wire::spot_account(true), wire::Purpose::ORDINARY);
  const auto account = venues::answer_of("the spot account", reply, wire::read_spot_account);
  if (!account) co_return std::unexpected(account.error());
  Int128 coins = 0;
  for (const auto& balance : account->balances) {
    if (balance.asset == base_.code()) coins += balance.free + balance.locked;
  }
  co_return wire::quantity_of_balance(coins);
}

asio::awaitable<CanaryOutcome> BinanceVenue::try_stop(exchanges::Epoch epoch) {
  const venues::CallReply reply = co_await futures_.call(wire::premium_index(symbol_), wire::Purpose::ORDINARY);
  const auto marks = venues::answer_of("premiumIndex", reply, wire::read_premium_index);
  CanaryOutcome out;
  if (!marks || marks->empty()) {
    out.words = marks ? "premiumIndex: no mark price" : marks.error().message;
    co_return out;
  }
  const CanaryOrder canary{
      .hedge = hedge_, .mark = marks->front().mark, .band = band_, .hedge_mode = hedge_mode_, .epoch = epoch};
  out = co_await session::try_stop(futures_, canary);
  co_return out;
}

// ---- the exchange's own books ---------------------------------------------------------------------------------------

asio::awaitable<Result<Books>> BinanceVenue::books(Timestamp since) {
  const auto account = co_await link_->snapshot();
  if (!account) co_return std::unexpected(account.error());
  const auto paid = co_await fees(since);
  if (!paid) co_return std::unexpected(paid.error());
  const auto received = co_await funding(since);
  if (!received) co_return std::unexpected(received.error());
  Books books;
  books.position = account->position;
  books.open_orders = account->orders.size();
  books.fees = *paid;
  books.funding = *received;
  co_return books;
}

/// Of all trades, page by page.
asio::awaitable<Result<Money>> BinanceVenue::fees(Timestamp since) {
  Int128 sum = 0;
  wire::Request question = wire::user_trades_between(symbol_, {.from = since});
  while (true) {
    const venues::CallReply reply = co_await futures_.call(question, wire::Purpose::PROTECTIVE);
    const auto trades = venues::answer_of("userTrades", reply, wire::read_trades);
    if (!trades) co_return std::unexpected(trades.error());
    for (const auto& trade : *trades) {
      if (trade.commission.asset == settle_.code()) sum += trade.commission.raw;
    }
    if (trades->size() < kPage) break;
    question = wire::user_trades_from(symbol_, TradeId{trades->back().id.value + 1});
  }
  co_return Money::from_raw(sum, settle_);
}

asio::awaitable<Result<Money>> BinanceVenue::funding(Timestamp since) {
  Int128 sum = 0;
  for (int page = 1;; ++page) {
    const auto question = wire::income(symbol_, wire::IncomeType::FUNDING_FEE, {.from = since}, page);
    const venues::CallReply reply = co_await futures_.call(question, wire::Purpose::PROTECTIVE);
    const auto rows = venues::answer_of("income", reply, wire::read_income);
    if (!rows) co_return std::unexpected(rows.error());
    for (const auto& row : *rows) sum += row.amount.raw;
    if (rows->size() < kPage) break;
  }
  co_return Money::from_raw(sum, settle_);
}

// ---- streams --------------------------------------------------------------------------------------------------------

void BinanceVenue::start(asio::any_io_executor executor, engine::EventSink& market, execution::IVenueSink* account,
                         Duration bar_step, execution::BinanceSpotStream::Tell holding) {
  if (account != nullptr) start_account(executor, *account);
  if (account != nullptr && access_.spot_ws_api) {
    spot_stream_ = std::make_unique<execution::BinanceSpotStream>(dialer_, clock_, spot_, *access_.spot_ws_api,
                                                                  std::string(base_.code()), std::move(holding));
    asio::co_spawn(executor, spot_stream_->run(), asio::detached);
  }
  market_stream_ = std::make_unique<data_pipeline::BinanceMarketStream>(
      dialer_, clock_,
      data_pipeline::BinanceMarketSettings{.futures_public = access_.futures_public,
                                           .futures_market = access_.futures_market,
                                           .spot = access_.spot_ws,
                                           .symbol = symbol_,
                                           .bar_step = bar_step},
      market);
  market_stream_->start(executor);
}

void BinanceVenue::start_account(asio::any_io_executor executor, execution::IVenueSink& account) {
  watch_ = std::make_unique<VenueWatch>(VenueWatchDeps{.futures = futures_,
                                                       .clock = clock_,
                                                       .executor = executor,
                                                       .sink = account,
                                                       .hedge = hedge_,
                                                       .hedge_mode = hedge_mode_});
  futures_.listen([this](const auto& verdict, const auto& words) { watch_->on_failure(verdict, words); });
  open_session(executor);
  account_stream_ = std::make_unique<execution::BinanceAccountStream>(dialer_, clock_, futures_, *reports_,
                                                                      access_.futures_private, account);
  account_stream_->on_settings([this] { watch_->on_settings(); });
  asio::co_spawn(executor, account_stream_->run(), asio::detached);
  asio::co_spawn(executor, account_stream_->keep_key(), asio::detached);
}

/// The faster way for orders; until it is open, and whenever it is not, they go by REST.
void BinanceVenue::open_session(asio::any_io_executor executor) {
  if (!access_.futures_ws_api) return;
  venues::WsApiSettings settings{.base = *access_.futures_ws_api};
  if (futures_.logs_on()) {
    settings.greeting = [this](std::int64_t id) { return futures_.session_greeting(id); };
    settings.on_greeted = [this](const venues::WsAnswer& answer) { futures_.on_greeted(answer); };
  }
  settings.on_lost = [this] {
    futures_.on_session_lost();
    futures_.doubt_clock();
  };
  session_ = std::make_unique<venues::WsApiSession>(dialer_, clock_, std::move(settings));
  futures_.use(*session_);
  asio::co_spawn(executor, session_->run(), asio::detached);
}

void BinanceVenue::stop() {
  if (session_) session_->stop();
  if (spot_stream_) spot_stream_->stop();
  if (account_stream_) account_stream_->stop();
  if (market_stream_) market_stream_->stop();
  futures_http_.close();
  spot_http_.close();
}

bool BinanceVenue::open() const {
  return market_stream_ && market_stream_->open() && (!account_stream_ || account_stream_->open());
}

}  // namespace alpha_pulse::session

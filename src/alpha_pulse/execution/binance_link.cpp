#include "alpha_pulse/execution/binance_link.hpp"

#include "alpha_pulse/exchanges/binance/account_replies.hpp"
#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/venues/answer.hpp"

namespace alpha_pulse::execution {
namespace {

namespace asio = net::asio;
namespace wire = exchanges::binance;
using exchanges::JsonValue;

constexpr std::int64_t kNoSuchOrder = -2013;
constexpr int kIncomeRows = 1000;  // of a full page
constexpr int kTradeRows = 1000;   // likewise

wire::Purpose purpose_of(const OrderSpec& spec) {
  return spec.reduce_only || is_protective(spec.slot.kind) ? wire::Purpose::PROTECTIVE : wire::Purpose::ORDINARY;
}

Result<VenueOrderId> placed_id(const venues::CallReply& reply, exchanges::OrderBook book, std::string_view wire_id) {
  return venues::read_body(reply, [&](JsonValue json) -> Result<VenueOrderId> {
    if (book == exchanges::OrderBook::PLAIN) {
      const auto order = wire::read_order(json);
      if (!order) return std::unexpected(order.error());
      if (order->client_id == wire_id) return order->order_id;
    } else {
      const auto order = wire::read_algo_order(json);
      if (!order) return std::unexpected(order.error());
      if (order->client_id == wire_id) return order->algo_id;
    }
    return fail(ErrorCode::kBadData, "the answer is about another order than " + std::string(wire_id));
  });
}

/// Whether the answer to a cancel is about the order that was named.
Result<void> canceled(const venues::CallReply& reply, exchanges::OrderBook book, const wire::OrderName& name) {
  return venues::read_body(reply, [&](JsonValue json) -> Result<void> {
    std::string client_id;
    VenueOrderId venue_id{};
    if (book == exchanges::OrderBook::PLAIN) {
      const auto order = wire::read_order(json);
      if (!order) return std::unexpected(order.error());
      client_id = order->client_id.view();
      venue_id = order->order_id;
    } else {
      const auto order = wire::read_algo_cancel(json);
      if (!order) return std::unexpected(order.error());
      client_id = order->client_id.view();
      venue_id = order->algo_id;
    }
    if (name == wire::OrderName(client_id) || name == wire::OrderName(venue_id)) return {};
    return fail(ErrorCode::kBadData, "the answer is about another order, " + client_id);
  });
}

}  // namespace

BinanceLink::BinanceLink(venues::BinanceCaller& caller, BinanceReports& reports, const net::Clock& clock,
                         Instrument hedge, wire::OrderStyle style)
    : caller_(caller), reports_(reports), clock_(clock), hedge_(std::move(hedge)), style_(style) {}

asio::awaitable<PlaceReply> BinanceLink::place(PlaceOrder order) {
  const exchanges::ClientIdText wire_id = reports_.wire_id(order.id, order.spec);
  const auto request = wire::place_order(order, hedge_, wire_id.view(), style_);
  PlaceReply out;
  if (!request) {
    out.verdict = Verdict::REJECTED;
    out.reason = Reason::BAD_FILTER;
    out.detail = request.error().message;
    co_return out;
  }
  const venues::CallReply reply = co_await caller_.call(*request, purpose_of(order.spec));
  out.detail = reply.detail;
  out.may_enter_until = reply.may_enter_until;
  if (reply.ok()) {
    const auto id = placed_id(reply, wire::book_of(order.spec), wire_id.view());
    out.verdict = id ? Verdict::ACCEPTED : Verdict::UNKNOWN;
    if (id) out.venue_order = *id;
    if (!id) out.detail = id.error().message;
  } else if (reply.verdict.outcome != wire::Outcome::UNKNOWN) {
    out.verdict = Verdict::REJECTED;
    out.reason = reply.verdict.reason;
  }
  co_return out;
}

asio::awaitable<CancelReply> BinanceLink::try_cancel(wire::Request request, wire::OrderName name,
                                                     exchanges::OrderBook book) {
  const venues::CallReply reply = co_await caller_.call(request, wire::Purpose::PROTECTIVE);
  CancelReply out;
  out.detail = reply.detail;
  if (reply.ok()) {
    const auto about = canceled(reply, book, name);
    out.verdict = about ? Verdict::ACCEPTED : Verdict::UNKNOWN;
    if (!about) out.detail = about.error().message;
  } else if (reply.verdict.outcome != wire::Outcome::UNKNOWN) {
    out.verdict = Verdict::REJECTED;
  }
  co_return out;
}

/// A conditional order whose trigger was touched is a plain one by now.
asio::awaitable<CancelReply> BinanceLink::cancel(CancelOrder order) {
  const wire::OrderName name(reports_.wire_id(order.id, order.spec).str());
  if (wire::book_of(order.spec) == exchanges::OrderBook::CONDITIONAL) {
    const CancelReply reply =
        co_await try_cancel(wire::cancel_algo_order(name), name, exchanges::OrderBook::CONDITIONAL);
    if (reply.verdict != Verdict::REJECTED || !reports_.child_of(order.id)) co_return reply;
    const wire::OrderName child(*reports_.child_of(order.id));
    const CancelReply after =
        co_await try_cancel(wire::cancel_order(hedge_.symbol, child), child, exchanges::OrderBook::PLAIN);
    co_return after;
  }
  const CancelReply reply =
      co_await try_cancel(wire::cancel_order(hedge_.symbol, name), name, exchanges::OrderBook::PLAIN);
  co_return reply;
}

// ---- questions ------------------------------------------------------------------------------------------------------

asio::awaitable<BinanceLink::Asked> BinanceLink::ask_plain(wire::OrderName name, ClientOrderId id) {
  const venues::CallReply reply =
      co_await caller_.call(wire::query_order(hedge_.symbol, name), wire::Purpose::PROTECTIVE);
  if (reply.verdict.code == kNoSuchOrder) co_return std::optional<OrderReport>();
  const auto order = venues::answer_of("asking for an order", reply, wire::read_order);
  if (!order) co_return std::unexpected(order.error());
  auto report = reports_.read(*order);
  if (report && report->order == id) co_return report;
  co_return fail(ErrorCode::kBadData, "the answer is about another order, or in a state that is not known");
}

asio::awaitable<BinanceLink::Asked> BinanceLink::ask_conditional(std::string wire_id, ClientOrderId id) {
  const venues::CallReply reply =
      co_await caller_.call(wire::query_algo_order(wire::OrderName(wire_id)), wire::Purpose::PROTECTIVE);
  if (reply.verdict.code == kNoSuchOrder) co_return std::optional<OrderReport>();
  const auto order = venues::answer_of("asking for a conditional order", reply, wire::read_algo_order);
  if (!order) co_return std::unexpected(order.error());
  auto report = reports_.read(*order);
  if (report && report->order == id) co_return report;
  co_return fail(ErrorCode::kBadData, "the answer is about another order, or in a state that is not known");
}

/// Both books: what became of a conditional order is told by the plain one it turned into.
asio::awaitable<BinanceLink::Asked> BinanceLink::ask(ClientOrderId id, OrderSpec spec) {
  const std::string wire_id = reports_.wire_id(id, spec).str();
  if (wire::book_of(spec) == exchanges::OrderBook::CONDITIONAL) {
    const Asked conditional = co_await ask_conditional(wire_id, id);
    const auto child = reports_.child_of(id);
    const bool plain_tells = conditional && (!*conditional || (*conditional)->triggered) && child;
    if (!plain_tells && (!conditional || *conditional)) co_return conditional;
    if (plain_tells) {
      const Asked plain = co_await ask_plain(wire::OrderName(*child), id);
      co_return plain;
    }
  }
  const Asked plain = co_await ask_plain(wire::OrderName(wire_id), id);
  co_return plain;
}

/// All of them. A full first page may be the latest rows as well as the first ones: then they are read by their ids,
/// from the lowest on, to the first page that is not full.
asio::awaitable<Result<std::vector<TradeReport>>> BinanceLink::trades_of(ClientOrderId id, VenueOrderId venue) {
  const VenueOrderId plain = reports_.child_of(id).value_or(venue);
  std::vector<TradeReport> out;
  wire::Request request = wire::user_trades_between(hedge_.symbol, {}, kTradeRows);
  bool by_id = false;
  for (TradeId next{1};; by_id = true) {
    request.parameters.emplace_back("orderId", plain.value);
    const venues::CallReply reply = co_await caller_.call(request, wire::Purpose::PROTECTIVE);
    const auto trades = venues::answer_of("asking for executions", reply, wire::read_trades);
    if (!trades) co_return std::unexpected(trades.error());
    TradeId last{};
    for (const auto& trade : *trades) {
      last = std::max(last, trade.id);
      if (trade.order_id != plain) continue;
      if (auto report = reports_.read(trade, id)) out.push_back(*report);
    }
    if (trades->size() < kTradeRows || (by_id && last < next)) co_return out;
    if (by_id) next = TradeId{last.value + 1};
    request = wire::user_trades_from(hedge_.symbol, next, kTradeRows);
  }
}

// ---- the account ----------------------------------------------------------------------------------------------------

/// Ours; others' are counted.
template <class Orders>
void BinanceLink::sort_in(const Orders& orders, AccountSnapshot& account) {
  for (const auto& order : orders) {
    if (auto report = reports_.read(order)) {
      account.orders.push_back(*report);
    } else if (!reports_.ours(order.client_id.view())) {
      ++account.foreign_orders;
    }
  }
}

asio::awaitable<Result<void>> BinanceLink::add_plain_orders(AccountSnapshot& account) {
  const venues::CallReply reply = co_await caller_.call(wire::open_orders(hedge_.symbol), wire::Purpose::PROTECTIVE);
  const auto orders = venues::answer_of("asking for open orders", reply, wire::read_orders);
  if (!orders) co_return std::unexpected(orders.error());
  sort_in(*orders, account);
  co_return Result<void>();
}

asio::awaitable<Result<void>> BinanceLink::add_conditional_orders(AccountSnapshot& account) {
  const venues::CallReply reply =
      co_await caller_.call(wire::open_algo_orders(hedge_.symbol), wire::Purpose::PROTECTIVE);
  const auto orders = venues::answer_of("asking for open conditional orders", reply, wire::read_algo_orders);
  if (!orders) co_return std::unexpected(orders.error());
  sort_in(*orders, account);
  co_return Result<void>();
}

asio::awaitable<Result<void>> BinanceLink::add_position(AccountSnapshot& account) {
  const venues::CallReply reply = co_await caller_.call(wire::position_risk(hedge_.symbol), wire::Purpose::PROTECTIVE);
  const auto positions = venues::answer_of("asking for the position", reply, wire::read_positions);
  if (!positions) co_return std::unexpected(positions.error());
  for (const auto& position : *positions) {
    if (position.symbol != hedge_.symbol || position.quantity.is_zero()) continue;
    account.position += position.quantity;
    account.entry = position.entry;
  }
  co_return Result<void>();
}

asio::awaitable<Result<void>> BinanceLink::add_wallet(AccountSnapshot& account) {
  const venues::CallReply reply = co_await caller_.call(wire::balance(), wire::Purpose::PROTECTIVE);
  const auto assets = venues::answer_of("asking for the balance", reply, wire::read_balances);
  if (!assets) co_return std::unexpected(assets.error());
  account.wallet = Money(hedge_.settle());
  for (const auto& asset : *assets) {
    if (asset.asset == hedge_.settle().code()) account.wallet = Money::from_raw(asset.wallet, hedge_.settle());
  }
  co_return Result<void>();
}

asio::awaitable<Result<AccountSnapshot>> BinanceLink::snapshot() {
  AccountSnapshot account;
  account.asked_at = clock_.now();
  const auto conditional = co_await add_conditional_orders(account);
  if (!conditional) co_return std::unexpected(conditional.error());
  const auto plain = co_await add_plain_orders(account);
  if (!plain) co_return std::unexpected(plain.error());
  const auto position = co_await add_position(account);
  if (!position) co_return std::unexpected(position.error());
  const auto wallet = co_await add_wallet(account);
  if (!wallet) co_return std::unexpected(wallet.error());
  co_return account;
}

/// Page by page, to the first that is not full.
asio::awaitable<Result<std::vector<FundingReport>>> BinanceLink::fundings(Timestamp since) {
  std::vector<FundingReport> out;
  for (int page = 1;; ++page) {
    const wire::Request request =
        wire::income(hedge_.symbol, wire::IncomeType::FUNDING_FEE, {.from = since}, page, kIncomeRows);
    const venues::CallReply reply = co_await caller_.call(request, wire::Purpose::PROTECTIVE);
    const auto rows = venues::answer_of("asking for funding", reply, wire::read_income);
    if (!rows) co_return std::unexpected(rows.error());
    for (const auto& row : *rows) {
      if (auto funding = reports_.read(row)) out.push_back(*funding);
    }
    if (rows->size() < kIncomeRows) co_return out;
  }
}

}  // namespace alpha_pulse::execution

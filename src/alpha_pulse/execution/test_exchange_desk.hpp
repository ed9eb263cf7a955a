#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "alpha_pulse/execution/exchange_broker.hpp"
#include "alpha_pulse/execution/test_desk.hpp"
#include "alpha_pulse/net/test_world.hpp"
#include "alpha_pulse/net/waiters.hpp"

/// An ExchangeBroker as the tests meet it: behind a real risk gate, before a venue and a journal that do as they are
/// told, on a clock that the test moves.
namespace alpha_pulse::execution::test {

/// A venue that answers what the test says, at once or when it is let. What was asked of it is kept as words.
struct ScriptedLink final : IVenueLink {
  explicit ScriptedLink(const net::Clock& by) : clock(by) {}

  net::asio::awaitable<PlaceReply> place(PlaceOrder order) override { return placed(this, order); }
  net::asio::awaitable<CancelReply> cancel(CancelOrder order) override { return canceled(this, order); }
  net::asio::awaitable<Result<std::optional<OrderReport>>> ask(ClientOrderId id, OrderSpec) override {
    return told(this, id);
  }
  net::asio::awaitable<Result<std::vector<TradeReport>>> trades_of(ClientOrderId id, VenueOrderId) override {
    return executed(this, id);
  }
  net::asio::awaitable<Result<AccountSnapshot>> snapshot() override { return counted(this); }

  net::asio::awaitable<Result<std::vector<FundingReport>>> fundings(Timestamp) override { return paid(this); }

  using Trades = std::vector<TradeReport>;
  static net::asio::awaitable<PlaceReply> placed(ScriptedLink* self, PlaceOrder order) {
    self->note("place", order.id);
    if (self->hold) co_await self->held.wait();
    const auto found = self->places.find(order.id);
    if (found != self->places.end()) co_return found->second;
    co_return PlaceReply{.verdict = Verdict::ACCEPTED, .detail = {}, .venue_order = VenueOrderId{900 + order.id.value}};
  }
  static net::asio::awaitable<CancelReply> canceled(ScriptedLink* self, CancelOrder order) {
    self->note("cancel", order.id);
    if (self->hold) co_await self->held.wait();
    co_return self->cancel_reply;
  }
  static net::asio::awaitable<Result<std::optional<OrderReport>>> told(ScriptedLink* self, ClientOrderId id) {
    self->note("ask", id);
    if (self->hold) co_await self->held.wait();
    if (self->mute) co_return fail(ErrorCode::kIo, "no answer");
    const auto found = self->orders.find(id);
    co_return found == self->orders.end() ? std::optional<OrderReport>() : std::optional(found->second);
  }
  static net::asio::awaitable<Result<Trades>> executed(ScriptedLink* self, ClientOrderId id) {
    self->note("trades", id);
    if (self->hold) co_await self->held.wait();
    if (self->mute) co_return fail(ErrorCode::kIo, "no answer");
    co_return self->trades[id];
  }
  static net::asio::awaitable<Result<AccountSnapshot>> counted(ScriptedLink* self) {
    self->audits.push_back(self->clock.now());
    AccountSnapshot account = self->account;
    account.asked_at = self->clock.now();
    for (const auto& [id, order] : self->orders) {
      if (!is_terminal(order.state)) account.orders.push_back(order);
    }
    if (self->hold) co_await self->held.wait();
    if (self->mute) co_return fail(ErrorCode::kIo, "no answer");
    co_return account;
  }

  static net::asio::awaitable<Result<std::vector<FundingReport>>> paid(ScriptedLink* self) {
    self->funding_asked.push_back(self->clock.now());
    if (self->hold) co_await self->held.wait();
    if (self->mute) co_return fail(ErrorCode::kIo, "no answer");
    co_return self->funding;
  }

  void note(const char* what, ClientOrderId id) { asked.push_back(std::string(what) + " " + std::to_string(id.value)); }
  std::vector<std::string> take() { return std::exchange(asked, {}); }

  const net::Clock& clock;
  std::vector<std::string> asked;
  std::vector<Timestamp> audits, funding_asked;
  std::vector<FundingReport> funding;
  std::map<ClientOrderId, PlaceReply> places;   ///< others are accepted
  std::map<ClientOrderId, OrderReport> orders;  ///< what the venue knows; those that are open are in its list
  std::map<ClientOrderId, Trades> trades;
  CancelReply cancel_reply{.verdict = Verdict::ACCEPTED, .detail = {}};
  AccountSnapshot account;
  bool hold = false;  ///< answers wait until `release`
  bool mute = false;  ///< questions are not answered
  net::Waiters held;
};

/// Durable when the test says so.
struct ScriptedJournal final : engine::IJournal {
  Lsn append(const engine::JournalRecord&) override { return {}; }
  void on_durable(Lsn lsn, std::function<void()> then) override {
    asked.push_back(lsn.value);
    if (slow) {
      waiting.push_back(std::move(then));
    } else {
      then();
    }
  }
  void flush() {
    for (const auto& then : std::exchange(waiting, {})) then();
  }

  bool slow = false;
  std::vector<std::uint64_t> asked;
  std::vector<std::function<void()>> waiting;
};

inline constexpr ClientOrderId kSeven{7};

inline OrderSpec sell(const std::string& quantity = "0.5") {
  OrderSpec spec;
  spec.instrument = kHedgeLeg;
  spec.side = Side::SELL;
  spec.quantity = qty(quantity);
  spec.price = price("100");
  return spec;
}
inline TradeReport trade(ClientOrderId order, std::uint64_t id, const std::string& quantity) {
  return {.order = order,
          .fill = {.order = order,
                   .trade = TradeId{id},
                   .side = Side::SELL,
                   .quantity = qty(quantity),
                   .price = price("100"),
                   .fee = usdt("0.01")},
          .at = at(0)};
}
inline OrderReport report(ClientOrderId order, OrderState state, const std::string& filled = "0",
                          std::optional<TradeReport> with = std::nullopt) {
  return {.order = order,
          .venue_order = VenueOrderId{900 + order.value},
          .state = state,
          .filled = qty(filled),
          .trade = std::move(with),
          .at = at(0)};
}

/// Everything together.
struct ExchangeDesk {
  explicit ExchangeDesk(const std::string& held = "0") {
    link.account.wallet = usdt("1000");
    AccountSnapshot start = link.account;
    start.position = link.account.position = qty(held);
    start.entry = price("90");
    start.foreign_orders = link.account.foreign_orders = 2;
    broker = std::make_unique<ExchangeBroker>(
        ExchangeBrokerDeps{.link = link,
                           .clock = world.clock,
                           .executor = world.io.get_executor(),
                           .sink = sink,
                           .wake = [this] { ++wakes; },
                           .tell = [this](const auto& words) { heard.push_back(words); },
                           .journal = &journal,
                           .hedge = linear(),
                           .start = start});
    market.absorb(event(at(0), TradeTick{.price = price("100"), .quantity = qty("1"), .roles = kAllRoles}), hedge);
  }
  /// Through the gate into the broker; nothing of it has run yet.
  void submit(const Command& command, std::uint64_t lsn = 1) {
    const risk::RiskContext context{.now = at(0),
                                    .hedge = hedge,
                                    .market = market,
                                    .previous = market.last,
                                    .previous_at = at(0),
                                    .spot = qty("1000"),
                                    .position = Quantity(),
                                    .live_orders = {},
                                    .wallet = usdt("100000"),
                                    .unrealised = Money(kUsdt),
                                    .liquidation = {},
                                    .equity = {}};
    const auto approved = gate.check(command, context);
    ASSERT_TRUE(approved.has_value()) << to_string(approved.error().reason);
    broker->submit(*approved, Lsn{lsn});
  }
  void place(std::uint64_t id, const OrderSpec& spec = sell(), std::uint64_t lsn = 1) {
    submit(PlaceOrder{.id = ClientOrderId{id}, .spec = spec}, lsn);
  }
  void cancel(std::uint64_t id, const OrderSpec& spec = sell(), std::uint64_t lsn = 1) {
    submit(CancelOrder{.id = ClientOrderId{id}, .spec = spec}, lsn);
  }
  /// Begins to look after the orders.
  void watch() { world.start(net::testing::World::truth(broker->keep_asking())); }
  void release() {
    link.hold = false;
    link.held.wake_all();
    world.settle();
  }
  void later(Duration d) {
    const Timestamp until = world.clock.now() + d;
    world.settle();
    while (world.clock.next() && *world.clock.next() <= until) {
      world.clock.advance_to(*world.clock.next());
      world.settle();
    }
    world.clock.advance_to(until);
    world.settle();
  }
  /// The names of what the engine was told since the last time.
  std::string told() {
    world.settle();
    const std::string text = names(sink.events);
    sink.events.clear();
    return text;
  }

  net::testing::World world;
  ScriptedLink link{world.clock};
  ScriptedJournal journal;
  Recorder sink;
  int wakes = 0;
  std::vector<std::string> heard;  ///< by people
  Instrument hedge = linear();
  std::unique_ptr<ExchangeBroker> broker;
  risk::RiskGate gate{risk::RiskLimits{}, GridDirection::SHORT, kHedgeLeg};
  MarketState market;
};

}  // namespace alpha_pulse::execution::test

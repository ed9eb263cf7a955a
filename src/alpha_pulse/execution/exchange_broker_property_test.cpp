#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

#include "alpha_pulse/execution/test_exchange_desk.hpp"

namespace alpha_pulse::execution {
namespace {

using namespace test;

Quantity lots(std::int64_t n) {
  return Quantity::from_raw(n * 100'000);
}

/// What truly became of one order at the venue, and how its placing was answered.
struct Truth {
  enum class Answer { ACCEPTED, UNKNOWN, REFUSED } answer = Answer::ACCEPTED;
  bool lived = true;  ///< an unknown one may never have arrived
  OrderState end = OrderState::ACCEPTED;
  std::int64_t total = 1;
  std::vector<std::int64_t> fills;  ///< lots

  std::int64_t filled(std::size_t first) const {
    return std::accumulate(fills.begin(), fills.begin() + static_cast<std::ptrdiff_t>(first), std::int64_t{0});
  }
  std::int64_t filled() const { return filled(fills.size()); }
};

Truth any_truth() {
  Truth truth;
  truth.answer = *rc::gen::element(Truth::Answer::ACCEPTED, Truth::Answer::UNKNOWN, Truth::Answer::REFUSED);
  truth.lived = truth.answer == Truth::Answer::ACCEPTED ||
                (truth.answer == Truth::Answer::UNKNOWN && *rc::gen::arbitrary<bool>());
  truth.total = *rc::gen::inRange<std::int64_t>(100, 110);
  if (!truth.lived) return truth;
  const auto pieces = *rc::gen::inRange<std::int64_t>(0, 4);
  for (std::int64_t i = 0; i < pieces; ++i) truth.fills.push_back(*rc::gen::inRange<std::int64_t>(1, 30));
  const bool whole = *rc::gen::arbitrary<bool>();
  if (whole) truth.fills.push_back(truth.total - truth.filled());
  truth.end =
      whole ? OrderState::FILLED : *rc::gen::element(OrderState::ACCEPTED, OrderState::CANCELED, OrderState::EXPIRED);
  return truth;
}

/// One message of the venue's streams.
using Message = std::function<void(IVenueSink&)>;

/// A conversation: the orders, and all that the streams say of them.
struct Conversation {
  std::map<ClientOrderId, Truth> orders;
  std::vector<Message> messages;
  std::int64_t position = 0;

  static TradeReport trade_of(ClientOrderId id, std::uint64_t n, std::int64_t quantity) {
    TradeReport out = trade(id, id.value * 100 + n, "0");
    out.fill.quantity = lots(quantity);
    return out;
  }
  static OrderReport report_of(ClientOrderId id, OrderState state, std::int64_t filled) {
    OrderReport out = report(id, state);
    out.filled = lots(filled);
    return out;
  }
  OrderState state_after(const Truth& truth, std::size_t fills) const {
    if (truth.filled(fills) == truth.total) return OrderState::FILLED;
    return fills == 0 ? OrderState::ACCEPTED : OrderState::PARTIALLY_FILLED;
  }
  void tell(ClientOrderId id, const Truth& truth) {
    const OrderReport born = report_of(id, OrderState::ACCEPTED, 0);
    messages.push_back([born](IVenueSink& sink) { sink.on_order(born); });
    for (std::size_t i = 0; i < truth.fills.size(); ++i) {
      OrderReport fill = report_of(id, state_after(truth, i + 1), truth.filled(i + 1));
      fill.trade = trade_of(id, i, truth.fills[i]);
      messages.push_back([fill](IVenueSink& sink) { sink.on_order(fill); });
      position -= truth.fills[i];
      messages.push_back([now = lots(position)](IVenueSink& sink) { sink.on_position(now); });
    }
    if (truth.end != OrderState::CANCELED && truth.end != OrderState::EXPIRED) return;
    const OrderReport over = report_of(id, truth.end, truth.filled());
    messages.push_back([over](IVenueSink& sink) { sink.on_order(over); });
  }
};

Conversation any_conversation() {
  Conversation talk;
  const auto orders = *rc::gen::inRange<std::uint64_t>(1, 5);
  for (std::uint64_t id = 1; id <= orders; ++id) {
    const Truth truth = any_truth();
    talk.orders[ClientOrderId{id}] = truth;
    if (truth.lived) talk.tell(ClientOrderId{id}, truth);
  }
  const FundingReport funding{.amount = usdt("1"), .due = net::testing::kStart};
  talk.messages.push_back([funding](IVenueSink& sink) { sink.on_funding(funding); });
  return talk;
}

/// The order in which the messages come: some never, some twice, in any order.
std::vector<std::size_t> any_delivery(std::size_t messages) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < messages; ++i) {
    const int copies = *rc::gen::element(0, 1, 1, 1, 2);
    order.insert(order.end(), static_cast<std::size_t>(copies), i);
  }
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
  return order;
}

/// The venue as it answers when it is asked: the end of the conversation.
void teach(ScriptedLink& link, const Conversation& talk) {
  for (const auto& [id, truth] : talk.orders) {
    if (truth.answer == Truth::Answer::UNKNOWN) {
      link.places[id] = {
          .verdict = Verdict::UNKNOWN, .detail = {}, .may_enter_until = net::testing::kStart + Duration::seconds(2)};
    } else if (truth.answer == Truth::Answer::REFUSED) {
      link.places[id] = {.verdict = Verdict::REJECTED, .reason = Reason::INSUFFICIENT_MARGIN, .detail = {}};
    }
    if (!truth.lived) continue;
    link.orders[id] = Conversation::report_of(
        id, truth.end == OrderState::ACCEPTED && truth.filled() > 0 ? OrderState::PARTIALLY_FILLED : truth.end,
        truth.filled());
    for (std::size_t i = 0; i < truth.fills.size(); ++i) {
      link.trades[id].push_back(Conversation::trade_of(id, i, truth.fills[i]));
    }
  }
  link.account.position = lots(talk.position);
  link.funding = {{.amount = usdt("1"), .due = net::testing::kStart}};
}

/// How often the engine was told each kind of thing about one order.
struct Tally {
  int accepted = 0, rejected = 0, canceled = 0, expired = 0;
  std::vector<std::uint64_t> trades;
};
Tally tally(const std::vector<Event>& events, ClientOrderId id) {
  Tally out;
  for (const Event& event : events) {
    if (const auto* e = event.as<OrderAccepted>()) out.accepted += e->order == id ? 1 : 0;
    if (const auto* e = event.as<OrderRejected>()) out.rejected += e->order == id ? 1 : 0;
    if (const auto* e = event.as<OrderCanceled>()) out.canceled += e->order == id ? 1 : 0;
    if (const auto* e = event.as<OrderExpired>()) out.expired += e->order == id ? 1 : 0;
    const auto* fill = event.as<OrderFilled>();
    if (fill != nullptr && fill->fill.order == id) out.trades.push_back(fill->fill.trade.value);
  }
  std::ranges::sort(out.trades);
  return out;
}

void check_order(const ExchangeDesk& desk, ClientOrderId id, const Truth& truth) {
  const auto order = desk.broker->get_order(id);
  RC_ASSERT(order.has_value());
  const Tally told = tally(desk.sink.events, id);
  RC_ASSERT(order->filled == lots(truth.filled()));
  RC_ASSERT(told.accepted == (truth.lived ? 1 : 0));
  RC_ASSERT(told.rejected == (truth.lived ? 0 : 1));
  RC_ASSERT(told.canceled == (truth.end == OrderState::CANCELED ? 1 : 0));
  RC_ASSERT(told.expired == (truth.end == OrderState::EXPIRED ? 1 : 0));
  std::vector<std::uint64_t> trades;
  for (std::size_t i = 0; i < truth.fills.size(); ++i) trades.push_back(id.value * 100 + i);
  RC_ASSERT(told.trades == trades);
  RC_ASSERT(order->live() == (truth.lived && truth.end == OrderState::ACCEPTED));
}

RC_GTEST_PROP(ExchangeBrokerProperty, EndsInTheVenuesBooksHoweverTheConversationIsShuffledRepeatedAndLost, ()) {
  const Conversation talk = any_conversation();
  const std::vector<std::size_t> delivery = any_delivery(talk.messages.size());
  ExchangeDesk desk;
  teach(desk.link, talk);
  desk.journal.slow = *rc::gen::arbitrary<bool>();
  desk.link.hold = *rc::gen::arbitrary<bool>();
  desk.watch();
  for (const auto& [id, truth] : talk.orders) desk.place(id.value, sell(lots(truth.total).to_string()));
  desk.world.settle();
  desk.journal.slow = false;
  desk.journal.flush();
  const std::size_t answered = *rc::gen::inRange<std::size_t>(0, delivery.size() + 1);  // when the replies come
  for (std::size_t i = 0; i < delivery.size(); ++i) {
    if (i == answered) desk.release();
    talk.messages[delivery[i]](*desk.broker);
    desk.later(Duration::milliseconds(*rc::gen::element(0, 0, 1, 300, 2500)));
  }
  desk.release();
  desk.broker->on_account_stream(false);
  desk.broker->on_account_stream(true);
  desk.later(Duration::minutes(2));

  for (const auto& [id, truth] : talk.orders) check_order(desk, id, truth);
  RC_ASSERT(desk.broker->get_position(kHedgeLeg).quantity() == lots(talk.position));
  RC_ASSERT(desk.broker->settled());
  RC_ASSERT(std::ranges::none_of(desk.link.take(), [](const auto& word) { return word.starts_with("cancel"); }));
  const auto reported = all<PositionReported>(desk.sink.events);
  RC_ASSERT(!reported.empty());
  RC_ASSERT(reported.back().quantity == lots(talk.position));
  RC_ASSERT(all<FundingSettled>(desk.sink.events).size() == 1U);
}

}  // namespace
}  // namespace alpha_pulse::execution

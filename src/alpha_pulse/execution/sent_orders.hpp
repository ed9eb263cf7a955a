#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/execution/venue_link.hpp"

namespace alpha_pulse::execution {

/// How long the venue is believed to need, in the run's time.
struct SentOrdersTiming {
  Duration first_ask = Duration::milliseconds(500);  ///< after an unknown outcome, for the stream to tell it first
  Duration ask_apart = Duration::seconds(2);         ///< between two questions about one order
  Duration fence_margin = Duration::seconds(1);      ///< beyond the last moment at which a request may enter
  Duration read_lag = Duration::seconds(10);         ///< an order this young may be missing from an answer
};

/// Something to be asked of the venue about one of our orders.
struct VenueQuestion {
  enum class About : std::uint8_t { STATE, TRADES } about = About::STATE;
  ClientOrderId order{};
  VenueOrderId venue_order{};
  OrderSpec spec{};
};

/// What was sent to a real venue, and what is proven about it: replies, reports and answers in, in any order, each as
/// often as it likes; out come the order events of the engine, each once, and the questions that remain.
///
/// * A timeout is not a failure. After an unknown outcome the order is unresolved and asked for; it is proven dead when
///   two answers at least `ask_apart` apart, both to questions later than `may_enter_until + fence_margin`, know
///   nothing of it. Any evidence before or after that is believed at once.
/// * Not found is not dead: a cancel that the venue refuses, and an order that is missing from a list, lead to a
///   question, never to a conclusion. That a cancel failed is told once the order was found to be open still.
/// * Quantities come from executions: the end of an order is told when the executions the venue counts have been seen;
///   what is missing of them is asked for.
/// * An order that was proven dead and shows up again is told to `unwanted`; its executions are told as any.
///
/// Pure: time comes in. Proven by execution/sent_orders_test.cpp (random reorderings, duplicates and losses end in the
/// same books).
class SentOrders {
 public:
  explicit SentOrders(SentOrdersTiming timing) : timing_(timing) {}

  void sent(const PlaceOrder& order, Timestamp now);
  /// An order of an earlier start, as the engine's journal knows it: asked for at once.
  void adopt(const Order& order, const std::vector<TradeId>& trades, Timestamp now);
  void on_reply(ClientOrderId id, const PlaceReply& reply, Timestamp now);
  void on_reply(ClientOrderId id, const CancelReply& reply, Timestamp now);
  void on_report(const OrderReport& report, Timestamp now);
  /// Of a question about a state; `asked_at`: when it left. Nothing: the venue knows no such order.
  void on_answer(ClientOrderId id, const std::optional<OrderReport>& report, Timestamp asked_at);
  void on_trades(ClientOrderId id, const std::vector<TradeReport>& trades, Timestamp now);
  /// Orders of ours that are open; whatever else we think open, and sent before `asked_at`, is asked for one by one.
  void on_open_orders(const std::vector<OrderReport>& open, Timestamp asked_at, Timestamp now);

  /// The questions whose time has come; each is put off until it may be asked again.
  std::vector<VenueQuestion> due(Timestamp now);
  Timestamp next_due() const;

  /// What has become certain since the last call, in order.
  std::vector<EventBody> take_events();
  /// Orders the venue holds and the engine has given up: to be canceled.
  std::vector<CancelOrder> take_unwanted();

  /// The terminal ones among the latest 10 000 included.
  const Order* find(ClientOrderId id) const;
  std::vector<Order> live() const;
  /// Whether the request to place it has come to an end, be it unknown: a cancel may follow without overtaking it.
  bool replied(ClientOrderId id) const;

 private:
  struct Sent {
    Order order;  // as far as it has been told
    std::vector<TradeId> trades;
    std::optional<OrderState> ended;  // the venue's word, until its executions are complete
    Quantity venue_filled{};          // the most it has said
    bool accepted = false;
    bool triggered = false;
    bool replied = false;                  // to its placing, whatever was said
    bool cancel_in_doubt = false;          // a cancel was refused, or its fate is not known
    Timestamp fence = Timestamp::never();  // after this an absence counts
    Timestamp first_absence = Timestamp::never();
    Timestamp ask_at = Timestamp::never();
    Timestamp trades_at = Timestamp::never();
  };

  Sent* known(ClientOrderId id);
  void tell(EventBody body) { events_.push_back(body); }
  void tell_accepted(Sent& sent, VenueOrderId venue);
  void book(Sent& sent, const TradeReport& trade);
  void settle(Sent& sent, Timestamp now);
  void end(Sent& sent, OrderState state);
  void reject(Sent& sent, Reason reason);
  void absent(Sent& sent, Timestamp asked_at);
  void show_up(Sent& sent);
  void ask(Sent& sent, Timestamp at);
  void retire(ClientOrderId id);

  SentOrdersTiming timing_;
  std::map<ClientOrderId, Sent> orders_;
  std::deque<ClientOrderId> retired_;  // terminal, oldest first
  std::vector<EventBody> events_;
  std::vector<CancelOrder> unwanted_;
};

}  // namespace alpha_pulse::execution

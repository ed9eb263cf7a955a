#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "alpha_pulse/exchanges/binance/order_requests.hpp"
#include "alpha_pulse/exchanges/binance/user_decoder.hpp"
#include "alpha_pulse/execution/binance_reports.hpp"
#include "alpha_pulse/execution/sent_orders.hpp"
#include "alpha_pulse/hedging/grid_strategy.hpp"
#include "support/wire_frames.hpp"

namespace alpha_pulse::bench {

/// The broker's half of a real venue without sockets and waiting: commands are taken in, and become bytes if `encode`
/// is set; reports become the engine's events.
template <class Encode>
class WireBroker final : public engine::IBroker, public execution::IVenueSink {
 public:
  explicit WireBroker(Encode encode) : encode_(std::move(encode)) {}

  void submit(const risk::RiskApproved<Command>& approved, Lsn) override {
    const Command& command = approved.get();
    if (const auto* place = std::get_if<PlaceOrder>(&command)) {
      sent.sent(*place, now);
      unanswered.push_back(*place);
      encode_(*place);
    } else {
      canceled.push_back(std::get<CancelOrder>(command));
    }
  }
  void observe(const Event&) override {}
  Wakeup next_wakeup() const override { return {}; }

  void on_order(const execution::OrderReport& report) override { sent.on_report(report, now); }
  void on_position(Quantity) override {}
  void on_funding(const execution::FundingReport&) override {}
  void on_liquidation(const Fill&) override {}
  void on_wallet_transfer(Money, Timestamp) override {}
  void on_spot_change(Quantity, Timestamp) override {}
  void on_alarm(Reason, const std::string&) override {}
  void on_warning(const std::string&) override {}
  void on_account_stream(bool) override {}

  execution::SentOrders sent{execution::SentOrdersTiming{}};
  std::vector<PlaceOrder> unanswered;
  std::vector<CancelOrder> canceled;
  Timestamp now = kStart;

 private:
  Encode encode_;
};

/// The real strategy and engine behind the account's stream. The venue accepts and cancels whatever it is asked to, out
/// of `settle`; executions come as frames.
template <class Encode>
class WireDesk {
 public:
  WireDesk(const hedging::HedgeSettings& hedge, Encode encode)
      : settings_(loop_settings(hedge)),
        reports_(settings_.engine.instruments.at(kHedgeLeg.value), {.value = 77}),
        strategy_(hedge, kSpotLeg, kHedgeLeg),
        broker_(std::move(encode)),
        engine_(settings_.engine, {.strategy = strategy_, .broker = broker_}) {}

  /// What is measured: an account frame to the last command.
  void take_in(std::string_view frame) {
    const auto message = decoder_.decode(frame);
    ensure(message.has_value(), "the frame can be read");
    reports_.tell(**message, broker_);
    tell_engine();
  }

  void print_at(Timestamp now, double price) {
    broker_.now = now;
    engine_.process(print(now, price));
    settle();
  }
  /// Everything the engine asked for is answered, until it asks for nothing more.
  void settle() {
    while (!broker_.unanswered.empty() || !broker_.canceled.empty()) {
      for (const PlaceOrder& order : std::exchange(broker_.unanswered, {})) {
        execution::PlaceReply accepted;
        accepted.verdict = execution::Verdict::ACCEPTED;
        accepted.venue_order = {order.id.value};
        broker_.sent.on_reply(order.id, accepted, broker_.now);
      }
      for (const CancelOrder& order : std::exchange(broker_.canceled, {})) {
        broker_.on_order({.order = order.id, .venue_order = {order.id.value}, .state = OrderState::CANCELED});
      }
      tell_engine();
    }
    tell({PositionReported{.quantity = engine_.portfolio().position().quantity()}});
  }
  /// The frame that executes the limit order which a print at `price` has reached; nothing when there is none.
  std::optional<std::string> fill_at(double price) {
    for (const Order& order : broker_.sent.live()) {
      const bool sell = order.spec.side == Side::SELL;
      if (order.spec.type != OrderType::LIMIT) continue;
      const double limit = order.spec.price.to_double();
      if (sell ? limit <= price : limit >= price) {
        return fill_frame(reports_.wire_id(order.id, order.spec).str(), order.spec, ++trade_, broker_.now.ms());
      }
    }
    return std::nullopt;
  }
  engine::Engine& engine() { return engine_; }

 private:
  void tell_engine() { tell(broker_.sent.take_events()); }
  void tell(const std::vector<EventBody>& bodies) {
    for (const EventBody& body : bodies) {
      Event event;
      event.instrument = kHedgeLeg;
      event.ts_event = event.ts_receive = broker_.now;
      event.body = body;
      engine_.process(event);
    }
  }

  backtest::LoopSettings settings_;
  exchanges::binance::UserDecoder decoder_;
  execution::BinanceReports reports_;
  hedging::GridStrategy strategy_;
  WireBroker<Encode> broker_;
  engine::Engine engine_;
  std::uint64_t trade_ = 0;
};

}  // namespace alpha_pulse::bench

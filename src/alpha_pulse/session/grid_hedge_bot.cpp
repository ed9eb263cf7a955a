#include "alpha_pulse/session/grid_hedge_bot.hpp"

#include <algorithm>
#include <utility>

#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/data_pipeline/rows.hpp"
#include "alpha_pulse/session/assemble.hpp"
#include "alpha_pulse/session/plan.hpp"

namespace alpha_pulse::session {
namespace {

constexpr int kRoundsMax = 64;  // of orders on their way when an order takes time to reach the venue

std::unexpected<Error> refuse(std::string message) {
  return fail(ErrorCode::kInvalidArgument, std::move(message));
}

Result<Price> tradable(const Number& number) {
  const auto price = number.price("price");
  if (!price) return price;
  if (!price->known()) return refuse("price: " + price->to_string() + " is not positive; e.g. 95203.05");
  if (*price > data_pipeline::kHighestPrice) {
    return refuse("price: " + price->to_string() + " is above 10000000000, the largest price; e.g. 95203.05");
  }
  return price;
}

bool on_its_way(const Order& order) {
  return order.state == OrderState::SUBMITTED || order.cancel_requested;
}

/// The seed's five parameters as the configuration they stand for.
Result<config::LoadedConfig> configuration(const Broker& broker, std::string_view symbol, const Number& volatility,
                                           const Number& spot_quantity) {
  const auto sigma = volatility.text("volatility");
  if (!sigma) return std::unexpected(sigma.error());
  const auto spot = spot_quantity.text("spot_quantity");
  if (!spot) return std::unexpected(spot.error());
  config::ConfigInputs inputs;
  inputs.fallbacks = {{"symbol", std::string(symbol)},
                      {"trading_mode", std::string(to_string(broker.trading_mode()))},
                      {"grid.volatility", *sigma},
                      {"spot.quantity", *spot},
                      {"spot.equity", broker.initial_balance().to_string(0)}};
  return config::load_config(inputs);
}

Result<void> check_broker(const Broker& broker, const config::AppConfig& config) {
  if (broker.bound()) return refuse("broker: it already serves a bot; another create_broker would pass");
  if (broker.trading_mode() != config.trading_mode) {
    return refuse("trading_mode: " + std::string(to_string(config.trading_mode)) + " is not the broker's; " +
                  std::string(to_string(broker.trading_mode())) + " would pass");
  }
  if (config.spot.equity.raw() != Int128{broker.initial_balance().raw()} * kOne) {
    return refuse("spot.equity: " + config.spot.equity.to_string(0) + " is not the broker's balance; " +
                  broker.initial_balance().to_string(0) + " would pass");
  }
  return {};
}

/// Between a source and the loop: the order of time is the source's promise, and a wrong one must not stop the process.
class InOrder final : public engine::EventSink {
 public:
  explicit InOrder(backtest::ClosedLoop& loop) : loop_(loop), latest_(loop.engine().now()) {}

  Outcome push(const Event& event) override {
    if (event.ts_event < latest_) {
      late_ = event.ts_event;
      return Outcome::CLOSED;
    }
    latest_ = event.ts_event;
    return loop_.push(event);
  }
  Result<void> outcome() const {
    if (!late_) return {};
    return refuse("run: an event of " + format_timestamp(*late_) + " comes after " + format_timestamp(latest_) +
                  "; events in order of time would pass");
  }

 private:
  backtest::ClosedLoop& loop_;
  Timestamp latest_;
  std::optional<Timestamp> late_;
};

}  // namespace

Result<GridHedgeBot> GridHedgeBot::create_for_spot_hedge(Broker& broker, std::string_view symbol,
                                                         const data_pipeline::ExchangeDataProvider& data_provider,
                                                         const Number& volatility,
                                                         const std::optional<Number>& spot_quantity,
                                                         BotOptions options) {
  const std::string name(symbol);
  const auto price = data_provider.get_current_price(name);
  if (!price) {
    return fail(ErrorCode::kNotFound, "Could not get current price for " + name + ": " + price.error().message);
  }
  if (!spot_quantity || spot_quantity->raw("spot_quantity") == 0) {
    return fail(ErrorCode::kNotFound, "No spot position found for " + name + "; a spot_quantity, e.g. 1.0, would pass");
  }
  const auto config = configuration(broker, symbol, volatility, *spot_quantity);
  if (!config) return std::unexpected(config.error());
  if (!options.clock) options.clock = [&data_provider] { return data_provider.now(); };
  return create_at(broker, *config, *price, std::move(options), std::string(to_string(data_provider.exchange_type())));
}

Result<GridHedgeBot> GridHedgeBot::create(Broker& broker, const config::LoadedConfig& config, Price reference,
                                          BotOptions options) {
  return create_at(broker, config, reference, std::move(options), "none");
}

Result<GridHedgeBot> GridHedgeBot::create_at(Broker& broker, const config::LoadedConfig& config, Price reference,
                                             BotOptions options, std::string exchange) {
  if (auto fits = check_broker(broker, config.config); !fits) return std::unexpected(fits.error());
  const auto hedge = config::InstrumentTable::bundled().find(config.config.symbol);
  if (!hedge) return std::unexpected(hedge.error());
  const auto plan = make_plan({.config = config.config,
                               .hedge = *hedge,
                               .reference_price = reference,
                               .warnings = {},
                               .effective_text = config.effective_text});
  if (!plan) return std::unexpected(plan.error());

  if (!options.clock) options.clock = system_time;
  backtest::LoopSettings settings = loop_settings(config.config, {.hedge = *hedge, .one_series = false, .cadence = {}});
  settings.journal = options.journal;
  settings.notices = options.notices;
  settings.advice = options.advice;
  auto loop = backtest::ClosedLoop::create(settings, config.config.hedge);
  if (!loop) return std::unexpected(loop.error());
  if (options.journal != nullptr) {
    options.journal->append({run_header(config.effective_text, settings, options.clock(), "library")});
  }
  const std::shared_ptr<backtest::ClosedLoop> shared = std::move(*loop);
  broker.loop_ = shared;
  return GridHedgeBot(shared, config.config, std::move(options.clock), std::move(exchange));
}

Timestamp GridHedgeBot::now() const {
  return std::max(clock_(), loop_->engine().now());
}

void GridHedgeBot::push(EventBody body) {
  Event event;
  event.instrument = kHedgeLeg;
  event.ts_event = event.ts_receive = now();
  event.body = std::move(body);
  loop_->push(event);
  const auto live = [&] { return loop_->engine().tracker().live(); };
  for (int round = 0; round < kRoundsMax && std::ranges::any_of(live(), on_its_way); ++round) {
    const Timestamp at = loop_->engine().next_wakeup().at;
    if (at > loop_->engine().now() + config_.fills.latency) return;
    loop_->runner().advance_to(at);
  }
}

Result<void> GridHedgeBot::execute(const Number& price) {
  const auto known = tradable(price);
  // What is no price goes in as none: the engine counts it, and the gate doubts what comes next.
  push(TradeTick{.price = known.value_or(Price{}),
                 .quantity = Quantity::from_raw(kOne),
                 .aggressor = Side::BUY,
                 .roles = kAllRoles});
  if (!known) return std::unexpected(known.error());
  return {};
}

Result<void> GridHedgeBot::run(engine::IDataProvider& source) {
  InOrder sink(*loop_);
  if (auto ended = source.start(sink); !ended) return ended;
  return sink.outcome();
}

void GridHedgeBot::request(OperatorAction action) {
  push(OperatorRequested{.action = action});
}

BotStatus GridHedgeBot::get_status() {
  loop_->catch_up();
  return status_of(*loop_, config_, exchange_);
}

}  // namespace alpha_pulse::session

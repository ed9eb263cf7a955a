#pragma once

#include <optional>
#include <string_view>

#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/data_pipeline/exchange_data_provider.hpp"
#include "alpha_pulse/session/bot_status.hpp"
#include "alpha_pulse/session/broker.hpp"
#include "alpha_pulse/session/clock.hpp"

namespace alpha_pulse::session {

/// What a bot may be given besides its configuration.
struct BotOptions {
  Clock clock{};                           ///< empty: `system_time`, or the provider's own time where one is given
  engine::IJournal* journal = nullptr;     ///< takes down the run, for replay; outlives the bot
  engine::INoticeSink* notices = nullptr;  ///< hears what it does, e.g. telemetry::NoticeLogger; outlives the bot
  engine::IAdviceSink* advice = nullptr;   ///< RECOMMENDATION: who is told what to do; outlives the bot
};

/// The seed's bot: a hedge of one symbol that is given prices and keeps its orders, stops and books by them.
///
///     ExchangeDataProvider data(ExchangeType::SIM);
///     data.initialize();
///     auto broker = create_broker(TradingMode::PAPER);
///     auto bot = GridHedgeBot::create_for_spot_hedge(*broker, "BTCUSDT", data, 0.02, 1.0);
///     bot->execute(*data.get_current_price("BTCUSDT"));
///
/// It owns the closed loop that `gridhedge run` uses (strategy, risk gate, engine, venue); what it decides is what the
/// program decides. Bare prices (`execute`) and whole streams (`run`) may be mixed as long as time does not go back.
/// One thread. Movable. Destroying it sends nothing: what rests in a simulated venue is gone with it.
/// Tested by session/grid_hedge_bot_test.cpp.
class GridHedgeBot {
 public:
  /// The seed's factory, profile `classic` with its defaults.
  ///
  /// `broker`         binds to this bot; its wallet is the margin of the hedge
  /// `symbol`         one of the bundled instruments (configs/instruments.yaml), any case
  /// `data_provider`  gives the price at which the plan is checked, and the time of `execute`: of the built-in market
  ///                  its own. Outlives the bot
  /// `volatility`     standard deviation of a day's return, 0 < x <= 0.49
  /// `spot_quantity`  coins to hedge; they seed the holding
  /// Errors:
  ///   kNotFound         "Could not get current price for S ...", "No spot position found for S ..."
  ///   kInvalidArgument  an unknown symbol, a value out of range, a broker that already serves a bot
  ///   kRefused          the hedge cannot be met by margin, lot or minimum, with the figure that would pass
  static Result<GridHedgeBot> create_for_spot_hedge(Broker& broker, std::string_view symbol,
                                                    const data_pipeline::ExchangeDataProvider& data_provider,
                                                    const Number& volatility = 0.02,
                                                    const std::optional<Number>& spot_quantity = std::nullopt,
                                                    BotOptions options = {});

  /// Any configuration, both profiles: `config` from config::load_config, its plan checked at `reference`. Mode and
  /// wallet must be the broker's (create_broker(config) makes one that fits). Errors as above.
  static Result<GridHedgeBot> create(Broker& broker, const config::LoadedConfig& config, Price reference,
                                     BotOptions options = {});

  /// One trade that is also the mark and both quotes, now by the clock. Returns when nothing it led to is under way.
  ///
  /// Errors: kInvalidArgument for zero, a negative price, one above 1e10, NaN or no number. Such a price is counted,
  /// never traded on, and raises nothing until two good ones have come; stops that rest at the venue go on resting.
  Result<void> execute(const Number& price);

  /// Every event of `source` in its own time, until it ends or is stopped. Errors: the source's; kInvalidArgument for
  /// an event earlier than what the bot has seen.
  Result<void> run(engine::IDataProvider& source);

  /// What a person may ask of a running bot: STOP, PAUSE, RESUME, REARM, FLATTEN.
  void request(OperatorAction action);

  /// As of the latest price. The names of the seed and what a desk wants besides.
  BotStatus get_status();

  const std::string& symbol() const { return config_.symbol; }
  /// Strategy, books and counters, to read.
  const backtest::ClosedLoop& loop() const { return *loop_; }

 private:
  GridHedgeBot(std::shared_ptr<backtest::ClosedLoop> loop, config::AppConfig config, Clock clock, std::string exchange)
      : loop_(std::move(loop)), config_(std::move(config)), clock_(std::move(clock)), exchange_(std::move(exchange)) {}
  static Result<GridHedgeBot> create_at(Broker& broker, const config::LoadedConfig& config, Price reference,
                                        BotOptions options, std::string exchange);
  Timestamp now() const;
  void push(EventBody body);

  std::shared_ptr<backtest::ClosedLoop> loop_;
  config::AppConfig config_;
  Clock clock_;
  std::string exchange_;
};

}  // namespace alpha_pulse::session

#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "alpha_pulse/base/sha256.hpp"
#include "alpha_pulse/engine/journal_codec.hpp"
#include "alpha_pulse/session/live_run.hpp"
#include "alpha_pulse/session/test_runs.hpp"
#include "support/exchange_world.hpp"
#include "support/loops.hpp"

/// A whole REAL run at an ExchangeWorld: every part of the program that `run` has, on a virtual clock.
namespace alpha_pulse::tests {

/// How a run reaches an ExchangeWorld, as its customer.
inline session::BinanceAccess access_to_world() {
  session::BinanceAccess access{.spot_rest = ExchangeWorld::url(kSpotPort),
                                .spot_ws = ExchangeWorld::url(kSpotPort),
                                .futures_rest = ExchangeWorld::url(kFuturesPort),
                                .futures_public = ExchangeWorld::url(kFuturesPort, "/public"),
                                .futures_market = ExchangeWorld::url(kFuturesPort, "/market"),
                                .futures_private = ExchangeWorld::url(kFuturesPort, "/private"),
                                .trust = {},
                                .account = {},
                                .epoch = exchanges::Epoch{5}};
  access.account = venues::Account{.api_key = kKey, .signer = *exchanges::Signer::hmac(kSecret)};
  return access;
}

/// An exchange whose market moves, a print a second, as the scenario and the seed say.
inline ServerChange moving(market::Scenario scenario, std::uint64_t seed = 1, const ServerChange& more = {}) {
  return [=](simulator::ServerSettings& settings) {
    settings.exchange.market.scenario = scenario;
    settings.exchange.market.seed = seed;
    settings.exchange.market.step = Duration::seconds(1);
    if (more) more(settings);
  };
}

/// One run, from its first question to its last. The exchange can be looked at afterwards, but nothing of it goes on.
class VirtualRun {
 public:
  using Sets = std::vector<std::string>;

  explicit VirtualRun(const ServerChange& change, const std::string& fault_rules = "[]")
      : exchange(fault_rules, change) {
    exchange.let_go();  // what the run leaves waiting is of it, and it will have gone
  }
  VirtualRun(const VirtualRun&) = delete;
  VirtualRun& operator=(const VirtualRun&) = delete;

  /// `each`: called whenever time has gone on.
  Result<session::SimRunResult> play(Sets sets, Duration duration, const std::function<void()>& each = {}) {
    sets.emplace_back("trading_mode=REAL");
    config::ConfigInputs inputs;
    inputs.sets = sets;
    inputs.environment = {{"EXCHANGE_API_KEY", kKey}, {"EXCHANGE_API_SECRET", kSecret}};
    const auto loaded = config::load_config(inputs);
    if (!loaded) return std::unexpected(loaded.error());
    net::ManualClock& clock = exchange.world.clock;
    const session::VirtualWorld world{.io = exchange.world.io, .dialer = exchange.world.network, .pass_time = [&] {
                                        clock.advance_to(clock.next().value());
                                        if (each) each();
                                      }};
    session::LiveRunRequest request{.run = {}, .access = access_to_world(), .exchange = "binance", .source = "a test"};
    request.world = &world;
    request.run.config = loaded->config;
    request.run.effective_text = loaded->effective_text;
    request.run.hedge = session::test::btc();
    request.run.duration = duration;
    request.run.journal = &journal;
    request.run.resume = resume;
    request.run.desk = desk;
    request.run.interrupted = &interrupted;
    request.run.warn = [this](Timestamp, const std::string& words) { heard.push_back(words); };
    return session::run_live(request, clock);
  }

  /// Of every record of the journal, in order.
  std::string trace() const {
    std::vector<std::byte> bytes;
    std::uint64_t lsn = 0;
    for (const engine::JournalRecord& record : journal.records) engine::encode(record, Lsn{++lsn}, bytes);
    base::Sha256 hash;
    hash.update(bytes);
    return hash.hex();
  }
  /// The orders that left, in order.
  std::vector<OrderSpec> placed() const {
    std::vector<OrderSpec> specs;
    for (const engine::JournalRecord& record : journal.records) {
      const auto* command = record.as<engine::CommandRecord>();
      if (command != nullptr && std::holds_alternative<PlaceOrder>(command->command)) {
        specs.push_back(spec_of(command->command));
      }
    }
    return specs;
  }

  ExchangeWorld exchange;
  MemoryJournal journal;
  std::vector<std::string> heard;
  std::vector<engine::JournalRecord> resume;  ///< of an earlier run, which this one goes on from
  session::IOperatorDesk* desk = nullptr;
  std::atomic<bool> interrupted{false};
};

}  // namespace alpha_pulse::tests

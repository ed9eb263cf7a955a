#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/domain/instrument.hpp"

namespace alpha_pulse::app {

/// What every command that reads a configuration takes.
struct CommonOptions {
  bool json = false;
  std::optional<std::filesystem::path> config_file;
  std::vector<std::string> sets;
  std::optional<std::string> log_level, trading_mode, assume, symbol, spot_quantity, volatility;
  std::optional<std::filesystem::path> instrument_file;
};

struct RunOptions {
  CommonOptions common;
  std::optional<std::string> exchange;
  std::string scenario = "range";
  std::uint64_t seed = 1;
  std::string speed = "2880";  ///< market seconds a second, or `max`
  std::string duration = "24h";
  bool resume = false;
  std::optional<std::string> plan;              ///< the hash of the plan that was read
  std::optional<std::filesystem::path> advice;  ///< RECOMMENDATION: the file of its JSON lines
};

struct PlanOptions {
  CommonOptions common;
  std::optional<std::string> exchange, price;
  bool check = false;
};

/// Which recording is played, over which time.
struct DataOptions {
  std::vector<std::filesystem::path> data, spot, perp, mark, funding, flows;
  std::optional<std::string> from, to;
};

struct BacktestOptions : DataOptions {
  CommonOptions common;
  std::optional<std::filesystem::path> journal;
  std::vector<std::filesystem::path> reports;  ///< what is written to each: the ending of its name
  bool no_skip = false;
  std::optional<std::filesystem::path> advice;  ///< RECOMMENDATION: the file of its JSON lines
};

/// Of many configurations over one recording.
struct SweepOptions : DataOptions {
  CommonOptions common;
  std::vector<std::string> params;  ///< `key=a:b:step` or `key=x,y,z`
  std::string search = "grid", rank_by = "effectiveness";
  std::uint64_t samples = 0, seed = 1, walk_forward = 0, top = 10;
  std::uint64_t jobs = 0;  ///< threads; 0: one for each processor
  bool resume = false;
  std::optional<std::filesystem::path> out;
  std::vector<std::filesystem::path> reports;  ///< what is written to each: the ending of its name
};

/// Of a command that speaks to a running bot.
struct ControlOptions {
  bool json = false;
  std::optional<OperatorAction> action;  ///< what it is told; none: it is asked how it stands
  bool yes = false;                      ///< flatten: without asking, also on production
  CommonOptions common;                  ///< that tell which bot is meant
  std::optional<std::filesystem::path> socket;
};

struct DataInfoOptions {
  bool json = false;
  std::filesystem::path file;
};

struct DataSynthOptions {
  bool json = false;
  std::string model = "gbm", price = "95203.05", step = "100ms";
  std::string volatility = "0.6";
  std::uint64_t events = 1'000'000, seed = 1;
  std::filesystem::path out;
  bool overwrite = false;
};

/// Of recorded files that become a tape.
struct DataImportOptions {
  CommonOptions common;
  std::vector<std::filesystem::path> files, mark, funding;
  std::filesystem::path out;
  bool resume = false, overwrite = false;
};

/// Of recorded market data from an exchange.
struct DataFetchOptions {
  CommonOptions common;
  std::string kind, interval = "1m", from, market = "futures", exchange = "binance";
  std::optional<std::string> to;
  std::filesystem::path out;
  bool resume = false, overwrite = false;
};

/// Of the simulated exchange as a server.
struct ExchangeServeOptions {
  std::uint64_t port = 0, seed = 1;
  bool json = false;  ///< nothing changes: what is said is one JSON object in any case
  bool tls = false, hedge_mode = false, no_limits = false, old_acks = false, shuffle_events = false;
  std::string scenario = "range", speed = "1", symbol = "BTCUSDT", balance = "100000", holding = "1";
  std::optional<std::string> api_key, api_secret;
  std::optional<std::filesystem::path> public_key, faults;
};

/// Of the examination of what a run would rest on.
struct DoctorOptions {
  CommonOptions common;
  std::optional<std::string> exchange;
  bool canary = false;
  std::optional<std::string> apply;  ///< `leverage=N,margin=cross|isolated`
};

struct ReplayOptions {
  bool json = false;
  std::filesystem::path journal;
};

enum class Explained : std::uint8_t { LAST, ORDER, UNHEDGED, STOP };

struct ExplainOptions {
  CommonOptions common;  ///< names the run whose journal is read, as for `run`
  Explained what{};
  std::optional<std::filesystem::path> journal;
  std::string order;        ///< ORDER: its number
  std::uint64_t count = 1;  ///< LAST: how many commands
};

/// A configuration with the instrument it names.
struct Loaded {
  config::LoadedConfig configuration;
  Instrument hedge;
};

/// What configurations are made of, read once: file, environment, flags, instruments. Credentials are taken out of the
/// environment: a second one no longer finds them; they are wiped with the object.
class ConfigSource {
 public:
  /// `guessed_symbol`: as for `load`. Errors: kInvalidArgument.
  static Result<ConfigSource> read(const CommonOptions& options, const std::string& guessed_symbol = {});
  ConfigSource(ConfigSource&&) = default;
  ConfigSource& operator=(ConfigSource&&) = delete;
  ~ConfigSource();

  /// The configuration with some more `--set` words. Errors: kInvalidArgument. From any thread.
  Result<Loaded> load(const std::vector<std::string>& more_sets = {}) const;
  const config::ConfigInputs& inputs() const { return inputs_; }

 private:
  explicit ConfigSource(config::InstrumentTable table) : table_(std::move(table)) {}

  config::InstrumentTable table_;
  config::ConfigInputs inputs_;
  std::string text_;  ///< of the file
};

/// `guessed_symbol`: what a data file's name says; used when nobody names a symbol. A pair the program does not know is
/// an error rather than another pair; a word that is no pair is passed over. Credentials are taken out of the
/// environment: a second call no longer finds them. Errors: kInvalidArgument.
Result<Loaded> load(const CommonOptions& options, const std::string& guessed_symbol = {});

/// `N[ms|s|m|h|d]`, bare = seconds, more than 0. Errors: kInvalidArgument naming `what`.
Result<Duration> parse_duration(const std::string& text, const std::string& what);
/// `2025-06-01`, `2025-06-01T12:00:00` (UTC) or milliseconds since 1970; up to 2200. Errors: kInvalidArgument naming
/// `what`. Tested by app/options_test.cpp.
Result<Timestamp> parse_time(const std::string& text, const std::string& what);

}  // namespace alpha_pulse::app

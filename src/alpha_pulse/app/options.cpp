#include "alpha_pulse/app/options.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "alpha_pulse/base/calendar.hpp"
#include "alpha_pulse/data_pipeline/rows.hpp"

namespace alpha_pulse::app {
namespace {

/// Credentials are read once: where the system keeps the environment (/proc/PID/environ, what a child inherits) they
/// are overwritten, so that a variable of this process holds none any more.
std::map<std::string, std::string> take_environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string name(text.substr(0, equals));
    variables.emplace(name, text.substr(equals + 1));
    if (config::names_a_secret(name)) ::explicit_bzero(*entry + equals + 1, text.size() - equals - 1);
  }
  return variables;
}

void wipe_credentials(std::map<std::string, std::string>& variables) {
  for (auto& [name, value] : variables) {
    if (config::names_a_secret(name)) config::wipe(value);
  }
}

void set_flag(std::map<std::string, std::string>& flags, const char* key, const std::optional<std::string>& value) {
  if (value) flags.emplace(key, *value);
}

/// `DOGEUSDT` is a pair; `TAPE` is only a word.
bool looks_like_pair(const std::string& symbol) {
  for (const char* quote : {"USDT", "USDC", "USD", "EUR", "BTC", "ETH"}) {
    if (symbol.size() > std::string_view(quote).size() && symbol.ends_with(quote)) return true;
  }
  return false;
}

}  // namespace

Result<ConfigSource> ConfigSource::read(const CommonOptions& options, const std::string& guessed_symbol) {
  config::InstrumentTable table = config::InstrumentTable::bundled();
  if (options.instrument_file) {
    auto extended = table.extended_with(*options.instrument_file);
    if (!extended) return std::unexpected(extended.error());
    table = std::move(*extended);
  }
  ConfigSource source(std::move(table));
  config::ConfigInputs& inputs = source.inputs_;
  inputs.file = options.config_file;
  inputs.sets = options.sets;
  inputs.environment = take_environment();
  set_flag(inputs.flags, "trading_mode", options.trading_mode);
  set_flag(inputs.flags, "recommendation.assume", options.assume);
  set_flag(inputs.flags, "symbol", options.symbol);
  set_flag(inputs.flags, "spot.quantity", options.spot_quantity);
  set_flag(inputs.flags, "grid.volatility", options.volatility);
  set_flag(inputs.flags, "logging.level", options.log_level);
  if (source.table_.knows(guessed_symbol) || looks_like_pair(guessed_symbol))
    inputs.fallbacks.emplace("symbol", guessed_symbol);
  if (!inputs.file) return source;
  auto text = config::read_config_file(*inputs.file);
  if (!text) return std::unexpected(text.error());
  source.text_ = std::move(*text);
  return source;
}

ConfigSource::~ConfigSource() {
  wipe_credentials(inputs_.environment);
  config::wipe(text_);
}

Result<Loaded> ConfigSource::load(const std::vector<std::string>& more_sets) const {
  config::ConfigInputs inputs = inputs_;
  inputs.sets.insert(inputs.sets.end(), more_sets.begin(), more_sets.end());
  auto configuration = config::load_text(text_, inputs.file ? inputs.file->string() : "", inputs);
  wipe_credentials(inputs.environment);
  if (!configuration) return std::unexpected(configuration.error());
  auto hedge = table_.find(configuration->config.symbol);
  if (!hedge) return std::unexpected(hedge.error());
  configuration->config = config::in_quote_currency(std::move(configuration->config), hedge->settle());
  return Loaded{.configuration = std::move(*configuration), .hedge = std::move(*hedge)};
}

Result<Loaded> load(const CommonOptions& options, const std::string& guessed_symbol) {
  const auto source = ConfigSource::read(options, guessed_symbol);
  if (!source) return std::unexpected(source.error());
  return source->load();
}

Result<Duration> parse_duration(const std::string& text, const std::string& what) {
  const struct {
    const char* suffix;
    std::int64_t ns;
  } units[] = {{"ms", 1'000'000},        {"s", 1'000'000'000},      {"m", 60'000'000'000},
               {"h", 3'600'000'000'000}, {"d", 86'400'000'000'000}, {"", 1'000'000'000}};
  for (const auto& unit : units) {
    if (!text.ends_with(unit.suffix)) continue;
    const auto number = parse_decimal(text.substr(0, text.size() - std::string_view(unit.suffix).size()), 3);
    if (!number || *number <= 0) break;
    const Int128 ns = wide_mul(*number, unit.ns) / 1000;
    if (ns > Duration::days(36'500).ns()) break;
    return Duration::nanoseconds(narrow(ns));
  }
  return fail(ErrorCode::kInvalidArgument, what + ": '" + text + "' is not a duration; N[ms|s|m|h|d], e.g. 24h");
}

Result<Timestamp> parse_time(const std::string& text, const std::string& what) {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int used = 0;
  using data_pipeline::kLatestMs;
  const auto whole = [&] { return used == static_cast<int>(text.size()); };
  const bool dated = std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 && whole();
  const bool timed = !dated &&
                     std::sscanf(text.c_str(), "%4d-%2d-%2d%*1[T ]%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute,
                                 &second, &used) == 6 &&
                     whole();
  const auto begins = base::beginning_of_day(year, month, day);
  const bool in_range = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if ((dated || timed) && begins && in_range) {
    const Timestamp time = *begins + Duration::seconds((hour * 60 + minute) * 60 + second);
    if (time.ms() < kLatestMs) return time;
  }
  const auto number = parse_decimal(text, 0);
  if (number && *number > 0 && *number < kLatestMs) return Timestamp::from_ms(*number);
  return fail(ErrorCode::kInvalidArgument,
              what + ": '" + text + "' is not a time; 2025-06-01, 2025-06-01T12:00:00 (UTC) or milliseconds");
}

}  // namespace alpha_pulse::app

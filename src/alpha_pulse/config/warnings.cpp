#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/config/resolve.hpp"

namespace alpha_pulse::config {
namespace {

/// One line for all keys that are without effect for the same reason, in the order of the table.
void warn_idle_keys(const Settings& settings, const AppConfig& config, std::vector<std::string>& lines) {
  std::vector<std::pair<std::string_view, std::string>> keys_by_reason;
  for (const Setting& s : settings) {
    if (!s.from || s.key->idle == nullptr) continue;
    const char* reason = s.key->idle(config);
    if (reason == nullptr) continue;
    auto known = keys_by_reason.begin();
    while (known != keys_by_reason.end() && known->first != reason) ++known;
    if (known == keys_by_reason.end()) {
      keys_by_reason.emplace_back(reason, s.key->name);
    } else {
      known->second += ", " + std::string(s.key->name);
    }
  }
  for (const auto& [reason, keys] : keys_by_reason) lines.push_back(keys + ": no effect, " + std::string(reason));
}

void warn_wide_exit(const char* key, Ratio exit, std::vector<std::string>& lines) {
  if (exit <= Ratio::from_raw(kOne / 5)) return;
  lines.push_back(std::string(key) + ": " + exit.to_string() +
                  " is wider than 0.2; a hedge may be liquidated before it is reached");
}

void warn_open_secrets(const Settings& settings, std::vector<std::string>& lines) {
  for (const char* name : {"exchange.credentials.api_key", "exchange.credentials.api_secret"}) {
    const Setting& s = setting(settings, name);
    if (!s.from || s.value.is_word || s.from->text.starts_with("${")) continue;
    if (s.from->source == Source::FILE) {
      lines.push_back(s.from->where + ": " + name + " is written in clear; write ${EXCHANGE_API_...} and export it");
    } else if (s.from->source == Source::COMMAND_LINE) {
      lines.push_back(std::string("--set ") + name + ": other users can see it in the list of processes; export it");
    }
  }
}

void warn_former_names(const Settings& settings, std::vector<std::string>& lines) {
  for (const Setting& s : settings) {
    if (!s.from || s.from->written_as.empty()) continue;
    lines.push_back(s.from->where + ": " + std::string(s.from->written_as) + " is called " + std::string(s.key->name) +
                    " now");
  }
}

}  // namespace

std::vector<std::string> warn(const Settings& settings, const AppConfig& config) {
  std::vector<std::string> lines;
  warn_idle_keys(settings, config, lines);
  warn_wide_exit("risk.stop_loss_pct", config.hedge.exits.stop_loss, lines);
  warn_wide_exit("risk.take_profit_pct", config.hedge.exits.take_profit, lines);
  if (config.spot.quantity.is_zero()) lines.push_back("spot.quantity: 0, there is nothing to hedge until coins arrive");
  warn_open_secrets(settings, lines);
  warn_former_names(settings, lines);
  return lines;
}

}  // namespace alpha_pulse::config

#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/config/resolve.hpp"

namespace alpha_pulse::config {
namespace {

/// Free text is always quoted, so that it reads back whatever it holds; the rest never needs it.
std::string written(const Setting& s) {
  switch (s.key->type) {
    case ValueType::TEXT:
    case ValueType::FORMAT:
    case ValueType::ROTATION:
    case ValueType::RETENTION:
    case ValueType::REST_URL:  // one that ends with a colon would read as a key
    case ValueType::WS_URL:
      break;
    default:
      return s.value.text;
  }
  if (s.value.is_word) return s.value.text;
  std::string quoted = "\"";
  for (const char c : s.value.text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string value_of(const Setting& s, const AppConfig& config) {
  // Worked out once: a reader of a journal need not know how.
  if (s.key->name == "risk.stop_loss_pct") return config.hedge.exits.stop_loss.to_string();
  if (s.key->name == "risk.take_profit_pct") return config.hedge.exits.take_profit.to_string();
  return written(s);
}

}  // namespace

std::string effective_text(const Settings& settings, const AppConfig& config) {
  std::string text;
  for (const Setting& s : settings) {
    if (s.key->type == ValueType::SECRET) continue;
    // That nobody chose the profile is itself worth keeping; every other key is written out anyway.
    const bool not_chosen = s.key->name == "profile" && !config.profile_explicit;
    if (not_chosen) text += "# ";
    text += std::string(s.key->name) + ": " + value_of(s, config) + (not_chosen ? " (not chosen)" : "") + "\n";
  }
  return text;
}

}  // namespace alpha_pulse::config

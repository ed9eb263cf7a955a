#include "alpha_pulse/app/confirmation.hpp"

#include <boost/json.hpp>
#include <istream>
#include <ostream>

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string("?");
}

/// A bot that does not say is taken at its worst.
bool real_money(const json::object& status) {
  const json::value* production = status.if_contains("production");
  return production == nullptr || !production->is_bool() || production->as_bool();
}

}  // namespace

base::Result<void> confirm_flatten(const std::string& status, std::istream& in, std::ostream& out, bool at_a_terminal) {
  json::error_code bad;
  const json::value said = json::parse(status, bad);
  const json::object bot = !bad && said.is_object() ? said.as_object() : json::object();
  if (!real_money(bot)) return {};
  const std::string what = text_of(bot, "hedge_quantity") + " " + text_of(bot, "symbol");
  if (!at_a_terminal) {
    return base::fail(
        base::ErrorCode::kRefused,
        "flatten would close " + what + " on production, and nobody is there to be asked; --yes would pass");
  }
  out << "This closes " << what << " at the market, on production, with real money. Write yes to go on: " << std::flush;
  std::string answer;
  std::getline(in, answer);
  if (answer == "yes") return {};
  return base::fail(base::ErrorCode::kRefused, "flatten: nothing was said to the bot; yes would pass, or --yes");
}

}  // namespace alpha_pulse::app

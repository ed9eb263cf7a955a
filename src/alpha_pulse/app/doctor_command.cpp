#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/journal_place.hpp"
#include "alpha_pulse/app/json_text.hpp"
#include "alpha_pulse/app/run_setup.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/session/doctor.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;
using exchanges::binance::MarginType;
using session::Check;

std::unexpected<Error> bad_change(const std::string& text) {
  return fail(ErrorCode::kInvalidArgument,
              "--apply: '" + text + "' is no change of the account; e.g. leverage=20,margin=cross");
}

Result<void> read_change(const std::string& text, session::AccountChanges& changes) {
  constexpr std::string_view kLeverage = "leverage=";
  if (text == "margin=cross" || text == "margin=isolated") {
    if (changes.margin) return bad_change(text);
    changes.margin = text.ends_with("cross") ? MarginType::CROSSED : MarginType::ISOLATED;
    return {};
  }
  if (!text.starts_with(kLeverage) || changes.leverage) return bad_change(text);
  const auto leverage = parse_decimal(std::string_view(text).substr(kLeverage.size()), 0);
  if (!leverage || *leverage < 1 || *leverage > 125) {
    return fail(ErrorCode::kInvalidArgument, "--apply: '" + text + "' is no leverage from 1 to 125; e.g. leverage=20");
  }
  changes.leverage = static_cast<int>(*leverage);
  return {};
}

Result<session::AccountChanges> read_changes(std::string text) {
  session::AccountChanges changes;
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',');
    more = comma != std::string::npos;
    if (auto read = read_change(text.substr(0, comma), changes); !read) return std::unexpected(read.error());
    text.erase(0, more ? comma + 1 : text.size());
  }
  return changes;
}

Result<data_pipeline::ExchangeType> exchange_of(const DoctorOptions& options, const config::AppConfig& config) {
  if (options.exchange) return data_pipeline::parse_exchange_type(*options.exchange);
  return configured_exchange(config);
}

Result<session::DoctorReport> examine(const DoctorOptions& options) {
  const auto loaded = load(options.common);
  if (!loaded) return std::unexpected(loaded.error());
  const config::LoadedConfig& configuration = loaded->configuration;
  const auto exchange = exchange_of(options, configuration.config);
  if (!exchange) return std::unexpected(exchange.error());
  session::DoctorRequest request{
      .config = configuration.config,
      .hedge = loaded->hedge,
      .warnings = configuration.warnings,
      .effective_text = configuration.effective_text,
      .journal = journal_place(configuration.config, loaded->hedge, venue_name(*exchange, configuration.config)),
      .canary = options.canary,
      .apply = {}};
  if (options.apply) {
    const auto changes = read_changes(*options.apply);
    if (!changes) return std::unexpected(changes.error());
    request.apply = *changes;
  }
  return session::examine(*exchange, request);
}

json::object to_json(const session::DoctorReport& report) {
  json::array checks;
  for (const Check& check : report.checks) {
    checks.push_back(json::object{{"name", check.name},
                                  {"status", session::to_string(check.status)},
                                  {"detail", one_line(check.detail)},
                                  {"fix", one_line(check.fix)}});
  }
  return {{"checks", checks}};
}

void print(const session::DoctorReport& report) {
  std::size_t widest = 0;
  for (const Check& check : report.checks) widest = std::max(widest, check.name.size());
  for (const Check& check : report.checks) {
    std::cout << fmt::format("{:<4}  {:<{}}  {}\n", session::to_string(check.status), check.name, widest,
                             one_line(check.detail));
    if (!check.fix.empty()) std::cout << fmt::format("{:<{}}  -> {}\n", "", widest + 6, one_line(check.fix));
  }
}

}  // namespace

int doctor_command(const DoctorOptions& options) {
  const auto report = examine(options);
  if (!report) return report_error(report.error());
  if (options.common.json) {
    std::cout << json_text(to_json(*report)) << "\n";
  } else {
    print(*report);
  }
  if (report->refused()) return kExitRefused;
  return report->failed() ? kExitFailed : kExitDone;
}

}  // namespace alpha_pulse::app

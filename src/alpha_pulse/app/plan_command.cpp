#include "alpha_pulse/app/plan_command.hpp"

#include <boost/json.hpp>
#include <iostream>

#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/json_text.hpp"
#include "alpha_pulse/app/plan_json.hpp"
#include "alpha_pulse/app/plan_text.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/market/sim_market.hpp"

namespace alpha_pulse::app {
namespace {

struct ReferencePrice {
  Price price;
  std::string source;
};

Result<ReferencePrice> reference_price(const PlanOptions& options) {
  if (options.price) {
    const auto price = Price::parse(*options.price);
    if (!price || !price->known()) {
      return fail(ErrorCode::kInvalidArgument,
                  "--price: '" + *options.price + "' is not a price; a positive number, e.g. 95203.05");
    }
    return ReferencePrice{.price = *price, .source = {}};
  }
  const std::string exchange = options.exchange.value_or("sim");
  if (exchange != "sim") {
    return fail(ErrorCode::kUnsupported, "--exchange: '" + exchange +
                                             "' cannot be asked for a price in this version; give --price P, e.g. "
                                             "--price 95203.05, or --exchange sim");
  }
  return ReferencePrice{.price = market::SimMarketSettings{}.start_price,
                        .source = "(first price of the built-in market; --price P for another)"};
}

void print_check(const PlanOptions& options, const std::vector<std::string>& warnings, std::ostream& out) {
  if (options.common.json) {
    boost::json::array lines;
    for (const std::string& warning : warnings) lines.emplace_back(warning);
    out << json_text(boost::json::object{{"ok", true}, {"warnings", lines}}) << "\n";
    return;
  }
  out << "configuration is valid\n";
  for (const std::string& warning : warnings) out << "warning: " << warning << "\n";
}

Result<void> plan(const PlanOptions& options, std::ostream& out) {
  const auto loaded = load(options.common);
  if (!loaded) return std::unexpected(loaded.error());
  const config::LoadedConfig& configuration = loaded->configuration;
  if (options.check) {
    print_check(options, configuration.warnings, out);
    return {};
  }
  const auto reference = reference_price(options);
  if (!reference) return std::unexpected(reference.error());
  const auto made = session::make_plan({.config = configuration.config,
                                        .hedge = loaded->hedge,
                                        .reference_price = reference->price,
                                        .warnings = configuration.warnings,
                                        .effective_text = configuration.effective_text});
  if (!made) return std::unexpected(made.error());
  if (options.common.json) {
    out << to_json(*made, reference->source.empty() ? "given" : "built-in market") << "\n";
  } else {
    print_plan(out, *made, reference->source);
  }
  return {};
}

}  // namespace

int run_plan(const PlanOptions& options, std::ostream& out, std::ostream& err) {
  const auto outcome = plan(options, out);
  if (outcome) return kExitDone;
  err << "gridhedge: " << one_line(outcome.error().message) << "\n";
  return exit_code_of(outcome.error());
}

int plan_command(const PlanOptions& options) {
  return run_plan(options, std::cout, std::cerr);
}

}  // namespace alpha_pulse::app

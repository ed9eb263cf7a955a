#include "alpha_pulse/app/backtest_report.hpp"

#include <fmt/format.h>

#include <sstream>

#include "alpha_pulse/app/data_options.hpp"
#include "alpha_pulse/app/figures_text.hpp"
#include "alpha_pulse/app/run_text.hpp"

namespace alpha_pulse::app {
namespace {

std::string percent(const std::optional<double>& value, int places = 2) {
  return value ? decimals(value, places) + " %" : "-";
}

std::string compared(const std::string& name, const std::optional<session::PolicyFigures>& other,
                     const std::function<std::string(const session::PolicyFigures&)>& value) {
  return other ? " " + name + ": " + value(*other) + "." : "";
}

report::Policy policy_of(std::string name, const session::PolicyFigures& figures, const backtest::RunHistory& history) {
  return {.name = std::move(name),
          .equity = two_places(figures.equity),
          .effectiveness_daily = figures.hedge_effectiveness.daily,
          .effectiveness_hourly = figures.hedge_effectiveness.hourly,
          .cvar95 = figures.cvar95,
          .max_drawdown_pct = figures.max_drawdown_pct,
          .turnover = figures.turnover,
          .cost_bp_year = figures.cost_bp_year,
          .funding_bp_year = figures.funding_bp_year,
          .history = &history};
}

std::vector<report::Policy> policies_of(const session::BacktestReport& ran) {
  std::vector<report::Policy> out{policy_of("yours", ran.policy, ran.history->policy)};
  if (ran.unhedged) out.push_back(policy_of("unhedged", *ran.unhedged, ran.history->unhedged));
  if (ran.static_hedge) out.push_back(policy_of("static", *ran.static_hedge, ran.history->static_hedge));
  if (ran.classic) out.push_back(policy_of("classic", *ran.classic, ran.history->classic));
  return out;
}

std::vector<report::KeyFigure> figures_of(const session::BacktestReport& ran, const std::string& currency) {
  const session::RunSummary& s = ran.summary;
  const auto effect = [](const session::PolicyFigures& f) { return decimals(f.hedge_effectiveness.hourly, 4); };
  const auto fall = [](const session::PolicyFigures& f) { return percent(f.max_drawdown_pct); };
  const auto cost = [](const session::PolicyFigures& f) { return decimals(f.cost_bp_year, 1) + " bp"; };
  return {
      {"Hedge effectiveness", effect(ran.policy),
       "The share of the holding's hour-to-hour variance that the hedge took away: 1 all of it, 0 none, below 0 it "
       "added "
       "some. By day: " +
           decimals(ran.policy.hedge_effectiveness.daily, 4) + "." + compared("Static", ran.static_hedge, effect)},
      {"Deepest fall", fall(ran.policy),
       "The result by day, from its highest point down, in percent of the holding's first value." +
           compared("Unhedged", ran.unhedged, fall) + compared("Static", ran.static_hedge, fall)},
      {"Cost a year", cost(ran.policy),
       "Fees and slippage, in hundredths of a percent of the holding's first value." +
           compared("Static", ran.static_hedge, cost)},
      {"Funding a year", decimals(ran.policy.funding_bp_year, 1) + " bp",
       "What holders of the other side paid to the hedge; below 0 the hedge paid. Same unit."},
      {"Result", with_sign(s.equity - s.initial_equity) + " " + currency,
       "Futures wallet, open profit and the holding at its price: " + two_places(s.initial_equity) + " at first, " +
           two_places(s.equity) + " at the end." +
           compared("Unhedged at the end", ran.unhedged,
                    [](const session::PolicyFigures& f) { return two_places(f.equity); })},
      {"Bad days (CVaR 95)", decimals(ran.policy.cvar95, 4),
       "The mean loss of the worst twentieth of all days, as a share of the holding's first value; from 20 days on." +
           compared("Unhedged", ran.unhedged, [](const session::PolicyFigures& f) { return decimals(f.cvar95, 4); })},
      {"Outside its limits", percent(ran.time.outside_limits_pct, 3),
       "Of the time since the hedge was first inside, without gaps and time stopped. Active " +
           percent(ran.time.active_pct) + ", stopped " + percent(ran.time.stopped_pct) + ", without data " +
           percent(ran.time.gap_pct) + " of all time."},
      {"Fills", fmt::format("{}", s.fills),
       fmt::format("Executions of the hedge. {} orders placed, {} cancelled, {} refused; traded {} times the holding.",
                   s.orders_placed, s.orders_canceled, s.orders_refused, decimals(ran.policy.turnover, 2))}};
}

std::string names_of(const std::vector<std::filesystem::path>& files) {
  std::string text;
  for (const auto& file : files) text += (text.empty() ? "" : ", ") + file.filename().string();
  return text;
}

}  // namespace

std::vector<report::Fact> facts_of(const data_pipeline::ReplaySources& sources) {
  std::vector<report::Fact> facts;
  const auto add = [&](const char* name, const std::vector<std::filesystem::path>& files) {
    if (!files.empty()) facts.push_back({name, names_of(files)});
  };
  add("Data", sources.data);
  add("Spot data", sources.spot);
  add("Futures data", sources.perp);
  add("Mark prices", sources.mark);
  add("Funding rates", sources.funding);
  add("Coins moved", sources.flows);
  return facts;
}

std::vector<std::string> assumptions_of(const data_pipeline::ReplaySources& sources, const config::AppConfig& config) {
  std::stringstream text;
  tell_assumptions(text, sources, config);
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

report::RunReport report_of(const session::BacktestReport& ran, const Loaded& loaded,
                            const data_pipeline::ReplaySources& sources) {
  const session::RunSummary& s = ran.summary;
  const config::AppConfig& config = loaded.configuration.config;
  report::RunReport out;
  out.title = s.symbol + ", profile " + s.profile;
  out.coin = loaded.hedge.base.code();
  out.currency = loaded.hedge.settle().code();
  if (s.from)
    out.facts.push_back({"Market time", format_timestamp(*s.from) + " to " + format_timestamp(s.to) + " UTC"});
  out.facts.push_back({"Holding at the end", s.spot_quantity.to_string(0) + " " + out.coin});
  out.facts.push_back({"Mode", s.mode});
  for (auto& fact : facts_of(sources)) out.facts.push_back(std::move(fact));
  out.facts.push_back({"State at the end",
                       std::string(to_string(s.state)) +
                           (s.reason == Reason::NONE ? std::string() : " (" + std::string(to_string(s.reason)) + ")")});
  out.facts.push_back({"Events", fmt::format("{}", s.events)});
  out.facts.push_back({"Command hash", s.command_hash});
  out.figures = figures_of(ran, out.currency);
  out.notes = assumptions_of(sources, config);
  if (ran.interrupted) out.notes.push_back("Interrupted: the recording was not played to its end.");
  if (s.advice) out.notes.push_back("Nothing was sent: orders were advice, and fills are those of a virtual book.");
  if (ran.static_hedge && no_better_than(ran.policy, *ran.static_hedge).value_or(false)) {
    out.notes.push_back(
        "This policy is no better than static, the holding sold forward once: not more effective and not cheaper.");
  }
  out.settings = loaded.configuration.effective_text;
  out.band = {.min = config.hedge.ratio.min, .target = config.hedge.ratio.target, .max = config.hedge.ratio.max};
  out.policies = policies_of(ran);
  return out;
}

}  // namespace alpha_pulse::app

#include "alpha_pulse/app/sweep_json.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "alpha_pulse/app/figures_json.hpp"
#include "alpha_pulse/app/json_text.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

json::object params_json(const SweepResult& result, std::size_t index) {
  json::object params;
  const auto& plan = result.request.design.plan();
  const auto values = result.request.design.values(index);
  for (std::size_t k = 0; k < values.size(); ++k) params[plan.params[k].key] = values[k];
  return params;
}

json::object metrics_json(const session::SweepFigures& f) {
  return {{"equity", f.equity},
          {"hedge_effectiveness", effectiveness_json(f.effectiveness_daily, f.effectiveness_hourly)},
          {"cvar95", json_of(f.cvar95)},
          {"max_drawdown_pct", json_of(f.max_drawdown_pct)},
          {"turnover", json_of(f.turnover)},
          {"cost_bp_year", json_of(f.cost_bp_year)},
          {"funding_bp_year", json_of(f.funding_bp_year)},
          {"time_outside_limits_pct", json_of(f.time_outside_limits_pct)},
          {"active_pct", json_of(f.active_pct)},
          {"fills", f.fills},
          {"command_hash", f.command_hash}};
}

json::array configurations_json(const SweepResult& result, const std::vector<std::size_t>& indexes, std::size_t most) {
  json::array out;
  for (std::size_t k = 0; k < std::min(most, indexes.size()); ++k) {
    out.push_back(json::object{{"index", indexes[k]},
                               {"params", params_json(result, indexes[k])},
                               {"metrics", metrics_json(result.figures(indexes[k]))}});
  }
  return out;
}

json::object window_json(const session::SweepWindow& window) {
  return {{"from", format_timestamp(window.from)}, {"to", format_timestamp(window.to)}};
}

json::object split_json(const SweepResult& result, const session::WalkForwardSplit& split) {
  json::object out{{"in_sample", window_json(split.in_sample)}, {"out_of_sample", window_json(split.out_of_sample)}};
  out["chosen"] = split.chosen ? json::value(*split.chosen) : json::value(nullptr);
  out["params"] = split.chosen ? json::value(params_json(result, *split.chosen)) : json::value(nullptr);
  out["in_sample_figure"] = json_of(split.in_sample_figure);
  out["out_of_sample_figure"] = json_of(split.out_of_sample_figure);
  out["best_out_of_sample_figure"] = json_of(split.best_out_of_sample_figure);
  out["out_of_sample_place"] = split.place == 0 ? json::value(nullptr) : json::value(split.place);
  out["out_of_sample_configurations"] = split.of;
  out["rank_correlation"] = json_of(split.rank_correlation);
  return out;
}

json::value walk_forward_json(const SweepResult& result) {
  if (result.walk.splits.empty()) return nullptr;
  json::array splits;
  for (const auto& split : result.walk.splits) splits.push_back(split_json(result, split));
  return json::object{{"splits", std::move(splits)},
                      {"rank_correlation", json_of(result.walk.rank_correlation)},
                      {"overfit", result.walk.overfit}};
}

}  // namespace

std::string to_json(const SweepResult& result, std::size_t top) {
  return json_text(json::object{{"configurations", result.cells.size()},
                                {"refused", result.refused},
                                {"search", session::to_string(result.request.design.plan().search)},
                                {"rank_by", session::to_string(result.by)},
                                {"best", configurations_json(result, result.order, top)},
                                {"front", configurations_json(result, result.front, result.front.size())},
                                {"walk_forward", walk_forward_json(result)},
                                {"computed", result.outcome.progress.computed},
                                {"configs_per_second", result.configs_per_second()}});
}

}  // namespace alpha_pulse::app

#include "alpha_pulse/app/plan_json.hpp"

#include <boost/json.hpp>

#include "alpha_pulse/app/json_text.hpp"
#include "alpha_pulse/app/plan_figures.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

json::value known(const session::Plan& plan, Price price) {
  return price.known() ? json::value(price_text(plan, price)) : json::value(nullptr);
}

json::array levels(const session::Plan& plan) {
  json::array rows;
  for (const session::PlanLevel& level : plan.levels) {
    rows.push_back({{"side", to_string(level.side)},
                    {"price", price_text(plan, level.price)},
                    {"quantity", level.quantity.to_string()}});
  }
  return rows;
}

json::array exits(const session::Plan& plan) {
  json::array rows;
  for (const session::PlanExit& exit : plan.exits) {
    rows.push_back({{"fills", exit.fills},
                    {"entry", price_text(plan, exit.entry)},
                    {"stop", price_text(plan, exit.stop)},
                    {"take_profit", price_text(plan, exit.take_profit)}});
  }
  return rows;
}

json::array shocks(const session::Plan& plan) {
  json::array rows;
  for (const session::PlanShock& shock : plan.shocks) {
    const std::int64_t pct = shock.move.raw() / (kOne / 100);
    const Ratio margin = Ratio::nearest(shock.margin_ratio);
    rows.push_back({{"move_pct", pct}, {"net_pnl", money_text(shock.net_pnl)}, {"margin_ratio", margin.to_double()}});
  }
  return rows;
}

json::object filters(const session::Plan& plan) {
  return {{"tick", plan.instrument.tick.to_string()},
          {"lot", plan.instrument.lot.to_string()},
          {"min_notional", plan.instrument.min_notional.to_string()}};
}

json::object costs(const session::Plan& plan) {
  return {{"fees", money_needed_text(plan.costs.fees())},
          {"base_fees", money_needed_text(plan.costs.base_fees)},
          {"rung_fees", money_needed_text(plan.costs.rung_fees)},
          {"funding_year", money_text(plan.costs.funding_year)}};
}

json::object orders(const session::Plan& plan) {
  return {{"raising", plan.orders.raising},
          {"protective", plan.orders.protective},
          {"minute_budget", plan.orders.minute_budget}};
}

}  // namespace

std::string to_json(const session::Plan& plan, std::string_view price_source) {
  json::array warnings;
  for (const std::string& line : plan.warnings) warnings.emplace_back(line);
  return json_text(json::object{{"mode", execution::to_string(plan.mode)},
                                {"symbol", plan.symbol},
                                {"profile", profile_text(plan.profile)},
                                {"reference_price", price_text(plan, plan.reference_price)},
                                {"price_source", price_source},
                                {"filters", filters(plan)},
                                {"grid_spacing", spacing_text(plan)},
                                {"position_step", plan.position_step.to_string()},
                                {"stop_loss_pct", plan.stop_loss_pct.to_double()},
                                {"take_profit_pct", plan.take_profit_pct.to_double()},
                                {"levels", levels(plan)},
                                {"exits", exits(plan)},
                                {"base_hedge_quantity", plan.base_hedge.to_string()},
                                {"disaster_stop_price", known(plan, plan.disaster_stop)},
                                {"max_hedge_quantity", plan.max_hedge_quantity.to_string()},
                                {"cash_required", money_needed_text(plan.cash_required)},
                                {"margin_required", money_needed_text(plan.margin_required)},
                                {"liquidation_price", known(plan, plan.liquidation_price)},
                                {"margin_guard_price", known(plan, plan.margin_guard_price)},
                                {"costs", costs(plan)},
                                {"orders", orders(plan)},
                                {"unprotected_note", plan.unprotected_note},
                                {"shocks", shocks(plan)},
                                {"warnings", warnings},
                                {"plan_hash", plan.plan_hash}});
}

}  // namespace alpha_pulse::app

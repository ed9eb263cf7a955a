#include "alpha_pulse/session/plan_hash.hpp"

#include "alpha_pulse/base/sha256.hpp"

namespace alpha_pulse::session {
namespace {

class Lines {
 public:
  void add(std::string_view key, const std::string& value) { text_.append(key).append(": ").append(value) += '\n'; }
  void add(std::string_view key, Price value) { add(key, value.to_string()); }
  void add(std::string_view key, PriceDelta value) { add(key, format_decimal(value.raw(), kDecimals)); }
  void add(std::string_view key, Quantity value) { add(key, value.to_string()); }
  void add(std::string_view key, Ratio value) { add(key, value.to_string()); }
  void add(std::string_view key, Money value) { add(key, value.to_string() + " " + value.currency().code()); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void add_instrument(Lines& lines, const Instrument& instrument) {
  lines.add("tick", instrument.tick);
  lines.add("lot", instrument.lot);
  lines.add("min_notional", instrument.min_notional);
  lines.add("unattended_rise", instrument.unattended_rise);
  for (const MarginBracket& row : instrument.brackets) {
    lines.add("bracket",
              row.notional_floor.to_string() + " " + row.maintenance.to_string() + " " + row.cum.to_string());
  }
}

}  // namespace

std::string plan_hash(const Plan& plan, std::string_view effective_text) {
  Lines lines;
  lines.add("plan", "2");  // of this form of the text
  lines.add("mode", std::string(execution::to_string(plan.mode)));
  lines.add("symbol", plan.symbol);
  add_instrument(lines, plan.instrument);
  lines.add("holding", plan.holding);
  lines.add("wallet", plan.wallet);
  lines.add("reference_price", plan.reference_price);
  lines.add("grid_spacing", plan.grid_spacing);
  lines.add("position_step", plan.position_step);
  lines.add("stop_loss_pct", plan.stop_loss_pct);
  lines.add("take_profit_pct", plan.take_profit_pct);
  for (const PlanLevel& level : plan.levels) {
    lines.add("level", std::string(to_string(level.side)) + " " + level.price.to_string() + " " +
                           level.quantity.to_string() + (level.reduce_only ? " reduce_only" : ""));
  }
  for (const PlanExit& exit : plan.exits) {
    lines.add("exit", std::to_string(exit.fills) + " " + exit.entry.to_string() + " " + exit.stop.to_string() + " " +
                          exit.take_profit.to_string());
  }
  lines.add("base_hedge", plan.base_hedge);
  lines.add("disaster_stop", plan.disaster_stop);
  lines.add("max_hedge_quantity", plan.max_hedge_quantity);
  lines.add("cash_required", plan.cash_required);
  lines.add("margin_required", plan.margin_required);
  lines.add("liquidation_price", plan.liquidation_price);
  lines.add("margin_guard_price", plan.margin_guard_price);
  lines.add("base_fees", plan.costs.base_fees);
  lines.add("rung_fees", plan.costs.rung_fees);
  lines.add("funding_year", plan.costs.funding_year);
  lines.add("orders", std::to_string(plan.orders.raising) + " " + std::to_string(plan.orders.protective) + " " +
                          std::to_string(plan.orders.minute_budget));
  for (const PlanShock& shock : plan.shocks) {
    lines.add("shock " + shock.move.to_string(), shock.net_pnl);
  }
  Sha256 hash;
  hash.update(std::as_bytes(std::span(lines.text())));
  hash.update(std::as_bytes(std::span(effective_text)));
  return hash.hex();
}

}  // namespace alpha_pulse::session

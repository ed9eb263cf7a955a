#include "alpha_pulse/app/explain_json.hpp"

#include <boost/json.hpp>

#include "alpha_pulse/app/explain_text.hpp"
#include "alpha_pulse/app/figures_json.hpp"
#include "alpha_pulse/app/json_text.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;
using session::CaseFile;

/// A story's time that has not come is Timestamp{}.
json::value time(Timestamp value) {
  return json_of(value == Timestamp{} ? std::nullopt : std::optional(value));
}
json::value number(ClientOrderId id) {
  return id.value == 0 ? json::value(nullptr) : json::value(id.value);
}

json::object heading(const CaseFile& file) {
  return {{"symbol", file.hedge.symbol},
          {"as_of", time(file.until)},
          {"source", file.source},
          {"identical", file.first_difference.empty()}};
}

json::object moment(const CaseFile& file, const session::Moment& m) {
  return {{"at", time(m.at)},
          {"event", event_name(m.event)},
          {"event_text", event_text(m.event, file.hedge)},
          {"price", json_of(m.price)},
          {"hedge", m.held.to_string()},
          {"hedge_ratio", json_of(m.ratio)},
          {"entry_price", json_of(m.entry)},
          {"state", to_string(m.state)},
          {"reason", to_string(m.reason)}};
}

json::object fill(const session::FillStory& f) {
  return {{"at", time(f.at)},
          {"quantity", f.fill.quantity.to_string()},
          {"price", json_of(f.fill.price)},
          {"fee", f.fill.fee.to_string()},
          {"liquidity", to_string(f.fill.liquidity)},
          {"hedge_before", f.held_before.to_string()},
          {"hedge_after", f.held_after.to_string()},
          {"hedge_ratio_before", json_of(f.ratio_before)},
          {"hedge_ratio_after", json_of(f.ratio_after)},
          {"entry_after", json_of(f.entry_after)},
          {"stop_before", json_of(f.stop_before)},
          {"stop_after", json_of(f.stop_after)}};
}

json::value grid(const session::OrderStory& order) {
  const SlotKind kind = order.spec.slot.kind;
  if (kind != SlotKind::GRID_OPEN && kind != SlotKind::GRID_CLOSE) return nullptr;
  return json::object{{"rung", order.spec.slot.index + 1},
                      {"rungs", order.grid.rungs},
                      {"reference_price", json_of(order.grid.reference)},
                      {"spacing", format_decimal(order.grid.spacing.raw(), kDecimals, 2)},
                      {"volatility", order.grid.sigma},
                      {"reason", to_string(order.grid.why)},
                      {"laid_at", time(order.grid.laid_at)}};
}

json::value exit(const session::OrderStory& order) {
  if (!is_protective(order.spec.slot.kind)) return nullptr;
  return json::object{{"entry", json_of(order.exit.entry)},
                      {"share", order.exit.share.to_double()},
                      {"liquidation_price", json_of(order.exit.liquidation)},
                      {"scope", order.exit.ladder_only ? "ladder" : "all"}};
}

json::value cancel(const CaseFile& file, const session::OrderStory& order) {
  if (!order.cancel) return nullptr;
  json::object out{{"cause", to_string(order.cancel->cause)}, {"by", number(order.cancel->by)}};
  out["known"] = moment(file, order.cancel->moment);
  return out;
}

json::value refused(const session::OrderStory& order) {
  if (!order.refused) return nullptr;
  return json::object{{"reason", to_string(order.refused->reason)}, {"detail", order.refused->detail}};
}

json::object order_object(const CaseFile& file, const session::OrderStory& order) {
  json::array fills;
  for (const session::FillStory& story : order.fills) fills.push_back(fill(story));
  const OrderSpec& spec = order.spec;
  return {{"id", order.id.value},
          {"kind", to_string(spec.slot.kind)},
          {"side", to_string(spec.side)},
          {"type", to_string(spec.type)},
          {"quantity", spec.quantity.to_string()},
          {"price", json_of(spec.price)},
          {"trigger", json_of(spec.trigger)},
          {"reduce_only", spec.reduce_only},
          {"cause", to_string(order.cause)},
          {"aim", session::to_string(order.aim)},
          {"goal", order.goal.to_string()},
          {"previous", number(order.previous)},
          {"known", moment(file, order.moment)},
          {"grid", grid(order)},
          {"exit", exit(order)},
          {"refused", refused(order)},
          {"accepted_at", json_of(order.accepted_at)},
          {"triggered_at", json_of(order.triggered_at)},
          {"fills", fills},
          {"cancel", cancel(file, order)},
          {"status", to_string(order.state)},
          {"ended_at", time(order.ended_at)},
          {"end_reason", to_string(order.end_reason)}};
}

json::object gap_object(const session::Gap& gap) {
  json::object out{{"why", to_string(gap.why)}};
  if (gap.reason != Reason::NONE) out["reason"] = to_string(gap.reason);
  if (gap.price.known()) out["price"] = json_of(gap.price);
  if (gap.low.known()) out["at_or_below"] = json_of(gap.low);
  if (gap.high.known()) out["at_or_above"] = json_of(gap.high);
  if (!gap.quantity.is_zero()) out["quantity"] = gap.quantity.to_string();
  if (gap.share != Ratio{}) out["share"] = gap.share.to_double();
  if (gap.since != Timestamp{}) out["since"] = time(gap.since);
  if (gap.until) out["until"] = json_of(gap.until);
  return out;
}

json::object exit_object(const session::ExitStory& story) {
  json::object out{{"kind", to_string(story.kind)}, {"trigger", json_of(story.trigger)}};
  out["none"] = story.none ? json::value(to_string(*story.none)) : json::value(nullptr);
  if (story.none) return out;
  out["distance"] = story.distance.to_double();
  out["entry"] = json_of(story.facts.entry);
  out["share"] = story.facts.share.to_double();
  out["liquidation_price"] = json_of(story.facts.liquidation);
  out["scope"] = story.facts.ladder_only ? "ladder" : "all";
  out["staged"] = story.staged;
  out["guards"] = story.guards.to_string();
  out["order"] = number(story.order);
  out["order_quantity"] = story.order_quantity.to_string();
  out["since"] = time(story.since);
  out["moves"] = story.moves;
  return out;
}

}  // namespace

std::string order_json(const CaseFile& file, const session::OrderStory& order) {
  json::object out = heading(file);
  out["order"] = order_object(file, order);
  return json_text(out);
}

std::string steps_json(const CaseFile& file, const std::vector<session::Step>& steps) {
  json::object out = heading(file);
  json::array list;
  for (const session::Step& step : steps) {
    list.push_back({{"at", time(step.at)},
                    {"action", step.cancel ? "cancel" : "place"},
                    {"order", order_object(file, file.order(step.order))}});
  }
  out["steps"] = list;
  return json_text(out);
}

std::string unhedged_json(const CaseFile& file) {
  const session::Unhedged& u = file.unhedged;
  json::object out = heading(file);
  out["price"] = json_of(u.price);
  out["holding"] = u.holding.to_string();
  out["hedge"] = u.held.to_string();
  out["wanted"] = u.wanted.to_string();
  out["hedge_ratio"] = json_of(u.ratio);
  out["target"] = u.target.to_double();
  out["ratio_min"] = u.min.to_double();
  out["ratio_max"] = u.max.to_double();
  out["state"] = to_string(u.state);
  out["reason"] = to_string(u.reason);
  json::array gaps;
  for (const session::Gap& gap : u.gaps) gaps.push_back(gap_object(gap));
  out["gaps"] = gaps;
  json::array refusals;
  for (const session::RefusedLately& entry : u.refused) {
    refusals.push_back({{"reason", to_string(entry.refusal.reason)},
                        {"detail", entry.refusal.detail},
                        {"times", entry.times},
                        {"last_order", entry.last.value},
                        {"at", time(entry.at)}});
  }
  out["refused"] = refusals;
  return json_text(out);
}

std::string protection_json(const CaseFile& file) {
  const session::Protection& p = file.protection;
  json::object out = heading(file);
  out["price"] = json_of(p.price);
  out["hedge"] = p.held.to_string();
  out["state"] = to_string(p.state);
  out["reason"] = to_string(p.reason);
  json::array exits;
  for (const session::ExitStory& story : p.exits) exits.push_back(exit_object(story));
  out["exits"] = exits;
  out["last_ended"] = p.stopped_by ? json::value(moment(file, p.stopped_by->moment)) : json::value(nullptr);
  return json_text(out);
}

}  // namespace alpha_pulse::app

#include "alpha_pulse/app/advice_json.hpp"

#include <boost/json.hpp>

#include "alpha_pulse/app/figures_json.hpp"
#include "alpha_pulse/app/json_text.hpp"
#include "alpha_pulse/telemetry/advice_text.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;
using engine::Advice;
using engine::AdviceWhy;

json::object why_object(const Advice& advice, const Instrument& instrument) {
  const AdviceWhy& why = advice.why;
  json::object out{{"cause", to_string(why.cause)}};
  if (why.reason != Reason::NONE) out["reason"] = to_string(why.reason);
  if (why.rung != 0) {
    out["rung"] = why.rung;
    out["rungs"] = why.rungs;
  }
  if (why.limit) out["limit"] = json_of(why.limit);
  if (why.entry.known()) out["entry_price"] = json_of(why.entry);
  if (why.successor) out["successor"] = why.successor->value;
  out["text"] = telemetry::why_text(advice, instrument);
  return out;
}

json::value replaced(const std::optional<engine::AdviceReplaced>& old) {
  if (!old) return nullptr;
  return json::object{{"order", old->order.value},
                      {"quantity", old->spec.quantity.to_string()},
                      {"price", json_of(old->spec.price)},
                      {"trigger", json_of(old->spec.trigger)}};
}

}  // namespace

json::object advice_object(const Advice& advice, const Instrument& instrument) {
  const OrderSpec& spec = advice.spec;
  const bool conditional = is_conditional(spec.type);
  return {
      {"id", advice.id},
      {"time", format_timestamp(advice.when)},
      {"valid_until", format_timestamp(advice.valid_until)},
      {"action", to_string(advice.action)},
      {"order", advice.order.value},
      {"symbol", advice.symbol},
      {"purpose", to_string(spec.slot.kind)},
      {"side", to_string(spec.side)},
      {"quantity", spec.quantity.to_string()},
      {"type", to_string(spec.type)},
      {"time_in_force", to_string(spec.time_in_force)},
      {"reduce_only", spec.reduce_only},
      {"price", json_of(spec.price)},
      {"trigger", json_of(spec.trigger)},
      {"trigger_by", conditional ? json::value(to_string(spec.trigger_by)) : json::value(nullptr)},
      {"why", why_object(advice, instrument)},
      {"replaces", replaced(advice.replaces)},
      {"hedge_ratio", json::object{{"before", json_of(advice.ratio_before)}, {"after", json_of(advice.ratio_after)}}},
      {"fee", advice.fee.to_string()},
      {"fee_currency", advice.fee.currency().code()}};
}

std::string advice_line(const Advice& advice, const Instrument& instrument) {
  return json_text(advice_object(advice, instrument));
}

void add_advice(json::object& out, const session::RunSummary& summary) {
  json::array newest;
  std::uint64_t given = 0;
  if (const auto& advice = summary.advice) {
    given = advice->given();
    for (const Advice& one : advice->newest) newest.emplace_back(advice_object(one, advice->instrument));
  }
  out["advice_given"] = given;
  out["advice_left_out"] = given - newest.size();
  out["advice"] = std::move(newest);
}

}  // namespace alpha_pulse::app

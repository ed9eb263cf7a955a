#include "alpha_pulse/app/price_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "alpha_pulse/app/plan_figures.hpp"

namespace alpha_pulse::app {
namespace {

struct Mark {
  Price price;
  char sign;
  std::string words;
};

constexpr std::size_t kNearest = 6;
constexpr std::size_t kOutermost = 3;

std::string after_fills(int fills) {
  if (fills == 0) return "of the base";
  return fmt::format("after {} fill{}", fills, fills == 1 ? "" : "s");
}

void add_levels(const session::Plan& plan, bool reduce_only, std::vector<Mark>& marks) {
  std::vector<const session::PlanLevel*> side;
  for (const session::PlanLevel& level : plan.levels) {
    if (level.reduce_only == reduce_only) side.push_back(&level);
  }
  for (std::size_t i = 0; i < side.size(); ++i) {
    const bool hidden = side.size() > kNearest + kOutermost + 1 && i >= kNearest && i + kOutermost < side.size();
    if (hidden && i > kNearest) continue;
    const session::PlanLevel& level = *side[i];
    std::string words =
        fmt::format("{} {} {}{}", level.side == Side::SELL ? "sell" : "buy", level.quantity.to_string(3),
                    plan.instrument.base.code(), reduce_only ? ", reduce only" : "");
    if (hidden) words = fmt::format("{} more rungs from here", side.size() - kNearest - kOutermost);
    marks.push_back({level.price, reduce_only || level.side == Side::BUY ? '+' : '-', words});
  }
}

void add_exit(const session::PlanExit& exit, std::vector<Mark>& marks) {
  marks.push_back({exit.stop, '!', "stop loss " + after_fills(exit.fills)});
  marks.push_back({exit.take_profit, '$', "take profit " + after_fills(exit.fills)});
}

std::vector<Mark> marks_of(const session::Plan& plan) {
  std::vector<Mark> marks;
  add_levels(plan, false, marks);
  add_levels(plan, true, marks);
  if (!plan.exits.empty()) {
    add_exit(plan.exits.front(), marks);
    if (plan.exits.size() > 1) add_exit(plan.exits.back(), marks);
  }
  if (plan.disaster_stop.known()) marks.push_back({plan.disaster_stop, '!', "disaster stop, whole hedge"});
  if (plan.liquidation_price.known()) {
    marks.push_back({plan.liquidation_price, 'X', "liquidation, with everything filled"});
    marks.push_back({plan.margin_guard_price, '!', "margin guard begins to reduce"});
  }
  marks.push_back({plan.reference_price, '@', "reference price"});
  std::sort(marks.begin(), marks.end(),
            [](const Mark& a, const Mark& b) { return a.price != b.price ? a.price > b.price : a.words < b.words; });
  return marks;
}

bool far_apart(const session::Plan& plan, Price above, Price below) {
  const std::int64_t two_percent = plan.reference_price.raw() / 50;
  return (above - below).raw() > std::max(two_percent, 2 * plan.grid_spacing.raw());
}

}  // namespace

void print_price_picture(std::ostream& out, const session::Plan& plan) {
  const std::vector<Mark> marks = marks_of(plan);
  std::size_t width = 0;
  for (const Mark& mark : marks) width = std::max(width, rounded_price_text(plan, mark.price).size());
  const Mark* above = nullptr;
  for (const Mark& mark : marks) {
    if (above != nullptr && far_apart(plan, above->price, mark.price)) {
      out << fmt::format("  {:>{}}  {:>11}  :\n", "", width, "");
    }
    const std::string away = mark.sign == '@' ? "" : distance_text(plan, mark.price);
    out << fmt::format("  {:>{}}  {:>11}  {} {}\n", rounded_price_text(plan, mark.price), width, away, mark.sign,
                       mark.words);
    above = &mark;
  }
}

}  // namespace alpha_pulse::app

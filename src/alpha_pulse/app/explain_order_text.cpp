// One order in sentences: what it was, why it was sent, what became of it.
#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "alpha_pulse/app/explain_text.hpp"
#include "alpha_pulse/app/instrument_text.hpp"

namespace alpha_pulse::app {
namespace {

using session::CancelCause;
using session::CaseFile;
using session::OrderStory;
using session::PlaceCause;

std::string lower(std::string_view word) {
  std::string text(word);
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

std::string ratio_text(const std::optional<Ratio>& ratio) {
  return ratio ? format_decimal_rounded(ratio->raw(), kDecimals, 2) : "none (no holding)";
}

/// The words of one journal.
class Words {
 public:
  explicit Words(const CaseFile& file) : file_(file), hedge_(file.hedge) {}

  std::string title(const OrderStory& order) const {
    const OrderSpec& spec = order.spec;
    return fmt::format("Order {}: {}{} {}{}", order.id.value, kind(order), lower(to_string(spec.side)),
                       coins(spec.quantity), where(spec));
  }
  std::string why(const OrderStory& order) const {
    return fmt::format("{} {}: {}.", order.refused ? "Wanted" : "Sent", format_timestamp(order.moment.at),
                       cause(order));
  }
  std::string known(const session::Moment& moment) const {
    return fmt::format("What led to it: {}. Known then: price {}, hedge {}{}, hedge ratio {} of {} wanted, state {}{}.",
                       event_text(moment.event, hedge_), price(moment.price), coins(moment.held),
                       moment.entry.known() ? " entered at " + price(moment.entry) : "", ratio_text(moment.ratio),
                       ratio_text(file_.config.hedge.ratio.target), to_string(moment.state),
                       moment.reason == Reason::NONE ? "" : fmt::format(" ({})", to_string(moment.reason)));
  }
  std::string fill(const session::FillStory& story) const {
    const bool up = story.held_after > story.held_before;
    std::string text =
        fmt::format("Filled {} at {} {} as {}, fee {}", coins(story.fill.quantity), price(story.fill.price),
                    format_timestamp(story.at), lower(to_string(story.fill.liquidity)), story.fill.fee.to_string());
    if (story.ratio_before && story.ratio_after) {
      text += fmt::format(". It {} the hedge ratio from {} to {}", up ? "raised" : "lowered",
                          ratio_text(story.ratio_before), ratio_text(story.ratio_after));
    }
    if (story.entry_after.known()) text += fmt::format(", average entry {}", price(story.entry_after));
    if (story.stop_before != story.stop_after && story.stop_before.known() && story.stop_after.known()) {
      text += fmt::format(", and moved the stop from {} to {}", price(story.stop_before), price(story.stop_after));
    }
    return text + ".";
  }
  std::string cancelled(const OrderStory& order) const {
    const session::CancelStory& story = *order.cancel;
    return fmt::format("Cancel asked for {}: {}.", format_timestamp(story.moment.at), cancel_cause(order, story));
  }
  std::string fate(const OrderStory& order) const;

 private:
  std::string price(Price value) const { return price_text(hedge_, value); }
  std::string coins(Quantity value) const { return coins_text(hedge_, value); }
  std::string number(ClientOrderId id) const { return fmt::format("order {}", id.value); }

  std::string kind(const OrderStory& order) const;
  std::string where(const OrderSpec& spec) const;
  std::string cause(const OrderStory& order) const;
  std::string rung_cause(const OrderStory& order) const;
  std::string ratio_cause(const OrderStory& order) const;
  std::string exit_cause(const OrderStory& order) const;
  std::string reckoned(const OrderStory& order) const;
  std::string end_of_previous(const OrderStory& order) const;
  std::string cancel_cause(const OrderStory& order, const session::CancelStory& story) const;

  const CaseFile& file_;
  const Instrument& hedge_;
};

std::string Words::kind(const OrderStory& order) const {
  switch (order.spec.slot.kind) {
    case SlotKind::GRID_OPEN:
      return fmt::format("rung {} of {}, ", order.spec.slot.index + 1, order.grid.rungs);
    case SlotKind::GRID_CLOSE:
      return "take back, ";
    case SlotKind::REBALANCE:
      return order.spec.reduce_only ? "less hedge, " : "more hedge, ";
    case SlotKind::STOP_LOSS:
      return "stop loss, ";
    case SlotKind::TAKE_PROFIT:
      return "take profit, ";
    case SlotKind::DISASTER_STOP:
      return "disaster stop, ";
    case SlotKind::FLATTEN:
      return "flatten, ";
  }
  std::unreachable();
}

std::string Words::where(const OrderSpec& spec) const {
  if (is_conditional(spec.type)) return " when the mark touches " + price(spec.trigger);
  if (spec.type == OrderType::MARKET) return " at market";
  const bool only = spec.time_in_force == TimeInForce::GTX;
  const bool now = spec.time_in_force == TimeInForce::IOC;
  return fmt::format(" at {}{}{}", price(spec.price),
                     only  ? ", post-only"
                     : now ? " or better, at once"
                           : "",
                     spec.reduce_only ? ", reduce-only" : "");
}

std::string Words::cause(const OrderStory& order) const {
  switch (order.cause) {
    case PlaceCause::RUNG:
    case PlaceCause::RUNG_AGAIN:
    case PlaceCause::RUNG_REPLACED:
    case PlaceCause::TAKE_BACK:
    case PlaceCause::BUY_BACK:
      return rung_cause(order);
    case PlaceCause::HEDGE_RATIO:
      return ratio_cause(order);
    case PlaceCause::EXIT_STAGED:
    case PlaceCause::EXIT_SET:
    case PlaceCause::EXIT_MOVED:
    case PlaceCause::EXIT_RESIZED:
    case PlaceCause::EXIT_RESENT:
      return exit_cause(order);
    case PlaceCause::FLATTEN:
      if (order.ended.reason == Reason::OPERATOR) return "a person asked to flatten: the rest is taken to zero";
      return fmt::format(
          "{} at {} ended the {}: the rest is taken to zero", to_string(order.ended.reason), price(order.ended.price),
          file_.config.hedge.exits.scope == hedging::ExitScope::LADDER && order.ended.reason != Reason::DISASTER_STOP
              ? "ladder"
              : "hedge");
  }
  std::unreachable();
}

std::string Words::rung_cause(const OrderStory& order) const {
  const session::GridFacts& grid = order.grid;
  if (order.cause == PlaceCause::TAKE_BACK) {
    return fmt::format("rung {} filled, and with grid.rearm_levels it is bought back one rung nearer",
                       order.spec.slot.index + 1);
  }
  if (order.cause == PlaceCause::BUY_BACK) {
    return fmt::format("direction BOTH takes back what is held on the other side of the reference price {}",
                       price(grid.reference));
  }
  if (order.cause == PlaceCause::RUNG_AGAIN) {
    return fmt::format("the rung, filled by {}, was taken back and opens again", number(order.previous));
  }
  if (order.cause == PlaceCause::RUNG_REPLACED) {
    return fmt::format("it takes the place of {}, {}", number(order.previous), end_of_previous(order));
  }
  const std::string spacing = fmt::format("{} with a spacing of {} (sigma {}{})", price(grid.reference),
                                          format_decimal_rounded(grid.spacing.raw(), kDecimals, price_places(hedge_)),
                                          percent_text(Ratio::nearest(grid.sigma)),
                                          file_.config.hedge.grid.spacing == hedging::Spacing::ARITHMETIC
                                              ? " x " + file_.config.hedge.grid.spacing_sigma.to_string(1)
                                              : "");
  switch (grid.why) {
    case Reason::REARMED:
      return "the grid was armed again and laid out at " + spacing;
    case Reason::RECENTRED:
      return "the price had left the grid while nothing was held, so it was laid out anew at " + spacing;
    case Reason::VOLATILITY_MOVED:
      return "measured volatility had moved by more than a fifth, so the grid was re-spaced from " + spacing;
    default:
      return "the grid was laid out at " + spacing;
  }
}

std::string Words::end_of_previous(const OrderStory& order) const {
  const OrderStory& previous = file_.order(order.previous);
  if (previous.refused) return fmt::format("which the risk gate refused ({})", to_string(previous.refused->reason));
  switch (previous.state) {
    case OrderState::REJECTED:
      return fmt::format("which the venue rejected ({})", to_string(previous.end_reason));
    case OrderState::EXPIRED:
      return "which expired";
    case OrderState::CANCELED:
      return previous.cancel ? "which was cancelled" : "which was lost at the venue";
    case OrderState::FILLED:
      return "which filled";
    default:
      return "which is not confirmed as wanted";
  }
}

std::string Words::ratio_cause(const OrderStory& order) const {
  const hedging::RatioSettings& ratio = file_.config.hedge.ratio;
  const std::string goal = coins(order.goal);
  switch (order.aim) {
    case hedging::HedgeAim::FIRST_SLICE:
      return fmt::format("the hedge begins with a first slice of {}", goal);
    case hedging::HedgeAim::LOWER_LIMIT:
      return fmt::format("the hedge is built at once up to its lower limit, hedge.ratio_min {}: {}",
                         ratio.min.to_string(2), goal);
    case hedging::HedgeAim::TARGET:
      return fmt::format("what is still missing to the hedge wanted, {}, is built patiently", goal);
    case hedging::HedgeAim::BELOW_MIN:
      return fmt::format("the hedge ratio was below hedge.ratio_min {}: back to {} at once", ratio.min.to_string(2),
                         goal);
    case hedging::HedgeAim::ABOVE_MAX:
      return fmt::format("the hedge ratio was above hedge.ratio_max {}: back to {} at once", ratio.max.to_string(2),
                         goal);
    case hedging::HedgeAim::OUT_OF_BAND:
      return fmt::format("the hedge ratio had left its no-trade band: back to {}, patiently", goal);
    case hedging::HedgeAim::MARGIN_GUARD:
      return fmt::format("liquidation had come nearer than risk.margin_guard {}: down to {}",
                         percent_text(file_.config.risk.margin_guard), goal);
    case hedging::HedgeAim::NONE:
      return "the hedge is moved to " + goal;
  }
  std::unreachable();
}

/// `4.00 % above the average entry of 96155.10, rounded to the tick towards it`.
std::string Words::reckoned(const OrderStory& order) const {
  const session::ExitFacts& exit = order.exit;
  const bool staged = order.cause == PlaceCause::EXIT_STAGED;
  if (order.spec.slot.kind == SlotKind::DISASTER_STOP) {
    return fmt::format("{} of the way from the entry of {} to liquidation{}", percent_text(exit.share),
                       (staged ? "about " : "") + price(exit.entry),
                       exit.liquidation.known() ? " at " + price(exit.liquidation) : "");
  }
  return fmt::format("{} {} {} {}, rounded to the tick towards it", percent_text(exit.share),
                     order.spec.trigger > exit.entry ? "above" : "below",
                     staged             ? "the nearest rung,"
                     : exit.ladder_only ? "the ladder's average entry of"
                                        : "the average entry of",
                     price(exit.entry));
}

std::string Words::exit_cause(const OrderStory& order) const {
  const bool last = order.spec.slot.kind == SlotKind::DISASTER_STOP;
  switch (order.cause) {
    case PlaceCause::EXIT_STAGED:
      return fmt::format("it stands before {} may fill, {}", last ? "the hedge is sold" : "more than one rung",
                         reckoned(order));
    case PlaceCause::EXIT_MOVED:
      return fmt::format("the {} moved, so it takes the place of {} at {}: {}", last ? "liquidation price" : "entry",
                         number(order.previous), price(file_.order(order.previous).spec.trigger), reckoned(order));
    case PlaceCause::EXIT_RESIZED:
      return fmt::format("another quantity is to be guarded than {} does: {}", number(order.previous), reckoned(order));
    case PlaceCause::EXIT_RESENT:
      return fmt::format("it takes the place of {}, {}: {}", number(order.previous), end_of_previous(order),
                         reckoned(order));
    default:
      return fmt::format("it guards the {} held: {}",
                         coins(order.exit.ladder_only ? order.spec.quantity : order.moment.held), reckoned(order));
  }
}

std::string Words::cancel_cause(const OrderStory& order, const session::CancelStory& story) const {
  switch (story.cause) {
    case CancelCause::ENDED:
      if (order.ended.reason == Reason::OPERATOR) return "a person asked to flatten";
      return fmt::format("{} at {} ended what it belonged to", to_string(order.ended.reason), price(order.ended.price));
    case CancelCause::NOT_ACTIVE:
      return fmt::format("in state {} ({}) nothing that raises the hedge may rest", to_string(story.moment.state),
                         to_string(story.moment.reason));
    case CancelCause::GRID_MOVED:
      return "the grid was laid out anew and its rung stands elsewhere";
    case CancelCause::TIMED_OUT:
      return "it was older than grid.order_timeout";
    case CancelCause::UNGUARDED:
      return "no confirmed stop stood ahead of the price, and without one no further rung may rest";
    case CancelCause::NO_ROOM:
      return "holding, grid.max_orders or the stop left no room for it";
    case CancelCause::RESIZED:
      return "another quantity was wanted in its place";
    case CancelCause::NOTHING_LEFT:
      return "what it was for was no longer held or wanted";
    case CancelCause::REPLACED:
      return fmt::format("{} stood confirmed in its place", number(story.by));
    case CancelCause::REQUOTED:
      return fmt::format("the market had moved away from it, to {}", price(story.moment.price));
    case CancelCause::PATIENCE_OVER:
      return "it had waited long enough; the rest is taken at once";
    case CancelCause::NO_LONGER_AIMED:
      return "the hedge it served was reached or no longer wanted";
  }
  std::unreachable();
}

std::string Words::fate(const OrderStory& order) const {
  if (order.refused) {
    return fmt::format("The risk gate refused it ({}: {}); it never left.", to_string(order.refused->reason),
                       order.refused->detail);
  }
  const std::string at = format_timestamp(order.ended_at);
  switch (order.state) {
    case OrderState::SUBMITTED:
      return "The venue has not confirmed it yet.";
    case OrderState::ACCEPTED:
      return order.triggered_at ? "Triggered " + format_timestamp(*order.triggered_at) + "." : "It rests at the venue.";
    case OrderState::PARTIALLY_FILLED:
      return fmt::format("{} of it is filled, the rest stands.", coins(order.filled()));
    case OrderState::FILLED:
      return "";
    case OrderState::CANCELED:
      return order.fills.empty() ? "Cancelled " + at + "." : "The rest was cancelled " + at + ".";
    case OrderState::EXPIRED:
      return order.fills.empty() ? "Expired " + at + "." : "The rest expired " + at + ".";
    case OrderState::REJECTED:
      return fmt::format("The venue rejected it {} ({}).", at, to_string(order.end_reason));
  }
  std::unreachable();
}

void paragraph(std::ostream& out, const std::string& text) {
  if (!text.empty()) out << "  " << wrapped(text, 2) << "\n";
}

}  // namespace

void print_order(std::ostream& out, const CaseFile& file, const OrderStory& order) {
  constexpr std::size_t kFillsShown = 4;
  const Words words(file);
  out << words.title(order) << "\n";
  paragraph(out, words.why(order));
  paragraph(out, words.known(order.moment));
  if (order.triggered_at && is_terminal(order.state)) {
    paragraph(out, "Triggered " + format_timestamp(*order.triggered_at) + ".");
  }
  for (std::size_t i = 0; i < order.fills.size(); ++i) {
    const bool hidden =
        order.fills.size() > kFillsShown && i >= kFillsShown / 2 && i + kFillsShown / 2 < order.fills.size();
    if (!hidden) paragraph(out, words.fill(order.fills[i]));
    if (hidden && i == kFillsShown / 2) paragraph(out, fmt::format("{} more fills.", order.fills.size() - kFillsShown));
  }
  if (order.cancel) paragraph(out, words.cancelled(order));
  paragraph(out, words.fate(order));
}

void print_step(std::ostream& out, const CaseFile& file, const session::Step& step) {
  out << fmt::format("{}  {}  ", format_timestamp(step.at), step.cancel ? "cancelled" : "sent     ");
  print_order(out, file, file.order(step.order));
}

}  // namespace alpha_pulse::app

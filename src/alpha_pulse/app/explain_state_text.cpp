// Why the hedge is what it is, and where its exits stand, in sentences.
#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "alpha_pulse/app/explain_text.hpp"
#include "alpha_pulse/app/instrument_text.hpp"

namespace alpha_pulse::app {
namespace {

using session::CaseFile;
using session::ExitStory;
using session::Gap;
using session::GapWhy;
using session::NoExit;

constexpr const char* kNobodyYet = "until a person re-arms it";

std::string signed_percent(Ratio share) {
  return (share > Ratio{} ? "+" : "") + percent_text(share);
}

Ratio apart(Price from, Price to) {
  return Ratio::from_raw(narrow(divide_rounding_half_away<Int128>(wide_mul((to - from).raw(), kOne), from.raw())));
}

std::string state_words(ProgramState state, Reason reason) {
  return std::string(to_string(state)) + (reason == Reason::NONE ? "" : fmt::format(" ({})", to_string(reason)));
}

std::string again(const CaseFile& file, const Gap& gap) {
  if (gap.until) return "until " + format_timestamp(*gap.until) + " (risk.rearm timed)";
  if (gap.low.known() || gap.high.known()) {
    return fmt::format("until the price is at or below {} or at or above {} (risk.rearm price)",
                       price_text(file.hedge, gap.low), price_text(file.hedge, gap.high));
  }
  return kNobodyYet;
}

std::string ended_by(const CaseFile& file, const Gap& gap) {
  if (gap.reason == Reason::OPERATOR) return "a person had it flattened " + format_timestamp(gap.since);
  return fmt::format("{} was hit at {} {}", to_string(gap.reason), price_text(file.hedge, gap.price),
                     format_timestamp(gap.since));
}

std::string withheld(const CaseFile& file, const Gap& gap) {
  const std::string coins = coins_text(file.hedge, gap.quantity);
  if (!gap.price.known()) return fmt::format("rungs for {} do not rest now: no stop is confirmed", coins);
  return fmt::format("rungs for {} do not rest now: the stop at {} is not confirmed, already passed, or too near",
                     coins, price_text(file.hedge, gap.price));
}

std::string gap_text(const CaseFile& file, const Gap& gap) {
  const session::Unhedged& u = file.unhedged;
  const std::string coins = coins_text(file.hedge, gap.quantity);
  const auto price = [&](Price p) { return price_text(file.hedge, p); };
  switch (gap.why) {
    case GapWhy::AS_WANTED:
      return "nothing is missing that could be traded";
    case GapWhy::NO_PRICE:
      return "there is no price to go by yet";
    case GapWhy::NOTHING_TO_HEDGE:
      return fmt::format("there is no holding that direction {} hedges", to_string(file.config.hedge.grid.direction));
    case GapWhy::STOPPED:
      return fmt::format("STOPPED: {}. Nothing is placed {}", ended_by(file, gap), again(file, gap));
    case GapWhy::LADDER_STOPPED:
      return fmt::format("the ladder stands still: {}. Its {} is not hedged {}", ended_by(file, gap), coins,
                         again(file, gap));
    case GapWhy::HALTED:
      return fmt::format("{} since {} because of {}: nothing raises the hedge {}", to_string(u.state),
                         format_timestamp(gap.since), to_string(gap.reason), kNobodyYet);
    case GapWhy::REDUCING:
      if (gap.reason == Reason::VENUE_REFUSED) {
        return fmt::format(
            "REDUCING since {}: the exchange takes only what reduces; nothing raises the hedge until that is over, "
            "which `gridhedge rearm` tries",
            format_timestamp(gap.since));
      }
      if (gap.reason != Reason::MARGIN_GUARD) {
        return fmt::format("REDUCING since {} because of {}: nothing raises the hedge until that is gone",
                           format_timestamp(gap.since), to_string(gap.reason));
      }
      return fmt::format(
          "REDUCING since {}: liquidation at {} came nearer than risk.margin_guard {}; the hedge is reduced until it "
          "is not",
          format_timestamp(gap.since), price(gap.price), percent_text(gap.share));
    case GapWhy::PAUSED:
      return fmt::format("PAUSED by a person {}: nothing raises the hedge until resumed", format_timestamp(gap.since));
    case GapWhy::PRICE_UNTRUSTED:
      return fmt::format("nothing raises the hedge now: {}", to_string(gap.reason));
    case GapWhy::BUILDING:
      return fmt::format("the hedge is still being built, up to {}", coins);
    case GapWhy::IN_FLIGHT:
      return fmt::format("it is being moved to {} now", coins);
    case GapWhy::RUNGS_AHEAD:
      return fmt::format("rungs for {} rest at prices not reached yet; the nearest at {} ({})", coins, price(gap.price),
                         signed_percent(apart(u.price, gap.price)));
    case GapWhy::RUNGS_WITHHELD:
      return withheld(file, gap);
    case GapWhy::NO_RUNG_FITS:
      return fmt::format("no rung reaches the smallest order; {} or more to hedge would", coins);
    case GapWhy::GRID_CARRIES_LESS:
      return fmt::format(
          "the grid carries {} in all: its size was set by limits, wallet and holding when it was laid "
          "out",
          coins);
    case GapWhy::OVER_CAP:
      return fmt::format("limits and margin allow at most {} now", coins);
    case GapWhy::INSIDE_BAND:
      return fmt::format("it is inside the no-trade band of {} either side: correcting it costs more than it helps",
                         percent_text(gap.share));
    case GapWhy::NO_CORRECTION:
      return "hedge.band is off: the ratio is corrected at its hard limits alone";
    case GapWhy::BELOW_MINIMUM:
      return fmt::format("what is missing is less than the smallest order, {}; it waits", coins);
  }
  std::unreachable();
}

std::string_view exit_name(SlotKind kind) {
  if (kind == SlotKind::TAKE_PROFIT) return "Take profit";
  return kind == SlotKind::DISASTER_STOP ? "Disaster stop" : "Stop loss";
}

std::string none_text(const CaseFile& file, NoExit none) {
  switch (none) {
    case NoExit::ENDED:
      return "none: the hedge stands still (" + std::string(to_string(file.protection.reason)) + ")";
    case NoExit::LADDER_ENDED:
      return "none: the ladder it guards stands still";
    case NoExit::NOTHING_HELD:
      return "none: nothing is held that it could be reckoned from";
    case NoExit::NO_RUNG:
      return "none: nothing is held and no rung could fill";
    case NoExit::NO_LADDER:
      return "none: with risk.exit_scope ladder it guards a ladder, and grid.ladder is off";
    case NoExit::SWITCHED_OFF:
      return "none: risk.disaster_stop is off";
    case NoExit::NO_LIQUIDATION:
      return "none: no price liquidates the hedge with the wallet as it is";
    case NoExit::NO_STATE_YET:
      return "none: there is no price to go by yet";
  }
  std::unreachable();
}

std::string from_what(const CaseFile& file, const ExitStory& exit) {
  const std::string entry = price_text(file.hedge, exit.facts.entry);
  if (exit.kind == SlotKind::DISASTER_STOP) {
    return fmt::format("{} of the way from the entry of {}{} to liquidation{}", percent_text(exit.facts.share),
                       exit.staged ? "about " : "", entry,
                       exit.facts.liquidation.known() ? " at " + price_text(file.hedge, exit.facts.liquidation) : "");
  }
  return fmt::format("{} {} {} {}, rounded to the tick towards it", percent_text(exit.facts.share),
                     exit.trigger > exit.facts.entry ? "above" : "below",
                     exit.staged              ? "the nearest rung,"
                     : exit.facts.ladder_only ? "the ladder's average entry of"
                                              : "the average entry of",
                     entry);
}

std::string on_hit(const CaseFile& file, const ExitStory& exit) {
  const hedging::ExitSettings& settings = file.config.hedge.exits;
  const bool ladder = exit.facts.ladder_only;
  std::string text = fmt::format(
      "When the mark touches it {} closed at market, every order of the {} is cancelled and nothing is placed ",
      exit.staged ? "whatever has filled by then is" : coins_text(file.hedge, exit.guards) + " is",
      ladder ? "ladder" : "hedge");
  if (exit.kind == SlotKind::DISASTER_STOP || settings.rearm == hedging::Rearm::MANUAL) return text + kNobodyYet + ".";
  if (settings.rearm == hedging::Rearm::TIMED) {
    return text + fmt::format("for {:.2f} h (risk.rearm_after).", settings.rearm_after.to_seconds() / 3600);
  }
  return text + fmt::format("until the price has moved by {} from there (risk.rearm_move).",
                            percent_text(settings.rearm_move));
}

void print_exit(std::ostream& out, const CaseFile& file, const ExitStory& exit) {
  if (exit.none) {
    out << fmt::format("  {}: {}\n", exit_name(exit.kind), none_text(file, *exit.none));
    return;
  }
  const std::string order =
      exit.order.value == 0 ? "no order stands confirmed for it yet"
                            : fmt::format("order {} over {}, sent {}", exit.order.value,
                                          coins_text(file.hedge, exit.order_quantity), format_timestamp(exit.since));
  std::string text =
      fmt::format("{} at {} ({} from the price): {}; {}. ", exit_name(exit.kind), price_text(file.hedge, exit.trigger),
                  signed_percent(exit.distance), from_what(file, exit), order);
  if (exit.staged) text += "It stands before anything is held. ";
  if (exit.moves > 0) text += fmt::format("Moved {} time{} so far. ", exit.moves, exit.moves == 1 ? "" : "s");
  out << "  " << wrapped(text + on_hit(file, exit), 4) << "\n";
}

}  // namespace

void print_unhedged(std::ostream& out, const CaseFile& file) {
  const session::Unhedged& u = file.unhedged;
  const std::string ratio = u.ratio ? format_decimal_rounded(u.ratio->raw(), kDecimals, 2) : "nothing";
  const std::string head =
      fmt::format("Hedged {} of {} wanted {}: {} against a holding of {}{}, state {}", ratio, u.target.to_string(2),
                  format_timestamp(u.at), coins_text(file.hedge, u.held), coins_text(file.hedge, u.holding),
                  u.price.known() ? " at " + price_text(file.hedge, u.price) : "", state_words(u.state, u.reason));
  out << wrapped(head, 0) << "\n";
  for (const Gap& gap : u.gaps) out << "  - " << wrapped(gap_text(file, gap), 4) << "\n";
  for (const session::RefusedLately& refused : u.refused) {
    out << "  - "
        << wrapped(fmt::format("in the last {} minutes the risk gate refused {} order{} ({}: {}), the last order {} {}",
                               static_cast<int>(session::kLately.to_seconds() / 60), refused.times,
                               refused.times == 1 ? "" : "s", to_string(refused.refusal.reason), refused.refusal.detail,
                               refused.last.value, format_timestamp(refused.at)),
                   4)
        << "\n";
  }
}

void print_protection(std::ostream& out, const CaseFile& file) {
  const session::Protection& p = file.protection;
  out << wrapped(fmt::format("Protection of {} {}{}, state {}", coins_text(file.hedge, p.held), format_timestamp(p.at),
                             p.price.known() ? " at " + price_text(file.hedge, p.price) : "",
                             state_words(p.state, p.reason)),
                 0)
      << "\n";
  for (const ExitStory& exit : p.exits) print_exit(out, file, exit);
  if (!p.stopped_by) return;
  const session::Moment& moment = p.stopped_by->moment;
  out << "  "
      << wrapped(fmt::format("Last ended {} by {} at {}.", format_timestamp(moment.at), to_string(moment.reason),
                             price_text(file.hedge, moment.price)),
                 4)
      << "\n";
}

namespace {

struct EventWords {
  const Instrument& hedge;

  std::string operator()(const TradeTick& e) const { return "a price of " + price_text(hedge, e.price); }
  std::string operator()(const QuoteTick& e) const {
    return fmt::format("quotes of {} and {}", price_text(hedge, e.bid), price_text(hedge, e.ask));
  }
  std::string operator()(const MarkPrice& e) const { return "the mark " + price_text(hedge, e.price); }
  std::string operator()(const BarClosed& e) const { return "a bar that closed at " + price_text(hedge, e.close); }
  std::string operator()(const FundingRateDue&) const { return "funding fell due"; }
  std::string operator()(const OrderAccepted& e) const { return number(e.order) + " was confirmed"; }
  std::string operator()(const OrderRejected& e) const {
    if (e.order == ClientOrderId{} && e.reason == Reason::OVER_CAP) return "the exchange takes only what reduces";
    if (e.order == ClientOrderId{} && e.reason == Reason::ORDER_RATE) {
      return "the exchange takes only what reduces for a period";
    }
    if (e.order == ClientOrderId{}) return fmt::format("the exchange raised an alarm ({})", to_string(e.reason));
    return fmt::format("{} was rejected ({})", number(e.order), to_string(e.reason));
  }
  std::string operator()(const OrderTriggered& e) const { return number(e.order) + " was triggered"; }
  std::string operator()(const OrderFilled& e) const {
    return fmt::format("{} filled {} at {}", number(e.fill.order), coins_text(hedge, e.fill.quantity),
                       price_text(hedge, e.fill.price));
  }
  std::string operator()(const OrderCanceled& e) const { return number(e.order) + " was gone"; }
  std::string operator()(const OrderExpired& e) const { return number(e.order) + " expired"; }
  std::string operator()(const OrderUnresolved& e) const { return number(e.order) + " became uncertain"; }
  std::string operator()(const CancelRejected& e) const { return "the cancel of " + number(e.order) + " was refused"; }
  std::string operator()(const PositionReported& e) const {
    return "the venue reported a position of " + coins_text(hedge, e.quantity);
  }
  std::string operator()(const FundingSettled& e) const { return "funding of " + e.amount.to_string(); }
  std::string operator()(const PositionLiquidated& e) const {
    return fmt::format("the venue liquidated {} at {}", coins_text(hedge, e.quantity), price_text(hedge, e.price));
  }
  std::string operator()(const SpotBalanceChanged& e) const {
    return "the holding changed by " + coins_text(hedge, e.change);
  }
  std::string operator()(const WalletTransferred& e) const { return "the wallet changed by " + e.amount.to_string(); }
  std::string operator()(const TimerElapsed&) const { return "a time that was waited for"; }
  std::string operator()(const OperatorRequested& e) const {
    switch (e.action) {
      case OperatorAction::STOP:
        return "a person asked to stop";
      case OperatorAction::PAUSE:
        return "a person asked to pause";
      case OperatorAction::RESUME:
        return "a person asked to resume";
      case OperatorAction::REARM:
        return "a person asked to re-arm";
      case OperatorAction::FLATTEN:
        return "a person asked to flatten";
    }
    std::unreachable();
  }

 private:
  static std::string number(ClientOrderId id) { return fmt::format("order {}", id.value); }
};

}  // namespace

std::string event_text(const Event& event, const Instrument& hedge) {
  return std::visit(EventWords{hedge}, event.body);
}

}  // namespace alpha_pulse::app

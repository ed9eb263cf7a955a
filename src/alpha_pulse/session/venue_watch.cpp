#include "alpha_pulse/session/venue_watch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "alpha_pulse/exchanges/binance/account_replies.hpp"
#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/venues/answer.hpp"

namespace alpha_pulse::session {
namespace {

namespace asio = net::asio;
namespace wire = exchanges::binance;

constexpr Duration kRulesApart = Duration::minutes(1);
constexpr const char* kUntilRearmed = "; nothing raises the hedge until `gridhedge rearm`";
constexpr const char* kForAnHour = "; nothing raises the hedge for an hour, or until `gridhedge rearm`";
constexpr std::int64_t kCoolingOff = -4192;

}  // namespace

VenueWatch::VenueWatch(VenueWatchDeps deps) : deps_(std::move(deps)) {}

void VenueWatch::on_failure(const wire::Verdict& verdict, const std::string& words) {
  switch (verdict.action) {
    case wire::Action::HALT:
    case wire::Action::DROP_SYMBOL:
      deps_.sink.on_alarm(verdict.reason == Reason::NONE ? Reason::VENUE_REFUSED : verdict.reason,
                          words + kUntilRearmed);
      break;
    case wire::Action::STOP_OPENING:
      if (verdict.code == kCoolingOff) {
        deps_.sink.on_alarm(Reason::ORDER_RATE, words + kForAnHour);
      } else {
        deps_.sink.on_alarm(Reason::OVER_CAP, words + kUntilRearmed);
      }
      break;
    case wire::Action::RELOAD_FILTERS:
      if (deps_.clock.now() < next_rules_) break;
      next_rules_ = deps_.clock.now() + deps_.clock.at_least_wall(kRulesApart);
      asio::co_spawn(deps_.executor, check_rules(), asio::detached);
      break;
    default:
      break;
  }
}

void VenueWatch::on_settings() {
  asio::co_spawn(deps_.executor, check_settings(), asio::detached);
}

/// Orders and journal were made for the rules the run began with: with others it is another run.
asio::awaitable<void> VenueWatch::check_rules() {
  const auto info = co_await ask_rules(deps_.futures, deps_.hedge.symbol);
  if (!info) co_return;  // refused again, it is asked again
  const wire::SymbolInfo& symbol = info->symbols.front();
  const std::string& name = deps_.hedge.symbol;
  if (symbol.status != wire::SymbolStatus::TRADING) {
    deps_.sink.on_alarm(Reason::VENUE_REFUSED, name + " is not traded any more; its status is " +
                                                   std::string(wire_name(symbol.status)) + kUntilRearmed);
  } else if (!same_rules(symbol.instrument, deps_.hedge)) {
    deps_.sink.on_alarm(Reason::CANNOT_MEET_FILTERS,
                        "the exchange has changed the rules of " + name + " from " + rules_text(deps_.hedge) + " to " +
                            rules_text(symbol.instrument) + "; close what is open and begin anew");
  }
}

asio::awaitable<void> VenueWatch::check_settings() {
  const venues::CallReply mode = co_await deps_.futures.call(wire::position_mode(), wire::Purpose::ORDINARY);
  const auto hedge_mode = venues::answer_of("positionSide/dual", mode, wire::read_hedge_mode);
  if (hedge_mode && *hedge_mode != deps_.hedge_mode) {
    deps_.sink.on_alarm(Reason::VENUE_REFUSED, std::string("the account was put into ") +
                                                   (*hedge_mode ? "hedge" : "one-way") + " mode during the run" +
                                                   kUntilRearmed);
  }
  const venues::CallReply assets = co_await deps_.futures.call(wire::multi_assets_mode(), wire::Purpose::ORDINARY);
  const auto multi = venues::answer_of("multiAssetsMargin", assets, wire::read_multi_assets);
  if (multi && *multi) {
    deps_.sink.on_alarm(Reason::VENUE_REFUSED,
                        std::string("the account was put into multi-assets mode during the run, whose margin this "
                                    "program does not compute") +
                            kUntilRearmed);
  }
}

}  // namespace alpha_pulse::session

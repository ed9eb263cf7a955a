#include "alpha_pulse/domain/event.hpp"

#include <array>

namespace alpha_pulse::domain {

std::string_view event_name(const Event& event) {
  static constexpr std::array<std::string_view, std::variant_size_v<EventBody>> kNames = {
      "TradeTick",          "QuoteTick",          "MarkPrice",         "BarClosed",        "FundingRateDue",
      "OrderAccepted",      "OrderRejected",      "OrderTriggered",    "OrderFilled",      "OrderCanceled",
      "OrderExpired",       "OrderUnresolved",    "CancelRejected",    "PositionReported", "FundingSettled",
      "PositionLiquidated", "SpotBalanceChanged", "WalletTransferred", "TimerElapsed",     "OperatorRequested"};
  return kNames[event.body.index()];
}

}  // namespace alpha_pulse::domain

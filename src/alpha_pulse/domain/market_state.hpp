#pragma once

#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/domain/instrument.hpp"

namespace alpha_pulse::domain {

/// The latest prices of one instrument. A price that was never seen is Price{}.
struct MarketState {
  Price last{}, bid{}, ask{}, mark{};
  Price previous_last{};    ///< the trade before `last`
  Timestamp updated_at{};   ///< of the latest price event
  Timestamp previous_at{};  ///< of the one before
  std::uint64_t updates = 0;

  /// Mark where one exists, else the last trade.
  Price reference() const { return mark.known() ? mark : last; }
  Price bid_or_last() const { return bid.known() ? bid : last; }
  Price ask_or_last() const { return ask.known() ? ask : last; }

  /// Takes in a price event of this instrument; other events change nothing.
  void absorb(const Event& event, const Instrument& instrument);
};

inline void MarketState::absorb(const Event& event, const Instrument& instrument) {
  if (!is_price_event(event)) return;
  previous_at = updated_at;
  updated_at = event.ts_event;
  ++updates;
  if (const auto* trade = event.as<TradeTick>()) {
    previous_last = last;
    last = trade->price;
    if (trade->roles.mark) mark = trade->price;
    if (trade->roles.quote) {
      bid = trade->price;
      ask = trade->price + (instrument.tick - Price{});
    }
  } else if (const auto* quote = event.as<QuoteTick>()) {
    bid = quote->bid;
    ask = quote->ask;
  } else if (const auto* mark_price = event.as<MarkPrice>()) {
    mark = mark_price->price;
  }
}

}  // namespace alpha_pulse::domain

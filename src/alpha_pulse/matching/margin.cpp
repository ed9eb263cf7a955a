#include "alpha_pulse/matching/margin.hpp"

#include <algorithm>

namespace alpha_pulse::matching {
namespace {

constexpr PriceDelta kSlack = PriceDelta::from_raw(2);  // the closed form rounds once, margins round again
constexpr std::int64_t kHighestPrice = 9'000'000'000'000'000'000;

Money absolute(Money amount) {
  return amount.raw() < 0 ? -amount : amount;
}

bool open_in(const MarginView& view, const Instrument& instrument, Currency currency) {
  return instrument.kind != ContractKind::SPOT && instrument.settle() == currency &&
         !view.account.position(instrument.id).flat();
}

Money resting_notional(const Instrument& instrument, const LimitLadder& ladder) {
  Money sum(instrument.settle());
  for (const RestingLimit& resting : ladder.orders()) {
    if (resting.order.spec.reduce_only) continue;
    sum += notional(instrument, resting.order.spec.price, resting.order.remaining());
  }
  return sum;
}

/// Initial margin of one instrument times the leverage, with `extra` (signed notional) added to its side.
Money initial_times_leverage(const MarginView& view, const Instrument& instrument, Money extra) {
  const Book& book = view.books[instrument.id.value];
  const Position& position = view.account.position(instrument.id);
  Money held(instrument.settle());
  if (!position.flat()) held = notional(instrument, book.market.reference(), position.quantity());
  Money bids = resting_notional(instrument, book.buys);
  Money asks = resting_notional(instrument, book.sells);
  (extra.raw() >= 0 ? bids : asks) += absolute(extra);
  return std::max(absolute(held + bids), absolute(held - asks));
}

bool under_margin_at(const Instrument& instrument, const Position& position, Money wallet, Price mark) {
  return wallet + position.unrealised(instrument, mark) <= maintenance_margin(instrument, mark, position.quantity());
}

/// For inverse contracts: equity less maintenance is monotone in the mark, so the edge is found by halving.
PriceWatch search(const Instrument& instrument, const Position& position, Money wallet, Price mark) {
  const bool is_short = position.quantity().raw() < 0;
  std::int64_t safe = mark.raw();
  std::int64_t lost = is_short ? kHighestPrice : 1;
  PriceWatch watch;
  if (under_margin_at(instrument, position, wallet, mark)) {
    watch.everything();
    return watch;
  }
  if (!under_margin_at(instrument, position, wallet, Price::from_raw(lost))) return watch;
  while (std::max(safe, lost) - std::min(safe, lost) > 1) {
    const std::int64_t middle = std::min(safe, lost) + (std::max(safe, lost) - std::min(safe, lost)) / 2;
    (under_margin_at(instrument, position, wallet, Price::from_raw(middle)) ? lost : safe) = middle;
  }
  is_short ? watch.at_or_above(Price::from_raw(lost)) : watch.at_or_below(Price::from_raw(lost));
  return watch;
}

}  // namespace

Money equity(const MarginView& view, Currency currency) {
  Money sum = view.account.wallet(currency);
  for (const Instrument& instrument : view.instruments) {
    if (!open_in(view, instrument, currency)) continue;
    sum +=
        view.account.position(instrument.id).unrealised(instrument, view.books[instrument.id.value].market.reference());
  }
  return sum;
}

Money maintenance(const MarginView& view, Currency currency) {
  Money sum(currency);
  for (const Instrument& instrument : view.instruments) {
    if (!open_in(view, instrument, currency)) continue;
    sum += maintenance_margin(instrument, view.books[instrument.id.value].market.reference(),
                              view.account.position(instrument.id).quantity());
  }
  return sum;
}

bool can_afford(const MarginView& view, const OrderSpec& spec, Price price, std::int64_t leverage) {
  const Instrument& instrument = view.instruments[spec.instrument.value];
  const Money nothing(instrument.settle());
  const Money extra = notional(instrument, price, signed_quantity(spec.side, spec.quantity));
  const Money before = initial_times_leverage(view, instrument, nothing);
  const Money after = initial_times_leverage(view, instrument, extra);
  if (after <= before) return true;
  Money pool = after;
  for (const Instrument& other : view.instruments) {
    if (other.id == instrument.id || other.kind == ContractKind::SPOT || other.settle() != instrument.settle()) {
      continue;
    }
    pool += initial_times_leverage(view, other, nothing);
  }
  return pool.raw() <= checked_mul<Int128>(equity(view, instrument.settle()).raw(), leverage);
}

bool must_liquidate(const MarginView& view, Currency currency) {
  const bool any = std::any_of(view.instruments.begin(), view.instruments.end(),
                               [&](const Instrument& i) { return open_in(view, i, currency); });
  return any && equity(view, currency) <= maintenance(view, currency);
}

PriceWatch liquidation_watch(const MarginView& view, InstrumentId id) {
  const Instrument& instrument = view.instruments[id.value];
  const Position& position = view.account.position(id);
  PriceWatch watch;
  if (position.flat()) return watch;
  const auto open = std::count_if(view.instruments.begin(), view.instruments.end(),
                                  [&](const Instrument& i) { return open_in(view, i, instrument.settle()); });
  if (open > 1) {
    watch.everything();
    return watch;
  }
  const Money wallet = view.account.wallet(instrument.settle());
  if (instrument.kind == ContractKind::INVERSE) {
    return search(instrument, position, wallet, view.books[id.value].market.reference());
  }
  const Price price = liquidation_price(instrument, position.quantity(), position.cost(instrument), wallet);
  if (!price.known()) return watch;
  position.quantity().raw() < 0 ? watch.at_or_above(price - kSlack) : watch.at_or_below(price + kSlack);
  return watch;
}

}  // namespace alpha_pulse::matching

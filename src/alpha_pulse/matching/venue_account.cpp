#include "alpha_pulse/matching/venue_account.hpp"

namespace alpha_pulse::matching {
namespace {

void check(const WalletLedger& l) {
  ensure(l.wallet == l.start + l.realised - l.fees + l.funding + l.transfers - l.liquidation,
         "a wallet is the sum of everything that moved it");
}

}  // namespace

VenueAccount::VenueAccount(std::span<const Instrument> instruments, const std::map<Currency, Money>& wallets)
    : positions_(instruments.size()) {
  for (const auto& [currency, amount] : wallets) {
    ensure(amount.currency() == currency, "a wallet holds its own currency");
    WalletLedger& opened = ledger(currency);
    opened.start = amount;
    opened.wallet = amount;
  }
  for (const Instrument& instrument : instruments) ledger(instrument.settle());
}

void VenueAccount::book_fill(const Instrument& instrument, Side side, Quantity quantity, Price price, Money fee) {
  WalletLedger& l = ledger(instrument.settle());
  const Money realised = positions_[instrument.id.value].apply(instrument, side, quantity, price);
  l.realised += realised;
  l.fees += fee;
  l.wallet += realised - fee;
  check(l);
}

void VenueAccount::book_liquidation(const Instrument& instrument, Side side, Quantity quantity, Price price,
                                    Money fee) {
  WalletLedger& l = ledger(instrument.settle());
  const Money realised = positions_[instrument.id.value].apply(instrument, side, quantity, price);
  l.realised += realised;
  l.liquidation += fee;
  l.wallet += realised - fee;
  check(l);
}

void VenueAccount::book_funding(Money amount) {
  WalletLedger& l = ledger(amount.currency());
  l.funding += amount;
  l.wallet += amount;
  check(l);
}

void VenueAccount::book_transfer(Money amount) {
  WalletLedger& l = ledger(amount.currency());
  l.transfers += amount;
  l.wallet += amount;
  check(l);
}

Money VenueAccount::wallet(Currency currency) const {
  const auto found = ledgers_.find(currency);
  return found == ledgers_.end() ? Money(currency) : found->second.wallet;
}

WalletLedger& VenueAccount::ledger(Currency currency) {
  const auto [entry, fresh] = ledgers_.try_emplace(currency);
  if (fresh) {
    const Money nothing(currency);
    entry->second = {nothing, nothing, nothing, nothing, nothing, nothing, nothing};
  }
  return entry->second;
}

}  // namespace alpha_pulse::matching

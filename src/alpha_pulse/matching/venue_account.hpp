#pragma once

#include <map>
#include <span>
#include <vector>

#include "alpha_pulse/domain/position.hpp"

namespace alpha_pulse::matching {

/// Everything that ever moved one wallet, each term on its own. Always
///
///   wallet = start + realised - fees + funding + transfers - liquidation
///
/// to the last unit of 1e-16. `liquidation` is what take-overs cost beyond the realised loss; it is negative when the
/// insurance fund had to cover a loss larger than the wallet.
struct WalletLedger {
  Money start, wallet, realised, fees, funding, transfers, liquidation;
};

/// The venue's books of one account: a wallet per currency (cross margin), a one-way position per instrument.
/// The identity above is checked on every booking. Proven against an independently written ledger in
/// matching/accounting_property_test.cpp.
class VenueAccount {
 public:
  /// `instruments` by InstrumentId. A settle currency without a starting wallet starts at 0.
  VenueAccount(std::span<const Instrument> instruments, const std::map<Currency, Money>& wallets);

  /// `fee` positive when paid.
  void book_fill(const Instrument& instrument, Side side, Quantity quantity, Price price, Money fee);
  void book_liquidation(const Instrument& instrument, Side side, Quantity quantity, Price price, Money fee);
  void book_funding(Money amount);
  void book_transfer(Money amount);

  const Position& position(InstrumentId id) const { return positions_[id.value]; }
  Money wallet(Currency currency) const;
  const std::map<Currency, WalletLedger>& ledgers() const { return ledgers_; }

 private:
  WalletLedger& ledger(Currency currency);

  std::vector<Position> positions_;
  std::map<Currency, WalletLedger> ledgers_;
};

}  // namespace alpha_pulse::matching

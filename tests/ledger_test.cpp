// Equity against a ledger written apart from the program: cash, coins and contracts, nothing else.
#include "support/random_settings.hpp"

namespace alpha_pulse::tests {
namespace {

/// Counts money as a child would: what came in, what went out, what is held times what it is worth. Units of 1e-16.
class Ledger {
 public:
  Ledger(Quantity coins, const std::string& wallet)
      : coins_(coins.raw()), cash_(Money::parse(wallet, Currency("USDT"))->raw()) {}

  void read(const Event& event) {
    if (const auto* filled = event.as<OrderFilled>()) {
      const Int128 sign = filled->fill.side == Side::BUY ? 1 : -1;
      contracts_ += sign * filled->fill.quantity.raw();
      cash_ -= sign * Int128{filled->fill.quantity.raw()} * filled->fill.price.raw();
      cash_ -= filled->fill.fee.raw();
    } else if (const auto* taken = event.as<PositionLiquidated>()) {
      const Int128 sign = taken->side == Side::BUY ? 1 : -1;
      contracts_ += sign * taken->quantity.raw();
      cash_ -= sign * Int128{taken->quantity.raw()} * taken->price.raw();
      cash_ -= taken->fee.raw();
    } else if (const auto* funding = event.as<FundingSettled>()) {
      cash_ += funding->amount.raw();
    } else if (const auto* moved = event.as<WalletTransferred>()) {
      cash_ += moved->amount.raw();
    } else if (const auto* flow = event.as<SpotBalanceChanged>()) {
      coins_ += flow->change.raw();
    }
  }
  Int128 equity(Price price) const { return cash_ + (contracts_ + coins_) * price.raw(); }

 private:
  Int128 coins_;
  Int128 contracts_ = 0;
  Int128 cash_;
};

void expect_equity_equals_ledger(const LoopRequest& asked, const std::vector<Event>& path, const std::string& what) {
  MemoryJournal journal;
  LoopRequest request = asked;
  request.journal = &journal;
  auto loop = make_loop(request);
  Ledger ledger(request.spot, request.wallet);
  std::size_t read = 0;
  for (const Event& event : path) {
    loop->push(event);
    for (; read < journal.records.size(); ++read) {
      if (const auto* journaled = journal.records[read].as<Event>()) ledger.read(*journaled);
    }
    if (is_price_event(event)) {
      const engine::Portfolio& books = loop->engine().portfolio();
      ASSERT_TRUE(books.equity().raw() == ledger.equity(books.mark()))
          << what << " at " << format_timestamp(event.ts_event);
      ASSERT_TRUE(books.residual().is_zero()) << what;
    }
  }
}

TEST(Ledger, EqualsEquityToTheLastUnitOnEveryKindOfPath) {
  for (const PathKind kind : kAllPaths) {
    for (const auto& hedge : {classic(), guarded()}) {
      expect_equity_equals_ledger({.hedge = hedge}, make_path({.kind = kind, .ticks = 3000}), name_of(kind));
    }
  }
}

TEST(Ledger, EqualsEquityToTheLastUnitForRandomConfigurationsFlowsAndFunding) {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    std::mt19937_64 random(seed);
    const LoopRequest request = random_request(random);
    expect_equity_equals_ledger(request, random_path(random, 600), "seed " + std::to_string(seed));
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace alpha_pulse::tests

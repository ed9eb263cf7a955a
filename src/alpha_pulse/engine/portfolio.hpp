#pragma once

#include <optional>
#include <span>
#include <vector>

#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/domain/position.hpp"
#include "alpha_pulse/engine/account_terms.hpp"
#include "alpha_pulse/risk/risk_context.hpp"

namespace alpha_pulse::engine {

/// What is owned: the holding, the hedge leg, the futures wallet, and where every unit of profit came from.
///
/// Equity is counted twice. From balances: wallet + unrealised + Q S, with `Position` keeping average cost. From terms:
/// each accumulated on its own from its own quantities. Between changes of Q, q or wallet both are the same straight
/// line over the prices; `mark_to` checks that the difference of the two lines is zero in all coefficients, so the
/// residual is 0 at every price, skipped ones included. Accumulation telescopes, so quiet ticks need not be seen.
///
/// The start: the first moment at which F (mark, else last trade, of the hedge leg) and S are both known. Before it
/// nothing accumulates for the holding and the reference, and coins that move only change the holding.
/// Inverse contracts settle in the coin: the hedge's terms are in coins (`terms`), the holding's in the quote currency
/// (`holding_terms`), never netted; the reference is then the number of contracts that hedged the holding at the prices
/// when Q last changed. Linear contracts: one currency, both functions give the same book.
/// One hedge leg a portfolio. Proven against an independently written ledger: engine/portfolio_test.cpp.
class Portfolio {
 public:
  /// What is owned at the start.
  struct Start {
    std::span<const Instrument> instruments;
    InstrumentId spot_leg;
    InstrumentId hedge_leg;
    Quantity spot;                   ///< base units held; negative when borrowed
    Money wallet;                    ///< settle currency of the hedge leg
    Ratio reference = Ratio::one();  ///< h*
  };
  explicit Portfolio(const Start& start);

  /// The latest prices; an unknown one leaves what is. Cheap; checks the residual.
  void mark_to(Price mark, Price spot) {
    if (mark.known()) mark_ = mark;
    if (spot.known()) spot_price_ = spot;
    if (!begun_ && mark_.known() && spot_price_.known()) begin();
    ensure((residual_.settle | residual_.holding | residual_.held) == 0, "the account's residual is 0");
  }

  /// The same at prices that are known, once the account has begun.
  void mark_known(Price mark, Price spot) {
    mark_ = mark;
    spot_price_ = spot;
    ensure((residual_.settle | residual_.holding | residual_.held) == 0, "the account's residual is 0");
  }

  void book(const Fill& fill);      ///< of the hedge leg, once per trade
  void absorb(const Event& event);  ///< funding, liquidations, moved coins and money; else nothing

  bool begun() const { return begun_; }
  Quantity spot() const { return spot_; }
  Price spot_price() const { return spot_price_; }
  Price mark() const { return mark_; }
  const Position& position() const { return positions_[hedge_leg_.value]; }
  std::span<const Position> positions() const { return positions_; }
  Money wallet() const { return wallet_; }
  Money unrealised() const;
  Money realised() const { return realised_; }        ///< before fees
  Money turnover() const { return turnover_; }        ///< sum of notionals of fills, settle currency
  Price liquidation() const { return liquidation_; }  ///< Price{} when flat or when no price liquidates

  /// In the settle currency: wallet + unrealised, and Q S when the holding is valued in the same currency.
  Money equity() const;
  Money initial_equity() const;
  /// Q S in the quote currency; zero before the start.
  Money holding_value() const;
  AccountTerms terms() const;  ///< of the settle currency
  /// The same at other prices, for a source that jumped over them.
  AccountTerms terms_at(Price mark, Price spot) const;
  AccountTerms holding_terms_at(Price mark, Price spot) const;
  AccountTerms holding_terms() const;  ///< of the holding's quote currency
  Money residual() const;              ///< between the two ways of counting, both books; always 0
  /// h = q m F / (Q S) for the same asset: q m / Q when linear, |q| m / (F Q) when inverse. Nothing when Q is 0.
  std::optional<Ratio> hedge_ratio() const;
  risk::EquityByPrice equity_by_price(bool one_series) const;

 private:
  /// The difference of the two ways of counting as a function of the prices: constants, and the contracts by which the
  /// slopes in F differ. (Q is one and the same in both.) All zero means: zero at every price.
  struct Residual {
    Int128 settle = 0;
    Int128 holding = 0;
    Int128 held = 0;
  };
  void begin();
  void rebase();  ///< moves the telescoped parts into the terms at the present prices
  void check();   ///< recomputes and checks what hangs on no price; called after every change
  void book_trade(Side side, Quantity quantity, Price price);
  Quantity reference_position() const;
  Money execution_difference(Quantity change, Price price) const;
  AccountTerms& holding_book() { return one_currency() ? settle_terms_ : holding_terms_; }
  const Instrument& hedge() const { return instruments_[hedge_leg_.value]; }
  Money spot_move(Price spot) const;
  Money hedge_move(Price mark) const;
  Money reference_move(Price mark) const;
  bool one_currency() const { return hedge().settle() == quote_; }

  std::span<const Instrument> instruments_;
  InstrumentId spot_leg_, hedge_leg_;
  Currency quote_;
  Ratio reference_ratio_;
  Quantity spot_;
  Money wallet_;
  std::vector<Position> positions_;
  Money realised_, turnover_;
  Price mark_, spot_price_;
  bool begun_ = false;

  Money initial_wallet_, initial_holding_;
  AccountTerms settle_terms_, holding_terms_;  ///< as of `base_mark_`, `base_spot_`
  Price base_mark_, base_spot_;
  Quantity held_;       ///< own sum of signed fills, apart from `Position`
  Quantity reference_;  ///< signed contracts of the reference hedge
  Residual residual_;
  Price liquidation_;
  std::vector<TradeId> liquidations_;  ///< trade ids booked
};

/// Hedge over holding in base units, positive when they oppose: see Portfolio::hedge_ratio. `mark` counts for inverse
/// contracts only; without one their ratio is 0.
std::optional<Ratio> hedge_ratio(const Instrument& hedge, Quantity position, Price mark, Quantity holding);

}  // namespace alpha_pulse::engine

#pragma once

#include "alpha_pulse/domain/money.hpp"

namespace alpha_pulse::engine {

/// Why equity changed since the start, in one currency: STRATEGY 8.
///
///   equity - initial = spot + reference + overlay + funding - fees + transfers - liquidation
struct AccountTerms {
  Money spot;         ///< what the holding earned: sum of Q dS
  Money reference;    ///< what a hedge of exactly h* Q would have earned: sum of -h* Q dF
  Money overlay;      ///< the rest of the hedge's own profit, execution difference included
  Money funding;      ///< received (+) or paid (-)
  Money fees;         ///< paid: positive
  Money transfers;    ///< wallet transfers, and coins moved valued at S when they moved
  Money liquidation;  ///< fees of liquidations: positive

  explicit AccountTerms(Currency currency)
      : spot(currency),
        reference(currency),
        overlay(currency),
        funding(currency),
        fees(currency),
        transfers(currency),
        liquidation(currency) {}
  Money hedge() const { return reference + overlay; }
  Money total() const { return spot + hedge() + funding - fees + transfers - liquidation; }
};

}  // namespace alpha_pulse::engine

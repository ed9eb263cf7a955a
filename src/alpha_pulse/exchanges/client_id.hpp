#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/ids.hpp"
#include "alpha_pulse/exchanges/inline_text.hpp"

/// Our order ids on the wire: `h` + epoch (8) + intent (8) + kind (1) + attempt (1) + check (2), 21 characters of
/// `0-9 a-z`, which every venue allows. The epoch is drawn anew at every start, so that two starts never use one id
/// for two things; the intent is the engine's ClientOrderId; the check tells a damaged or foreign text from ours.
/// Proven by exchanges/client_id_test.cpp (round trip over all values; one changed character is never ours).
namespace alpha_pulse::exchanges {

/// 40 random bits; eight letters of five bits.
struct Epoch {
  static constexpr std::uint64_t kMax = (std::uint64_t{1} << 40U) - 1;
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(Epoch, Epoch) = default;
};

/// In which of the venue's services the order lives: a probe of an unknown outcome asks there first.
enum class OrderBook : std::uint8_t { PLAIN, CONDITIONAL };

/// What a wire id of ours says.
struct WireId {
  static constexpr std::uint64_t kIntentMax = (std::uint64_t{1} << 40U) - 1;
  static constexpr int kAttemptMax = 31;

  Epoch epoch{};
  domain::ClientOrderId intent{};  ///< at most kIntentMax
  OrderBook book = OrderBook::PLAIN;
  int attempt = 0;  ///< 0..kAttemptMax; a new one only after the former is proven never to have lived
  friend constexpr bool operator==(const WireId&, const WireId&) = default;
};

/// 21 characters. Numbers beyond their maximum are a bug of the caller.
std::string wire_text(const WireId& id);
/// The same without allocating.
ClientIdText wire_id_text(const WireId& id);

/// An id of this start.
struct OwnId {
  WireId id{};
};
/// An id of another start of ours: a former run, or a second program on the same account.
struct OtherEpochId {
  WireId id{};
};
/// Not made by this program: a person, another program, or the venue itself (liquidation).
struct ForeignId {};

using IdOrigin = std::variant<OwnId, OtherEpochId, ForeignId>;
/// Never fails: what does not read as ours is foreign.
IdOrigin read_wire_text(std::string_view text, Epoch ours);

}  // namespace alpha_pulse::exchanges

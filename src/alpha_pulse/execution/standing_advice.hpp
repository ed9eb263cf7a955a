#pragma once

#include <map>
#include <optional>

#include "alpha_pulse/domain/order.hpp"

namespace alpha_pulse::execution {

/// Not meant to rest: what is not filled on arrival is over.
constexpr bool is_immediate(const OrderSpec& spec) {
  return spec.type == OrderType::MARKET || spec.time_in_force == TimeInForce::IOC;
}

/// What a person has been told to keep at the venue, so that every piece of advice is given once.
///
/// Two orders have the same content when they agree in everything but the index of their slot (and so in instrument,
/// kind, side, type, quantity, price, trigger and reduce-only). Content that stands is not told again. It stands from
/// the moment it is told until it fills, is taken back, or has rested and was ended by the book. An order that was
/// never meant to rest and ended unfilled leaves its content standing: it is told again only when it changes.
///
/// Bounded by the live orders of the engine and by the slots they come from. Pure.
/// Proven by execution/standing_advice_test.cpp.
class StandingAdvice {
 public:
  /// An order that a person was told to place.
  struct Told {
    ClientOrderId order;  ///< under which the person knows it
    OrderSpec spec;
  };
  /// What has not been told yet.
  struct News {
    OrderSpec spec;
    std::optional<Told> replaces;  ///< of the same purpose: what stands, or was taken back up to `memory` ago
  };

  explicit StandingAdvice(Duration memory) : memory_(memory) {}

  /// An order goes to the book.
  void submit(ClientOrderId order, const OrderSpec& spec);
  /// The book took it. Nothing when its content stands already: the person has been told.
  std::optional<News> accept(ClientOrderId order, Timestamp now);
  /// The order is to be taken away. What to tell: the order as the person knows it; nothing when he does not.
  std::optional<Told> withdraw(ClientOrderId order, Timestamp now);
  /// Another order of the same purpose that stands and was told later.
  std::optional<Told> successor(ClientOrderId order) const;
  void fill(ClientOrderId order, Quantity quantity);
  /// EXPIRED, CANCELED or REJECTED.
  void end(ClientOrderId order, OrderState state);

 private:
  struct Purpose {
    InstrumentId instrument;
    OrderSlot slot;  ///< protective orders alternate between two indices: 0 stands for both
    friend auto operator<=>(const Purpose&, const Purpose&) = default;
  };
  struct Entry {
    OrderSpec spec;
    ClientOrderId told_as{};  ///< 0: not told
    bool withdrawn = false;
    Quantity filled{};
    bool stands() const { return told_as != ClientOrderId{} && !withdrawn; }
  };
  struct Withdrawn {
    Told told;
    Timestamp at;
  };
  static Purpose purpose_of(const OrderSpec& spec);
  std::optional<ClientOrderId> told_already(const Entry& entry);
  std::optional<Told> replaced_by(ClientOrderId order, const Purpose& purpose, Timestamp now);

  Duration memory_;
  std::map<ClientOrderId, Entry> live_;
  std::map<Purpose, Told> lapsed_;  // ended without a fill and without having rested; their content still stands
  std::map<Purpose, Withdrawn> withdrawn_;
};

}  // namespace alpha_pulse::execution

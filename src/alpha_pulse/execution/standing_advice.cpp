#include "alpha_pulse/execution/standing_advice.hpp"

namespace alpha_pulse::execution {
namespace {

bool same_content(const OrderSpec& a, const OrderSpec& b) {
  OrderSpec other = b;
  other.slot.index = a.slot.index;
  return a == other;
}

}  // namespace

StandingAdvice::Purpose StandingAdvice::purpose_of(const OrderSpec& spec) {
  Purpose purpose{.instrument = spec.instrument, .slot = spec.slot};
  if (is_protective(spec.slot.kind)) purpose.slot.index = 0;
  return purpose;
}

void StandingAdvice::submit(ClientOrderId order, const OrderSpec& spec) {
  live_.emplace(order, Entry{.spec = spec});
}

std::optional<StandingAdvice::News> StandingAdvice::accept(ClientOrderId order, Timestamp now) {
  const auto found = live_.find(order);
  if (found == live_.end() || found->second.told_as != ClientOrderId{} || found->second.withdrawn) return std::nullopt;
  Entry& entry = found->second;
  const Purpose purpose = purpose_of(entry.spec);
  if (const auto known = told_already(entry)) {
    entry.told_as = *known;
    return std::nullopt;
  }
  News news{.spec = entry.spec, .replaces = replaced_by(order, purpose, now)};
  lapsed_.erase(purpose);
  withdrawn_.erase(purpose);
  entry.told_as = order;
  return news;
}

/// Under which order the person knows this content already. What had lapsed lives on in the new order.
std::optional<ClientOrderId> StandingAdvice::told_already(const Entry& entry) {
  for (const auto& [id, other] : live_) {
    if (other.stands() && same_content(other.spec, entry.spec)) return other.told_as;
  }
  const auto lapsed = lapsed_.find(purpose_of(entry.spec));
  if (lapsed == lapsed_.end() || !same_content(lapsed->second.spec, entry.spec)) return std::nullopt;
  const ClientOrderId known = lapsed->second.order;
  lapsed_.erase(lapsed);
  return known;
}

std::optional<StandingAdvice::Told> StandingAdvice::replaced_by(ClientOrderId order, const Purpose& purpose,
                                                                Timestamp now) {
  for (auto other = live_.rbegin(); other != live_.rend(); ++other) {
    const Entry& entry = other->second;
    if (other->first == order || !entry.stands() || purpose_of(entry.spec) != purpose) continue;
    return Told{.order = entry.told_as, .spec = entry.spec};
  }
  if (const auto lapsed = lapsed_.find(purpose); lapsed != lapsed_.end()) return lapsed->second;
  const auto gone = withdrawn_.find(purpose);
  if (gone == withdrawn_.end() || now - gone->second.at > memory_) return std::nullopt;
  return gone->second.told;
}

std::optional<StandingAdvice::Told> StandingAdvice::successor(ClientOrderId order) const {
  const auto found = live_.find(order);
  if (found == live_.end()) return std::nullopt;
  const Purpose purpose = purpose_of(found->second.spec);
  for (auto later = std::next(found); later != live_.end(); ++later) {
    if (later->second.stands() && purpose_of(later->second.spec) == purpose) {
      return Told{.order = later->second.told_as, .spec = later->second.spec};
    }
  }
  return std::nullopt;
}

std::optional<StandingAdvice::Told> StandingAdvice::withdraw(ClientOrderId order, Timestamp now) {
  const auto found = live_.find(order);
  if (found == live_.end()) return std::nullopt;
  Entry& entry = found->second;
  const bool known = entry.stands();
  entry.withdrawn = true;
  if (!known) return std::nullopt;
  Told told{.order = entry.told_as, .spec = entry.spec};
  withdrawn_.insert_or_assign(purpose_of(entry.spec), Withdrawn{.told = told, .at = now});
  return told;
}

void StandingAdvice::fill(ClientOrderId order, Quantity quantity) {
  const auto found = live_.find(order);
  if (found == live_.end()) return;
  found->second.filled += quantity;
  if (found->second.filled >= found->second.spec.quantity) live_.erase(found);
}

void StandingAdvice::end(ClientOrderId order, OrderState state) {
  const auto found = live_.find(order);
  if (found == live_.end()) return;
  const Entry& entry = found->second;
  const bool lapses =
      state == OrderState::EXPIRED && entry.stands() && entry.filled.is_zero() && is_immediate(entry.spec);
  if (lapses) lapsed_.insert_or_assign(purpose_of(entry.spec), Told{.order = entry.told_as, .spec = entry.spec});
  live_.erase(found);
}

}  // namespace alpha_pulse::execution

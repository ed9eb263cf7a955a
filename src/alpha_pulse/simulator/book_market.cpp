#include "alpha_pulse/simulator/book_market.hpp"

namespace alpha_pulse::simulator {

Slot MarketBook::add(Side side, Price price, Quantity quantity, std::uint64_t tag) {
  touch(side, price);
  return users_.add(side, price, quantity, tag);
}

void MarketBook::remove(Slot slot) {
  touch(users_.at(slot).side, users_.at(slot).price);
  users_.remove(slot);
}

void MarketBook::fill(Slot slot, Quantity quantity) {
  if (users_.at(slot).left == quantity) return remove(slot);
  touch(users_.at(slot).side, users_.at(slot).price);
  users_.reduce(slot, quantity);
}

std::span<const Level> MarketBook::synthetic(Side side) const {
  return std::span(synthetic_[index(side)]).subspan(eaten_[index(side)]);
}

void MarketBook::take_synthetic(Side side, Quantity quantity) {
  auto& eaten = eaten_[index(side)];
  Level& level = synthetic_[index(side)][eaten];
  ensure(quantity <= level.quantity, "a synthetic level gives what it has");
  touch(side, level.price);
  level.quantity -= quantity;
  if (level.quantity.is_zero()) ++eaten;
}

void MarketBook::recentre(Price last) {
  for (const Side side : {Side::BUY, Side::SELL}) {
    for (const Level& level : synthetic(side)) touch(side, level.price);
    const PriceDelta away = PriceDelta::from_raw(side == Side::BUY ? -tick_.raw() : tick_.raw());
    Price price = side == Side::BUY ? last : last + away;
    const Slot across = users_.front(opposite(side));
    if (across != kNoSlot) {
      const Price nearest = users_.at(across).price + away;
      price = side == Side::BUY ? std::min(price, nearest) : std::max(price, nearest);
    }
    auto& levels = synthetic_[index(side)];
    levels.clear();
    eaten_[index(side)] = 0;
    for (int i = 0; i < depth_.levels && price.known(); ++i, price = price + away) {
      levels.push_back({.price = price, .quantity = depth_.per_level});
      touch(side, price);
    }
  }
}

std::optional<Offer> MarketBook::best(Side side) const {
  const auto market = synthetic(side);
  const Slot slot = users_.front(side);
  const bool user_first =
      slot != kNoSlot && (market.empty() || reaches(opposite(side), market.front().price, users_.at(slot).price));
  if (user_first) return Offer{.price = users_.at(slot).price, .quantity = users_.at(slot).left, .slot = slot};
  if (market.empty()) return std::nullopt;
  return Offer{.price = market.front().price, .quantity = market.front().quantity, .slot = kNoSlot};
}

Quantity MarketBook::quantity_at(Side side, Price price) const {
  Quantity total = users_.quantity_at(side, price);
  for (const Level& level : synthetic(side)) {
    if (level.price == price) total += level.quantity;
  }
  return total;
}

Level MarketBook::best_level(Side side) const {
  const auto offer = best(side);
  if (!offer) return {};
  return {.price = offer->price, .quantity = quantity_at(side, offer->price)};
}

Quantity MarketBook::available(Side side, Price limit, Quantity enough) const {
  const Side from = opposite(side);
  Quantity total;
  for (const Level& level : synthetic(from)) {
    if (total >= enough || !reaches(side, limit, level.price)) break;
    total += level.quantity;
  }
  for (Slot slot = users_.front(from); slot != kNoSlot && total < enough; slot = users_.after(slot)) {
    if (!reaches(side, limit, users_.at(slot).price)) break;
    total += users_.at(slot).left;
  }
  return std::min(total, enough);
}

std::vector<Level> MarketBook::levels(Side side, std::size_t limit) const {
  std::vector<Level> merged;
  auto market = synthetic(side);
  Slot slot = users_.front(side);
  while (merged.size() < limit && (slot != kNoSlot || !market.empty())) {
    const bool user_first =
        slot != kNoSlot && (market.empty() || reaches(opposite(side), market.front().price, users_.at(slot).price));
    const Price price = user_first ? users_.at(slot).price : market.front().price;
    merged.push_back({.price = price, .quantity = quantity_at(side, price)});
    while (slot != kNoSlot && users_.at(slot).price == price) slot = users_.after(slot);
    if (!market.empty() && market.front().price == price) market = market.subspan(1);
  }
  return merged;
}

std::vector<Level> MarketBook::changes(Side side) {
  auto& touched = touched_[index(side)];
  auto& shown = shown_[index(side)];
  std::ranges::sort(touched);
  touched.erase(std::ranges::unique(touched).begin(), touched.end());
  std::vector<Level> changed;
  for (const Price price : touched) {
    const Quantity now = quantity_at(side, price);
    const auto before = shown.find(price);
    if (now == (before == shown.end() ? Quantity{} : before->second)) continue;
    changed.push_back({.price = price, .quantity = now});
    if (now.is_zero()) {
      shown.erase(before);
    } else {
      shown[price] = now;
    }
  }
  touched.clear();
  if (side == Side::BUY) std::ranges::reverse(changed);  // best first
  return changed;
}

std::optional<MarketBook::Difference> MarketBook::publish() {
  if (touched_[0].empty() && touched_[1].empty()) return std::nullopt;
  Difference difference;
  difference.bids = changes(Side::BUY);
  difference.asks = changes(Side::SELL);
  const auto count = static_cast<std::int64_t>(difference.bids.size() + difference.asks.size());
  if (count == 0) return std::nullopt;
  difference.previous = update_id_;
  difference.first = update_id_ + 1;
  difference.last = update_id_ += count;
  const std::array best = {best_level(Side::BUY), best_level(Side::SELL)};
  difference.best_moved = best != shown_best_;
  shown_best_ = best;
  return difference;
}

}  // namespace alpha_pulse::simulator

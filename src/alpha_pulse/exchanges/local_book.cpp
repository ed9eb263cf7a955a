#include "alpha_pulse/exchanges/local_book.hpp"

#include <algorithm>

namespace alpha_pulse::exchanges {
namespace {

/// `better(a, b)`: a stands nearer the top than b.
template <class Better>
void set_level(std::vector<BookLevel>& side, const BookLevel& level, Better better) {
  const auto at = std::lower_bound(side.begin(), side.end(), level, [better](const BookLevel& a, const BookLevel& b) {
    return better(a.price, b.price);
  });
  const bool there = at != side.end() && at->price == level.price;
  if (level.quantity.is_zero()) {
    if (there) side.erase(at);
  } else if (there) {
    at->quantity = level.quantity;
  } else if (at != side.end() || side.size() < LocalBook::kLevelsMax) {
    side.insert(at, level);
    if (side.size() > LocalBook::kLevelsMax) side.pop_back();
  }
}

}  // namespace

void LocalBook::clear() {
  bids_.clear();
  asks_.clear();
}

void LocalBook::assign(std::span<const BookLevel> bids, std::span<const BookLevel> asks) {
  clear();
  apply(bids, asks);
}

void LocalBook::apply(std::span<const BookLevel> bids, std::span<const BookLevel> asks) {
  for (const BookLevel& level : bids) set_level(bids_, level, [](Price a, Price b) { return a > b; });
  for (const BookLevel& level : asks) set_level(asks_, level, [](Price a, Price b) { return a < b; });
}

std::optional<BookLevel> LocalBook::best_bid() const {
  return bids_.empty() ? std::nullopt : std::optional(bids_.front());
}
std::optional<BookLevel> LocalBook::best_ask() const {
  return asks_.empty() ? std::nullopt : std::optional(asks_.front());
}
bool LocalBook::crossed() const {
  return !bids_.empty() && !asks_.empty() && bids_.front().price >= asks_.front().price;
}

}  // namespace alpha_pulse::exchanges

#include "alpha_pulse/exchanges/binance/rate_budget.hpp"

#include <algorithm>

#include "alpha_pulse/exchanges/wire_number.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

/// What an ordinary call may use of a limit: all but a fifth, rounded against us.
std::int64_t ordinary_part(std::int64_t limit) {
  return limit - (limit * RateBudget::kReservedPercent + 99) / 100;
}

}  // namespace

RateBudget::RateBudget(Product product) {
  const auto add = [this](LimitType type, Duration length, std::int64_t limit) {
    windows_.push_back({.type = type, .length = length, .limit = limit});
  };
  if (product == Product::FUTURES) {
    add(LimitType::REQUEST_WEIGHT, Duration::minutes(1), 2'400);
    add(LimitType::ORDERS, Duration::minutes(1), 1'200);
    add(LimitType::ORDERS, Duration::seconds(10), 300);
  } else {
    add(LimitType::REQUEST_WEIGHT, Duration::minutes(1), 6'000);
    add(LimitType::RAW_REQUESTS, Duration::minutes(5), 300'000);
    add(LimitType::ORDERS, Duration::seconds(10), 100);
    add(LimitType::ORDERS, Duration::days(1), 200'000);
  }
}

void RateBudget::learn(std::span<const RateLimit> limits) {
  for (const RateLimit& limit : limits) {
    const bool counted = limit.type == LimitType::REQUEST_WEIGHT || limit.type == LimitType::ORDERS ||
                         limit.type == LimitType::RAW_REQUESTS;
    if (!counted || limit.window <= Duration{}) continue;
    const auto known = std::ranges::find_if(
        windows_, [&limit](const Window& w) { return w.type == limit.type && w.length == limit.window; });
    if (known != windows_.end()) {
      known->limit = limit.limit;
    } else {
      windows_.push_back({.type = limit.type, .length = limit.window, .limit = limit.limit});
    }
  }
}

std::int64_t RateBudget::used(const Window& window, Timestamp now) {
  if (now.floor_to(window.length) != window.start) return 0;
  return std::max(window.own, window.reported);
}

std::int64_t RateBudget::cost_in(const Window& window, const CallCost& cost) {
  switch (window.type) {
    case LimitType::REQUEST_WEIGHT:
      return cost.weight;
    case LimitType::ORDERS:
      return window.length <= Duration::seconds(10) ? cost.orders_10s : cost.orders_1m;
    case LimitType::RAW_REQUESTS:
      return 1;
    default:
      return 0;
  }
}

void RateBudget::roll(Window& window, Timestamp now) {
  const Timestamp start = now.floor_to(window.length);
  if (start == window.start) return;
  window.start = start;
  window.own = window.reported = 0;
}

std::optional<Timestamp> RateBudget::wait_until(const CallCost& cost, Purpose purpose, Timestamp now) const {
  Timestamp wait = now;
  if (now < silent_until_) wait = silent_until_;
  if (purpose == Purpose::ORDINARY && now < back_off_until_) wait = std::max(wait, back_off_until_);
  for (const Window& window : windows_) {
    const std::int64_t most = purpose == Purpose::PROTECTIVE ? window.limit : ordinary_part(window.limit);
    const std::int64_t wanted = cost_in(window, cost);
    if (wanted > 0 && used(window, now) + wanted > most) {
      wait = std::max(wait, now.floor_to(window.length) + window.length);
    }
  }
  return wait > now ? std::optional(wait) : std::nullopt;
}

void RateBudget::sent(const CallCost& cost, Timestamp now) {
  for (Window& window : windows_) {
    roll(window, now);
    // On top of what the venue says: its count does not hold this call yet.
    window.own = std::max(window.own, window.reported) + cost_in(window, cost);
  }
}

void RateBudget::report(LimitType type, Duration length, std::int64_t count, Timestamp now) {
  for (Window& window : windows_) {
    if (window.type != type || window.length != length) continue;
    roll(window, now);
    window.reported = std::max(window.reported, count);
  }
}

void RateBudget::observe_header(std::string_view name, std::string_view value, Timestamp now) {
  const auto count = parse_integer(value);
  if (!count || *count < 0 || *count > 1'000'000'000) return;
  if (same_name(name, "X-MBX-USED-WEIGHT-1M")) {
    report(LimitType::REQUEST_WEIGHT, Duration::minutes(1), *count, now);
  } else if (same_name(name, "X-MBX-ORDER-COUNT-10S")) {
    report(LimitType::ORDERS, Duration::seconds(10), *count, now);
  } else if (same_name(name, "X-MBX-ORDER-COUNT-1M")) {
    report(LimitType::ORDERS, Duration::minutes(1), *count, now);
  } else if (same_name(name, "X-MBX-ORDER-COUNT-1D")) {
    report(LimitType::ORDERS, Duration::days(1), *count, now);
  }
}

void RateBudget::observe(std::span<const RateLimit> counts, Timestamp now) {
  for (const RateLimit& limit : counts) {
    if (limit.count >= 0) report(limit.type, limit.window, limit.count, now);
  }
}

void RateBudget::back_off(Timestamp until) {
  back_off_until_ = std::max(back_off_until_, until);
}
void RateBudget::silence(Timestamp until) {
  silent_until_ = std::max(silent_until_, until);
}

std::int64_t RateBudget::used_weight(Timestamp now) const {
  for (const Window& window : windows_) {
    if (window.type == LimitType::REQUEST_WEIGHT) return used(window, now);
  }
  return 0;
}
std::int64_t RateBudget::used_orders(Duration length, Timestamp now) const {
  for (const Window& window : windows_) {
    if (window.type == LimitType::ORDERS && window.length == length) return used(window, now);
  }
  return 0;
}

}  // namespace alpha_pulse::exchanges::binance

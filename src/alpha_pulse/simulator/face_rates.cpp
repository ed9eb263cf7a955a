#include "alpha_pulse/simulator/face_rates.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace alpha_pulse::simulator {
namespace {

constexpr Duration kMinute = Duration::minutes(1);
constexpr Duration kTenSeconds = Duration::seconds(10);
constexpr int kMostBans = 11;  // 2 minutes doubled so often are 3 days

ApiError banned(Timestamp until) {
  return {-1003,
          fmt::format("Way too many requests; IP banned until {}. Please use the websocket for live updates to "
                      "avoid bans.",
                      until.ms()),
          418};
}

}  // namespace

Api<void> RateMeter::refuse_weight(Peer& peer, Timestamp now) const {
  peer.refused.take(now, kMinute, 1);
  if (peer.refused.used > kPatience) {
    const Duration length = std::min(Duration::minutes(2) * (std::int64_t{1} << peer.bans), Duration::days(3));
    peer.bans = std::min(peer.bans + 1, kMostBans);
    peer.banned_until = now + length;
    return std::unexpected(banned(peer.banned_until));
  }
  return deny(-1003,
              fmt::format("Too many requests; current limit of IP is {} requests per minute. Please use the websocket "
                          "for live updates to avoid polling the API.",
                          limits_.weight_a_minute),
              429);
}

Api<void> RateMeter::take_weight(const std::string& name, std::int64_t weight, Timestamp now) {
  Peer& peer = peers_[name];
  if (limits_.enforced && now < peer.banned_until) return std::unexpected(banned(peer.banned_until));
  peer.weight.take(now, kMinute, weight);
  if (limits_.enforced && peer.weight.used > limits_.weight_a_minute) return refuse_weight(peer, now);
  return {};
}

void RateMeter::give_back(const std::string& name, std::int64_t weight, Timestamp now) {
  peers_[name].weight.take(now, kMinute, -weight);
}

Api<void> RateMeter::take_orders(std::uint32_t account, std::int64_t few, std::int64_t many, Timestamp now) {
  Window& ten = short_[account];
  Window& minute = long_[account];
  const bool over = ten.at(now, kTenSeconds) + few > limits_.orders_ten_seconds ||
                    minute.at(now, limits_.long_window) + many > limits_.orders_a_minute;
  if (limits_.enforced && over) {
    const bool short_one = ten.at(now, kTenSeconds) + few > limits_.orders_ten_seconds;
    return deny(-1015,
                fmt::format("Too many new orders; current limit is {} orders per {}.",
                            short_one ? limits_.orders_ten_seconds : limits_.orders_a_minute,
                            short_one                                  ? "TEN_SECONDS"
                            : limits_.long_window >= Duration::days(1) ? "DAY"
                                                                       : "MINUTE"),
                429);
  }
  ten.take(now, kTenSeconds, few);
  minute.take(now, limits_.long_window, many);
  return {};
}

std::int64_t RateMeter::used_weight(const std::string& name, Timestamp now) const {
  const auto found = peers_.find(name);
  return found == peers_.end() ? 0 : found->second.weight.at(now, kMinute);
}

std::int64_t RateMeter::orders_short(std::uint32_t account, Timestamp now) const {
  const auto found = short_.find(account);
  return found == short_.end() ? 0 : found->second.at(now, kTenSeconds);
}

std::int64_t RateMeter::orders_long(std::uint32_t account, Timestamp now) const {
  const auto found = long_.find(account);
  return found == long_.end() ? 0 : found->second.at(now, limits_.long_window);
}

std::int64_t RateMeter::orders_retry_after(std::uint32_t account, Timestamp now) const {
  const bool long_one = orders_long(account, now) >= limits_.orders_a_minute;
  const Duration window = long_one ? limits_.long_window : kTenSeconds;
  return (now.floor_to(window) + window - now).ns() / 1'000'000'000 + 1;
}

std::int64_t RateMeter::retry_after(const std::string& name, Timestamp now) const {
  const auto found = peers_.find(name);
  const Timestamp window_end = now.floor_to(kMinute) + kMinute;
  const Timestamp until = found == peers_.end() ? window_end : std::max(window_end, found->second.banned_until);
  return (until - now).ns() / 1'000'000'000 + 1;
}

}  // namespace alpha_pulse::simulator

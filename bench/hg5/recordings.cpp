#include "hg5/recordings.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>

#include "alpha_pulse/base/sha256.hpp"
#include "hg5/range_index.hpp"

namespace alpha_pulse::bench {
namespace {

using matching::TickEvent;
using matching::TickKind;

/// xoshiro256++, seeded by splitmix64.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) {
    for (std::uint64_t& word : words_) {
      seed += 0x9E37'79B9'7F4A'7C15U;
      std::uint64_t mixed = seed;
      mixed = (mixed ^ (mixed >> 30)) * 0xBF58'476D'1CE4'E5B9U;
      mixed = (mixed ^ (mixed >> 27)) * 0x94D0'49BB'1331'11EBU;
      word = mixed ^ (mixed >> 31);
    }
  }

  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  double exponential() { return -std::log(1 - uniform()); }
  double normal() {
    const double radius = uniform();
    const double angle = uniform();
    return std::sqrt(-2 * std::log(1 - radius)) * std::cos(2 * std::numbers::pi * angle);
  }
  /// 1 and an exponential of this mean, rounded down.
  std::int32_t lots(double mean) { return 1 + static_cast<std::int32_t>(exponential() * mean); }

 private:
  std::uint64_t next() {
    auto& [a, b, c, d] = words_;
    const std::uint64_t result = std::rotl(a + d, 23) + a;
    const std::uint64_t shifted = b << 17;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = std::rotl(d, 45);
    return result;
  }

  std::array<std::uint64_t, 4> words_{};
};

constexpr double kVolatility = 0.6;  // a year
constexpr double kFirstPrice = 950'000;
constexpr double kGap = 0.015;                       // mean seconds between events
constexpr double kMovesPerSecond = 1 / kGap * 0.14;  // 70 % quotes, 20 % of which move

/// The market of `tick_recording`. The order of the draws is the recording.
class TickMarket {
 public:
  explicit TickMarket(std::uint64_t seed) : draws_(seed) {}

  TickEvent first() const { return quote(); }
  TickEvent next() {
    at_ += 1 + static_cast<std::int64_t>(draws_.exponential() * (kGap * 1e9));
    if (draws_.uniform() >= 0.7) return trade();
    if (draws_.uniform() < 0.2) {
      move();
    } else if (draws_.uniform() < 0.5) {
      bid_quantity_ = draws_.lots(kDepth);
    } else {
      ask_quantity_ = draws_.lots(kDepth);
    }
    return quote();
  }

 private:
  static constexpr double kDepth = 3000;

  TickEvent quote() const { return TickEvent::quote(at_, bid_, bid_quantity_, ask_, ask_quantity_); }
  TickEvent trade() {
    const bool buy = draws_.uniform() < 0.5;
    const std::int32_t quantity = draws_.lots(60);
    return TickEvent::trade(at_, buy ? TickKind::BUY : TickKind::SELL, buy ? ask_ : bid_, quantity, bid_, ask_);
  }
  void move() {
    static const double kStep = kVolatility / std::sqrt(365.25 * 86400) / std::sqrt(kMovesPerSecond);
    middle_ = middle_ * std::exp(kStep * draws_.normal());
    if (draws_.uniform() < 1.0 / (6 * 3600 * (1 / kGap) * 0.14)) middle_ *= std::exp(0.005 * draws_.normal());
    const auto bid = static_cast<std::int32_t>(std::floor(middle_));
    std::int32_t spread = 1;
    if (draws_.uniform() < 0.1) spread += static_cast<std::int32_t>(draws_.exponential() * 3);
    const std::int32_t bid_quantity = draws_.lots(kDepth);
    const std::int32_t ask_quantity = draws_.lots(kDepth);
    const bool stays = bid == bid_ && bid + spread == ask_;
    bid_quantity_ = bid_quantity;
    if (stays) return;
    ask_quantity_ = ask_quantity;
    bid_ = bid;
    ask_ = bid + spread;
  }

  Draws draws_;
  double middle_ = kFirstPrice;
  std::int32_t bid_ = 949'999, ask_ = 950'000, bid_quantity_ = 500, ask_quantity_ = 500;
  std::int64_t at_ = 1'700'000'000'000'000'000;
};

template <class Entry, class Low, class High, class Value>
std::vector<std::int32_t> block_of(std::span<const Entry> entries, Low low, High high, Value value) {
  const std::size_t size = entries.size();
  std::vector<std::int32_t> block(RangeIndex::words(size));
  for (std::size_t i = 0; i < size; ++i) {
    block[i] = low(entries[i]);
    block[size + i] = high(entries[i]);
    block[2 * size + i] = value(entries[i]);
  }
  RangeIndex::build(block, size);
  return block;
}

}  // namespace

std::vector<TickEvent> tick_recording(std::uint64_t seed, std::size_t events) {
  TickMarket market(seed);
  std::vector<TickEvent> recording;
  recording.reserve(events);
  recording.push_back(market.first());
  while (recording.size() < events) recording.push_back(market.next());
  return recording;
}

std::vector<Bar> bar_recording(std::uint64_t seed, std::size_t bars) {
  constexpr int kSteps = 20;
  Draws draws(seed);
  const double step = kVolatility / std::sqrt(525600.0 * kSteps);
  const double anchor = std::log(kFirstPrice);
  const auto ticks = [](double price) { return static_cast<std::int32_t>(std::lround(price)); };
  double price = kFirstPrice;
  std::vector<Bar> recording;
  recording.reserve(bars);
  std::int64_t at = 1'600'000'000'000'000'000;
  for (std::size_t i = 0; i < bars; ++i, at += 60'000'000'000) {
    Bar bar{.at = at, .open = ticks(price), .high = ticks(price), .low = ticks(price)};
    for (int j = 0; j < kSteps; ++j) {
      const double log = std::log(price);
      price = std::exp(log + step * draws.normal() - 2e-7 * (log - anchor));
      if (draws.uniform() < 1.0 / (1440.0 * kSteps)) price *= std::exp(0.01 * draws.normal());
      bar.high = std::max(bar.high, ticks(price));
      bar.low = std::min(bar.low, ticks(price));
    }
    bar.close = ticks(price);
    bar.volume = static_cast<std::int64_t>(1000 + draws.exponential() * 50000);
    recording.push_back(bar);
  }
  return recording;
}

std::string sha256_of(std::span<const std::byte> bytes) {
  base::Sha256 sha;
  sha.update(bytes);
  return sha.hex();
}

std::vector<std::int32_t> range_block(std::span<const TickEvent> events) {
  return block_of(
      events, [](const TickEvent& event) { return event.low(); }, [](const TickEvent& event) { return event.high(); },
      [](const TickEvent& event) { return event.bid() + event.ask(); });
}

std::vector<std::int32_t> range_block(std::span<const Bar> bars) {
  return block_of(
      bars, [](const Bar& bar) { return bar.low; }, [](const Bar& bar) { return bar.high; },
      [](const Bar& bar) { return 2 * bar.close; });
}

}  // namespace alpha_pulse::bench

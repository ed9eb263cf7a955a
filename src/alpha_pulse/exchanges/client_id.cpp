#include "alpha_pulse/exchanges/client_id.hpp"

#include <array>
#include <optional>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges {
namespace {

/// Five bits a letter; without i l o u, which people misread. Sorted, so ids of one epoch sort by age.
constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kNumberLetters = 8;
constexpr std::size_t kBodySize = 1 + 2 * kNumberLetters + 2;
constexpr std::size_t kSize = kBodySize + 2;

void put_number(std::string& text, std::uint64_t value) {
  for (std::size_t i = kNumberLetters; i-- > 0;) text.push_back(kLetters[(value >> (5 * i)) & 31U]);
}

std::optional<std::uint64_t> take_number(std::string_view letters) {
  std::uint64_t value = 0;
  for (const char c : letters) {
    const std::size_t digit = kLetters.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    value = (value << 5U) | digit;
  }
  return value;
}

constexpr std::uint32_t kPrime = 1021;
constexpr auto kWeights = [] {
  std::array<std::uint32_t, kBodySize> weights{};
  std::uint32_t weight = 1;
  for (std::uint32_t& each : weights) each = weight = weight * 37 % kPrime;
  return weights;
}();
static_assert(kBodySize * kPrime * 256 < 0xffff'ffffU, "the sum fits");

/// Ten bits over the body: weights are odd or differ pairwise by less than the prime 1021, so that one changed
/// character and two exchanged ones always show.
std::uint32_t check_of(std::string_view body) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < kBodySize; ++i) sum += kWeights[i] * static_cast<unsigned char>(body[i]);
  return sum % kPrime;
}

std::string check_text(std::string_view body) {
  const std::uint32_t check = check_of(body);
  return {kLetters[check >> 5U], kLetters[check & 31U]};
}

std::optional<WireId> take_apart(std::string_view text) {
  if (text.size() != kSize || text.front() != 'h') return std::nullopt;
  const std::string_view body = text.substr(0, kBodySize);
  if (text.substr(kBodySize) != check_text(body)) return std::nullopt;
  const auto epoch = take_number(body.substr(1, kNumberLetters));
  const auto intent = take_number(body.substr(1 + kNumberLetters, kNumberLetters));
  const char kind = body[kBodySize - 2];
  const auto attempt = take_number(body.substr(kBodySize - 1));
  if (!epoch || !intent || !attempt || (kind != 'p' && kind != 'c')) return std::nullopt;
  return WireId{.epoch = {*epoch},
                .intent = {*intent},
                .book = kind == 'p' ? OrderBook::PLAIN : OrderBook::CONDITIONAL,
                .attempt = static_cast<int>(*attempt)};
}

}  // namespace

std::string wire_text(const WireId& id) {
  base::ensure(id.epoch.value <= Epoch::kMax && id.intent.value <= WireId::kIntentMax, "epoch and intent have 40 bits");
  base::ensure(id.attempt >= 0 && id.attempt <= WireId::kAttemptMax, "an order is attempted at most 32 times");
  std::string text;
  text.reserve(kSize);
  text.push_back('h');
  put_number(text, id.epoch.value);
  put_number(text, id.intent.value);
  text.push_back(id.book == OrderBook::PLAIN ? 'p' : 'c');
  text.push_back(kLetters[static_cast<std::size_t>(id.attempt)]);
  return text + check_text(text);
}

IdOrigin read_wire_text(std::string_view text, Epoch ours) {
  const auto id = take_apart(text);
  if (!id) return ForeignId{};
  if (id->epoch == ours) return OwnId{*id};
  return OtherEpochId{*id};
}

}  // namespace alpha_pulse::exchanges

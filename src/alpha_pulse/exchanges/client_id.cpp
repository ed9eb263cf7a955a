#include "alpha_pulse/exchanges/client_id.hpp"

#include <algorithm>
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

std::array<char, 2> check_letters(std::uint32_t check) {
  return {kLetters[check >> 5U], kLetters[check & 31U]};
}

/// Writes an id's characters and reckons their check on the way: the letters just written are not read again.
class IdWriter {
 public:
  explicit IdWriter(char* to) : to_(to) {}
  void put(char c) {
    to_[size_] = c;
    sum_ += kWeights[size_++] * static_cast<unsigned char>(c);
  }
  void put_number(std::uint64_t value) {
    for (std::size_t i = kNumberLetters; i-- > 0;) put(kLetters[(value >> (5 * i)) & 31U]);
  }
  char* finish() {
    char* const at = to_ + size_;
    const auto letters = check_letters(sum_ % kPrime);
    at[0] = letters[0];
    at[1] = letters[1];
    return at + 2;
  }

 private:
  char* to_;
  std::size_t size_ = 0;
  std::uint32_t sum_ = 0;
};

std::optional<WireId> take_apart(std::string_view text) {
  if (text.size() != kSize || text.front() != 'h') return std::nullopt;
  const std::string_view body = text.substr(0, kBodySize);
  if (!std::ranges::equal(text.substr(kBodySize), check_letters(check_of(body)))) return std::nullopt;
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

ClientIdText wire_id_text(const WireId& id) {
  base::ensure(id.epoch.value <= Epoch::kMax && id.intent.value <= WireId::kIntentMax, "epoch and intent have 40 bits");
  base::ensure(id.attempt >= 0 && id.attempt <= WireId::kAttemptMax, "an order is attempted at most 32 times");
  return ClientIdText::written_by([&id](char* to) {
    IdWriter text(to);
    text.put('h');
    text.put_number(id.epoch.value);
    text.put_number(id.intent.value);
    text.put(id.book == OrderBook::PLAIN ? 'p' : 'c');
    text.put(kLetters[static_cast<std::size_t>(id.attempt)]);
    return text.finish();
  });
}

std::string wire_text(const WireId& id) {
  return wire_id_text(id).str();
}

IdOrigin read_wire_text(std::string_view text, Epoch ours) {
  const auto id = take_apart(text);
  if (!id) return ForeignId{};
  if (id->epoch == ours) return OwnId{*id};
  return OtherEpochId{*id};
}

}  // namespace alpha_pulse::exchanges

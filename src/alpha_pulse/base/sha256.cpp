#include "alpha_pulse/base/sha256.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "alpha_pulse/base/sha256_blocks.hpp"

namespace alpha_pulse::base {

Sha256::Sha256() {
  crypto_hash_sha256_init(&state_);
}

/// With the processor's instructions where it has them: libsodium, which does not use them, lays its state open.
void Sha256::update(std::span<const std::byte> bytes) {
  const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size();
  const Sha256Blocks take_blocks = sha256_instructions();
  if (take_blocks == nullptr) {
    crypto_hash_sha256_update(&state_, from, left);
    return;
  }
  const std::size_t held = state_.count / 8 % sizeof state_.buf;
  state_.count += 8 * std::uint64_t{left};
  if (held > 0) {
    const std::size_t taken = std::min(left, sizeof state_.buf - held);
    std::memcpy(state_.buf + held, from, taken);
    if (held + taken < sizeof state_.buf) return;
    take_blocks(state_.state, state_.buf, 1);
    from += taken;
    left -= taken;
  }
  take_blocks(state_.state, from, left / sizeof state_.buf);
  from += left / sizeof state_.buf * sizeof state_.buf;
  left %= sizeof state_.buf;
  if (left > 0) std::memcpy(state_.buf, from, left);
}

Sha256::Digest Sha256::digest() const {
  crypto_hash_sha256_state fork = state_;
  Digest out;
  crypto_hash_sha256_final(&fork, out.data());
  return out;
}

std::string Sha256::hex() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest()) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

}  // namespace alpha_pulse::base

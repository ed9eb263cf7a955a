#include "alpha_pulse/base/sha256.hpp"

namespace alpha_pulse::base {

Sha256::Sha256() {
  crypto_hash_sha256_init(&state_);
}

void Sha256::update(std::span<const std::byte> bytes) {
  crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
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

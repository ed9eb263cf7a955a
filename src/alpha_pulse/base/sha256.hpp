#pragma once

#include <sodium/crypto_hash_sha256.h>

#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace alpha_pulse::base {

/// Running SHA-256 (libsodium's). A value: copying it forks the hash, so a digest can be taken at any point.
/// Proven against the published vectors in base/sha256_test.cpp.
class Sha256 {
 public:
  using Digest = std::array<unsigned char, crypto_hash_sha256_BYTES>;

  Sha256();
  void update(std::span<const std::byte> bytes);
  Digest digest() const;
  std::string hex() const;

 private:
  crypto_hash_sha256_state state_;
};

}  // namespace alpha_pulse::base

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/simulator/face_params.hpp"

namespace alpha_pulse::simulator {

/// What a client's signatures are checked against: a shared secret (HMAC-SHA256) or a public key (Ed25519 or RSA,
/// sheet 2.1). Immutable; copies share the key. Any thread. Tested by simulator/face_signature_test.cpp with the
/// venue's published vectors.
class SignatureCheck {
 public:
  static SignatureCheck shared_secret(std::string_view secret);
  /// From PEM text. Errors (kInvalidArgument): no public key in it, or one of another kind than Ed25519 and RSA.
  static Result<SignatureCheck> public_key(const std::string& pem);

  /// `signature` decoded from percent-encoding: hex in any case for a shared secret, base64 else.
  bool accepts(std::string_view payload, std::string_view signature) const;
  /// Only these may log a session on (sheet 2.2).
  bool is_ed25519() const;

 private:
  struct Key;
  explicit SignatureCheck(std::shared_ptr<const Key> key) : key_(std::move(key)) {}
  std::shared_ptr<const Key> key_;
};

/// HMAC-SHA256 in lower-case hex: what a client sends.
std::string hmac_sha256_hex(std::string_view secret, std::string_view payload);

/// What was signed and what signs it, out of a request's raw bytes: query and body joined without a separator, less
/// the parameter `signature` wherever it stands (sheet 2.1). `signature` is as received, still encoded.
struct SignedBytes {
  std::string payload;
  std::string signature;
};
SignedBytes signed_bytes(std::string_view query, std::string_view body);

/// What a WebSocket request signs: `params` but `signature`, sorted by name, joined raw (sheet 2.2).
std::string signed_params(const Params& params);

}  // namespace alpha_pulse::simulator

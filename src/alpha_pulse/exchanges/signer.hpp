#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::exchanges {

/// How a signature is made.
enum class SignatureKind { HMAC_SHA256, ED25519, RSA_SHA256 };

/// A signature of HMAC-SHA256: lower-case hex digits.
using HmacText = std::array<char, 64>;

/// Signs texts with a secret that nobody gets back: it lives in OpenSSL's key, or for HMAC in the two hash states that
/// have taken it in; either is overwritten when the last copy goes, and this type can be neither printed, compared nor
/// written. Copies share the key.
/// Threads: one at a time for a signer and its copies: they also share what makes the next signature quicker.
/// Proven against published vectors by exchanges/signer_test.cpp.
class Signer {
 public:
  /// `secret`: the bytes as the venue gave them. kInvalidArgument when empty; the message never shows it.
  static Result<Signer> hmac(std::string_view secret);
  /// `pem`: a PKCS#8 private key, Ed25519 or RSA of 2048..4096 bits, not encrypted; the kind is read from it.
  /// kInvalidArgument when it is not that; the message never shows it.
  static Result<Signer> from_pem(std::string_view pem);

  SignatureKind kind() const { return kind_; }
  /// HMAC: 64 lower-case hex digits. Ed25519 and RSA (PKCS#1 v1.5): base64 with its padding, not percent-encoded.
  std::string sign(std::string_view payload) const;
  /// The same of an HMAC key, without allocating. Of another kind it is a bug.
  HmacText sign_hmac(std::string_view payload) const;

 private:
  struct Key;
  Signer(SignatureKind kind, std::shared_ptr<const Key> key);
  SignatureKind kind_;
  std::shared_ptr<const Key> key_;
};

}  // namespace alpha_pulse::exchanges

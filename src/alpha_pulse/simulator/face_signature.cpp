#include "alpha_pulse/simulator/face_signature.hpp"

// OpenSSL 3 advises against its plain SHA-256 calls; they alone go on from a state that is kept by value, and a server
// checks a signature with every request.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace alpha_pulse::simulator {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// Empty when the text is no base64.
std::vector<unsigned char> from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return {};
  std::vector<unsigned char> out(text.size() / 4 * 3);
  const int length = EVP_DecodeBlock(out.data(), bytes_of(text), static_cast<int>(text.size()));
  if (length < 0) return {};
  const auto padding = static_cast<std::size_t>(std::ranges::count(text.substr(text.size() - 2), '='));
  out.resize(static_cast<std::size_t>(length) - padding);
  return out;
}

bool verify(EVP_PKEY* key, bool ed25519, std::string_view payload, const std::vector<unsigned char>& signature) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const EVP_MD* digest = ed25519 ? nullptr : EVP_sha256();
  if (EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) != 1) return false;
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes_of(payload), payload.size()) == 1;
}

/// HMAC-SHA256 (RFC 2104) that has taken its secret in once.
class SharedSecret {
 public:
  explicit SharedSecret(std::string_view secret) {
    std::array<unsigned char, SHA256_CBLOCK> block{};
    if (secret.size() > block.size()) {
      SHA256(bytes_of(secret), secret.size(), block.data());
    } else {
      std::ranges::copy(secret, block.begin());
    }
    start(inner_, block, 0x36);
    start(outer_, block, 0x5c);
  }

  std::array<char, 64> hex(std::string_view payload) const {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256_CTX state = inner_;
    SHA256_Update(&state, payload.data(), payload.size());
    SHA256_Final(digest.data(), &state);
    state = outer_;
    SHA256_Update(&state, digest.data(), digest.size());
    SHA256_Final(digest.data(), &state);
    constexpr std::string_view kHex = "0123456789abcdef";
    std::array<char, 64> text{};
    for (std::size_t i = 0; i < digest.size(); ++i) {
      text[2 * i] = kHex[digest[i] >> 4U];
      text[2 * i + 1] = kHex[digest[i] & 15U];
    }
    return text;
  }

 private:
  static void start(SHA256_CTX& state, std::array<unsigned char, SHA256_CBLOCK> block, unsigned char pad) {
    for (unsigned char& byte : block) byte ^= pad;
    SHA256_Init(&state);
    SHA256_Update(&state, block.data(), block.size());
  }
  SHA256_CTX inner_{}, outer_{};
};

/// Takes `signature=...` out of one part of the request.
void without_signature(std::string_view part, SignedBytes& into) {
  bool first = true;
  while (!part.empty()) {
    const std::size_t end = std::min(part.find('&'), part.size());
    const std::string_view pair = part.substr(0, end);
    part.remove_prefix(std::min(end + 1, part.size()));
    if (pair.starts_with("signature=")) {
      if (into.signature.empty()) into.signature = pair.substr(pair.find('=') + 1);
      continue;
    }
    if (!first) into.payload += '&';
    into.payload += pair;
    first = false;
  }
}

}  // namespace

struct SignatureCheck::Key {
  std::optional<SharedSecret> secret;  // else key
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{nullptr, EVP_PKEY_free};
  bool ed25519 = false;
};

SignatureCheck SignatureCheck::shared_secret(std::string_view secret) {
  auto key = std::make_shared<Key>();
  key->secret.emplace(secret);
  return SignatureCheck(std::move(key));
}

Result<SignatureCheck> SignatureCheck::public_key(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                         BIO_free);
  auto key = std::make_shared<Key>();
  key->key.reset(PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr));
  if (!key->key) {
    return fail(ErrorCode::kInvalidArgument, "the text holds no public key; PEM with BEGIN PUBLIC KEY would pass");
  }
  const int kind = EVP_PKEY_get_base_id(key->key.get());
  if (kind != EVP_PKEY_ED25519 && kind != EVP_PKEY_RSA) {
    return fail(ErrorCode::kInvalidArgument, "the public key is neither Ed25519 nor RSA; one of these would pass");
  }
  key->ed25519 = kind == EVP_PKEY_ED25519;
  return SignatureCheck(std::move(key));
}

bool SignatureCheck::is_ed25519() const {
  return key_->ed25519;
}

bool SignatureCheck::accepts(std::string_view payload, std::string_view signature) const {
  if (!key_->secret) return verify(key_->key.get(), key_->ed25519, payload, from_base64(signature));
  return std::ranges::equal(key_->secret->hex(payload), signature, [](char ours, char sent) {
    return ours == (sent >= 'A' && sent <= 'F' ? static_cast<char>(sent - 'A' + 'a') : sent);
  });
}

std::string hmac_sha256_hex(std::string_view secret, std::string_view payload) {
  const auto text = SharedSecret(secret).hex(payload);
  return {text.data(), text.size()};
}

SignedBytes signed_bytes(std::string_view query, std::string_view body) {
  SignedBytes result;
  without_signature(query, result);
  without_signature(body, result);
  return result;
}

std::string signed_params(const Params& params) {
  auto entries = params.all();
  std::ranges::sort(entries);
  std::string payload;
  for (const auto& [name, value] : entries) {
    if (name == "signature") continue;
    if (!payload.empty()) payload += '&';
    payload += name + "=" + value;
  }
  return payload;
}

}  // namespace alpha_pulse::simulator

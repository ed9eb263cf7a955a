#include "alpha_pulse/exchanges/signer.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <limits>
#include <utility>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return static_cast<const unsigned char*>(static_cast<const void*>(text.data()));
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text.push_back(kDigits[byte >> 4U]);
    text.push_back(kDigits[byte & 0xfU]);
  }
  return text;
}

std::string base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(static_cast<unsigned char*>(static_cast<void*>(text.data())), bytes_of(bytes),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

/// Without it OpenSSL would ask the terminal for the password of an encrypted key.
int no_password(char*, int, int, void*) {
  return -1;
}

}  // namespace

struct Signer::Key {
  explicit Key(EVP_PKEY* key) : pkey(key) {}
  ~Key() { EVP_PKEY_free(pkey); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  EVP_PKEY* pkey;
};

Signer::Signer(SignatureKind kind, std::shared_ptr<const Key> key) : kind_(kind), key_(std::move(key)) {}

Result<Signer> Signer::hmac(std::string_view secret) {
  if (secret.empty())
    return fail(ErrorCode::kInvalidArgument, "the secret of the key is empty; the venue shows 64 characters");
  EVP_PKEY* pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_HMAC, nullptr, bytes_of(secret), secret.size());
  base::ensure(pkey != nullptr, "OpenSSL makes an HMAC key of any bytes");
  return Signer(SignatureKind::HMAC_SHA256, std::make_shared<const Key>(pkey));
}

Result<Signer> Signer::from_pem(std::string_view pem) {
  const auto refuse = [](std::string_view why) {
    ERR_clear_error();
    return fail(ErrorCode::kInvalidArgument,
                "the private key " + std::string(why) +
                    "; one that passes is Ed25519 or RSA of 2048 to 4096 bits in a PEM text of 'BEGIN PRIVATE KEY'");
  };
  if (pem.find("-----BEGIN PRIVATE KEY-----") == std::string_view::npos)
    return refuse("is not PKCS#8, or is encrypted");
  if (pem.size() > 64'000) return refuse("is longer than any key");
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  base::ensure(bio != nullptr, "memory for reading a key");
  EVP_PKEY* pkey = PEM_read_bio_PrivateKey(bio, nullptr, no_password, nullptr);
  BIO_free(bio);
  if (pkey == nullptr) return refuse("cannot be read");
  auto key = std::make_shared<const Key>(pkey);
  const int type = EVP_PKEY_get_base_id(pkey);
  if (type == EVP_PKEY_ED25519) return Signer(SignatureKind::ED25519, std::move(key));
  if (type != EVP_PKEY_RSA) return refuse("is of another kind");
  const int bits = EVP_PKEY_get_bits(pkey);
  if (bits < 2048 || bits > 4096) return refuse("has " + std::to_string(bits) + " bits");
  return Signer(SignatureKind::RSA_SHA256, std::move(key));
}

std::string Signer::sign(std::string_view payload) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  base::ensure(context != nullptr, "memory for a signature");
  const EVP_MD* digest = kind_ == SignatureKind::ED25519 ? nullptr : EVP_sha256();
  std::string signature(512, '\0');  // RSA of 4096 bits is the longest
  std::size_t size = signature.size();
  const bool made = EVP_DigestSignInit(context, nullptr, digest, nullptr, key_->pkey) == 1 &&
                    EVP_DigestSign(context, static_cast<unsigned char*>(static_cast<void*>(signature.data())), &size,
                                   bytes_of(payload), payload.size()) == 1;
  EVP_MD_CTX_free(context);
  base::ensure(made, "a key that was read signs");
  signature.resize(size);
  return kind_ == SignatureKind::HMAC_SHA256 ? hex(signature) : base64(signature);
}

}  // namespace alpha_pulse::exchanges

#include "alpha_pulse/exchanges/signer.hpp"

// OpenSSL 3 advises against its plain SHA-256 calls because its providers cannot replace them. They alone can go on
// from a state that is kept by value; EVP fetches, allocates and locks for every signature, which takes longer than
// hashing.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

/// Both digits of every byte.
constexpr auto kHex = [] {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = {kDigits[i >> 4U], kDigits[i & 0xfU]};
  return table;
}();

HmacText hex(const Digest& bytes) {
  HmacText text;
  for (std::size_t i = 0; i < bytes.size(); ++i) std::memcpy(text.data() + 2 * i, kHex[bytes[i]].data(), 2);
  return text;
}

/// How the last long text began, and the hash behind each block of it: orders begin alike, and hashing goes on behind
/// what they share.
class SharedHead {
 public:
  static constexpr std::size_t kBlocks = 2;
  static constexpr std::size_t kSize = kBlocks * SHA256_CBLOCK;

  SharedHead() = default;
  ~SharedHead() { OPENSSL_cleanse(&after_, sizeof after_); }
  SharedHead(const SharedHead&) = delete;
  SharedHead& operator=(const SharedHead&) = delete;

  /// The hash that began with `inner`, behind the first kSize bytes of `text`.
  const SHA256_CTX& pass(const SHA256_CTX& inner, std::string_view text) {
    bool shared = true;
    for (std::size_t i = 0; i < kBlocks; ++i) {
      char* const kept = text_.data() + i * SHA256_CBLOCK;
      const char* const begins = text.data() + i * SHA256_CBLOCK;
      shared = shared && known_ && std::memcmp(kept, begins, SHA256_CBLOCK) == 0;
      if (shared) continue;
      std::memcpy(kept, begins, SHA256_CBLOCK);
      after_[i] = i == 0 ? inner : after_[i - 1];
      SHA256_Update(&after_[i], begins, SHA256_CBLOCK);
    }
    known_ = true;
    return after_.back();
  }

 private:
  std::array<char, kSize> text_{};
  std::array<SHA256_CTX, kBlocks> after_{};
  bool known_ = false;
};

/// HMAC-SHA256 (RFC 2104) whose hashes have taken in the key's block once: a signature hashes the text alone, and of a
/// long one not the beginning that the last one had too.
class HmacState {
 public:
  explicit HmacState(std::string_view secret) {
    std::array<unsigned char, SHA256_CBLOCK> block{};
    if (secret.size() > block.size()) {
      SHA256(bytes_of(secret), secret.size(), block.data());
    } else {
      std::ranges::copy(secret, block.begin());
    }
    begin(inner_, block, 0x36);
    begin(outer_, block, 0x5c);
    OPENSSL_cleanse(block.data(), block.size());
  }
  ~HmacState() {
    OPENSSL_cleanse(&inner_, sizeof inner_);
    OPENSSL_cleanse(&outer_, sizeof outer_);
  }
  HmacState(const HmacState&) = delete;
  HmacState& operator=(const HmacState&) = delete;

  Digest sign(std::string_view payload) const {
    Digest digest;
    const bool is_long = payload.size() > SharedHead::kSize;
    SHA256_CTX state = is_long ? head_.pass(inner_, payload) : inner_;
    if (is_long) payload.remove_prefix(SharedHead::kSize);
    SHA256_Update(&state, payload.data(), payload.size());
    SHA256_Final(digest.data(), &state);
    state = outer_;
    SHA256_Update(&state, digest.data(), digest.size());
    SHA256_Final(digest.data(), &state);
    OPENSSL_cleanse(&state, sizeof state);
    return digest;
  }

 private:
  static void begin(SHA256_CTX& state, const std::array<unsigned char, SHA256_CBLOCK>& key, unsigned char pad) {
    std::array<unsigned char, SHA256_CBLOCK> block = key;
    for (unsigned char& byte : block) byte ^= pad;
    SHA256_Init(&state);
    SHA256_Update(&state, block.data(), block.size());
    OPENSSL_cleanse(block.data(), block.size());
  }
  SHA256_CTX inner_{}, outer_{};
  mutable SharedHead head_{};
};

std::string base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

/// Without it OpenSSL would ask the terminal for the password of an encrypted key.
int no_password(char*, int, int, void*) {
  return -1;
}

}  // namespace

struct Signer::Key {
  explicit Key(std::string_view secret) : hmac(std::in_place, secret) {}
  explicit Key(EVP_PKEY* key) : pkey(key) {}
  ~Key() { EVP_PKEY_free(pkey); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  std::optional<HmacState> hmac{};  // else pkey
  EVP_PKEY* pkey = nullptr;
};

Signer::Signer(SignatureKind kind, std::shared_ptr<const Key> key) : kind_(kind), key_(std::move(key)) {}

Result<Signer> Signer::hmac(std::string_view secret) {
  if (secret.empty())
    return fail(ErrorCode::kInvalidArgument, "the secret of the key is empty; the venue shows 64 characters");
  return Signer(SignatureKind::HMAC_SHA256, std::make_shared<const Key>(secret));
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

HmacText Signer::sign_hmac(std::string_view payload) const {
  const std::optional<HmacState>& hmac = key_->hmac;
  base::ensure(hmac.has_value(), "a key that makes HMACs");
  return hmac ? hex(hmac->sign(payload)) : HmacText{};
}

std::string Signer::sign(std::string_view payload) const {
  if (key_->hmac) {
    const HmacText text = sign_hmac(payload);
    return {text.data(), text.size()};
  }
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  base::ensure(context != nullptr, "memory for a signature");
  const EVP_MD* digest = kind_ == SignatureKind::ED25519 ? nullptr : EVP_sha256();
  std::string signature(512, '\0');  // RSA of 4096 bits is the longest
  std::size_t size = signature.size();
  const bool made = EVP_DigestSignInit(context, nullptr, digest, nullptr, key_->pkey) == 1 &&
                    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                                   bytes_of(payload), payload.size()) == 1;
  EVP_MD_CTX_free(context);
  base::ensure(made, "a key that was read signs");
  signature.resize(size);
  return base64(signature);
}

}  // namespace alpha_pulse::exchanges

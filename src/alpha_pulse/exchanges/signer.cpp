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
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

using Block = std::array<unsigned char, SHA256_CBLOCK>;

/// The eight words of a SHA-256 that has taken in whole blocks. Padding is the caller's: OpenSSL's own way to an end
/// copies what is left over twice and wipes what the signature shows anyway.
class Words {
 public:
  Words() = default;  // to be begun
  static Words begun() {
    Words words;
    SHA256_Init(&words.state_);
    return words;
  }
  Words(const Words& other) { *this = other; }
  Words& operator=(const Words& other) {
    std::memcpy(state_.h, other.state_.h, sizeof state_.h);
    return *this;
  }
  ~Words() = default;
  void take(const char* block) { SHA256_Transform(&state_, reinterpret_cast<const unsigned char*>(block)); }
  void take(const Block& block) { SHA256_Transform(&state_, block.data()); }
  /// Big-endian, as a digest is told. Four words in one store: they are loaded so next, and what was stored in smaller
  /// pieces would be waited for.
  void put(unsigned char* to) const {
    using Pair [[gnu::vector_size(16)]] = std::uint64_t;
    const auto two_words = [this](std::size_t i) {
      return std::uint64_t{__builtin_bswap32(state_.h[i])} | std::uint64_t{__builtin_bswap32(state_.h[i + 1])} << 32U;
    };
    for (std::size_t i = 0; i < std::size(state_.h); i += 4) {
      const Pair words{two_words(i), two_words(i + 2)};
      std::memcpy(to + i * sizeof(std::uint32_t), &words, sizeof words);
    }
  }
  void cleanse() { OPENSSL_cleanse(&state_, sizeof state_); }

 private:
  SHA256_CTX state_;  // of which only h counts
};

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

/// What ends a text of which `size` bytes were hashed, the key's block among them: at the end of its last block.
void put_size(unsigned char* end_of_block, std::uint64_t size) {
  const std::uint64_t bits = __builtin_bswap64(8 * size);
  std::memcpy(end_of_block - sizeof bits, &bits, sizeof bits);
}

constexpr unsigned char kEndOfText = 0x80;

/// All digits at once: no table, no branch.
HmacText hex(const Digest& bytes) {
  const auto digit = [](unsigned value) { return static_cast<char>(value + (value > 9 ? 'a' - 10 : '0')); };
  HmacText text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text[2 * i] = digit(bytes[i] >> 4U);
    text[2 * i + 1] = digit(bytes[i] & 0xfU);
  }
  return text;
}

/// How the last long text began, and the hash behind each block of it: orders begin alike, and hashing goes on behind
/// what they share.
class SharedHead {
 public:
  static constexpr std::size_t kBlocks = 2;
  static constexpr std::size_t kSize = kBlocks * SHA256_CBLOCK;

  SharedHead() = default;
  ~SharedHead() {
    for (Words& words : after_) words.cleanse();
  }
  SharedHead(const SharedHead&) = delete;
  SharedHead& operator=(const SharedHead&) = delete;

  /// The hash that began with `inner`, behind the first kSize bytes of `text`.
  const Words& pass(const Words& inner, std::string_view text) {
    bool shared = known_;
    for (std::size_t i = 0; i < kBlocks; ++i) {
      char* const kept = text_.data() + i * SHA256_CBLOCK;
      const char* const begins = text.data() + i * SHA256_CBLOCK;
      shared = shared && std::memcmp(kept, begins, SHA256_CBLOCK) == 0;
      if (shared) continue;
      std::memcpy(kept, begins, SHA256_CBLOCK);
      after_[i] = i == 0 ? inner : after_[i - 1];
      after_[i].take(begins);
    }
    known_ = true;
    return after_.back();
  }

 private:
  std::array<char, kSize> text_{};
  std::array<Words, kBlocks> after_{};
  bool known_ = false;
};

/// HMAC-SHA256 (RFC 2104) whose hashes have taken in the key's block once: a signature hashes the text alone, and of a
/// long one not the beginning that the last one had too.
class HmacState {
 public:
  explicit HmacState(std::string_view secret) {
    Block block{};
    if (secret.size() > block.size()) {
      SHA256(bytes_of(secret), secret.size(), block.data());
    } else {
      std::ranges::copy(secret, block.begin());
    }
    inner_ = keyed(block, 0x36);
    outer_ = keyed(block, 0x5c);
    OPENSSL_cleanse(block.data(), block.size());
  }
  ~HmacState() {
    inner_.cleanse();
    outer_.cleanse();
  }
  HmacState(const HmacState&) = delete;
  HmacState& operator=(const HmacState&) = delete;

  Digest sign(std::string_view payload) const {
    const bool is_long = payload.size() > SharedHead::kSize;
    Words words = is_long ? head_.pass(inner_, payload) : inner_;
    take_text(words, payload, is_long ? SharedHead::kSize : 0);
    Block last{};
    words.put(last.data());
    last[SHA256_DIGEST_LENGTH] = kEndOfText;
    put_size(last.data() + last.size(), SHA256_CBLOCK + SHA256_DIGEST_LENGTH);
    words = outer_;
    words.take(last);
    Digest digest;
    words.put(digest.data());
    return digest;
  }

 private:
  static Words keyed(Block key, unsigned char pad) {
    for (unsigned char& byte : key) byte ^= pad;
    Words words = Words::begun();
    words.take(key);
    OPENSSL_cleanse(key.data(), key.size());
    return words;
  }
  /// From `taken` on to its end.
  static void take_text(Words& words, std::string_view text, std::size_t taken) {
    constexpr std::size_t kEnding = 1 + sizeof(std::uint64_t);
    const std::size_t size = SHA256_CBLOCK + text.size();
    text.remove_prefix(taken);
    const char* at = text.data();
    for (; text.size() >= SHA256_CBLOCK; text.remove_prefix(SHA256_CBLOCK), at += SHA256_CBLOCK) words.take(at);
    Block last{};
    std::memcpy(last.data(), at, text.size());
    last[text.size()] = kEndOfText;
    if (text.size() + kEnding > last.size()) {
      words.take(last);
      last = {};
    }
    put_size(last.data() + last.size(), size);
    words.take(last);
  }
  Words inner_, outer_;
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

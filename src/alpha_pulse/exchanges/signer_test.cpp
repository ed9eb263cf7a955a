#include "alpha_pulse/exchanges/signer.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <sstream>
#include <type_traits>
#include <vector>

namespace alpha_pulse::exchanges {
namespace {

/// A key pair made for the test, and its private half as PKCS#8.
struct KeyPair {
  explicit KeyPair(EVP_PKEY* made) : key(made) {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PKCS8PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio, &data);
    pem.assign(data, static_cast<std::size_t>(size));
    BIO_free(bio);
  }
  ~KeyPair() { EVP_PKEY_free(key); }
  KeyPair(const KeyPair&) = delete;
  KeyPair& operator=(const KeyPair&) = delete;

  bool verifies(const EVP_MD* digest, std::string_view payload, std::string_view base64) const {
    std::vector<unsigned char> bytes(base64.size());
    const int size = EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(base64.data()),
                                     static_cast<int>(base64.size()));
    if (size < 0) return false;
    const auto padding = base64.ends_with("==") ? 2U : base64.ends_with("=") ? 1U : 0U;
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestVerifyInit(context, nullptr, digest, nullptr, key);
    const int verdict = EVP_DigestVerify(context, bytes.data(), static_cast<std::size_t>(size) - padding,
                                         reinterpret_cast<const unsigned char*>(payload.data()), payload.size());
    EVP_MD_CTX_free(context);
    return verdict == 1;
  }

  EVP_PKEY* key;
  std::string pem;
};

TEST(Signer, AgreesWithThePublishedVectors) {
  const auto spot = Signer::hmac("NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j");
  ASSERT_TRUE(spot);
  EXPECT_EQ(
      spot->sign("symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp="
                 "1499827319559"),
      "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
  EXPECT_EQ(
      spot->sign("symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&"
                 "quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559"),
      "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3");
  const auto futures = Signer::hmac("2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9");
  ASSERT_TRUE(futures);
  EXPECT_EQ(futures->sign("symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&"
                          "timestamp=1591702613943"),
            "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9");
}

constexpr std::string_view kSecret = "canary-secret";

std::string reference_hmac(const std::string& text) {
  std::array<unsigned char, 32> digest{};
  std::size_t size = 0;
  EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, kSecret.data(), kSecret.size(),
            reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), digest.size(), &size);
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += "0123456789abcdef"[byte >> 4U];
    hex += "0123456789abcdef"[byte & 0xfU];
  }
  return hex;
}

/// Texts of 0 to 399 letters whose first difference stands anywhere.
std::vector<std::string> texts_that_begin_alike() {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < 4000; ++i) {
    std::string text(i * 7919 % 400, 'a');
    if (!text.empty()) text[i * 104'729 % text.size()] = static_cast<char>('b' + i % 3);
    texts.push_back(std::move(text));
  }
  return texts;
}

TEST(Signer, SignsTextsThatBeginAlikeAsEachWouldBeAlone) {
  const Signer signer = *Signer::hmac(kSecret);
  for (const std::string& text : texts_that_begin_alike()) ASSERT_EQ(signer.sign(text), reference_hmac(text)) << text;
}

TEST(Signer, SignsWithEd25519AsThePublicKeyVerifies) {
  const KeyPair pair(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  const auto signer = Signer::from_pem(pair.pem);
  ASSERT_TRUE(signer);
  EXPECT_EQ(signer->kind(), SignatureKind::ED25519);
  const std::string signature = signer->sign("timestamp=1");
  EXPECT_EQ(signature.size(), 88U);
  EXPECT_TRUE(pair.verifies(nullptr, "timestamp=1", signature));
  EXPECT_FALSE(pair.verifies(nullptr, "timestamp=2", signature));
}

TEST(Signer, SignsWithRsaAsThePublicKeyVerifies) {
  const KeyPair pair(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}));
  const auto signer = Signer::from_pem(pair.pem);
  ASSERT_TRUE(signer);
  EXPECT_EQ(signer->kind(), SignatureKind::RSA_SHA256);
  EXPECT_TRUE(pair.verifies(EVP_sha256(), "a=1&b=2", signer->sign("a=1&b=2")));
}

TEST(Signer, RefusesOtherKeysWithoutShowingThem) {
  EXPECT_FALSE(Signer::hmac(""));
  const KeyPair small(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{1024}));
  const KeyPair curve(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  const std::string secret = "c2VjcmV0LWNhbmFyeQ";
  for (const std::string& pem :
       {small.pem, curve.pem, std::string("hello"), std::string{},
        "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + secret + "\n-----END ENCRYPTED PRIVATE KEY-----\n"}) {
    const auto signer = Signer::from_pem(pem);
    ASSERT_FALSE(signer);
    EXPECT_EQ(signer.error().code, base::ErrorCode::kInvalidArgument);
    EXPECT_EQ(signer.error().message.find(secret), std::string::npos);
  }
}

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
static_assert(!Printable<Signer>, "a key is not printed");

}  // namespace
}  // namespace alpha_pulse::exchanges

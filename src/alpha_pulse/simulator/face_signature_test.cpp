#include "alpha_pulse/simulator/face_signature.hpp"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <vector>

namespace alpha_pulse::simulator {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

std::string public_pem(EVP_PKEY* key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PUBKEY(out.get(), key);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string sign(EVP_PKEY* key, const EVP_MD* digest, const std::string& payload) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key);
  const auto* bytes = reinterpret_cast<const unsigned char*>(payload.data());
  std::size_t size = 0;
  EVP_DigestSign(context.get(), nullptr, &size, bytes, payload.size());
  std::vector<unsigned char> raw(size);
  EVP_DigestSign(context.get(), raw.data(), &size, bytes, payload.size());
  std::string text(4 * ((size + 2) / 3) + 1, '\0');
  text.resize(static_cast<std::size_t>(
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), raw.data(), static_cast<int>(size))));
  return text;
}

/// The venue's published examples.
TEST(Signature, OfASharedSecretIsTheVenuesOwn) {
  const std::string spot = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
  const std::string tail =
      "&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559";
  EXPECT_EQ(hmac_sha256_hex(spot, "symbol=LTCBTC" + tail),
            "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
  EXPECT_EQ(hmac_sha256_hex(spot, "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96" + tail),
            "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3");
  EXPECT_EQ(hmac_sha256_hex("2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9",
                            "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&"
                            "timestamp=1591702613943"),
            "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9");
}

TEST(Signature, InHexIsAcceptedInEitherCase) {
  const auto check = SignatureCheck::shared_secret("s");
  std::string hex = hmac_sha256_hex("s", "a=1");
  EXPECT_TRUE(check.accepts("a=1", hex));
  for (char& c : hex) c = static_cast<char>(std::toupper(c));
  EXPECT_TRUE(check.accepts("a=1", hex));
  EXPECT_FALSE(check.accepts("a=2", hex));
  EXPECT_FALSE(check.is_ed25519());
}

TEST(Signature, OfEd25519AndRsaIsCheckedWithThePublicKey) {
  const Key ed(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
  const Key rsa(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}), EVP_PKEY_free);
  for (const auto& [key, digest] :
       {std::pair{ed.get(), static_cast<const EVP_MD*>(nullptr)}, {rsa.get(), EVP_sha256()}}) {
    const auto check = SignatureCheck::public_key(public_pem(key));
    ASSERT_TRUE(check);
    EXPECT_EQ(check->is_ed25519(), key == ed.get());
    const std::string good = sign(key, digest, "a=1&b=2");
    EXPECT_TRUE(check->accepts("a=1&b=2", good));
    EXPECT_FALSE(check->accepts("a=1&b=3", good));
    EXPECT_FALSE(check->accepts("a=1&b=2", "AAAA"));
    EXPECT_FALSE(check->accepts("a=1&b=2", "not base64"));
    EXPECT_FALSE(check->accepts("a=1&b=2", ""));
  }
}

TEST(Signature, NeedsAKeyOfAKnownKind) {
  EXPECT_FALSE(SignatureCheck::public_key("nonsense"));
  const Key ec(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), EVP_PKEY_free);
  EXPECT_FALSE(SignatureCheck::public_key(public_pem(ec.get())));
}

TEST(SignedBytes, AreQueryAndBodyWithoutSeparatorAndSignature) {
  const auto bytes = signed_bytes("symbol=A&b=%5B", "c=[1]&signature=ab%2B&d=2");
  EXPECT_EQ(bytes.payload, "symbol=A&b=%5Bc=[1]&d=2");
  EXPECT_EQ(bytes.signature, "ab%2B");
  EXPECT_EQ(signed_bytes("signature=x&a=1", "").payload, "a=1");
}

TEST(SignedParams, AreSortedByName) {
  const auto params = *Params::parse("timestamp=1&apiKey=k&signature=s&B=2&a=3", "");
  EXPECT_EQ(signed_params(params), "B=2&a=3&apiKey=k&timestamp=1");
}

}  // namespace
}  // namespace alpha_pulse::simulator

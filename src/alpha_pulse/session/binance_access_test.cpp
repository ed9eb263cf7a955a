#include "alpha_pulse/session/binance_access.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace alpha_pulse::session {
namespace {

using config::ExchangeSettings;
using config::Secret;

constexpr exchanges::Epoch kEpoch{5};

/// An Ed25519 key made for the test, as PKCS#8.
std::string pem_key() {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PKCS8PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  const std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  EVP_PKEY_free(key);
  return pem;
}

ExchangeSettings with_credentials(const std::string& key, const std::string& secret) {
  ExchangeSettings exchange;
  exchange.credentials = {.api_key = Secret::from(key), .api_secret = Secret::from(secret)};
  return exchange;
}

std::string host_and_path(const net::Url& url) {
  return net::to_string(url.endpoint) + url.path;
}

TEST(BinanceAccess, GoesToTheTestEnvironmentsUnlessToldOtherwise) {
  const auto access = binance_access({}, kEpoch);
  ASSERT_TRUE(access);
  EXPECT_EQ(host_and_path(access->spot_rest), "testnet.binance.vision:443");
  EXPECT_EQ(host_and_path(access->spot_ws), "stream.testnet.binance.vision:443");
  EXPECT_EQ(host_and_path(access->futures_rest), "demo-fapi.binance.com:443");
  EXPECT_EQ(host_and_path(access->futures_public), "demo-fstream.binance.com:443/public");
  EXPECT_EQ(host_and_path(access->futures_market), "demo-fstream.binance.com:443/market");
  EXPECT_EQ(host_and_path(access->futures_private), "demo-fstream.binance.com:443/private");
  EXPECT_EQ(host_and_path(access->futures_ws_api.value()), "testnet.binancefuture.com:443/ws-fapi/v1");
  EXPECT_EQ(host_and_path(access->spot_ws_api.value()), "ws-api.testnet.binance.vision:443/ws-api/v3");
  EXPECT_TRUE(access->futures_rest.endpoint.secure);
  EXPECT_FALSE(access->account);
  EXPECT_EQ(access->epoch, kEpoch);
  EXPECT_FALSE(is_production(*access));
}

TEST(BinanceAccess, GoesToProductionWhereTheTestnetIsOff) {
  ExchangeSettings exchange;
  exchange.testnet = false;
  const auto access = binance_access(exchange, kEpoch);
  ASSERT_TRUE(access);
  EXPECT_EQ(host_and_path(access->spot_rest), "api.binance.com:443");
  EXPECT_EQ(host_and_path(access->spot_ws), "stream.binance.com:9443");
  EXPECT_EQ(host_and_path(access->futures_rest), "fapi.binance.com:443");
  EXPECT_EQ(host_and_path(access->futures_public), "fstream.binance.com:443/public");
  EXPECT_EQ(host_and_path(access->futures_market), "fstream.binance.com:443/market");
  EXPECT_EQ(host_and_path(access->futures_private), "fstream.binance.com:443/private");
  EXPECT_EQ(host_and_path(access->futures_ws_api.value()), "ws-fapi.binance.com:443/ws-fapi/v1");
  EXPECT_EQ(host_and_path(access->spot_ws_api.value()), "ws-api.binance.com:443/ws-api/v3");
  EXPECT_TRUE(is_production(*access));
}

TEST(BinanceAccess, SendsOrdersToNoOtherExchangeThanTheQuestions) {
  ExchangeSettings exchange;
  exchange.urls.futures_rest = "http://127.0.0.1:3";
  exchange.urls.spot_rest = "http://127.0.0.1:1";
  auto access = binance_access(exchange, kEpoch);
  ASSERT_TRUE(access);
  EXPECT_FALSE(access->futures_ws_api);
  EXPECT_FALSE(access->spot_ws_api);
  exchange.urls.futures_ws_api = "ws://127.0.0.1:6/ws-fapi/v1";
  access = binance_access(exchange, kEpoch);
  EXPECT_EQ(host_and_path(access->futures_ws_api.value()), "127.0.0.1:6/ws-fapi/v1");
  exchange.urls.spot_ws_api = "ws://example.org/ws-api/v3";
  const auto plain = binance_access(exchange, kEpoch);
  ASSERT_FALSE(plain);
  EXPECT_NE(plain.error().message.find("exchange.urls.spot_ws_api: ws://example.org/ws-api/v3"), std::string::npos);
}

TEST(BinanceAccess, LetsEachAddressBeReplaced) {
  ExchangeSettings exchange;
  exchange.urls = {.spot_rest = "http://127.0.0.1:1",
                   .spot_ws = "ws://127.0.0.1:2",
                   .spot_ws_api = "",
                   .futures_rest = "http://127.0.0.1:3",
                   .futures_public = "ws://127.0.0.1:4/public",
                   .futures_market = "ws://[::1]:5/market",
                   .futures_private = "wss://example.org/private",
                   .futures_ws_api = ""};
  const auto access = binance_access(exchange, kEpoch);
  ASSERT_TRUE(access);
  EXPECT_EQ(host_and_path(access->spot_rest), "127.0.0.1:1");
  EXPECT_EQ(host_and_path(access->spot_ws), "127.0.0.1:2");
  EXPECT_EQ(host_and_path(access->futures_rest), "127.0.0.1:3");
  EXPECT_EQ(host_and_path(access->futures_public), "127.0.0.1:4/public");
  EXPECT_EQ(host_and_path(access->futures_market), "[::1]:5/market");
  EXPECT_EQ(host_and_path(access->futures_private), "example.org:443/private");
  EXPECT_FALSE(is_production(*access));
}

TEST(BinanceAccess, TakesEveryAddressForRealMoneyThatIsNotKnownToBePlay) {
  for (const char* address : {"https://fapi.binance.com", "https://FAPI.binance.com", "https://fapi.binance.com.",
                              "https://fapi1.example.org", "https://demo-fapi.binance.com.example.org"}) {
    ExchangeSettings exchange;
    exchange.urls.futures_rest = address;
    const auto access = binance_access(exchange, kEpoch);
    ASSERT_TRUE(access) << address;
    EXPECT_TRUE(is_production(*access)) << address;
  }
  for (const char* address :
       {"https://demo-fapi.binance.com", "https://testnet.binancefuture.com", "https://127.0.0.1:8443"}) {
    ExchangeSettings exchange;
    exchange.testnet = false;
    exchange.urls.futures_rest = address;
    EXPECT_FALSE(is_production(*binance_access(exchange, kEpoch))) << address;
  }
}

TEST(BinanceAccess, RefusesAPlainAddressOfAnotherMachineByItsKey) {
  ExchangeSettings exchange;
  exchange.urls.futures_market = "ws://fstream.binance.com/market";
  const auto access = binance_access(exchange, kEpoch);
  ASSERT_FALSE(access);
  EXPECT_EQ(access.error().code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(access.error().message.starts_with("exchange.urls.futures_market: ws://fstream.binance.com/market "));
  EXPECT_NE(access.error().message.find("wss://"), std::string::npos) << "what would pass";
  exchange.urls.futures_market = "https://fstream.binance.com";
  EXPECT_FALSE(binance_access(exchange, kEpoch)) << "no address of a web socket";
}

TEST(BinanceAccess, ShowsNoPasswordOfAnAddress) {
  ExchangeSettings exchange;
  exchange.urls.spot_rest = "https://user:hush-hush@example.org";
  const auto access = binance_access(exchange, kEpoch);
  ASSERT_FALSE(access);
  EXPECT_EQ(access.error().message.find("hush"), std::string::npos) << access.error().message;
  EXPECT_TRUE(access.error().message.starts_with("exchange.urls.spot_rest: "));
}

TEST(BinanceAccess, SignsWithAnHmacSecretOrWithThePrivateKeyOfAPem) {
  const auto hmac = binance_access(with_credentials("the-key", "the-secret"), kEpoch);
  ASSERT_TRUE(hmac && hmac->account);
  EXPECT_EQ(hmac->account->api_key, "the-key");
  EXPECT_EQ(hmac->account->signer.kind(), exchanges::SignatureKind::HMAC_SHA256);
  for (const std::string& pem : {pem_key(), "\n" + pem_key()}) {
    const auto ed25519 = binance_access(with_credentials("the-key", pem), kEpoch);
    ASSERT_TRUE(ed25519 && ed25519->account);
    EXPECT_EQ(ed25519->account->signer.kind(), exchanges::SignatureKind::ED25519);
  }
}

TEST(BinanceAccess, IsPublicAloneWithHalfACredential) {
  for (const auto& [key, secret] : {std::pair{"", "the-secret"}, std::pair{"the-key", ""}, std::pair{"", ""}}) {
    const auto access = binance_access(with_credentials(key, secret), kEpoch);
    ASSERT_TRUE(access);
    EXPECT_FALSE(access->account);
  }
}

TEST(BinanceAccess, NamesACredentialThatIsNoneAndNeverShowsIt) {
  const std::string body = "bm90IGEga2V5";
  const auto access = binance_access(
      with_credentials("the-key", "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n"), kEpoch);
  ASSERT_FALSE(access);
  EXPECT_EQ(access.error().code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(access.error().message.starts_with("exchange.credentials.api_secret: "));
  EXPECT_EQ(access.error().message.find(body), std::string::npos);
  EXPECT_EQ(access.error().message.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace alpha_pulse::session

#include "alpha_pulse/session/binance_access.hpp"

#include <algorithm>
#include <array>

namespace alpha_pulse::session {
namespace {

/// The venue's own addresses, of production and of its test environments.
struct Address {
  const char* key;
  std::string config::ExchangeUrls::* configured;
  net::UrlKind kind;
  const char* production;
  const char* testnet;
  net::Url BinanceAccess::* place;
};

constexpr Address kAddresses[] = {
    {"spot_rest", &config::ExchangeUrls::spot_rest, net::UrlKind::HTTP, "https://api.binance.com",
     "https://testnet.binance.vision", &BinanceAccess::spot_rest},
    {"spot_ws", &config::ExchangeUrls::spot_ws, net::UrlKind::WEB_SOCKET, "wss://stream.binance.com:9443",
     "wss://stream.testnet.binance.vision", &BinanceAccess::spot_ws},
    {"futures_rest", &config::ExchangeUrls::futures_rest, net::UrlKind::HTTP, "https://fapi.binance.com",
     "https://demo-fapi.binance.com", &BinanceAccess::futures_rest},
    {"futures_public", &config::ExchangeUrls::futures_public, net::UrlKind::WEB_SOCKET,
     "wss://fstream.binance.com/public", "wss://demo-fstream.binance.com/public", &BinanceAccess::futures_public},
    {"futures_market", &config::ExchangeUrls::futures_market, net::UrlKind::WEB_SOCKET,
     "wss://fstream.binance.com/market", "wss://demo-fstream.binance.com/market", &BinanceAccess::futures_market},
    {"futures_private", &config::ExchangeUrls::futures_private, net::UrlKind::WEB_SOCKET,
     "wss://fstream.binance.com/private", "wss://demo-fstream.binance.com/private", &BinanceAccess::futures_private},
};

Result<exchanges::Signer> signer_of(std::string_view secret) {
  auto signer = secret.find("-----BEGIN") != std::string_view::npos ? exchanges::Signer::from_pem(secret)
                                                                    : exchanges::Signer::hmac(secret);
  if (!signer) return fail(signer.error().code, "exchange.credentials.api_secret: " + signer.error().message);
  return signer;
}

/// The WebSocket API of a product and the REST service it belongs to.
struct SessionAddress {
  const char* key;
  std::string config::ExchangeUrls::* configured;
  std::string config::ExchangeUrls::* rest;
  const char* production;
  const char* testnet;
  std::optional<net::Url> BinanceAccess::* place;
};

constexpr SessionAddress kSessionAddresses[] = {
    {"futures_ws_api", &config::ExchangeUrls::futures_ws_api, &config::ExchangeUrls::futures_rest,
     "wss://ws-fapi.binance.com/ws-fapi/v1", "wss://testnet.binancefuture.com/ws-fapi/v1",
     &BinanceAccess::futures_ws_api},
    {"spot_ws_api", &config::ExchangeUrls::spot_ws_api, &config::ExchangeUrls::spot_rest,
     "wss://ws-api.binance.com:443/ws-api/v3", "wss://ws-api.testnet.binance.vision/ws-api/v3",
     &BinanceAccess::spot_ws_api},
};

/// As it was written, unless there is a user or a password in it.
std::string shown(const std::string& address) {
  return address.find('@') == std::string::npos ? address + " " : "the address ";
}

/// The configured address, or the venue's own. Errors name the key.
Result<net::Url> url_of(const char* key, const std::string& configured, const char* own, net::UrlKind kind) {
  auto url = net::parse_url(configured.empty() ? own : configured, kind);
  if (url) return url;
  return fail(ErrorCode::kInvalidArgument,
              "exchange.urls." + std::string(key) + ": " + shown(configured) + url.error().message);
}

/// Orders must not go to another exchange than questions do: where the one address was replaced and the other was not,
/// there is none.
Result<void> add_sessions(const config::ExchangeSettings& exchange, BinanceAccess& access) {
  for (const SessionAddress& address : kSessionAddresses) {
    const std::string& configured = exchange.urls.*address.configured;
    if (configured.empty() && !(exchange.urls.*address.rest).empty()) continue;
    const char* own = exchange.testnet ? address.testnet : address.production;
    const auto url = url_of(address.key, configured, own, net::UrlKind::WEB_SOCKET);
    if (!url) return std::unexpected(url.error());
    access.*address.place = *url;
  }
  return {};
}

}  // namespace

Result<BinanceAccess> binance_access(const config::ExchangeSettings& exchange, exchanges::Epoch epoch) {
  BinanceAccess access;
  access.epoch = epoch;
  for (const Address& address : kAddresses) {
    const std::string& configured = exchange.urls.*address.configured;
    const char* own = exchange.testnet ? address.testnet : address.production;
    const auto url = url_of(address.key, configured, own, address.kind);
    if (!url) return std::unexpected(url.error());
    access.*address.place = *url;
  }
  if (const auto added = add_sessions(exchange, access); !added) return std::unexpected(added.error());
  if (exchange.credentials.api_key.empty() || exchange.credentials.api_secret.empty()) return access;
  auto signer = signer_of(exchange.credentials.api_secret.reveal());
  if (!signer) return std::unexpected(signer.error());
  access.account = venues::Account{.api_key = std::string(exchange.credentials.api_key.reveal()), .signer = *signer};
  return access;
}

bool is_production(const BinanceAccess& access) {
  constexpr std::array<std::string_view, 2> kTestHosts{"demo-fapi.binance.com", "testnet.binancefuture.com"};
  const std::string& host = access.futures_rest.endpoint.host;
  return !net::is_loopback(host) && std::ranges::find(kTestHosts, host) == kTestHosts.end();
}

}  // namespace alpha_pulse::session

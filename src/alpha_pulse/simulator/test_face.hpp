#pragma once

#include <boost/json.hpp>
#include <string>

#include "alpha_pulse/simulator/face.hpp"

/// A face over a quiet market, with one customer, for tests.
namespace alpha_pulse::simulator::testing {

/// The simulated exchange without sockets; time stands until it is moved.
struct FaceDesk {
  static ExchangeSettings quiet() {
    ExchangeSettings settings;
    settings.market.scenario = market::Scenario::CALM;
    settings.market.start_time = settings.opens = market::kSimStart;
    return settings;
  }
  explicit FaceDesk(const FaceSettings& settings = {}) : exchange(quiet()), face(exchange, settings) {
    const Money wallet = *Money::parse("10000", Currency("USDT"));
    const AccountId futures = exchange.futures.add_account(wallet);
    const AccountId spot = exchange.spot.add_account({wallet});
    face.add_user({"key", SignatureCheck::shared_secret("secret"), futures, spot});
    exchange.advance(now);
  }

  HttpAnswer get(const std::string& path, const std::string& query = "") {
    return face.handle(product(path), {"GET", path, query, "", {}, "10.0.0.1"}, now);
  }
  /// With key, time and signature; everything in the query.
  HttpAnswer ask(const std::string& method, const std::string& path, const std::string& query = "") {
    const std::string payload = query + (query.empty() ? "" : "&") + "timestamp=" + std::to_string(now.ms());
    return raw(method, path, payload + "&signature=" + hmac_sha256_hex("secret", payload), "");
  }
  HttpAnswer raw(const std::string& method, const std::string& path, const std::string& query, const std::string& body,
                 const std::string& key = "key") {
    return face.handle(product(path), {method, path, query, body, {{"X-MBX-APIKEY", key}}, "10.0.0.1"}, now);
  }
  static Product product(const std::string& path) {
    return path.starts_with("/api/") ? Product::SPOT : Product::FUTURES;
  }
  static std::int64_t code(const HttpAnswer& answer) {
    const json::value value = json::parse(answer.body);
    const auto* code = value.is_object() ? value.as_object().if_contains("code") : nullptr;
    return code == nullptr || !code->is_int64() ? 0 : code->as_int64();
  }
  static json::value body(const HttpAnswer& answer) { return json::parse(answer.body); }

  Timestamp now = market::kSimStart + Duration::seconds(5);
  Exchange exchange;
  Face face;
};

}  // namespace alpha_pulse::simulator::testing

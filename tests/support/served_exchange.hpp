#pragma once

#include <boost/json.hpp>

#include "alpha_pulse/net/http_client.hpp"
#include "alpha_pulse/net/tcp.hpp"
#include "alpha_pulse/net/test_world.hpp"
#include "alpha_pulse/simulator/face_signature.hpp"
#include "support/command_line.hpp"

/// `gridhedge exchange serve` as a process, and the configuration that leads to it.
namespace alpha_pulse::tests {

class ServedExchange {
 public:
  /// `more`: further words of the command. Faults are a file of the folder.
  ServedExchange(const Surroundings& in, const Words& more) {
    Words words{"exchange", "serve"};
    words.insert(words.end(), more.begin(), more.end());
    process_ = std::make_unique<Process>(GRIDHEDGE_BINARY, words, in);
    eventually([&] { return process_->out().find('\n') != std::string::npos || process_->ended(); });
    json::error_code bad;
    const json::value line = json::parse(process_->out(), bad);
    EXPECT_TRUE(!bad && line.is_object()) << process_->out() << process_->err();
    if (!bad && line.is_object()) line_ = line.as_object();
  }

  std::string at(const char* key) const { return line_.contains(key) ? text_of(line_, key) : std::string(); }

  /// The YAML of `exchange`, with `rest` in the place of the two REST addresses where it is given.
  std::string config(const std::string& futures_rest = {}, const std::string& spot_rest = {}) const {
    std::string text = "symbol: BTCUSDT\nexchange:\n  name: binance\n  urls:\n";
    for (const char* key : {"spot_ws", "futures_public", "futures_market", "futures_private"}) {
      text += "    " + std::string(key) + ": \"" + at(key) + "\"\n";
    }
    text += "    futures_rest: \"" + (futures_rest.empty() ? at("futures_rest") : futures_rest) + "\"\n";
    text += "    spot_rest: \"" + (spot_rest.empty() ? at("spot_rest") : spot_rest) + "\"\n";
    return text;
  }
  std::map<std::string, std::string> credentials() const {
    return {{"EXCHANGE_API_KEY", at("api_key")}, {"EXCHANGE_API_SECRET", at("api_secret")}};
  }
  /// Asks the futures exchange itself, as its customer: the answer, or null.
  json::value ask(const std::string& method, const std::string& path, const std::string& query) const {
    const net::WallClock clock;
    net::asio::io_context io{1};
    const auto dialer = std::move(*net::TcpDialer::create(clock, {}));
    net::HttpClient http(*net::parse_url(at("futures_rest"), net::UrlKind::HTTP), *dialer, clock);
    const std::string payload = query + "&timestamp=" + std::to_string(clock.now().ms());
    net::HttpRequest request;
    request.method = method;
    request.target = path + "?" + payload + "&signature=" + simulator::hmac_sha256_hex(at("api_secret"), payload);
    request.headers = {{"X-MBX-APIKEY", at("api_key")}};
    const net::HttpOutcome outcome =
        net::testing::run_on(io, http.send(std::move(request), base::Duration::seconds(8)));
    http.close();
    EXPECT_TRUE(outcome && outcome->status == 200) << path << (outcome ? outcome->body : outcome.error().error.message);
    json::error_code bad;
    return outcome ? json::parse(outcome->body, bad) : json::value();
  }
  /// Every fault that fired, a line each.
  std::string faults_told() const { return process_->err(); }

 private:
  std::unique_ptr<Process> process_;
  json::object line_;
};

}  // namespace alpha_pulse::tests

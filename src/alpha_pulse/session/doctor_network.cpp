#include "alpha_pulse/session/doctor_network.hpp"

#include "alpha_pulse/net/web_socket.hpp"
#include "alpha_pulse/session/doctor_verdicts.hpp"

namespace alpha_pulse::session {
namespace {

namespace asio = net::asio;

constexpr Duration kPatience = Duration::seconds(5);

std::string text_of(const net::Url& url, const char* scheme) {
  return scheme + std::string(url.endpoint.secure ? "s://" : "://") + net::to_string(url.endpoint) + url.path;
}

asio::awaitable<Check> check_rest(std::string name, net::Url url, std::string ping, net::IDialer& dialer,
                                  const net::Clock& clock) {
  net::HttpClient client(url, dialer, clock);
  net::HttpRequest request;
  request.target = std::move(ping);
  const net::HttpOutcome outcome = co_await client.send(std::move(request), kPatience);
  if (!outcome) co_return judge_transport(name, outcome.error().error);
  co_return judge_answer(name, text_of(url, "http"), *outcome);
}

asio::awaitable<Check> check_stream(std::string name, net::Url url, net::IDialer& dialer, const net::Clock& clock) {
  net::HttpRequest upgrade;
  upgrade.target = "/ws";
  net::WebSocketOptions options;
  const auto socket = co_await net::connect_web_socket(dialer, clock, url, std::move(upgrade), options, kPatience);
  if (socket) {
    (*socket)->cut();
    co_return passed(name, text_of(url, "ws"));
  }
  const net::ConnectFailure& failure = socket.error();
  if (!failure.reply) co_return judge_transport(name, failure.error);
  co_return failed(
      name,
      text_of(url, "ws") + " answered HTTP " + std::to_string(failure.reply->status) + " instead of opening a stream",
      "check exchange.urls.*; a proxy may not let web sockets through");
}

}  // namespace

asio::awaitable<AddressChecks> check_addresses(const BinanceAccess& access, net::IDialer& dialer,
                                               const net::Clock& clock) {
  AddressChecks result;
  Check futures = co_await check_rest("futures_rest", access.futures_rest, "/fapi/v1/ping", dialer, clock);
  Check spot = co_await check_rest("spot_rest", access.spot_rest, "/api/v3/ping", dialer, clock);
  result.futures = futures.status == CheckStatus::OK;
  result.spot = spot.status == CheckStatus::OK;
  result.checks.push_back(std::move(futures));
  result.checks.push_back(std::move(spot));
  const std::pair<const char*, const net::Url*> streams[] = {{"futures_public", &access.futures_public},
                                                             {"futures_market", &access.futures_market},
                                                             {"futures_private", &access.futures_private},
                                                             {"spot_ws", &access.spot_ws}};
  for (const auto& [name, url] : streams) {
    Check stream = co_await check_stream(name, *url, dialer, clock);
    result.checks.push_back(std::move(stream));
  }
  co_return result;
}

}  // namespace alpha_pulse::session

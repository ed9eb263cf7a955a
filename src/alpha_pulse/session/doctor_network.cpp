#include "alpha_pulse/session/doctor_network.hpp"

#include <tuple>

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

/// `below`: what of the venue's stands behind the path of `url`.
asio::awaitable<Check> check_stream(std::string name, net::Url url, std::string below, net::IDialer& dialer,
                                    const net::Clock& clock) {
  net::HttpRequest upgrade;
  upgrade.target = url.path + below;
  if (upgrade.target.empty()) upgrade.target = "/";
  const std::string shown = text_of(url, "ws");
  url.path.clear();
  net::WebSocketOptions options;
  const auto socket = co_await net::connect_web_socket(dialer, clock, url, std::move(upgrade), options, kPatience);
  if (socket) {
    (*socket)->cut();
    co_return passed(name, shown);
  }
  const net::ConnectFailure& failure = socket.error();
  if (!failure.reply) co_return judge_transport(name, failure.error);
  co_return failed(name,
                   shown + " answered HTTP " + std::to_string(failure.reply->status) + " instead of opening a stream",
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
    Check stream = co_await check_stream(name, *url, "/ws", dialer, clock);
    result.checks.push_back(std::move(stream));
  }
  const std::tuple<const char*, const std::optional<net::Url>*, const char*> sessions[] = {
      {"futures_ws_api", &access.futures_ws_api, "orders go by REST alone, which is slower"},
      {"spot_ws_api", &access.spot_ws_api, "what is held is asked for once a minute alone"}};
  for (const auto& [name, url, without] : sessions) {
    if (!*url) continue;
    Check session = co_await check_stream(name, **url, "", dialer, clock);
    if (session.status == CheckStatus::FAIL)
      session = warned(name, session.detail + "; until then " + without, session.fix);
    result.checks.push_back(std::move(session));
  }
  co_return result;
}

}  // namespace alpha_pulse::session

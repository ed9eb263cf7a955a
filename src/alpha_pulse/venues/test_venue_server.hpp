#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alpha_pulse/net/http_client.hpp"
#include "alpha_pulse/net/http_server.hpp"
#include "alpha_pulse/net/test_world.hpp"
#include "alpha_pulse/venues/binance_caller.hpp"

/// A venue's REST service that answers as a test says: in memory, on a clock that the test moves.
namespace alpha_pulse::venues::testing {

inline constexpr std::string_view kKey = "the-key";
inline constexpr std::string_view kSecret = "the-secret";

/// One request that reached the server, and when.
struct Seen {
  net::HttpRequest request;
  Timestamp at;

  std::string method_and_path() const { return request.method + " " + std::string(request.path()); }
  /// A parameter as it was sent, not decoded; empty when there is none.
  std::string parameter(std::string_view name) const {
    const std::string query = "&" + std::string(request.query());
    const std::string mark = "&" + std::string(name) + "=";
    const std::size_t at_mark = query.find(mark);
    if (at_mark == std::string::npos) return {};
    const std::size_t begin = at_mark + mark.size();
    return query.substr(begin, query.find('&', begin) - begin);
  }
};

inline net::ServerReply reply(unsigned status, std::string body, net::Headers headers = {}) {
  net::ServerReply out;
  out.response = {.status = status, .headers = std::move(headers), .body = std::move(body)};
  return out;
}
inline net::ServerReply ok(std::string body = "{}") {
  return reply(200, std::move(body));
}
inline net::ServerReply code(int status, int code, const std::string& message) {
  return reply(static_cast<unsigned>(status), R"({"code":)" + std::to_string(code) + R"(,"msg":")" + message + R"("})");
}

/// The server, its client and a caller on top. `/fapi/v1/time` is answered by itself, all else by `answer`.
struct VenueServer {
  using Answer = std::function<net::ServerReply(const Seen&)>;

  net::testing::World world;
  std::vector<Seen> seen;
  Duration ahead{};  ///< of the venue's clock before ours
  Answer answer = [](const Seen&) { return ok(); };
  Answer answer_time{};  ///< instead of the time
  /// What a frame is answered with; nothing: not at all.
  std::function<std::optional<std::string>(const std::string&)> answer_frame{};
  std::vector<std::string> frames;  ///< that came over web sockets
  /// The web sockets that were opened, with their targets; the server reads whatever comes.
  std::vector<std::pair<std::string, std::shared_ptr<net::WebSocket>>> sockets;
  std::unique_ptr<net::HttpServer> server;
  net::HttpClient http{net::testing::url(80), world.network, world.clock};
  BinanceCaller caller;

  explicit VenueServer(bool with_account = true) : caller(http, world.clock, settings(with_account)) {
    net::ServerHandlers handlers;
    handlers.http = [this](net::HttpRequest request, net::Peer) { return serve(this, std::move(request)); };
    handlers.web_socket = [this](std::shared_ptr<net::WebSocket> socket, net::HttpRequest request, net::Peer) {
      return listen(this, std::move(socket), std::move(request));
    };
    server = std::make_unique<net::HttpServer>(std::move(*world.network.listen(80)), world.io.get_executor(),
                                               world.clock, std::move(handlers));
    server->start();
  }
  VenueServer(const VenueServer&) = delete;
  VenueServer& operator=(const VenueServer&) = delete;
  ~VenueServer() {
    http.close();
    world.run(server->stop(Duration::seconds(1)));
  }

  static CallerSettings settings(bool with_account) {
    CallerSettings settings;
    if (with_account) {
      settings.account = Account{.api_key = std::string(kKey), .signer = *exchanges::Signer::hmac(kSecret)};
    }
    return settings;
  }
  static net::asio::awaitable<net::ServerReply> serve(VenueServer* self, net::HttpRequest request) {
    self->seen.push_back({.request = std::move(request), .at = self->world.clock.now()});
    const Seen now = self->seen.back();
    if (now.request.path() != "/fapi/v1/time") co_return self->answer(now);
    if (self->answer_time) co_return self->answer_time(now);
    co_return ok(R"({"serverTime":)" + std::to_string((now.at + self->ahead).ms()) + "}");
  }

  static net::asio::awaitable<void> listen(VenueServer* self, std::shared_ptr<net::WebSocket> socket,
                                           net::HttpRequest request) {
    self->sockets.emplace_back(request.target, socket);
    while (true) {
      const auto frame = co_await socket->read();
      if (!frame) co_return;
      self->frames.emplace_back(*frame);
      const auto said = self->answer_frame ? self->answer_frame(self->frames.back()) : std::nullopt;
      if (!said) continue;
      const auto written = co_await socket->write(*said);
      if (!written) co_return;
    }
  }

  /// Says a frame on the socket opened last.
  void say(std::string frame) {
    ASSERT_TRUE(world.run(sockets.back().second->write(std::move(frame))));
    world.settle();
  }
  /// The requests that reached the server since the last time, by method and path.
  std::vector<std::string> asked() {
    std::vector<std::string> names;
    for (const Seen& one : seen) names.push_back(one.method_and_path());
    seen.clear();
    return names;
  }
  void synchronize() { ASSERT_TRUE(world.run(caller.synchronize())); }
  /// Time goes by, and with it everything that is due.
  void later(Duration d) {
    const Timestamp until = world.clock.now() + d;
    world.settle();
    while (world.clock.next() && *world.clock.next() <= until) {
      world.clock.advance_to(*world.clock.next());
      world.settle();
    }
    world.clock.advance_to(until);
    world.settle();
  }
};

}  // namespace alpha_pulse::venues::testing

// The server's speed over the system's loopback: one thread serves, this one keeps eight connections busy, each with
// one small POST at a time. An event is a request with its reply. The client is a bare socket that counts bytes, so
// what is measured is the server, the system, and the changes between the two threads. Wall clock.
#include <benchmark/benchmark.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/net/http_server.hpp"
#include "alpha_pulse/net/tcp.hpp"

namespace alpha_pulse::net {
namespace {

using asio::ip::tcp;

constexpr std::size_t kConnections = 8;
constexpr std::string_view kRequest =
    "POST /fapi/v1/order?symbol=BTCUSDT&side=SELL&type=LIMIT&timestamp=1790000000000 HTTP/1.1\r\n"
    "Host: 127.0.0.1\r\nX-MBX-APIKEY: 0123456789abcdef0123456789abcdef\r\nContent-Length: 16\r\n\r\n0123456789abcdef";
constexpr std::string_view kBody = R"({"orderId":283194212,"symbol":"BTCUSDT","status":"NEW","price":"65000.0"})";
const std::string kReply =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(kBody.size()) +
    "\r\n\r\n" + std::string(kBody);

asio::awaitable<ServerReply> answer(HttpRequest, Peer) {
  ServerReply reply;
  reply.response.headers.emplace_back("Content-Type", "application/json");
  reply.response.body = kBody;
  co_return reply;
}

/// A server on a thread of its own.
class Serving {
 public:
  Serving() {
    auto listener = TcpListener::open(io_.get_executor(), 0);
    ensure(listener.has_value(), "a free port");
    ServerHandlers handlers;
    handlers.http = answer;
    server_ = std::make_unique<HttpServer>(std::move(*listener), io_.get_executor(), clock_, std::move(handlers));
    server_->start();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Serving() {
    io_.stop();
    thread_.join();
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;
  std::uint16_t port() const { return server_->port(); }

 private:
  WallClock clock_;
  asio::io_context io_{1};
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

void small_posts_over_loopback(benchmark::State& state) {
  const Serving serving;
  asio::io_context io;
  std::vector<tcp::socket> clients;
  for (std::size_t i = 0; i < kConnections; ++i) {
    clients.emplace_back(io).connect({asio::ip::address_v4::loopback(), serving.port()});
    clients.back().set_option(tcp::no_delay(true));
  }
  std::string reply(kReply.size(), ' ');
  for (auto _ : state) {
    for (tcp::socket& client : clients) asio::write(client, asio::buffer(kRequest));
    for (tcp::socket& client : clients) asio::read(client, asio::buffer(reply));
  }
  ensure(reply == kReply, "the reply of the handler");
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kConnections));
  state.SetLabel("33 333 ns: 30 000 requests a second");
}
BENCHMARK(small_posts_over_loopback)->UseRealTime();

}  // namespace
}  // namespace alpha_pulse::net

#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "alpha_pulse/net/http_client.hpp"
#include "alpha_pulse/net/http_server.hpp"
#include "alpha_pulse/net/tcp.hpp"

/// What may go wrong between a program and a server.
namespace alpha_pulse::tests {

/// Hands requests on to a server and may change what is answered, on a thread of its own, where `change` is called too.
/// It keeps what was asked.
class Between {
 public:
  using Change = std::function<net::ServerReply(const net::HttpRequest&, net::ServerReply)>;

  Between(const std::string& to, Change change) : change_(std::move(change)) {
    dialer_ = std::move(*net::TcpDialer::create(clock_, {}));
    client_ = std::make_unique<net::HttpClient>(*net::parse_url(to, net::UrlKind::HTTP), *dialer_, clock_);
    auto listener = net::TcpListener::open(io_.get_executor(), 0);
    net::ServerHandlers handlers;
    handlers.http = [this](net::HttpRequest request, net::Peer) { return answer(this, std::move(request)); };
    server_ = std::make_unique<net::HttpServer>(std::move(*listener), io_.get_executor(), clock_, std::move(handlers));
    server_->start();
    url_ = "http://127.0.0.1:" + std::to_string(server_->port());
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Between() {
    net::asio::post(io_, [this] {
      client_->close();
      net::asio::co_spawn(io_, server_->stop(base::Duration::seconds(1)), net::asio::detached);
    });
    thread_.join();
  }
  const std::string& url() const { return url_; }
  /// Method and target of each request, in order.
  std::vector<std::string> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  static net::asio::awaitable<net::ServerReply> answer(Between* self, net::HttpRequest request) {
    {
      const std::lock_guard lock(self->mutex_);
      self->asked_.push_back(request.method + " " + request.target);
    }
    net::HttpRequest onward;
    onward.method = request.method;
    onward.target = request.target;
    onward.headers.emplace_back("X-MBX-APIKEY", std::string(request.header("X-MBX-APIKEY")));
    net::ServerReply reply;
    const net::HttpOutcome outcome = co_await self->client_->send(std::move(onward), base::Duration::seconds(10));
    if (outcome) {
      reply.response.status = outcome->status;
      reply.response.body = outcome->body;
      reply = self->change_(request, std::move(reply));
    } else {
      reply.response.status = 502;
    }
    co_return reply;
  }

  mutable std::mutex mutex_;
  std::vector<std::string> asked_;
  net::WallClock clock_;
  net::asio::io_context io_{1};
  std::unique_ptr<net::TcpDialer> dialer_;
  std::unique_ptr<net::HttpClient> client_;
  std::unique_ptr<net::HttpServer> server_;
  Change change_;
  std::string url_;
  std::thread thread_;
};

}  // namespace alpha_pulse::tests

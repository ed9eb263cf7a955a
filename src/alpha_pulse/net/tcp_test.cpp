#include "alpha_pulse/net/tcp.hpp"

#include "alpha_pulse/net/http_client.hpp"
#include "alpha_pulse/net/http_server.hpp"
#include "alpha_pulse/net/loopback_ca.hpp"
#include "alpha_pulse/net/test_world.hpp"

/// Over the system's own sockets.
namespace alpha_pulse::net {
namespace {

using testing::run_on;
using testing::World;

const Duration kTimeout = Duration::seconds(8);

CertificateTerms terms(const Clock& clock, std::vector<std::string> names) {
  return {.names = std::move(names),
          .not_before = clock.now() - Duration::hours(1),
          .not_after = clock.now() + Duration::hours(1)};
}

/// A server on this machine, and how often it was asked.
struct Local {
  WallClock clock;
  asio::io_context io{1};
  int asked = 0;
  std::unique_ptr<HttpServer> server;

  explicit Local(const ServerIdentity* identity = nullptr) {
    ServerHandlers handlers;
    handlers.http = [this](HttpRequest request, Peer peer) { return echo(this, std::move(request), std::move(peer)); };
    handlers.web_socket = [](std::shared_ptr<WebSocket> socket, HttpRequest, Peer) {
      return repeat(std::move(socket));
    };
    auto listener = std::move(*TcpListener::open(io.get_executor(), 0, identity));
    server = std::make_unique<HttpServer>(std::move(listener), io.get_executor(), clock, std::move(handlers));
    server->start();
  }
  ~Local() { run_on(io, World::truth(server->stop(Duration::seconds(1)))); }

  static asio::awaitable<ServerReply> echo(Local* self, HttpRequest request, Peer peer) {
    ++self->asked;
    EXPECT_EQ(peer.address, "127.0.0.1");
    ServerReply reply;
    reply.response.body = std::move(request.body);
    co_return reply;
  }
  static asio::awaitable<void> repeat(std::shared_ptr<WebSocket> socket) {
    while (true) {
      const auto got = co_await socket->read();
      if (!got) break;
      std::string again(*got);
      const auto written = co_await socket->write(std::move(again));
      if (!written) break;
    }
  }
  Url at(const std::string& host, bool secure) const {
    return Url{.endpoint = {.host = host, .port = server->port(), .secure = secure}, .path = {}};
  }
  HttpOutcome ask(const Url& base, const Trust& trust) {
    const auto dialer = std::move(*TcpDialer::create(clock, trust));
    HttpClient client(base, *dialer, clock);
    HttpRequest request{.method = "POST", .target = "/", .headers = {}, .body = "question"};
    HttpOutcome outcome = run_on(io, client.send(std::move(request), kTimeout));
    client.close();
    return outcome;
  }
};

TEST(Tcp, CarriesRequestsAndMessagesPlain) {
  Local local;
  const HttpOutcome outcome = local.ask(local.at("127.0.0.1", false), {});
  ASSERT_TRUE(outcome) << outcome.error().error.message;
  EXPECT_EQ(outcome->body, "question");
}

TEST(Tcp, CarriesRequestsAndMessagesOverTls) {
  const WallClock clock;
  const auto ca = make_loopback_ca(terms(clock, {"127.0.0.1", "localhost"}));
  ASSERT_TRUE(ca) << ca.error().message;
  Local local(&ca->server);
  const Trust trust{.authorities_pem = {ca->authority_pem}, .authorities_file = {}};
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const HttpOutcome outcome = local.ask(local.at(host, true), trust);
    ASSERT_TRUE(outcome) << outcome.error().error.message;
    EXPECT_EQ(outcome->body, "question");
  }
  const auto dialer = std::move(*TcpDialer::create(local.clock, trust));
  auto connected =
      run_on(local.io, connect_web_socket(*dialer, local.clock, local.at("localhost", true), {}, {}, kTimeout));
  ASSERT_TRUE(connected) << connected.error().error.message;
  const std::string large(300'000, 'x');
  EXPECT_TRUE(run_on(local.io, (*connected)->write(large)));
  const auto got = run_on(local.io, (*connected)->read());
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(*got, large);
  run_on(local.io, World::truth((*connected)->close()));
}

TEST(Tcp, UsesOneTlsConnectionForManyRequests) {
  const WallClock clock;
  const auto ca = make_loopback_ca(terms(clock, {"127.0.0.1"}));
  Local local(&ca->server);
  const auto dialer =
      std::move(*TcpDialer::create(local.clock, {.authorities_pem = {ca->authority_pem}, .authorities_file = {}}));
  HttpClient client(local.at("127.0.0.1", true), *dialer, local.clock);
  for (int i = 0; i < 5; ++i) {
    HttpRequest request{.method = "POST", .target = "/", .headers = {}, .body = std::to_string(i)};
    const HttpOutcome outcome = run_on(local.io, client.send(std::move(request), kTimeout));
    ASSERT_TRUE(outcome) << outcome.error().error.message;
    EXPECT_EQ(outcome->body, std::to_string(i));
    EXPECT_EQ(local.server->connections(), 1U);
  }
  client.close();
}

TEST(Tcp, SendsNothingToAServerThatCannotShowWhoItIs) {
  const WallClock clock;
  CertificateTerms past = terms(clock, {"127.0.0.1"});
  past.not_after = clock.now() - Duration::minutes(1);
  CertificateTerms future = terms(clock, {"127.0.0.1"});
  future.not_before = clock.now() + Duration::minutes(1);
  const auto stranger = make_loopback_ca(terms(clock, {"127.0.0.1"}));
  struct Case {
    CertificateTerms terms;
    bool trusted;
    std::string why;
  };
  const std::vector<Case> cases = {
      {terms(clock, {"example.org"}), true, "IP address mismatch"},
      {terms(clock, {"localhost"}), true, "IP address mismatch"},
      {terms(clock, {"127.0.0.1"}), false, "not to be trusted"},
      {past, true, "expired"},
      {future, true, "not yet valid"},
  };
  for (const auto& [what, trusted, why] : cases) {
    const auto ca = make_loopback_ca(what);
    ASSERT_TRUE(ca);
    Local local(&ca->server);
    const Trust trust{.authorities_pem = {trusted ? ca->authority_pem : stranger->authority_pem},
                      .authorities_file = {}};
    const HttpOutcome outcome = local.ask(local.at("127.0.0.1", true), trust);
    ASSERT_FALSE(outcome) << why;
    EXPECT_EQ(outcome.error().error.code, ErrorCode::kRefused) << outcome.error().error.message;
    EXPECT_NE(outcome.error().error.message.find(why), std::string::npos) << outcome.error().error.message;
    EXPECT_FALSE(outcome.error().may_have_been_sent);
    EXPECT_EQ(local.asked, 0);
  }
  const auto ca = make_loopback_ca(terms(clock, {"127.0.0.1"}));
  Local local(&ca->server);
  const Trust trust{.authorities_pem = {ca->authority_pem}, .authorities_file = {}};
  const HttpOutcome outcome = local.ask(local.at("localhost", true), trust);
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().error.message.find("ostname mismatch"), std::string::npos) << outcome.error().error.message;
}

TEST(Tcp, DoesNotFallBackToPlain) {
  Local plain;
  const HttpOutcome to_plain = plain.ask(plain.at("127.0.0.1", true), {});
  ASSERT_FALSE(to_plain);
  EXPECT_FALSE(to_plain.error().may_have_been_sent);
  const HttpOutcome to_name = plain.ask(plain.at("localhost", false), {});
  ASSERT_FALSE(to_name);
  EXPECT_EQ(to_name.error().error.code, ErrorCode::kRefused);
  EXPECT_EQ(plain.asked, 0);
}

TEST(Tcp, SaysWhenNobodyListensOrNoSuchHostIsKnown) {
  Local local;
  Url free = local.at("127.0.0.1", false);
  {
    asio::io_context other;
    const auto listener = std::move(*TcpListener::open(other.get_executor(), 0));
    free.endpoint.port = listener->port();
    EXPECT_FALSE(TcpListener::open(other.get_executor(), listener->port())) << "the port is taken";
  }
  const HttpOutcome refused = local.ask(free, {});
  ASSERT_FALSE(refused);
  EXPECT_FALSE(refused.error().may_have_been_sent);
  EXPECT_NE(refused.error().error.message.find("refused"), std::string::npos) << refused.error().error.message;
}

asio::awaitable<std::string> first_bytes(std::shared_ptr<testing::Raw> end) {
  std::string got;
  co_await testing::Raw::read_some(end, got);
  co_return got;
}

TEST(Tcp, GivesAHandshakeUpAtItsDeadline) {
  ManualClock moved(testing::kStart);
  asio::io_context io{1};
  const auto listener = std::move(*TcpListener::open(io.get_executor(), 0));
  const auto dialer = std::move(*TcpDialer::create(moved, {}));
  const Endpoint to{.host = "127.0.0.1", .port = listener->port(), .secure = true};
  std::optional<Result<std::unique_ptr<IStream>>> dialed;
  asio::co_spawn(
      io, dialer->dial(to, testing::kStart + kTimeout),
      [&](const std::exception_ptr&, Result<std::unique_ptr<IStream>> outcome) { dialed = std::move(outcome); });
  const auto silent = run_on(io, testing::accept_raw(*listener));
  const std::string hello = run_on(io, first_bytes(silent));
  EXPECT_FALSE(hello.empty());
  EXPECT_FALSE(dialed);
  moved.advance(kTimeout);
  io.restart();
  while (!dialed && io.run_one_for(std::chrono::seconds(10)) > 0) {
  }
  ASSERT_TRUE(dialed);
  ASSERT_FALSE(*dialed);
  EXPECT_NE(dialed->error().message.find("in time"), std::string::npos) << dialed->error().message;
}

TEST(Tcp, RefusesAuthoritiesAndIdentitiesItCannotRead) {
  const WallClock clock;
  asio::io_context io;
  EXPECT_FALSE(TcpDialer::create(clock, {.authorities_pem = {"no certificate"}, .authorities_file = {}}));
  EXPECT_FALSE(TcpDialer::create(clock, {.authorities_pem = {}, .authorities_file = "/no/such/file"}));
  const auto one = make_loopback_ca(terms(clock, {"127.0.0.1"}));
  const auto other = make_loopback_ca(terms(clock, {"127.0.0.1"}));
  const ServerIdentity mixed{.certificate_pem = one->server.certificate_pem, .key_pem = other->server.key_pem};
  EXPECT_FALSE(TcpListener::open(io.get_executor(), 0, &mixed));
}

}  // namespace
}  // namespace alpha_pulse::net

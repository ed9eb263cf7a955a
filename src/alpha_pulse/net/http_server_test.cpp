#include "alpha_pulse/net/http_server.hpp"

#include "alpha_pulse/net/http_client.hpp"
#include "alpha_pulse/net/test_world.hpp"

namespace alpha_pulse::net {
namespace {

using testing::dial_raw;
using testing::kStart;
using testing::Raw;
using testing::url;
using testing::World;

/// A server whose one handler answers as its target says, and a client without manners.
struct Served {
  World world;
  std::vector<HttpRequest> seen;
  std::vector<Peer> peers;
  std::unique_ptr<HttpServer> server;

  explicit Served(HttpServerOptions options = {}) {
    ServerHandlers handlers;
    handlers.http = [this](HttpRequest request, Peer peer) {
      return answer(this, std::move(request), std::move(peer));
    };
    server = std::make_unique<HttpServer>(std::move(*world.network.listen(80)), world.io.get_executor(), world.clock,
                                          std::move(handlers), std::move(options));
    server->start();
  }
  ~Served() { world.run(server->stop(Duration::seconds(1))); }

  static asio::awaitable<ServerReply> answer(Served* self, HttpRequest request, Peer peer) {
    ServerReply reply;
    reply.response.body = request.body;
    if (request.path() == "/slow") reply.delay = Duration::seconds(3);
    if (request.path() == "/silent") reply.silent = true;
    if (request.path() == "/cut") reply.cut_after = 20;
    if (request.path() == "/503") reply.response.status = 503;
    self->seen.push_back(std::move(request));
    self->peers.push_back(std::move(peer));
    co_return reply;
  }
  std::shared_ptr<Raw> dial() { return world.run(dial_raw(world.network, 80)); }
  void say(std::shared_ptr<Raw> client, std::string bytes) { world.run(Raw::write(client, std::move(bytes))); }
  std::string hear(std::shared_ptr<Raw> client, std::string until = "never sent") {
    return world.run(Raw::read_until(client, std::move(until)));
  }
};

std::string post(const std::string& path, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(HttpServer, AnswersOneRequestAfterTheOtherOnAConnection) {
  Served served;
  const auto client = served.dial();
  served.say(client, post("/a?b=c", "one") + post("/b", "two"));
  EXPECT_EQ(served.hear(client, "two"),
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\noneHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo");
  served.say(client, "GET /503 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(served.hear(client).starts_with("HTTP/1.1 503 Service Unavailable\r\n")) << "and the connection ends";
  ASSERT_EQ(served.seen.size(), 3U);
  EXPECT_EQ(served.seen[0].query(), "b=c");
  EXPECT_EQ(served.seen[0].header("host"), "x");
  EXPECT_EQ(served.peers[2].connection, 1U);
  EXPECT_EQ(served.server->connections(), 0U);
}

TEST(HttpServer, UnderstandsChunksAndGoesOnWhenAsked) {
  Served served;
  const auto client = served.dial();
  served.say(client, "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nTransfer-Encoding: chunked\r\n\r\n");
  EXPECT_EQ(served.hear(client, "\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  served.say(client, "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
  EXPECT_NE(served.hear(client, "efg").find("\r\n\r\nabcdefg"), std::string::npos);
}

TEST(HttpServer, SendsNoBodyToWhoAsksForTheHead) {
  Served served;
  const auto client = served.dial();
  served.say(client, "HEAD / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
  EXPECT_EQ(served.hear(client), "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\n");
}

TEST(HttpServer, SaysWhatIsNoRequestAndCloses) {
  HttpServerOptions options;
  options.body_limit = 1000;
  options.header_limit = 1000;
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\x16\x03\x01\x02\x00\x01\r\n\r\n", "400"},
      {"GET /\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nno header\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'x'), "413"},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x'), "413"},
      {"GET / HTTP/1.1\r\nX: " + std::string(1000, 'x') + "\r\n\r\n", "431"},
  };
  for (const auto& [bytes, status] : cases) {
    Served served(options);
    const auto client = served.dial();
    served.say(client, bytes);
    EXPECT_TRUE(served.hear(client, "\r\n\r\n").starts_with("HTTP/1.1 " + status)) << bytes.substr(0, 40);
    EXPECT_TRUE(served.seen.empty());
    client->end.close();
    served.world.settle();
    EXPECT_EQ(served.server->connections(), 0U);
  }
}

TEST(HttpServer, FailsARequestAsItIsTold) {
  Served served;
  auto client = served.dial();
  served.say(client, post("/slow", "late"));
  EXPECT_NE(served.hear(client, "late").find("200 OK"), std::string::npos);
  EXPECT_EQ(served.world.clock.now(), kStart + Duration::seconds(3));
  served.say(client, post("/cut", "body"));
  EXPECT_EQ(served.hear(client), "HTTP/1.1 200 OK\r\nCon");

  client = served.dial();
  served.say(client, post("/silent", "body"));
  const auto hearing = served.world.start(Raw::read_until(client, "x"));
  served.world.settle();
  EXPECT_FALSE(hearing->done());
  EXPECT_EQ(served.seen.size(), 3U);
  client->end.close();
  served.world.settle();
  EXPECT_EQ(served.server->connections(), 0U);
}

TEST(HttpServer, LosesPatienceWithASlowClient) {
  const std::string whole = post("/", "body");
  for (const std::size_t said : {std::size_t{0}, std::size_t{1}, whole.size() - 6, whole.size() - 1}) {
    Served served;
    const auto client = served.dial();
    served.say(client, whole.substr(0, said));
    EXPECT_EQ(served.hear(client), "");
    const Duration limit = said == 0 ? HttpServerOptions{}.idle : HttpServerOptions{}.request;
    EXPECT_EQ(served.world.clock.now(), kStart + limit);
    EXPECT_TRUE(served.seen.empty());
  }
}

TEST(HttpServer, LetsOnlySoManyIn) {
  HttpServerOptions options;
  options.connections = 1;
  Served served(options);
  const auto first = served.dial();
  const auto second = served.dial();
  EXPECT_EQ(served.hear(second), "");
  served.say(first, post("/", "still here"));
  EXPECT_NE(served.hear(first, "here").find("still here"), std::string::npos);
}

TEST(HttpServer, StopsWhenWhatIsUnderWayIsDone) {
  Served served;
  const auto idle = served.dial();
  const auto slow = served.dial();
  const auto silent = served.dial();
  served.say(slow, post("/slow", "late"));
  served.say(silent, post("/silent", "x"));
  served.world.settle();
  const auto stopping = served.world.start(World::truth(served.server->stop(Duration::seconds(10))));
  served.world.settle();
  EXPECT_FALSE(stopping->done());
  EXPECT_EQ(served.server->connections(), 1U) << "only the one that is being answered";
  EXPECT_EQ(served.hear(idle), "");
  const std::string last = served.hear(slow);
  EXPECT_NE(last.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(last.ends_with("late"));
  EXPECT_TRUE(served.world.finish(stopping));
  EXPECT_EQ(served.world.clock.now(), kStart + Duration::seconds(3));
  EXPECT_FALSE(served.dial()) << "nobody listens any more";
}

TEST(HttpServer, CutsWhatIsStillUnderWayAfterItsGrace) {
  Served served;
  const auto client = served.dial();
  served.say(client, post("/slow", "late"));
  served.world.settle();
  served.world.run(served.server->stop(Duration::seconds(1)));
  EXPECT_EQ(served.world.clock.now(), kStart + Duration::seconds(1));
  EXPECT_EQ(served.hear(client), "");
}

TEST(HttpServer, TellsWhoAsksForAWebSocketThatThereIsNone) {
  Served served;
  const auto client = served.dial();
  served.say(client,
             "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  EXPECT_TRUE(served.hear(client).starts_with("HTTP/1.1 426"));
}

}  // namespace
}  // namespace alpha_pulse::net

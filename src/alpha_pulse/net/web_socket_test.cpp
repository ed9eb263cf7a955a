#include "alpha_pulse/net/web_socket.hpp"

#include <openssl/evp.h>

#include "alpha_pulse/net/http_server.hpp"
#include "alpha_pulse/net/test_world.hpp"

namespace alpha_pulse::net {
namespace {

using testing::accept_raw;
using testing::kStart;
using testing::Raw;
using testing::url;
using testing::World;

using Connected = std::expected<std::shared_ptr<WebSocket>, ConnectFailure>;
const Duration kTimeout = Duration::seconds(10);

/// Without pings of its own, which would make every silence end.
WebSocketOptions quiet() {
  WebSocketOptions options;
  options.ping_every = Duration{};
  return options;
}

asio::awaitable<Connected> connect(World& world, WebSocketOptions options) {
  Url base = url(80);
  HttpRequest upgrade{.method = "GET", .target = "/ws?streams=a", .headers = {{"X-Key", "k"}}, .body = {}};
  return connect_web_socket(world.network, world.clock, std::move(base), std::move(upgrade), std::move(options),
                            kTimeout);
}

/// Both ends are ours: the server's is handed to the test.
struct Both {
  World world;
  std::shared_ptr<WebSocket> client, server;
  HttpRequest upgrade;
  std::unique_ptr<HttpServer> http;

  explicit Both(WebSocketOptions client_options = quiet(), WebSocketOptions server_options = quiet(),
                PipeFaults faults = {}) {
    world.network.set_plan([faults](const Endpoint&, std::uint64_t) { return faults; });
    ServerHandlers handlers;
    handlers.http = [](HttpRequest, Peer) { return nothing(); };
    handlers.web_socket = [this](std::shared_ptr<WebSocket> socket, HttpRequest request, Peer) {
      return keep(this, std::move(socket), std::move(request));
    };
    HttpServerOptions options;
    options.web_socket = std::move(server_options);
    http = std::make_unique<HttpServer>(std::move(*world.network.listen(80)), world.io.get_executor(), world.clock,
                                        std::move(handlers), std::move(options));
    http->start();
    client = *world.run(connect(world, std::move(client_options)));
    world.settle();
  }
  ~Both() {
    client->cut();
    if (server) server->cut();
    world.run(http->stop(Duration::seconds(1)));
  }
  static asio::awaitable<ServerReply> nothing() { co_return ServerReply{}; }
  static asio::awaitable<void> keep(Both* self, std::shared_ptr<WebSocket> socket, HttpRequest request) {
    self->server = socket;
    self->upgrade = std::move(request);
    while (socket->open()) co_await self->world.clock.sleep_until(self->world.clock.now() + Duration::hours(1));
  }
  Result<std::string> read(const std::shared_ptr<WebSocket>& end) {
    const auto got = world.run(end->read());
    if (!got) return std::unexpected(got.error());
    return std::string(*got);
  }
};

/// The server's end is played byte by byte.
struct Played {
  World world;
  std::unique_ptr<IListener> listener = std::move(*world.network.listen(80));
  std::shared_ptr<Raw> server;
  std::shared_ptr<WebSocket> client;

  explicit Played(WebSocketOptions options = quiet()) {
    const auto connecting = world.start(connect(world, std::move(options)));
    server = world.run(accept_raw(*listener));
    const std::string asked = world.run(Raw::read_until(server, "\r\n\r\n"));
    say(accepting(asked));
    client = *world.finish(connecting);
  }
  ~Played() {
    client->cut();
    world.settle();
  }
  void say(std::string bytes) { world.run(Raw::write(server, std::move(bytes))); }
  std::string hear(std::size_t bytes) {
    std::string got;
    while (got.size() < bytes && world.run(Raw::read_some(server, got))) {
    }
    return got;
  }

 private:
  static std::string accepting(const std::string& asked);
};

/// RFC 6455, 4.2.2.
std::string accept_key(const std::string& key) {
  const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[20];
  EVP_Digest(text.data(), text.size(), digest, nullptr, EVP_sha1(), nullptr);
  unsigned char base64[29];
  EVP_EncodeBlock(base64, digest, sizeof digest);
  return {base64, base64 + 28};
}

std::string Played::accepting(const std::string& asked) {
  const std::string name = "Sec-WebSocket-Key: ";
  const std::size_t at = asked.find(name) + name.size();
  const std::string key = asked.substr(at, asked.find('\r', at) - at);
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
         accept_key(key) + "\r\n\r\n";
}

/// A frame as a server sends it; `head`: FIN and opcode.
std::string frame(unsigned char head, const std::string& payload) {
  std::string bytes{static_cast<char>(head), static_cast<char>(payload.size())};
  return bytes + payload;
}
/// What a client's frame of up to 125 bytes carries.
std::string unmasked(const std::string& bytes) {
  std::string payload = bytes.substr(6);
  for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ bytes[2 + i % 4]);
  return payload;
}

TEST(WebSocket, CarriesMessagesBothWays) {
  Both both;
  ASSERT_TRUE(both.server);
  EXPECT_EQ(both.upgrade.target, "/ws?streams=a");
  EXPECT_EQ(both.upgrade.header("x-key"), "k");
  const std::string large(1'000'000, 'x');
  for (const std::string& text : {std::string("question"), std::string(), large}) {
    const auto writing = both.world.start(both.client->write(text));
    EXPECT_EQ(*both.read(both.server), text);
    EXPECT_TRUE(both.world.finish(writing));
  }
  EXPECT_TRUE(both.world.run(both.server->write_binary(std::string("\0\xff", 2))));
  EXPECT_EQ(*both.read(both.client), std::string("\0\xff", 2));
}

TEST(WebSocket, SendsTheMessagesOfSeveralCallersOneAfterTheOther) {
  Both both;
  std::vector<std::shared_ptr<testing::Started<Result<void>>>> writings;
  const std::string filler(100'000, '.');
  for (int i = 0; i < 20; ++i) writings.push_back(both.world.start(both.client->write(std::to_string(i) + filler)));
  both.world.settle();
  EXPECT_FALSE(writings.back()->done());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(*both.read(both.server), std::to_string(i) + filler);
  for (const auto& writing : writings) EXPECT_TRUE(both.world.finish(writing));
}

TEST(WebSocket, LetsOnlySoManyWritesWait) {
  WebSocketOptions options = quiet();
  options.writes_waiting = 2;
  Both both(options);
  std::vector<std::shared_ptr<testing::Started<Result<void>>>> writings;
  for (int i = 0; i < 4; ++i) writings.push_back(both.world.start(both.client->write(std::string(1'000'000, 'x'))));
  both.world.settle();
  ASSERT_TRUE(writings[3]->done());
  EXPECT_FALSE(*writings[3]->outcome);
  EXPECT_FALSE(writings[2]->done());
  const Timestamp before = both.world.clock.now();
  EXPECT_FALSE(both.world.finish(writings[0])) << "nobody reads: the write ends at its deadline";
  EXPECT_EQ(both.world.clock.now() - before, options.write);
  EXPECT_FALSE(both.world.finish(writings[2]));
}

TEST(WebSocket, AnswersAPingWithItsPayload) {
  std::string log;
  WebSocketOptions options = quiet();
  options.on_control = [&log](ControlFrame kind, std::string_view payload) {
    log += std::to_string(static_cast<int>(kind)) + std::string(payload);
  };
  Played played(options);
  const auto reading = played.world.start(played.client->read());
  played.say(frame(0x89, "1499827319559"));
  const std::string pong = played.hear(6 + 13);
  EXPECT_EQ(static_cast<unsigned char>(pong[0]), 0x8A);
  EXPECT_EQ(unmasked(pong), "1499827319559");
  EXPECT_EQ(log, "01499827319559");
  EXPECT_FALSE(reading->done());
}

TEST(WebSocket, LetsAServerPingAndSeeTheAnswer) {
  std::vector<std::string> seen;
  WebSocketOptions options = quiet();
  options.on_control = [&seen](ControlFrame kind, std::string_view payload) {
    seen.push_back(std::to_string(static_cast<int>(kind)) + std::string(payload));
  };
  Both both(quiet(), options);
  const auto client = both.world.start(both.client->read());
  const auto server = both.world.start(both.server->read());
  EXPECT_TRUE(both.world.run(both.server->ping("180")));
  both.world.settle();
  EXPECT_EQ(seen, (std::vector<std::string>{"2180", "1180"})) << "sent, then its pong received";
}

TEST(WebSocket, TellsWhoeverWatchesItOfControlFrames) {
  Both both(quiet(), quiet());
  std::vector<std::string> seen;
  both.server->watch([&seen](ControlFrame kind, std::string_view payload) {
    seen.push_back(std::to_string(static_cast<int>(kind)) + std::string(payload));
  });
  const auto client = both.world.start(both.client->read());
  const auto server = both.world.start(both.server->read());
  EXPECT_TRUE(both.world.run(both.client->ping("7")));
  both.world.settle();
  EXPECT_EQ(seen, (std::vector<std::string>{"07"}));
}

TEST(WebSocket, PingsByItselfAndStaysAliveOnTheAnswers) {
  WebSocketOptions options;
  int sent = 0;
  options.on_control = [&sent](ControlFrame kind, std::string_view) {
    sent += kind == ControlFrame::PING_SENT ? 1 : 0;
  };
  Both both(options);
  const auto client = both.world.start(both.client->read());
  const auto server = both.world.start(both.server->read());
  for (int i = 0; i < 60; ++i) {
    both.world.clock.advance(Duration::seconds(5));
    both.world.settle();
  }
  EXPECT_TRUE(both.client->open());
  EXPECT_TRUE(both.server->open());
  EXPECT_EQ(sent, 30);
}

TEST(WebSocket, FailsTheReadWhenNothingCame) {
  for (const std::string& some : {std::string(), std::string("\x81\x7e", 2),
                                  std::string("\x01\x05"
                                              "half",
                                              6)}) {
    Played played;
    played.say(some);
    const auto got = played.world.run(played.client->read());
    ASSERT_FALSE(got);
    EXPECT_NE(got.error().message.find("for too long"), std::string::npos) << got.error().message;
    EXPECT_EQ(played.world.clock.now(), kStart + Duration::seconds(30));
    EXPECT_FALSE(played.world.run(played.client->write("x")));
  }
}

TEST(WebSocket, PutsFragmentsTogether) {
  Played played;
  played.say(frame(0x01, "frag") + frame(0x89, "p") + frame(0x00, "men") + frame(0x80, "ted"));
  const auto got = played.world.run(played.client->read());
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, "fragmented");
}

TEST(WebSocket, SurvivesBytesThatComeOneByOne) {
  PipeFaults faults;
  faults.chunk = 1;
  Both both(quiet(), quiet(), faults);
  EXPECT_TRUE(both.world.run(both.client->write("question")));
  EXPECT_EQ(*both.read(both.server), "question");
}

TEST(WebSocket, EndsOnWhatIsAgainstTheProtocolOrTooLong) {
  WebSocketOptions options = quiet();
  options.message_limit = 100;
  const std::vector<std::pair<std::string, std::string>> cases = {
      {frame(0x81, std::string(101, 'x')), "longer than 100 bytes"},
      {frame(0x01, std::string(60, 'x')) + frame(0x80, std::string(60, 'x')), "longer than 100 bytes"},
      {std::string("\x81\x7f\x00\x00\x00\x00\x06\x40\x00\x00", 10), "longer than 100 bytes"},
      {frame(0x83, "x"), "against the protocol"},
      {frame(0xf1, "x"), "against the protocol"},
      {frame(0x80, "x"), "against the protocol"},
      {frame(0x81, "\xff\xfe"), "against the protocol"},
      {"HTTP/1.1 400 Bad Request\r\n\r\n", "against the protocol"},
  };
  for (const auto& [bytes, why] : cases) {
    Played played(options);
    const auto reading = played.world.start(played.client->read());
    played.say(bytes);
    const auto got = played.world.finish(reading);
    ASSERT_FALSE(got) << why;
    EXPECT_EQ(got.error().code, ErrorCode::kBadData);
    EXPECT_NE(got.error().message.find(why), std::string::npos) << got.error().message;
    EXPECT_FALSE(played.client->open());
  }
}

TEST(WebSocket, SaysHowTheOtherEndLeft) {
  Played cut;
  cut.server->end.close();
  EXPECT_NE(cut.world.run(cut.client->read()).error().message.find("without a farewell"), std::string::npos);
  Played closed;
  closed.say(frame(0x88, std::string("\x03\xf0", 2) + "policy"));
  EXPECT_NE(closed.world.run(closed.client->read()).error().message.find("1008 policy"), std::string::npos);
}

TEST(WebSocket, SaysFarewellWhetherOrNotSomebodyReads) {
  for (const bool reads : {true, false}) {
    Both both;
    const auto server = both.world.start(both.server->read());
    std::shared_ptr<testing::Started<Result<std::string_view>>> client;
    if (reads) client = both.world.start(both.client->read());
    both.world.settle();
    both.world.run(both.client->close(1000, "done"));
    EXPECT_NE(both.world.finish(server).error().message.find("1000 done"), std::string::npos);
    EXPECT_TRUE(!client || !both.world.finish(client));
    EXPECT_EQ(both.world.clock.now(), kStart);
  }
}

TEST(WebSocket, DoesNotWaitForeverForAFarewell) {
  Played played;
  played.world.run(played.client->close());
  EXPECT_EQ(played.world.clock.now(), kStart + Duration::seconds(5));
}

TEST(WebSocket, TellsWhatTheServerSaidInsteadOfUpgrading) {
  World world;
  const auto listener = std::move(*world.network.listen(80));
  const auto connecting = world.start(connect(world, quiet()));
  const auto server = world.run(accept_raw(*listener));
  world.run(Raw::read_until(server, "\r\n\r\n"));
  world.run(Raw::write(server, "HTTP/1.1 418 Banned\r\nRetry-After: 120\r\nContent-Length: 2\r\n\r\n{}"));
  const Connected outcome = world.finish(connecting);
  ASSERT_FALSE(outcome);
  ASSERT_TRUE(outcome.error().reply);
  EXPECT_EQ(outcome.error().reply->status, 418U);
  EXPECT_EQ(outcome.error().reply->header("retry-after"), "120");
}

TEST(WebSocket, GivesUpAnUpgradeThatIsNotAnswered) {
  for (const char* some : {"", "HTTP/1.1 101 Switch"}) {
    World world;
    const auto listener = std::move(*world.network.listen(80));
    const auto connecting = world.start(connect(world, quiet()));
    const auto server = world.run(accept_raw(*listener));
    world.run(Raw::write(server, some));
    const Connected outcome = world.finish(connecting);
    ASSERT_FALSE(outcome);
    EXPECT_NE(outcome.error().error.message.find("in time"), std::string::npos);
    EXPECT_EQ(world.clock.now(), kStart + kTimeout);
  }
}

TEST(WebSocket, IsToldWhenTheServerStops) {
  Both both;
  const auto reading = both.world.start(both.client->read());
  const auto serving = both.world.start(both.server->read());
  both.world.settle();
  const auto stopping = both.world.start(World::truth(both.http->stop(Duration::seconds(1))));
  EXPECT_NE(both.world.finish(reading).error().message.find("1001"), std::string::npos);
  EXPECT_TRUE(both.world.finish(stopping));
}

}  // namespace
}  // namespace alpha_pulse::net

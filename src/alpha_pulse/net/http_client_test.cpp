#include "alpha_pulse/net/http_client.hpp"

#include "alpha_pulse/net/http_server.hpp"
#include "alpha_pulse/net/test_world.hpp"

namespace alpha_pulse::net {
namespace {

using testing::accept_raw;
using testing::kStart;
using testing::Raw;
using testing::url;
using testing::World;

const Duration kTimeout = Duration::seconds(10);

HttpRequest post(std::string body = "question") {
  return {.method = "POST", .target = "/order?signature=s3cret", .headers = {{"X-Key", "k"}}, .body = std::move(body)};
}

/// A client, and a server that is played by the test.
struct Played {
  World world;
  std::unique_ptr<IListener> listener = std::move(*world.network.listen(80));
  HttpClient client;

  explicit Played(HttpClientOptions options = {}) : client(url(80), world.network, world.clock, options) {}
  ~Played() {
    client.close();
    world.settle();
  }

  std::shared_ptr<testing::Started<HttpOutcome>> ask() { return world.start(client.send(post(), kTimeout)); }
  std::shared_ptr<Raw> accepted() { return world.run(accept_raw(*listener)); }
  void say(std::shared_ptr<Raw> server, const std::string& bytes) { world.run(Raw::write(server, bytes)); }
  /// What the client makes of an answer, and of the end of the connection behind it.
  HttpOutcome answer(const std::string& bytes) {
    const auto asked = ask();
    const auto server = accepted();
    world.run(Raw::read_until(server, "question"));
    say(server, bytes);
    server->end.close();
    return world.finish(asked);
  }
};

TEST(HttpClient, SendsWhatItIsGivenAndReadsTheReply) {
  Played played;
  const auto asked = played.ask();
  const auto server = played.accepted();
  EXPECT_EQ(
      played.world.run(Raw::read_until(server, "question")),
      "POST /order?signature=s3cret HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Key: k\r\nContent-Length: 8\r\n\r\nquestion");
  played.say(server, "HTTP/1.1 429 Too Many\r\nretry-after: 7\r\nContent-Length: 2\r\n\r\n{}");
  const HttpOutcome outcome = played.world.finish(asked);
  ASSERT_TRUE(outcome) << outcome.error().error.message;
  EXPECT_EQ(outcome->status, 429U);
  EXPECT_EQ(outcome->header("Retry-After"), "7");
  EXPECT_EQ(outcome->body, "{}");
  EXPECT_EQ(played.world.clock.now(), kStart);
}

TEST(HttpClient, UsesAConnectionAgain) {
  Played played;
  std::shared_ptr<Raw> server;
  for (int i = 0; i < 3; ++i) {
    const auto asked = played.ask();
    if (!server) server = played.accepted();
    played.world.run(Raw::read_until(server, "question"));
    played.say(server, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");
    const HttpOutcome outcome = played.world.finish(asked);
    ASSERT_TRUE(outcome) << outcome.error().error.message;
    EXPECT_EQ(outcome->body, "ab");
  }
  EXPECT_EQ(played.world.network.dials(), 1U);
  played.world.clock.advance(Duration::seconds(56));
  const auto asked = played.ask();
  EXPECT_TRUE(played.accepted()) << "one that was idle for too long is not used again";
  EXPECT_EQ(played.world.network.dials(), 2U);
}

TEST(HttpClient, FindsOutBeforeItWritesThatAKeptConnectionIsClosed) {
  Played played;
  const auto first = played.ask();
  auto server = played.accepted();
  played.say(server, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(played.world.finish(first));
  EXPECT_EQ(played.client.open_connections(), 1U);
  server->end.close();
  const auto second = played.ask();  // the news is there, but nobody has looked yet
  server = played.accepted();
  EXPECT_NE(played.world.run(Raw::read_until(server, "question")).find("POST"), std::string::npos);
  played.say(server, "HTTP/1.1 204 No Content\r\n\r\n");
  const HttpOutcome outcome = played.world.finish(second);
  ASSERT_TRUE(outcome) << outcome.error().error.message;
  EXPECT_EQ(outcome->status, 204U);
}

TEST(HttpClient, NeverSendsAgainWhenAKeptConnectionBreaksAfterWriting) {
  Played played;
  const auto first = played.ask();
  const auto server = played.accepted();
  played.say(server, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(played.world.finish(first));
  const auto second = played.ask();
  played.world.settle();
  server->end.close();
  const HttpOutcome outcome = played.world.finish(second);
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(outcome.error().may_have_been_sent);
  EXPECT_EQ(played.world.network.dials(), 1U);
}

TEST(HttpClient, ThrowsAConnectionAwayOnWhichSomethingCameUnasked) {
  Played played;
  const std::string reply = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  for (const bool together : {true, false}) {
    const auto asked = played.ask();
    const auto server = played.accepted();
    played.say(server, together ? reply + reply : reply);
    ASSERT_TRUE(played.world.finish(asked));
    if (!together) played.say(server, reply);
    played.world.settle();
    EXPECT_EQ(played.client.open_connections(), 0U);
  }
}

TEST(HttpClient, OpensOnlySoManyConnections) {
  HttpClientOptions options;
  options.connections = 2;
  Played played(options);
  const auto one = played.ask(), two = played.ask(), three = played.ask();
  const auto server = played.accepted();
  played.world.settle();
  EXPECT_EQ(played.world.network.dials(), 2U);
  played.say(server, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
  EXPECT_EQ(played.world.finish(one)->body, "1");
  played.say(server, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n3");
  played.world.settle();
  ASSERT_TRUE(three->done());
  EXPECT_EQ((*three->outcome)->body, "3");
  const auto four = played.ask(), five = played.ask();
  const HttpOutcome late = played.world.finish(five);
  ASSERT_FALSE(late);
  EXPECT_FALSE(late.error().may_have_been_sent) << "it waited for a connection all the time";
  EXPECT_FALSE(played.world.finish(two));
  EXPECT_FALSE(played.world.finish(four));
}

TEST(HttpClient, GivesUpAtItsDeadlineWhereverItStands) {
  const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd";
  for (const std::size_t said : {std::size_t{0}, std::size_t{5}, whole.size() - 6, whole.size() - 1}) {
    Played played;
    const auto asked = played.ask();
    const auto server = played.accepted();
    played.say(server, whole.substr(0, said));
    const HttpOutcome outcome = played.world.finish(asked);
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(outcome.error().may_have_been_sent);
    EXPECT_NE(outcome.error().error.message.find("no reply in time"), std::string::npos);
    EXPECT_EQ(played.world.clock.now(), kStart + kTimeout);
  }
  Played writing;
  const auto asked = writing.world.start(writing.client.send(post(std::string(1'000'000, 'x')), kTimeout));
  const HttpOutcome outcome = writing.world.finish(asked);
  EXPECT_TRUE(!outcome && outcome.error().may_have_been_sent);
  EXPECT_EQ(writing.world.clock.now(), kStart + kTimeout);
}

TEST(HttpClient, KnowsThatNothingWasSentWhenItCouldNotDial) {
  for (const bool hang : {true, false}) {
    Played played;
    played.world.network.set_plan([hang](const Endpoint&, std::uint64_t) {
      PipeFaults faults;
      (hang ? faults.hang : faults.refuse) = true;
      return faults;
    });
    const HttpOutcome outcome = played.world.finish(played.ask());
    ASSERT_FALSE(outcome);
    EXPECT_FALSE(outcome.error().may_have_been_sent);
    EXPECT_EQ(played.world.clock.now(), hang ? kStart + kTimeout : kStart);
  }
}

TEST(HttpClient, RefusesARequestThatIsNone) {
  Played played;
  const HttpRequest split{.method = "GET", .target = "/\r\nx", .headers = {}, .body = {}};
  const HttpOutcome outcome = played.world.run(played.client.send(split, kTimeout));
  ASSERT_FALSE(outcome);
  EXPECT_FALSE(outcome.error().may_have_been_sent);
  EXPECT_EQ(played.world.network.dials(), 0U);
}

TEST(HttpClient, SaysWhatIsWrongWithAnAnswer) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "closed before a byte came"},
      {"<html><body>Log in here</body></html>\r\n\r\n", "not HTTP"},
      {std::string("\x16\x03\x01\x02\x00\x01\xfc\x03", 8), "not HTTP"},
      {"HTTP/1.1 200 OK\r\nContent-Le", "in the middle of a message"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "in the middle of a message"},
      {"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "not HTTP"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n", "not HTTP"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n", "longer than 16777216 bytes"},
      {"HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n", "longer than 65536 bytes"},
  };
  for (const auto& [bytes, why] : cases) {
    Played played;
    const HttpOutcome outcome = played.answer(bytes);
    ASSERT_FALSE(outcome) << bytes.substr(0, 60);
    EXPECT_TRUE(outcome.error().may_have_been_sent);
    EXPECT_NE(outcome.error().error.message.find(why), std::string::npos) << outcome.error().error.message;
    EXPECT_EQ(outcome.error().error.message.find("s3cret"), std::string::npos) << "the query may hold a signature";
    EXPECT_EQ(played.client.open_connections(), 0U);
  }
}

TEST(HttpClient, ReadsNoMoreThanItsLimitOfAReplyWithoutEnd) {
  Played played;
  const auto asked = played.ask();
  const auto server = played.accepted();
  played.say(server, "HTTP/1.1 200 OK\r\n\r\n");
  const std::string piece(1'000'000, 'x');
  std::size_t sent = 0;
  while (!asked->done() && sent < 100) {
    const auto writing = played.world.start(Raw::write(server, piece));
    played.world.settle();
    sent += writing->done() && *writing->outcome ? 1 : 0;
  }
  const HttpOutcome outcome = played.world.finish(asked);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().error.code, ErrorCode::kBadData);
  EXPECT_LT(sent, 20U) << "it went on reading";
}

TEST(HttpClient, TakesAReplyThatEndsWithItsConnection) {
  Played played;
  const HttpOutcome outcome = played.answer("HTTP/1.0 503 No\r\n\r\n<html>later</html>");
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->body, "<html>later</html>");
  EXPECT_EQ(played.client.open_connections(), 0U);
}

TEST(HttpClient, PassesOverInterimReplies) {
  Played played;
  const HttpOutcome outcome =
      played.answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n!");
  ASSERT_TRUE(outcome) << outcome.error().error.message;
  EXPECT_EQ(outcome->body, "!");
}

TEST(HttpClient, EndsWhatIsUnderWayWhenItIsClosed) {
  Played played;
  const auto asked = played.ask();
  const auto server = played.accepted();
  played.world.run(Raw::read_until(server, "question"));
  played.client.close();
  const HttpOutcome outcome = played.world.finish(asked);
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(outcome.error().may_have_been_sent);
  const HttpOutcome later = played.world.finish(played.ask());
  EXPECT_TRUE(!later && !later.error().may_have_been_sent);
  EXPECT_EQ(played.world.clock.now(), kStart);
}

}  // namespace
}  // namespace alpha_pulse::net

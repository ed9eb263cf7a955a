#include "alpha_pulse/net/http_client.hpp"
#include "alpha_pulse/net/http_server.hpp"
#include "alpha_pulse/net/test_world.hpp"

/// Connections cut, and gone deaf, at every byte of a request and of its reply.
namespace alpha_pulse::net {
namespace {

using testing::kStart;
using testing::url;
using testing::World;

const Duration kTimeout = Duration::seconds(10);

/// What the client learned, and what the server saw, with these faults.
struct Trial {
  HttpOutcome outcome;
  int handled = 0;
  std::uint64_t dials = 0;
  Duration took{};
};

asio::awaitable<ServerReply> reply_to(HttpRequest request, int& handled) {
  ++handled;
  ServerReply reply;
  reply.response.body = "got " + request.body;
  co_return reply;
}

Trial run_with(PipeFaults faults) {
  World world;
  world.network.set_plan([faults](const Endpoint&, std::uint64_t) { return faults; });
  Trial run;
  ServerHandlers handlers;
  handlers.http = [&run](HttpRequest request, Peer) { return reply_to(std::move(request), run.handled); };
  HttpServer server(std::move(*world.network.listen(80)), world.io.get_executor(), world.clock, std::move(handlers));
  server.start();
  HttpClient client(url(80), world.network, world.clock);
  HttpRequest request{.method = "POST", .target = "/order", .headers = {}, .body = "0123456789"};
  run.outcome = world.run(client.send(std::move(request), kTimeout));
  run.dials = world.network.dials();
  run.took = world.clock.now() - kStart;
  client.close();
  world.run(server.stop(Duration::seconds(1)));
  return run;
}

std::uint64_t request_size() {
  return std::string("POST /order HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n0123456789").size();
}
std::uint64_t reply_size() {
  return std::string("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\ngot 0123456789").size();
}

TEST(HttpCut, IsOnlyASuccessWhenTheWholeReplyCame) {
  const Trial whole = run_with({});
  ASSERT_TRUE(whole.outcome);
  EXPECT_EQ(whole.outcome->body, "got 0123456789");
  for (std::uint64_t k = 0; k <= reply_size(); ++k) {
    PipeFaults faults;
    faults.cut_down = k;
    const Trial run = run_with(faults);
    EXPECT_EQ(run.outcome.has_value(), k == reply_size()) << "cut behind byte " << k << " of the reply";
    EXPECT_TRUE(run.outcome || run.outcome.error().may_have_been_sent);
    EXPECT_EQ(run.handled, k == 0 ? run.handled : 1);
    EXPECT_EQ(run.dials, 1U) << "it was sent again";
    EXPECT_EQ(run.took, Duration{}) << "a cut is noticed at once";
  }
}

TEST(HttpCut, MayHaveBeenSentWhereverTheRequestWasCut) {
  for (std::uint64_t k = 0; k <= request_size(); ++k) {
    PipeFaults faults;
    faults.cut_up = k;
    const Trial run = run_with(faults);
    ASSERT_FALSE(run.outcome) << "cut behind byte " << k << " of the request";
    EXPECT_TRUE(run.outcome.error().may_have_been_sent);
    EXPECT_EQ(run.handled, k == request_size() ? 1 : 0) << "half a request is none";
    EXPECT_EQ(run.dials, 1U) << "it was sent again";
    EXPECT_EQ(run.took, Duration{});
  }
}

TEST(HttpCut, EndsAtTheDeadlineWhenBytesAreLostWithoutAWord) {
  for (std::uint64_t k = 0; k < request_size(); k += 7) {
    PipeFaults faults;
    faults.swallow_up = k;
    const Trial run = run_with(faults);
    ASSERT_FALSE(run.outcome);
    EXPECT_TRUE(run.outcome.error().may_have_been_sent);
    EXPECT_EQ(run.took, kTimeout);
  }
  for (std::uint64_t k = 0; k < reply_size(); k += 5) {
    PipeFaults faults;
    faults.swallow_down = k;
    const Trial run = run_with(faults);
    ASSERT_FALSE(run.outcome);
    EXPECT_TRUE(run.outcome.error().may_have_been_sent);
    EXPECT_EQ(run.handled, 1);
    EXPECT_EQ(run.took, kTimeout);
  }
}

TEST(HttpCut, DoesNotMindHowTheBytesAreDivided) {
  for (std::size_t chunk = 1; chunk < 9; ++chunk) {
    PipeFaults faults;
    faults.chunk = chunk;
    const Trial run = run_with(faults);
    ASSERT_TRUE(run.outcome) << run.outcome.error().error.message;
    EXPECT_EQ(run.outcome->body, "got 0123456789");
  }
}

}  // namespace
}  // namespace alpha_pulse::net

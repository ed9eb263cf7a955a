#include "alpha_pulse/venues/kept_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "alpha_pulse/net/http_server.hpp"
#include "alpha_pulse/net/test_world.hpp"

namespace alpha_pulse::venues {
namespace {

namespace asio = net::asio;
using net::testing::kStart;
using net::testing::World;

/// What a listener was told.
struct Listener final : IStreamListener {
  explicit Listener(const net::Clock& by) : clock(by) {}
  void on_open() override { opened.push_back(clock.now()); }
  void on_frame(std::string_view frame) override {
    frames.emplace_back(frame);
    if (on_each) on_each();
  }
  void on_lost(const Error& why) override { lost.push_back(why.message); }

  const net::Clock& clock;
  std::vector<Timestamp> opened;
  std::vector<std::string> frames, lost;
  std::function<void()> on_each;
};

/// A server that does with each socket what the test says, and a stream that is kept to it.
struct Kept {
  using Script = std::function<asio::awaitable<void>(const net::Clock*, std::shared_ptr<net::WebSocket>)>;

  World world;
  Script script;
  std::vector<Timestamp> dialed;
  std::vector<std::string> targets;
  Listener listener{world.clock};
  std::unique_ptr<net::HttpServer> server;
  std::unique_ptr<KeptStream> stream;
  std::shared_ptr<net::testing::Started<bool>> running;
  std::uint64_t attempts = 0;
  std::uint64_t keyless = 0;  // so many targets cannot be made
  net::PipeFaults faults;     // of the dials after the first `good`
  std::uint64_t good = std::uint64_t(-1);

  explicit Kept(Script with, std::optional<Duration> silence = std::nullopt) : script(std::move(with)) {
    net::ServerHandlers handlers;
    handlers.http = [](net::HttpRequest, net::Peer) { return nothing(); };
    handlers.web_socket = [this](std::shared_ptr<net::WebSocket> socket, net::HttpRequest request, net::Peer) {
      targets.push_back(request.target);
      return script(&world.clock, std::move(socket));
    };
    net::HttpServerOptions options;
    options.web_socket.silence = Duration::hours(10);  // a script that speaks does not listen
    server = std::make_unique<net::HttpServer>(std::move(*world.network.listen(80)), world.io.get_executor(),
                                               world.clock, std::move(handlers), options);
    server->start();
    world.network.set_plan([this](const net::Endpoint&, std::uint64_t number) {
      dialed.push_back(world.clock.now());
      return number > good ? faults : net::PipeFaults{};
    });
    KeptStreamSettings settings;
    settings.base = net::testing::url(80);
    settings.target = [this] { return target(this); };
    settings.silence = silence;
    stream = std::make_unique<KeptStream>(world.network, world.clock, settings, listener);
    running = world.start(World::truth(stream->run()));
    world.settle();
  }
  ~Kept() {
    stream->stop();
    later(Duration::minutes(2));
    EXPECT_TRUE(running->done()) << "run returns after stop";
    world.run(server->stop(Duration::seconds(1)));
  }
  static asio::awaitable<net::ServerReply> nothing() { co_return net::ServerReply{}; }
  static asio::awaitable<Result<std::string>> target(Kept* self) {
    ++self->attempts;
    if (self->attempts <= self->keyless) co_return fail(ErrorCode::kIo, "no key");
    co_return "/stream/" + std::to_string(self->attempts);
  }
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

asio::awaitable<void> stay(const net::Clock*, std::shared_ptr<net::WebSocket> socket) {
  while (true) {
    const auto frame = co_await socket->read();
    if (!frame) co_return;
  }
}
asio::awaitable<void> say_and_leave(const net::Clock*, std::shared_ptr<net::WebSocket> socket) {
  const auto written = co_await socket->write("hello");
  if (written) socket->cut();
}

TEST(KeptStream, OpensAgainWhateverIsLostAndAsksForItsTargetEachTime) {
  Kept kept(say_and_leave);
  kept.later(Duration::minutes(1));
  EXPECT_GE(kept.listener.opened.size(), 3U);
  EXPECT_EQ(kept.listener.frames.size(), kept.listener.opened.size());
  EXPECT_EQ(kept.listener.lost.size(), kept.listener.opened.size()) << "once for each that was open";
  ASSERT_GE(kept.targets.size(), 2U);
  EXPECT_EQ(kept.targets[0], "/stream/1");
  EXPECT_EQ(kept.targets[1], "/stream/2");
}

TEST(KeptStream, NeverTriesMoreThanOnceASecondAndEverMoreSeldom) {
  Kept kept(stay);
  kept.good = 0;
  kept.faults.refuse = true;
  kept.stream->renew();
  kept.later(Duration::minutes(10));
  ASSERT_GE(kept.dialed.size(), 8U);
  for (std::size_t i = 1; i < kept.dialed.size(); ++i) {
    EXPECT_GE(kept.dialed[i] - kept.dialed[i - 1], Duration::seconds(1)) << i;
  }
  EXPECT_LE(kept.dialed.size(), 25U) << "at most a minute apart, at least half";
  EXPECT_EQ(kept.listener.lost.size(), kept.dialed.size()) << "the one that was open, and each that failed";
}

TEST(KeptStream, WaitsAsBrieflyAsAtFirstAfterAConnectionThatWasGoodForLong) {
  Kept kept(stay);
  kept.good = 0;
  kept.faults.refuse = true;
  kept.stream->renew();
  kept.later(Duration::minutes(5));
  kept.good = std::uint64_t(-1);
  kept.later(Duration::minutes(3));
  ASSERT_TRUE(kept.stream->open());
  const Timestamp cut = kept.world.clock.now();
  const std::size_t before = kept.listener.opened.size();
  kept.stream->renew();
  kept.later(Duration::seconds(2));
  ASSERT_EQ(kept.listener.opened.size(), before + 1);
  EXPECT_GE(kept.listener.opened.back() - cut, Duration::seconds(1));
}

TEST(KeptStream, TellsATargetThatCannotBeMadeAndTriesAgain) {
  Kept kept(stay);
  kept.keyless = 3;
  kept.stream->renew();
  kept.later(Duration::minutes(1));
  EXPECT_EQ(std::ranges::count(kept.listener.lost, "no key"), 2);
  EXPECT_TRUE(kept.stream->open());
}

TEST(KeptStream, CutsAConnectionOnWhichNothingButPingsCome) {
  Kept kept(stay, Duration::seconds(10));  // both ends ping each other and answer
  kept.later(Duration::seconds(9));
  EXPECT_EQ(kept.listener.lost.size(), 0U);
  kept.later(Duration::seconds(1));
  ASSERT_EQ(kept.listener.lost.size(), 1U);
  kept.later(Duration::seconds(5));
  EXPECT_EQ(kept.listener.opened.size(), 2U);
}

asio::awaitable<void> speak_each_nine_seconds(const net::Clock* clock, std::shared_ptr<net::WebSocket> socket) {
  for (int i = 0; i < 8; ++i) {
    const Timestamp next = clock->now() + Duration::seconds(9);
    co_await clock->sleep_until(next);
    const auto written = co_await socket->write("a word");
    if (!written) co_return;
  }
  co_await stay(clock, socket);
}

TEST(KeptStream, CountsSilenceFromTheLastMessage) {
  Kept kept(speak_each_nine_seconds, Duration::seconds(10));
  kept.later(Duration::seconds(81));
  EXPECT_EQ(kept.listener.frames.size(), 8U);
  EXPECT_TRUE(kept.listener.lost.empty());
  kept.later(Duration::seconds(1));
  EXPECT_EQ(kept.listener.lost.size(), 1U);
}

TEST(KeptStream, LetsAStreamBeQuietThatMayBe) {
  Kept kept(stay);
  kept.later(Duration::hours(2));
  EXPECT_EQ(kept.listener.opened.size(), 1U);
  EXPECT_TRUE(kept.listener.lost.empty());
}

TEST(KeptStream, EndsWithStopAndTellsNobodyThen) {
  Kept kept(stay);
  ASSERT_TRUE(kept.stream->open());
  kept.stream->stop();
  kept.world.settle();
  EXPECT_TRUE(kept.running->done());
  EXPECT_FALSE(kept.stream->open());
  EXPECT_TRUE(kept.listener.lost.empty());
}

TEST(KeptStream, EndsWithStopFromInsideAFrame) {
  Kept kept(say_and_leave);
  EXPECT_EQ(kept.listener.frames.size(), 1U);
  kept.listener.on_each = [&] { kept.stream->stop(); };
  kept.later(Duration::minutes(5));
  EXPECT_TRUE(kept.running->done());
  EXPECT_EQ(kept.listener.frames.size(), 2U);
  EXPECT_EQ(kept.listener.lost.size(), 1U);
}

TEST(KeptStream, TellsNoFrameThatWasOnItsWayWhenItWasStopped) {
  std::size_t told_before = 0, stopped_before = 0;
  for (int steps = 0; steps < 60; ++steps) {
    std::shared_ptr<net::WebSocket> at_server;
    Kept kept([&](const net::Clock* clock, std::shared_ptr<net::WebSocket> socket) {
      at_server = socket;
      return stay(clock, std::move(socket));
    });
    auto said = kept.world.start(at_server->write("hello"));
    kept.world.io.restart();
    for (int i = 0; i < steps; ++i) kept.world.io.poll_one();
    const std::size_t before = kept.listener.frames.size();
    (before > 0 ? told_before : stopped_before) += 1;
    kept.stream->stop();
    kept.world.settle();
    EXPECT_EQ(kept.listener.frames.size(), before) << "stopped after " << steps << " steps";
    at_server.reset();
  }
  EXPECT_GT(told_before, 0U);
  EXPECT_GT(stopped_before, 0U);
}

TEST(KeptStream, StaysClosedWhenItWasStoppedWhileItConnected) {
  Kept kept(stay);
  kept.good = 0;
  kept.faults.hang = true;
  kept.stream->renew();
  kept.later(Duration::seconds(3));  // it dials, and nobody answers
  ASSERT_EQ(kept.dialed.size(), 2U);
  kept.stream->stop();
  kept.later(Duration::seconds(30));
  EXPECT_TRUE(kept.running->done());
  EXPECT_FALSE(kept.stream->open());
  EXPECT_EQ(kept.listener.opened.size(), 1U);
}

TEST(KeptStream, CutsAConnectionThatStandsOnlyAfterStop) {
  Kept kept(stay);
  kept.stream->renew();
  kept.later(Duration::milliseconds(1));
  // The target is made behind a pause of its own, in which the stream is stopped.
  const std::uint64_t before = kept.attempts;
  while (kept.attempts == before) {
    ASSERT_TRUE(kept.world.clock.next());
    kept.world.clock.advance_to(*kept.world.clock.next());
    while (kept.attempts == before && kept.world.io.poll_one() > 0) {
    }
  }
  kept.stream->stop();
  kept.later(Duration::seconds(5));
  EXPECT_TRUE(kept.running->done());
  EXPECT_FALSE(kept.stream->open());
  EXPECT_EQ(kept.listener.opened.size(), 1U);
  EXPECT_EQ(kept.server->connections(), 0U);
}

}  // namespace
}  // namespace alpha_pulse::venues

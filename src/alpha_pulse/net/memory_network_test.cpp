#include "alpha_pulse/net/memory_network.hpp"

#include "alpha_pulse/net/test_world.hpp"

namespace alpha_pulse::net {
namespace {

using testing::accept_raw;
using testing::dial_raw;
using testing::Raw;
using testing::World;

struct Pair {
  World world;
  std::unique_ptr<IListener> listener;
  std::shared_ptr<Raw> client, server;

  explicit Pair(PipeFaults faults = {}) {
    world.network.set_plan([faults](const Endpoint&, std::uint64_t) { return faults; });
    listener = std::move(*world.network.listen(1));
    const auto accepted = world.start(accept_raw(*listener));
    client = world.run(dial_raw(world.network, 1));
    server = world.finish(accepted);
  }
  std::string received(std::shared_ptr<Raw> by) { return world.run(Raw::read_until(by, "never sent")); }
};

TEST(MemoryNetwork, CarriesBytesBothWaysToTheEnd) {
  Pair pair;
  EXPECT_TRUE(pair.world.run(Raw::write(pair.client, "question")));
  EXPECT_TRUE(pair.world.run(Raw::write(pair.server, "answer")));
  EXPECT_EQ(pair.world.run(Raw::read_until(pair.server, "tion")), "question");
  pair.server->end.close();
  EXPECT_EQ(pair.received(pair.client), "answer") << "what was sent before the end arrives";
  EXPECT_FALSE(pair.world.run(Raw::write(pair.client, "x")));
}

TEST(MemoryNetwork, CutsBothWaysBehindTheByteItIsTold) {
  for (std::uint64_t k = 0; k <= 8; ++k) {
    PipeFaults faults;
    faults.cut_up = k;
    Pair pair(faults);
    EXPECT_TRUE(pair.world.run(Raw::write(pair.server, "early")));
    pair.world.run(Raw::write(pair.client, "question"));
    EXPECT_EQ(pair.received(pair.server), std::string("question").substr(0, k));
    EXPECT_FALSE(pair.world.run(Raw::write(pair.server, "late")));
    EXPECT_FALSE(pair.world.run(Raw::write(pair.client, "late")));
    EXPECT_EQ(pair.received(pair.client), "early");
  }
}

TEST(MemoryNetwork, SwallowsWithoutAWord) {
  PipeFaults faults;
  faults.swallow_up = 3;
  Pair pair(faults);
  EXPECT_TRUE(pair.world.run(Raw::write(pair.client, "question")));
  const auto reading = pair.world.start(Raw::read_until(pair.server, "n"));
  pair.world.settle();
  EXPECT_FALSE(reading->done());
  pair.client->end.close();
  EXPECT_EQ(pair.world.finish(reading), "que");
}

TEST(MemoryNetwork, LetsAWriterWaitWhenNobodyReads) {
  Pair pair;
  const std::string much(1'000'000, 'x');
  const auto writing = pair.world.start(Raw::write(pair.client, much));
  pair.world.settle();
  EXPECT_FALSE(writing->done());
  const auto reading = pair.world.start(Raw::read_until(pair.server, "y"));
  EXPECT_TRUE(pair.world.finish(writing));
  EXPECT_TRUE(pair.world.run(Raw::write(pair.client, "y")));
  EXPECT_EQ(pair.world.finish(reading), much + "y");
}

TEST(MemoryNetwork, EndsOwnOperationsWhenAnEndIsClosed) {
  Pair pair;
  const auto reading = pair.world.start(Raw::read_until(pair.client, "x"));
  pair.world.settle();
  pair.client->end.close();
  EXPECT_EQ(pair.world.finish(reading), "");
  EXPECT_EQ(pair.received(pair.client), "") << "a read after the close fails as well";
}

TEST(MemoryNetwork, RefusesAndHangsWhenTold) {
  World world;
  const Endpoint to{.host = "example.org", .port = 7, .secure = true};
  EXPECT_FALSE(world.run(world.network.dial(to, Timestamp::never()))) << "nobody listens";
  const auto listener = world.network.listen(7);
  ASSERT_TRUE(listener);
  EXPECT_FALSE(world.network.listen(7));
  EXPECT_TRUE(world.run(world.network.dial(to, Timestamp::never())));
  world.network.set_plan([](const Endpoint&, std::uint64_t number) {
    PipeFaults faults;
    faults.refuse = number == 3;
    faults.hang = number == 4;
    return faults;
  });
  EXPECT_FALSE(world.run(world.network.dial(to, Timestamp::never())));
  const Timestamp deadline = world.clock.now() + Duration::seconds(5);
  EXPECT_FALSE(world.run(world.network.dial(to, deadline)));
  EXPECT_EQ(world.clock.now(), deadline);
}

}  // namespace
}  // namespace alpha_pulse::net

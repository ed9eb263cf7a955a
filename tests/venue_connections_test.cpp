#include "support/customer.hpp"

/// How the simulated exchange treats connections, by the fact sheet: it pings, cuts whoever does not answer, and ends
/// every connection after 24 hours. On a virtual clock.
namespace alpha_pulse::tests {
namespace {

using simulator::Product;

/// A client of a stream on which nothing is said.
struct Listener {
  Listener(ExchangeWorld& in, Product product) : exchange(in) {
    net::WebSocketOptions options;
    options.silence = Duration::hours(100);
    options.ping_every = Duration{};
    options.on_control = [this](net::ControlFrame frame, std::string_view) {
      if (frame == net::ControlFrame::PING_RECEIVED) ++pings;
    };
    const bool futures = product == Product::FUTURES;
    const net::Url base = ExchangeWorld::url(futures ? kFuturesPort : kSpotPort, futures ? "/market" : "");
    net::HttpRequest upgrade{.method = "GET", .target = "/ws/ethusdt@aggTrade", .headers = {}, .body = {}};
    auto connected = in.world.run(net::connect_web_socket(in.world.network, in.world.clock, base, std::move(upgrade),
                                                          options, Duration::seconds(5)));
    EXPECT_TRUE(connected);
    if (connected) socket = *connected;
  }
  /// Somebody reads, so pings are answered.
  void listen() { exchange.world.start(net::testing::World::truth(read(this))); }
  static asio::awaitable<void> read(Listener* self) {
    const std::shared_ptr<net::WebSocket> socket = self->socket;
    while (true) {
      const auto message = co_await socket->read();
      if (message) continue;
      self->end = message.error().message;
      co_return;
    }
  }

  ExchangeWorld& exchange;
  std::shared_ptr<net::WebSocket> socket;
  int pings = 0;
  std::string end;  // how it ended
};

/// How often a product's server pings, and how long it waits for a pong.
struct Manners {
  Product product;
  Duration ping_every, patience;
};
const Manners kFutures{Product::FUTURES, Duration::minutes(3), Duration::minutes(10)};
const Manners kSpot{Product::SPOT, Duration::seconds(20), Duration::seconds(60)};

TEST(VenueConnections, ArePingedAsOftenAsTheSheetSaysAndLiveWhileTheyAnswer) {
  for (const Manners& manners : {kFutures, kSpot}) {
    ExchangeWorld exchange;
    Listener listener(exchange, manners.product);
    listener.listen();
    exchange.later(manners.ping_every * 30 + Duration::seconds(1));
    EXPECT_EQ(listener.pings, 30);
    EXPECT_EQ(listener.end, "");
    EXPECT_TRUE(listener.socket->open());
    listener.socket->cut();
  }
}

TEST(VenueConnections, AreCutWhenNoPongComes) {
  for (const Manners& manners : {kFutures, kSpot}) {
    ExchangeWorld exchange;
    Listener listener(exchange, manners.product);  // nobody reads, so nobody answers
    exchange.later(manners.patience - Duration::seconds(1));
    EXPECT_EQ(exchange.connections(manners.product), 1U);
    exchange.later(Duration::seconds(2));
    EXPECT_EQ(exchange.connections(manners.product), 0U);
    listener.listen();
    exchange.world.settle();
    EXPECT_NE(listener.end, "");
  }
}

TEST(VenueConnections, EndAfterADay) {
  for (const Manners& manners : {kFutures, kSpot}) {
    ExchangeWorld exchange;
    Listener listener(exchange, manners.product);
    listener.listen();
    exchange.later(Duration::hours(24) - Duration::seconds(1));
    EXPECT_EQ(listener.end, "");
    exchange.later(Duration::seconds(2));
    EXPECT_NE(listener.end.find("24 hours"), std::string::npos) << listener.end;
  }
}

TEST(VenueConnections, ThatEndAfterADayAreOpenedAnewByOurClientWhichMissesNothing) {
  ExchangeWorld exchange;
  Customer customer(exchange);
  customer.watch();
  customer.place(1, resting("0.002", "95210"));
  exchange.later(Duration::hours(24) - Duration::seconds(1));
  const std::uint64_t dials = exchange.world.network.dials();
  exchange.later(Duration::milliseconds(1100));
  exchange.print("95210");  // while the stream is down
  exchange.later(Duration::seconds(10));
  EXPECT_GT(exchange.world.network.dials(), dials);
  EXPECT_TRUE(customer.stream().open());
  EXPECT_EQ(customer.position(), qty("-0.001"));
}

}  // namespace
}  // namespace alpha_pulse::tests

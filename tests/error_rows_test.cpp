#include <gtest/gtest.h>

#include <map>

#include "alpha_pulse/execution/binance_link.hpp"
#include "alpha_pulse/execution/exchange_broker.hpp"
#include "alpha_pulse/execution/test_desk.hpp"
#include "alpha_pulse/net/http_server.hpp"
#include "alpha_pulse/net/tcp.hpp"
#include "alpha_pulse/net/test_world.hpp"
#include "support/loops.hpp"

/// Every row of the error table over real sockets: a server on loopback answers an order with the code, and what is
/// looked at is what the broker does then: whether it sends again, what the engine and people hear, what may still
/// leave. The clock of both ends runs fast.
namespace alpha_pulse::tests {
namespace {

using exchanges::binance::Action;
using exchanges::binance::ErrorRow;
using exchanges::binance::Outcome;
using execution::test::price;
using execution::test::qty;

constexpr double kSpeed = 20;
const char* const kOrder = "POST /fapi/v1/order";
const char* const kStop = "POST /fapi/v1/algoOrder";

/// A server that knows the time, and answers every order with one code.
struct Refuser {
  explicit Refuser(std::int64_t with) : code(with) {
    net::ServerHandlers handlers;
    handlers.http = [this](net::HttpRequest request, net::Peer) { return answer(this, std::move(request)); };
    server = std::make_unique<net::HttpServer>(std::move(*net::TcpListener::open(io.get_executor(), 0)),
                                               io.get_executor(), clock, std::move(handlers));
    server->start();
  }
  static net::asio::awaitable<net::ServerReply> answer(Refuser* self, net::HttpRequest request) {
    const std::string what = request.method + " " + std::string(request.path());
    self->asked[what].push_back({self->clock.now(), std::string(request.query())});
    net::ServerReply reply;
    if (what == "GET /fapi/v1/time") {
      reply.response.body = R"({"serverTime":)" + std::to_string(self->clock.now().ms()) + "}";
    } else {
      const std::int64_t said = request.method == "GET" ? -2013 : self->code;
      reply.response.status = 400;
      reply.response.body = R"({"code":)" + std::to_string(said) + R"(,"msg":"words of the exchange"})";
    }
    co_return reply;
  }
  /// When and with which parameters.
  struct Asked {
    Timestamp at;
    std::string query;

    std::string order_id() const {
      const std::size_t begin = query.find("newClientOrderId=");
      return query.substr(begin, query.find('&', begin) - begin);
    }
  };

  std::int64_t code;
  net::ScaledClock clock{net::testing::kStart, kSpeed};
  net::asio::io_context io{1};
  std::map<std::string, std::vector<Asked>> asked;
  std::unique_ptr<net::HttpServer> server;
};

/// The broker and all that is below it, down to the socket.
struct Desk {
  explicit Desk(std::int64_t code) : refuser(code) {
    EXPECT_TRUE(net::testing::run_on(refuser.io, caller.synchronize()));
    broker = std::make_unique<execution::ExchangeBroker>(
        execution::ExchangeBrokerDeps{.link = link,
                                      .clock = refuser.clock,
                                      .executor = refuser.io.get_executor(),
                                      .sink = sink,
                                      .wake = {},
                                      .tell = [this](const std::string& words) { heard.push_back(words); },
                                      .journal = nullptr,
                                      .hedge = hedge,
                                      .start = {}});
  }
  ~Desk() {
    broker.reset();
    http.close();
    net::testing::run_on(refuser.io, net::testing::World::truth(refuser.server->stop(Duration::seconds(1))));
  }
  venues::CallerSettings settings() const {
    venues::CallerSettings settings;
    settings.account = venues::Account{.api_key = "key", .signer = *exchanges::Signer::hmac("secret")};
    return settings;
  }
  void place(std::uint64_t id, bool protects = false) {
    OrderSpec spec;
    spec.instrument = kHedgeLeg;
    spec.side = protects ? Side::BUY : Side::SELL;
    spec.quantity = qty("0.01");
    spec.price = price("96000");
    if (protects) {
      spec.type = OrderType::STOP_MARKET;
      spec.slot.kind = SlotKind::STOP_LOSS;
      spec.reduce_only = true;
      spec.price = {};
      spec.trigger = price("99000");
    }
    const Timestamp now = refuser.clock.now();
    market.absorb(
        execution::test::event(now, TradeTick{.price = price("95000"), .quantity = qty("1"), .roles = kAllRoles}),
        hedge);
    const risk::RiskContext context{.now = now,
                                    .hedge = hedge,
                                    .market = market,
                                    .previous = market.last,
                                    .previous_at = now,
                                    .spot = qty("1"),
                                    .position = {},
                                    .live_orders = {},
                                    .wallet = execution::test::usdt("100000"),
                                    .unrealised = Money(Currency("USDT")),
                                    .liquidation = {},
                                    .equity = {}};
    const auto approved = gate.check(PlaceOrder{.id = ClientOrderId{id}, .spec = spec}, context);
    ASSERT_TRUE(approved);
    broker->submit(*approved, Lsn{1});
  }
  /// Runs both ends until this holds; false when it does not come.
  bool until(const std::function<bool()>& holds) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    refuser.io.restart();
    while (!holds() && std::chrono::steady_clock::now() < limit) refuser.io.run_one_until(limit);
    return holds();
  }
  std::string told() const { return execution::test::names(sink.events); }

  Refuser refuser;
  Instrument hedge = bitcoin(kHedgeLeg, ContractKind::LINEAR);
  std::unique_ptr<net::TcpDialer> dialer = std::move(*net::TcpDialer::create(refuser.clock, {}));
  net::HttpClient http{net::testing::url(refuser.server->port()), *dialer, refuser.clock};
  venues::BinanceCaller caller{http, refuser.clock, settings()};
  execution::BinanceReports reports{hedge, exchanges::Epoch{5}};
  execution::BinanceLink link{caller, reports, refuser.clock, hedge, {}};
  execution::test::Recorder sink;
  std::vector<std::string> heard;
  std::unique_ptr<execution::ExchangeBroker> broker;
  risk::RiskGate gate{risk::RiskLimits{}, GridDirection::SHORT, kHedgeLeg};
  MarketState market;
};

/// A code, and the row it falls under.
struct Case {
  std::int64_t code;
  const ErrorRow* row;
};
std::vector<Case> cases() {
  std::vector<Case> all;
  for (const ErrorRow& row : exchanges::binance::error_rows()) {
    for (std::int64_t code = row.first; code >= row.last; --code) all.push_back({code, &row});
  }
  return all;
}
void PrintTo(const Case& one, std::ostream* out) {
  *out << one.code << " " << one.row->name;
}

/// How often an order is sent when every answer is this.
std::size_t sendings(const ErrorRow& row) {
  if (row.action == Action::RETRY_SAME_ID) return 4;
  return row.action == Action::RESYNC_CLOCK_AND_RETRY ? 2 : 1;
}

class ErrorRowOverSockets : public testing::TestWithParam<Case> {};

TEST_P(ErrorRowOverSockets, LeadsToTheDecidedActionAndToNoOther) {
  const auto& [code, row] = GetParam();
  Desk desk(code);
  desk.place(1);
  ASSERT_TRUE(desk.until([&] { return !desk.sink.events.empty(); })) << "nothing came of it";
  const auto sent = desk.refuser.asked[kOrder];
  ASSERT_EQ(sent.size(), sendings(*row));
  for (const auto& one : sent) EXPECT_EQ(one.order_id(), sent.front().order_id()) << "the same order, or none";

  // What the engine is told. An order that "was as wished already" is none that anybody knows.
  const bool open_question = row->outcome == Outcome::UNKNOWN || row->outcome == Outcome::IDEMPOTENT;
  EXPECT_EQ(desk.told(), open_question ? "OrderUnresolved" : "OrderRejected");
  if (!open_question) {
    EXPECT_EQ(execution::test::all<OrderRejected>(desk.sink.events).at(0).reason, row->reason);
  }
  ASSERT_FALSE(desk.heard.empty()) << "people are told";
  EXPECT_TRUE(row->outcome == Outcome::IDEMPOTENT || desk.heard.front().find(std::to_string(code)) != std::string::npos)
      << desk.heard.front();

  // What may leave after it.
  const bool held = row->action == Action::HALT || row->action == Action::BACK_OFF || row->action == Action::SILENCE;
  desk.place(2);
  desk.place(3, true);
  ASSERT_TRUE(desk.until([&] { return !desk.refuser.asked[kStop].empty(); })) << "what protects leaves at once";
  if (held) {
    EXPECT_EQ(desk.refuser.asked[kOrder].size(), sent.size()) << "what raises does not";
  } else {
    EXPECT_TRUE(desk.until([&] { return desk.refuser.asked[kOrder].size() > sent.size(); }));
  }
  if (!open_question) return;
  desk.refuser.io.restart();
  net::asio::co_spawn(desk.refuser.io, desk.broker->keep_asking(), net::asio::detached);
  EXPECT_TRUE(desk.until([&] { return !desk.refuser.asked["GET /fapi/v1/order"].empty(); })) << "it is asked for";
  EXPECT_TRUE(desk.until([&] { return desk.told().find("OrderRejected") != std::string::npos; }))
      << "and given up behind its fence: " << desk.told();
  std::map<std::string, std::size_t> times;
  for (const auto& one : desk.refuser.asked[kOrder]) ++times[one.order_id()];
  EXPECT_EQ(times[sent.front().order_id()], 1U) << "never sent again";
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  std::string name = "Code" + std::to_string(-info.param.code) + "_" + std::string(info.param.row->name);
  std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_'; });
  return name;
}
INSTANTIATE_TEST_SUITE_P(EveryCode, ErrorRowOverSockets, testing::ValuesIn(cases()), name_of);

}  // namespace
}  // namespace alpha_pulse::tests

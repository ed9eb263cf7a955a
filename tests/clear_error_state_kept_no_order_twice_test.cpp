#include <gtest/gtest.h>

#include <csignal>
#include <set>

#include "support/between.hpp"
#include "support/served_exchange.hpp"

/// Wrong key, expired clock, no network, DNS failure, TLS failure, HTML instead of JSON, 100 MB reply, half a frame,
/// number out of range: clear error, state kept, no order sent twice. The program as it is delivered, at a served
/// exchange whose answers are changed on their way.
namespace alpha_pulse::tests {
namespace {

using Environment = std::map<std::string, std::string>;

/// Changes the answer to one question.
Between::Change change_of(const std::string& path, std::function<void(net::ServerReply&)> how) {
  return [=](const net::HttpRequest& request, net::ServerReply reply) {
    if (request.path() == path) how(reply);
    return reply;
  };
}
void to_page(net::ServerReply& reply) {
  reply.response.body = "<html><body>Welcome to our hotel</body></html>";
}
void to_hundred_megabytes(net::ServerReply& reply) {
  reply.response.body = R"({"padding":")" + std::string(100'000'000, 'x') + "\"}";
}
void to_half(net::ServerReply& reply) {
  reply.cut_after = 150 + reply.response.body.size() / 2;
}
/// Each number that stands behind this name.
std::function<void(net::ServerReply&)> to_number(const std::string& name, const std::string& number) {
  return [=](net::ServerReply& reply) {
    std::string& body = reply.response.body;
    const std::string mark = "\"" + name + "\":\"";
    for (std::size_t at = body.find(mark); at != std::string::npos; at = body.find(mark, at + 1)) {
      const std::size_t begin = at + mark.size();
      body.replace(begin, body.find('"', begin) - begin, number);
    }
  };
}

class ClearErrors : public CommandLine {
 protected:
  void open_exchange() {
    exchange_.emplace(surroundings(), Words{"--port", "0", "--scenario", "range", "--seed", "5", "--speed", "60"});
  }
  Words bot(const std::string& duration) const {
    return {"run",        "--trading-mode", "REAL",  "--config",        (folder_ / "live.yaml").string(),
            "--duration", duration,         "--set", "profile=guarded", "--json"};
  }
  Surroundings as_customer(const Environment& instead = {}) const {
    Surroundings in = surroundings();
    in.environment.merge(exchange_->credentials());
    for (const auto& [name, value] : instead) in.environment[name] = value;
    return in;
  }
  /// An address that is not known to be play is real money, for which the plan must have been read.
  std::string plan_hash() const {
    const Words words{"plan",  "--trading-mode",  "REAL",  "--config", (folder_ / "live.yaml").string(),
                      "--set", "profile=guarded", "--json"};
    const json::object plan = figures(run(words, as_customer()));
    return text_of(plan, "plan_hash");
  }
  /// A hedge stands, and the program has ended in order.
  void build_a_hedge() const {
    const auto first = start(bot("10m"), as_customer());
    ASSERT_TRUE(eventually([&] { return first->err().find("Hedge of BTCUSDT at") != std::string::npos; }))
        << first->err();
    first->signal(SIGINT);
    EXPECT_EQ(first->wait(), 130) << first->err();
  }
  std::string journal_bytes() const {
    return contents_of(folder_ / "state/alpha_pulse/real-binance-testnet-paper-BTCUSDT/journal.apj");
  }
  std::size_t orders_ever() const {
    return exchange_->ask("GET", "/fapi/v1/allOrders", "symbol=BTCUSDT&limit=1000").as_array().size() +
           exchange_->ask("GET", "/fapi/v1/allAlgoOrders", "symbol=BTCUSDT&limit=1000").as_array().size();
  }
  /// The start fails with these words, and neither the journal nor the account is another afterwards.
  void expect_failure(const char* what, const std::string& config, const std::string& words,
                      const Environment& instead = {}) const {
    const std::string journal = journal_bytes();
    const std::size_t orders = orders_ever();
    ASSERT_GT(orders, 0U);
    write("live.yaml", config);
    Words asked = bot("5s");
    if (config.find("https://no") != std::string::npos) asked.insert(asked.end(), {"--plan", plan_hash()});
    const Done done = run(asked, as_customer(instead), std::chrono::seconds(60));
    EXPECT_TRUE(done.code == 1 || done.code == 3) << what << ": ended with " << done.code << "\n" << done.err;
    EXPECT_EQ(done.out, "") << what;
    EXPECT_NE(done.err.find(words), std::string::npos) << what << ": " << done.err << "wanted: " << words;
    EXPECT_LT(done.err.size(), 2'000U) << what << ": no page and no hundred megabytes are shown to people";
    EXPECT_EQ(journal_bytes(), journal) << what << ": the journal is as it was";
    EXPECT_EQ(orders_ever(), orders) << what << ": no order was sent";
  }
  json::object figures(const Done& done) const {
    json::error_code bad;
    const json::value value = json::parse(done.out, bad);
    EXPECT_TRUE(!bad && value.is_object()) << done.out << done.err;
    return !bad && value.is_object() ? value.as_object() : json::object{};
  }

  std::optional<ServedExchange> exchange_;
};

bool books_equal(const json::object& figures) {
  const auto* books = figures.if_contains("books");
  return books != nullptr && books->is_object() && books->at("equal").as_bool();
}

TEST_F(ClearErrors, EndAStartInWordsAndLeaveStateAndAccountAsTheyWere) {
  open_exchange();
  const std::string good = exchange_->config();
  write("live.yaml", good);
  build_a_hedge();
  const auto through = [&](const Between& between) { return exchange_->config(between.url()); };
  const std::string rest = exchange_->at("futures_rest");
  const char* const kInfo = "/fapi/v1/exchangeInfo";

  expect_failure("wrong key", good, "-2015", {{"EXCHANGE_API_KEY", std::string(64, 'x')}});
  expect_failure("wrong secret", good, "-1022", {{"EXCHANGE_API_SECRET", "not the secret"}});
  {
    const Between fast(rest, change_of("/fapi/v1/time", [](net::ServerReply& reply) {
                         const std::int64_t time = json::parse(reply.response.body).at("serverTime").as_int64();
                         reply.response.body = json::serialize(json::object{{"serverTime", time - 3'600'000}});
                       }));
    expect_failure("expired clock", through(fast), "-1021");
  }
  expect_failure("no network", exchange_->config("http://127.0.0.1:1"), "cannot connect");
  expect_failure("DNS failure", exchange_->config("https://no-such-host.invalid"), "looking the name up");
  {
    const ServedExchange tls(surroundings(), {"--port", "0", "--tls"});
    expect_failure("TLS failure", exchange_->config(tls.at("futures_rest")), "not to be trusted");
  }
  {
    const Between page(rest, change_of(kInfo, to_page));
    expect_failure("HTML instead of JSON", through(page), "exchangeInfo");
  }
  {
    const Between large(rest, change_of(kInfo, to_hundred_megabytes));
    expect_failure("100 MB reply", through(large), "exchangeInfo");
  }
  {
    const Between half(rest, change_of(kInfo, to_half));
    expect_failure("half a frame", through(half), "exchangeInfo");
  }
  {
    const Between vast(rest, change_of(kInfo, to_number("tickSize", "1" + std::string(40, '0'))));
    expect_failure("number out of range", through(vast), "tickSize");
  }

  write("live.yaml", good);
  const Done done = run(bot("3s"), as_customer(), std::chrono::seconds(60));
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_TRUE(books_equal(figures(done))) << done.out << done.err;
}

/// What becomes of the answers to the first orders of a hedge. The orders themselves are carried out.
struct Spoilt {
  const char* name;
  void (*how)(net::ServerReply&);
};
class SpoiltAnswers : public ClearErrors, public testing::WithParamInterface<Spoilt> {};

TEST_P(SpoiltAnswers, ToOrdersLeaveABuiltHedgeAndNoOrderSentTwice) {
  open_exchange();
  std::atomic<int> spoilt{0};
  const Between between(exchange_->at("futures_rest"), [&](const net::HttpRequest& request, net::ServerReply reply) {
    const bool order = request.method == "POST" && request.path().ends_with("rder");
    if (order && spoilt < 3) {
      ++spoilt;
      GetParam().how(reply);
    }
    return reply;
  });
  write("live.yaml", exchange_->config(between.url()));
  const Done done = run(bot("20s"), as_customer(), std::chrono::seconds(120));
  EXPECT_EQ(done.code, 0) << done.err;
  const json::object result = figures(done);
  EXPECT_TRUE(books_equal(result)) << done.out << done.err;
  EXPECT_EQ(text_of(result, "hedge_quantity"), "-1.00000000") << done.out << done.err;
  EXPECT_EQ(spoilt, 3);
  std::set<std::string> ids;
  for (const std::string& asked : between.asked()) {
    if (!asked.starts_with("POST /fapi/v1/order") && !asked.starts_with("POST /fapi/v1/algoOrder")) continue;
    const std::size_t begin = std::min(asked.find("newClientOrderId="), asked.find("clientAlgoId="));
    ASSERT_NE(begin, std::string::npos) << asked;
    EXPECT_TRUE(ids.insert(asked.substr(begin, asked.find('&', begin) - begin)).second) << "sent twice: " << asked;
  }
}

INSTANTIATE_TEST_SUITE_P(Answers, SpoiltAnswers,
                         testing::Values(Spoilt{"HtmlInsteadOfJson", to_page},
                                         Spoilt{"HundredMegabytes", to_hundred_megabytes},
                                         Spoilt{"HalfAFrame", to_half},
                                         Spoilt{"ANumberOutOfRange",
                                                [](net::ServerReply& reply) {
                                                  std::string& body = reply.response.body;
                                                  const std::size_t at = body.find("Id\":");
                                                  if (at != std::string::npos)
                                                    body.insert(at + 4, std::string(30, '9'));
                                                }}),
                         [](const auto& spoilt) { return spoilt.param.name; });

}  // namespace
}  // namespace alpha_pulse::tests

#include "alpha_pulse/execution/broker_factory.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/execution/paper_broker.hpp"
#include "alpha_pulse/matching/testing/test_venue.hpp"

namespace alpha_pulse::execution {
namespace {

class NullSink : public engine::EventSink {
 public:
  Outcome push(const Event&) override { return Outcome::ACCEPTED; }
};

class BrokerFactory : public testing::Test {
 protected:
  std::vector<Instrument> instruments_ = matching::test::instruments();
  NullSink sink_;
  BrokerDeps deps_{.instruments = instruments_, .fills = {}, .wallets = {}, .sink = sink_};
};

TEST_F(BrokerFactory, PaperGivesABrokerThatAlsoAnswersTheAccountQueries) {
  const auto broker = create_broker(TradingMode::PAPER, deps_);
  ASSERT_TRUE(broker);
  EXPECT_NE(dynamic_cast<engine::IAccountView*>(broker->get()), nullptr);
}

TEST_F(BrokerFactory, RealIsRefusedWhereNoExchangeHasBeenReached) {
  const auto broker = create_broker(TradingMode::REAL, deps_);
  ASSERT_FALSE(broker);
  EXPECT_EQ(broker.error().code, ErrorCode::kRefused);
  EXPECT_NE(broker.error().message.find("use PAPER"), std::string::npos);
  EXPECT_EQ(broker.error().message.find('\n'), std::string::npos);
}

TEST_F(BrokerFactory, RealDemandsAnExchangeAKeyAndASecretWhereAccessIsGiven) {
  for (const ExchangeAccess& part : {ExchangeAccess{}, ExchangeAccess{.exchange = "binance", .api_key = "k"},
                                     ExchangeAccess{.api_key = "k", .api_secret = "s"}}) {
    deps_.access = part;
    const auto broker = create_broker(TradingMode::REAL, deps_);
    ASSERT_FALSE(broker);
    EXPECT_EQ(broker.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(broker.error().message, "exchange_name, api_key, and api_secret are required for REAL mode");
    EXPECT_TRUE(create_broker(TradingMode::PAPER, deps_));  // which needs none of them
  }
  deps_.access = ExchangeAccess{.exchange = "binance", .api_key = "k", .api_secret = "s"};
  EXPECT_EQ(create_broker(TradingMode::REAL, deps_).error().code, ErrorCode::kRefused);
}

/// The broker of an exchange that has been reached, as far as the factory looks.
class Reached : public engine::IBroker {
 public:
  explicit Reached(engine::EventSink& given) : sink(given) {}
  void submit(const risk::RiskApproved<Command>&, Lsn) override {}
  void observe(const Event&) override {}
  Wakeup next_wakeup() const override { return {}; }
  engine::EventSink& sink;
};

TEST_F(BrokerFactory, RealGivesTheBrokerOfTheExchangeThatWasReachedOverTheSinkGiven) {
  int made = 0;
  deps_.reached = [&made](engine::EventSink& sink) {
    ++made;
    return std::make_unique<Reached>(sink);
  };
  const auto broker = create_broker(TradingMode::REAL, deps_);
  ASSERT_TRUE(broker);
  const auto* reached = dynamic_cast<const Reached*>(broker->get());
  ASSERT_NE(reached, nullptr);
  EXPECT_EQ(&reached->sink, &sink_);
  EXPECT_TRUE(create_broker(TradingMode::PAPER, deps_));
  EXPECT_TRUE(create_broker(TradingMode::RECOMMENDATION, deps_));
  EXPECT_EQ(made, 1) << "no other mode reaches an exchange";
}

TEST_F(BrokerFactory, RealDemandsCompleteAccessEvenWhereAnExchangeHasBeenReached) {
  deps_.reached = [](engine::EventSink& sink) { return std::make_unique<Reached>(sink); };
  deps_.access = ExchangeAccess{.exchange = "binance", .api_key = "k"};
  EXPECT_EQ(create_broker(TradingMode::REAL, deps_).error().code, ErrorCode::kInvalidArgument);
  deps_.access = ExchangeAccess{.exchange = "binance", .api_key = "k", .api_secret = "s"};
  EXPECT_TRUE(create_broker(TradingMode::REAL, deps_));
}

TEST_F(BrokerFactory, RealNamesAnInstrumentThatDoesNotFit) {
  deps_.reached = [](engine::EventSink& sink) { return std::make_unique<Reached>(sink); };
  instruments_[1].tick = Price{};
  EXPECT_EQ(create_broker(TradingMode::REAL, deps_).error().code, ErrorCode::kInvalidArgument);
}

class Outlet : public engine::IAdviceSink {
 public:
  Result<void> begin() override {
    ++begun;
    return answer;
  }
  void on_advice(const engine::Advice&) override {}

  int begun = 0;
  Result<void> answer;
};

TEST_F(BrokerFactory, RecommendationBeginsItsAdvice) {
  Outlet outlet;
  deps_.advice = &outlet;
  const auto broker = create_broker(TradingMode::RECOMMENDATION, deps_);
  ASSERT_TRUE(broker);
  EXPECT_NE(dynamic_cast<engine::IAccountView*>(broker->get()), nullptr);
  EXPECT_EQ(outlet.begun, 1);
  EXPECT_TRUE(create_broker(TradingMode::PAPER, deps_));
  EXPECT_EQ(outlet.begun, 1) << "paper has nothing to advise";
}

TEST_F(BrokerFactory, AdviceThatCannotBeginIsNotTraded) {
  Outlet outlet;
  outlet.answer = fail(ErrorCode::kIo, "advice.jsonl: cannot be opened");
  deps_.advice = &outlet;
  EXPECT_EQ(create_broker(TradingMode::RECOMMENDATION, deps_).error().message, "advice.jsonl: cannot be opened");
}

TEST_F(BrokerFactory, SettingsThatDoNotFitAreNamed) {
  deps_.fills.leverage = 500;
  EXPECT_EQ(create_broker(TradingMode::PAPER, deps_).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(create_broker(TradingMode::RECOMMENDATION, deps_).error().code, ErrorCode::kInvalidArgument);
  deps_.fills = {};
  instruments_[1].tick = Price{};
  EXPECT_EQ(create_broker(TradingMode::PAPER, deps_).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace alpha_pulse::execution

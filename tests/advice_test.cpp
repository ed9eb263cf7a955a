// RECOMMENDATION decides as PAPER does, and tells each piece of advice once: on random configurations and paths.
#include "alpha_pulse/app/advice_json.hpp"
#include "support/random_settings.hpp"

namespace alpha_pulse::tests {
namespace {

using engine::Advice;
using engine::AdviceAction;

/// Hears the advice and reads the journal, in the order in which they come.
class Listener final : public engine::IAdviceSink, public engine::IJournal {
 public:
  Result<void> begin() override { return {}; }
  void on_advice(const Advice& advice) override {
    lines.push_back(app::advice_line(advice, bitcoin(kHedgeLeg, ContractKind::LINEAR)));
    if (advice.action == AdviceAction::CANCEL) {
      ASSERT_EQ(standing_.erase(advice.order), 1U) << "taken back what was not told: " << lines.back();
      return;
    }
    ASSERT_GT(advice.spec.quantity.raw(), 0) << lines.back();
    for (const auto& [order, spec] : standing_) ASSERT_FALSE(same_content(spec, advice.spec)) << lines.back();
    standing_.emplace(advice.order, advice.spec);
  }
  Lsn append(const engine::JournalRecord& record) override {
    records.push_back(record);
    if (const auto* event = record.as<Event>()) note(*event);
    return Lsn{records.size()};
  }
  void on_durable(Lsn, std::function<void()> then) override { then(); }

  std::vector<std::string> lines;
  std::vector<engine::JournalRecord> records;

 private:
  /// Everything a person would enter at a venue.
  static bool same_content(const OrderSpec& a, const OrderSpec& b) {
    return a.instrument == b.instrument && a.slot.kind == b.slot.kind && a.side == b.side && a.type == b.type &&
           a.quantity == b.quantity && a.price == b.price && a.trigger == b.trigger && a.reduce_only == b.reduce_only;
  }
  void note(const Event& event) {
    if (const auto* filled = event.as<OrderFilled>()) {
      const auto order = standing_.find(filled->fill.order);
      if (order == standing_.end()) return;
      filled_[order->first] += filled->fill.quantity;
      if (filled_[order->first] >= order->second.quantity) standing_.erase(order);
    } else if (const auto* expired = event.as<OrderExpired>()) {
      const auto order = standing_.find(expired->order);
      if (order == standing_.end()) return;
      const bool rested = order->second.time_in_force != TimeInForce::IOC;
      if (rested || filled_.contains(order->first)) standing_.erase(order);
    }
  }

  std::map<ClientOrderId, OrderSpec> standing_;
  std::map<ClientOrderId, Quantity> filled_;
};

struct Advised {
  std::unique_ptr<Listener> listener = std::make_unique<Listener>();
  std::unique_ptr<backtest::ClosedLoop> loop;
};

Advised advised(const LoopRequest& request, execution::Assume assume) {
  Advised out;
  backtest::LoopSettings settings = settings_of(request);
  settings.mode = execution::TradingMode::RECOMMENDATION;
  settings.advising.assume = assume;
  settings.advising.holding = request.spot;
  settings.advice = out.listener.get();
  settings.journal = out.listener.get();
  auto loop = backtest::ClosedLoop::create(settings, request.hedge);
  EXPECT_TRUE(loop.has_value());
  out.loop = std::move(*loop);
  return out;
}

Advised advised(const LoopRequest& request, execution::Assume assume, const std::vector<Event>& path) {
  Advised out = advised(request, assume);
  for (const Event& event : path) out.loop->push(event);
  out.loop->finish();
  return out;
}

TEST(Advice, FollowedItDecidesAsPaperDoes) {
  std::uint64_t given = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937_64 random(seed);
    const LoopRequest request = random_request(random);
    const std::vector<Event> path = random_path(random, 1500);
    const auto paper = run(request, path);
    const Advised advice = advised(request, execution::Assume::FOLLOWED, path);
    const engine::Engine& engine = advice.loop->engine();
    ASSERT_EQ(engine.timed_hash(), paper->engine().timed_hash()) << "seed " << seed;
    ASSERT_EQ(engine.portfolio().equity(), paper->engine().portfolio().equity()) << "seed " << seed;
    ASSERT_EQ(engine.counters().fills, paper->engine().counters().fills) << "seed " << seed;
    ASSERT_LE(advice.loop->advice()->placed(), engine.counters().orders_placed) << "seed " << seed;
    EXPECT_EQ(paper->advice(), nullptr);
    given += advice.loop->advice()->given();
    if (HasFailure()) return;
  }
  EXPECT_GT(given, 1000U);
}

TEST(Advice, OfWhichNoneIsFollowedNeverFillsAndComesToAnEnd) {
  std::uint64_t given = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937_64 random(seed);
    const LoopRequest request = random_request(random);
    const Advised advice = advised(request, execution::Assume::NONE, random_path(random, 1500));
    ASSERT_EQ(advice.loop->engine().counters().fills, 0U) << "seed " << seed;
    ASSERT_TRUE(advice.loop->engine().portfolio().position().flat()) << "seed " << seed;
    given += advice.loop->advice()->given();
    if (HasFailure()) return;
  }
  EXPECT_GT(given, 500U);
}

TEST(Advice, SkippingInsideThePromiseChangesNoneOfIt) {
  for (const auto assume : {execution::Assume::FOLLOWED, execution::Assume::NONE}) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
      std::mt19937_64 random(seed);
      LoopRequest request = random_request(random);
      const std::vector<Event> path = random_path(random, 800);
      const Advised skipped = advised(request, assume, path);
      request.skip = false;
      request.ask_always = true;
      ASSERT_EQ(advised(request, assume, path).listener->lines, skipped.listener->lines) << "seed " << seed;
    }
  }
}

TEST(Advice, OfARunThatGoesOnAfterABreakIsTheSameWithTheSameNumbers) {
  for (const auto assume : {execution::Assume::FOLLOWED, execution::Assume::NONE}) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
      std::mt19937_64 random(seed);
      const LoopRequest request = random_request(random);
      const std::vector<Event> path = random_path(random, 500);
      const Advised whole = advised(request, assume, path);
      const std::size_t kept = random() % (whole.listener->records.size() + 1);
      const Advised again = advised(request, assume);
      engine::Continuation continuation(again.loop->recover(std::span(whole.listener->records).first(kept)));
      for (const Event& event : path) {
        if (!continuation.had(event)) again.loop->push(event);
      }
      again.loop->finish();
      ASSERT_EQ(again.listener->lines, whole.listener->lines) << "seed " << seed << ", cut after record " << kept;
    }
  }
}

}  // namespace
}  // namespace alpha_pulse::tests

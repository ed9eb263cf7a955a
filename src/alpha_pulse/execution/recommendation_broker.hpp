#pragma once

#include <memory>

#include "alpha_pulse/engine/advice.hpp"
#include "alpha_pulse/execution/advice_reasons.hpp"
#include "alpha_pulse/execution/broker_factory.hpp"
#include "alpha_pulse/execution/standing_advice.hpp"

namespace alpha_pulse::execution {

/// RECOMMENDATION: commands become advice to a person, and nothing is sent anywhere.
///
/// Behind the advice stands a virtual book, so that what is advised next follows from what was advised before: a
/// PaperBroker when advice counts as followed, an UnfollowedBroker when it does not. The book's events go on to the
/// sink unchanged, so strategy, gate and engine decide exactly as they do on paper.
///
/// An order is advised once the book has taken it, a cancel when it is asked for; what stands already is not told again
/// (StandingAdvice). Ids rise by one and are the same in every run over the same events, which is how an interrupted
/// run that goes on knows what it has told. Of the notices `OrderPlaced` and `OrderCancelRequested` stay here, because
/// nothing was placed or cancelled; the others go on, and say why orders come and go.
///
/// `advice` may be null: nobody is told. It and the sink outlive the broker. Not thread-safe; owned by the deciding
/// thread. Proven by execution/recommendation_broker_test.cpp.
class RecommendationBroker final : public engine::IBroker,
                                   public engine::IAccountView,
                                   private engine::EventSink,
                                   private engine::INoticeSink {
 public:
  explicit RecommendationBroker(const BrokerDeps& deps);

  void submit(const risk::RiskApproved<Command>& command, Lsn lsn) override;
  void observe(const Event& event) override;
  Wakeup next_wakeup() const override { return book_->next_wakeup(); }
  engine::INoticeSink* notices_for(engine::INoticeSink* people) override;

  /// The virtual book.
  std::optional<Order> get_order(ClientOrderId id) const override { return view_->get_order(id); }
  std::vector<Order> get_orders(InstrumentId instrument) const override { return view_->get_orders(instrument); }
  Position get_position(InstrumentId instrument) const override { return view_->get_position(instrument); }
  std::map<InstrumentId, Position> get_positions() const override { return view_->get_positions(); }
  std::map<Currency, Money> balances() const override { return view_->balances(); }

 private:
  template <class Book>
  void keep(std::unique_ptr<Book> book);
  Outcome push(const Event& event) override;
  void on_notice(Timestamp when, const Notice& notice) override;
  void note(const Event& event);
  void advise_place(ClientOrderId order, Timestamp when);
  void advise_cancel(const CancelOrder& command);
  AdviceMoment moment(InstrumentId instrument) const;
  void give(engine::Advice advice, Timestamp when);

  std::vector<Instrument> instruments_;
  matching::FillSettings fills_;
  AdviceSettings settings_;
  engine::IAdviceSink* advice_;
  engine::EventSink& sink_;
  engine::INoticeSink* people_ = nullptr;
  std::unique_ptr<engine::IBroker> book_;
  engine::IAccountView* view_ = nullptr;  // of the book

  StandingAdvice standing_;
  std::vector<MarketState> markets_;  // by InstrumentId
  std::vector<Position> positions_;   // by InstrumentId, as of the event of the book told last
  Quantity holding_;
  ProgramState state_ = ProgramState::STARTING;
  Reason reason_ = Reason::NONE;
  std::uint64_t given_ = 0;
  Timestamp now_;
};

}  // namespace alpha_pulse::execution

#include "alpha_pulse/execution/exchange_broker.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace alpha_pulse::execution {
namespace {

namespace asio = net::asio;

constexpr Duration kPositionLag = Duration::seconds(2);  // between an execution and the position that follows from it
constexpr Duration kBlindAudit = Duration::seconds(3);   // between audits while nobody tells us anything
constexpr Duration kFundingAudit = Duration::minutes(1);
constexpr Duration kClockApart = Duration::minutes(5);  // ours and the venue's, generously
constexpr Duration kSameWords = Duration::minutes(1);
constexpr Duration kLook = Duration::milliseconds(250);

SentOrdersTiming timing_of(const net::Clock& clock) {
  const SentOrdersTiming plain;
  return {.first_ask = clock.at_least_wall(plain.first_ask),
          .ask_apart = clock.at_least_wall(plain.ask_apart),
          .fence_margin = clock.at_least_wall(plain.fence_margin),
          .read_lag = clock.at_least_wall(plain.read_lag)};
}

}  // namespace

struct ExchangeBroker::Life {};

ExchangeBroker::ExchangeBroker(ExchangeBrokerDeps deps)
    : deps_(std::move(deps)),
      sent_(timing_of(deps_.clock)),
      life_(std::make_shared<Life>()),
      started_(deps_.clock.now()),
      wallets_{{deps_.start.wallet.currency(), deps_.start.wallet}},
      next_audit_(deps_.clock.now() + deps_.audit_every),
      foreign_orders_(deps_.start.foreign_orders) {
  const Quantity held = deps_.start.position;
  if (held.is_zero()) return;
  position_.apply(deps_.hedge, held.raw() > 0 ? Side::BUY : Side::SELL, held.magnitude(), deps_.start.entry);
}

ExchangeBroker::~ExchangeBroker() = default;

// ---- commands -------------------------------------------------------------------------------------------------------

void ExchangeBroker::submit(const risk::RiskApproved<Command>& command, Lsn lsn) {
  if (replaying_) return;
  if (const auto* place = std::get_if<PlaceOrder>(&command.get())) sent_.sent(*place, deps_.clock.now());
  waiting_.push_back({.command = command.get(), .lsn = lsn});
  if (waiting_.size() > 1) return;
  asio::post(deps_.executor, [this, alive = std::weak_ptr(life_)] {
    if (!alive.expired()) send_waiting();
  });
}

/// All commands of one moment wait for the disk once.
void ExchangeBroker::send_waiting() {
  const std::vector<Outgoing> commands = std::exchange(waiting_, {});
  for_disk_ += commands.size();
  const auto send_all = [this, commands, alive = std::weak_ptr(life_)] {
    if (alive.expired()) return;
    for_disk_ -= commands.size();
    for (const Outgoing& outgoing : commands) send(outgoing.command);
  };
  if (deps_.journal == nullptr) return send_all();
  deps_.journal->on_durable(commands.back().lsn, send_all);
}

void ExchangeBroker::send(const Command& command) {
  if (const auto* order = std::get_if<PlaceOrder>(&command)) {
    ++under_way_;
    asio::co_spawn(deps_.executor, place(*order, life_), asio::detached);
    return;
  }
  const CancelOrder& order = std::get<CancelOrder>(command);
  if (sent_.replied(order.id)) {
    ++under_way_;
    asio::co_spawn(deps_.executor, cancel(order, life_), asio::detached);
  } else {
    held_.push_back(order);
  }
}

/// What is spawned begins later than it was made: whether the broker is still there is asked before it is touched.
asio::awaitable<void> ExchangeBroker::place(PlaceOrder order, std::weak_ptr<Life> alive) {
  if (alive.expired()) co_return;
  const PlaceReply reply = co_await deps_.link.place(order);
  if (alive.expired()) co_return;
  --under_way_;
  if (reply.verdict != Verdict::ACCEPTED) tell(reply.detail);
  sent_.on_reply(order.id, reply, deps_.clock.now());
  deliver();
  release(order.id);
}

/// Of the cancels that waited for this order's reply one goes, if there is still something to cancel.
void ExchangeBroker::release(ClientOrderId id) {
  const auto held = std::ranges::find(held_, id, &CancelOrder::id);
  if (held == held_.end()) return;
  const CancelOrder next = *held;
  std::erase_if(held_, [id](const CancelOrder& other) { return other.id == id; });
  const Order* order = sent_.find(id);
  if (order != nullptr && order->live()) send(next);
}

asio::awaitable<void> ExchangeBroker::cancel(CancelOrder order, std::weak_ptr<Life> alive) {
  if (alive.expired()) co_return;
  const CancelReply reply = co_await deps_.link.cancel(order);
  if (alive.expired()) co_return;
  --under_way_;
  if (reply.verdict == Verdict::UNKNOWN) tell(reply.detail);
  sent_.on_reply(order.id, reply, deps_.clock.now());
  deliver();
}

/// The same words again within a minute are said once.
void ExchangeBroker::tell(const std::string& words) {
  const bool again = words == told_ && deps_.clock.now() - told_at_ < kSameWords;
  if (words.empty() || again || !deps_.tell) return;
  told_ = words;
  told_at_ = deps_.clock.now();
  deps_.tell(words);
}

// ---- an earlier start -----------------------------------------------------------------------------------------------

void ExchangeBroker::remember(const Event& event) {
  if (!replaying_) started_ = event.ts_event;  // the run's first: what was due before is none of it
  replaying_ = true;
  if (const auto* paid = event.as<FundingSettled>()) booked_before_.push_back({paid->amount, event.ts_event});
  if (const auto* taken = event.as<PositionLiquidated>()) liquidations_.insert(taken->trade);
}

void ExchangeBroker::adopt(const engine::OrderTracker& orders, const Position& position) {
  replaying_ = false;
  position_ = position;
  for (const Order& order : orders.live()) sent_.adopt(order, orders.trades_of_live(order.id), deps_.clock.now());
  funding_missed_ = true;
  next_audit_ = next_funding_ = deps_.clock.now();
}

// ---- what the venue tells -------------------------------------------------------------------------------------------

void ExchangeBroker::on_order(const OrderReport& report) {
  sent_.on_report(report, deps_.clock.now());
  deliver();
}

void ExchangeBroker::on_position(Quantity quantity) {
  position_at_ = deps_.clock.now();
  hear_position(quantity);
}

void ExchangeBroker::hear_position(Quantity quantity) {
  if (reported_ != quantity) reported_at_ = deps_.clock.now();
  reported_ = quantity;
  deliver();
}

void ExchangeBroker::on_funding(const FundingReport& funding) {
  if (!fundings_.insert(funding.due).second || booked_before(funding)) return;
  push(FundingSettled{.amount = funding.amount});
  deliver();
}

/// Whether an earlier start has booked it: of that the journal knows the amount, and when it was heard of, not what it
/// was for. Each of its bookings stands for one.
bool ExchangeBroker::booked_before(const FundingReport& funding) {
  const auto found = std::ranges::find_if(booked_before_, [&funding](const FundingReport& booked) {
    return booked.amount == funding.amount && booked.due + kClockApart >= funding.due;
  });
  if (found == booked_before_.end()) return false;
  booked_before_.erase(found);
  return true;
}

void ExchangeBroker::on_liquidation(const Fill& fill) {
  if (!liquidations_.insert(fill.trade).second) return;
  move_position(fill);
  push(PositionLiquidated{
      .trade = fill.trade, .side = fill.side, .quantity = fill.quantity, .price = fill.price, .fee = fill.fee});
  deliver();
}

void ExchangeBroker::on_wallet_transfer(Money amount, Timestamp at) {
  if (!transfers_.insert({at, amount.raw()}).second) return;
  push(WalletTransferred{.amount = amount});
  deliver();
}

void ExchangeBroker::on_spot_change(Quantity change, Timestamp at) {
  if (!spot_changes_.insert({at, change}).second) return;
  push(SpotBalanceChanged{.change = change}, deps_.spot_leg);
  deliver();
}

/// As often as a minute: after a person has re-armed, what is still wrong halts again.
void ExchangeBroker::on_alarm(Reason reason, const std::string& words) {
  const Timestamp now = deps_.clock.now();
  const auto [told, first] = alarms_.try_emplace(reason, now);
  if (!first && now - told->second < deps_.clock.at_least_wall(kSameWords)) return;
  told->second = now;
  tell(words);
  push(OrderRejected{.order = {}, .reason = reason});
  deliver();
}

void ExchangeBroker::on_account_stream(bool open) {
  account_stream_ = open;
  funding_missed_ = true;
  next_audit_ = next_funding_ = deps_.clock.now();
}

// ---- what is asked of it --------------------------------------------------------------------------------------------

asio::awaitable<void> ExchangeBroker::keep_asking() {
  return ask_on(life_);
}

asio::awaitable<void> ExchangeBroker::ask_on(std::weak_ptr<Life> alive) {
  if (alive.expired()) co_return;
  const Duration look = deps_.clock.at_least_wall(kLook);
  while (true) {
    const Timestamp next = deps_.clock.now() + look;
    co_await deps_.clock.sleep_until(next);
    if (alive.expired()) co_return;
    deliver();  // a position that nobody has explained
    co_await ask_what_is_due();
    if (alive.expired()) co_return;
    if (deps_.clock.now() < next_audit_) continue;
    co_await audit_now(alive);
    if (alive.expired()) co_return;
    co_await ask_for_funding(alive);
    if (alive.expired()) co_return;
  }
}

asio::awaitable<void> ExchangeBroker::ask_what_is_due() {
  const std::weak_ptr alive(life_);
  const std::vector<VenueQuestion> questions = sent_.due(deps_.clock.now());
  for (const VenueQuestion& question : questions) {
    co_await put(question);
    if (alive.expired()) co_return;
  }
}

asio::awaitable<void> ExchangeBroker::put(VenueQuestion question) {
  const std::weak_ptr alive(life_);
  const Timestamp asked_at = deps_.clock.now();
  if (question.about == VenueQuestion::About::STATE) {
    const auto answer = co_await deps_.link.ask(question.order, question.spec);
    if (alive.expired() || !answer) co_return;  // no answer is none: it is asked again
    sent_.on_answer(question.order, *answer, asked_at);
  } else {
    const auto trades = co_await deps_.link.trades_of(question.order, question.venue_order);
    if (alive.expired() || !trades) co_return;
    sent_.on_trades(question.order, *trades, deps_.clock.now());
  }
  deliver();
}

asio::awaitable<Result<AccountSnapshot>> ExchangeBroker::audit() {
  return audit_now(life_);
}

asio::awaitable<Result<AccountSnapshot>> ExchangeBroker::audit_now(std::weak_ptr<Life> alive) {
  if (alive.expired()) co_return fail(ErrorCode::kRefused, "the broker has gone");
  const Duration apart = account_stream_ ? deps_.audit_every : std::min(deps_.audit_every, kBlindAudit);
  next_audit_ = deps_.clock.now() + deps_.clock.at_least_wall(apart);
  auto account = co_await deps_.link.snapshot();
  if (!alive.expired() && account) take_in(*account);
  co_return account;
}

/// The position of an answer that was overtaken by an execution or by a word of the stream is of the past.
void ExchangeBroker::take_in(const AccountSnapshot& account) {
  const bool overtaken = position_at_ >= account.asked_at;
  foreign_orders_ = account.foreign_orders;
  wallets_[account.wallet.currency()] = account.wallet;
  sent_.on_open_orders(account.orders, account.asked_at, deps_.clock.now());
  if (overtaken) {
    deliver();
  } else {
    hear_position(account.position);
  }
}

/// What was booked while the stream was broken; while it is, once a minute.
asio::awaitable<void> ExchangeBroker::ask_for_funding(std::weak_ptr<Life> alive) {
  if (!funding_missed_ || deps_.clock.now() < next_funding_) co_return;
  const bool told_again = account_stream_;
  next_funding_ = deps_.clock.now() + deps_.clock.at_least_wall(kFundingAudit);
  const auto fundings = co_await deps_.link.fundings(started_);
  if (alive.expired() || !fundings) co_return;
  if (told_again && account_stream_) funding_missed_ = false;
  for (const FundingReport& funding : *fundings) {
    if (funding.due >= started_) on_funding(funding);
  }
}

bool ExchangeBroker::settled() const {
  return under_way_ == 0 && waiting_.empty() && for_disk_ == 0 && held_.empty() &&
         sent_.next_due() == Timestamp::never();
}

// ---- events ---------------------------------------------------------------------------------------------------------

void ExchangeBroker::push(const EventBody& body, InstrumentId instrument) {
  if (const auto* filled = std::get_if<OrderFilled>(&body)) move_position(filled->fill);
  Event event;
  event.instrument = instrument;
  event.ts_event = event.ts_receive = deps_.clock.now();
  event.body = body;
  ensure(deps_.sink.push(event) != engine::EventSink::Outcome::CONFLATED, "account events are never conflated");
}

void ExchangeBroker::move_position(const Fill& fill) {
  position_.apply(deps_.hedge, fill.side, fill.quantity, fill.price);
  position_at_ = deps_.clock.now();
}

void ExchangeBroker::deliver() {
  for (const EventBody& body : sent_.take_events()) push(body);
  tell_position();
  for (const CancelOrder& order : sent_.take_unwanted()) send(order);
  if (deps_.wake) deps_.wake();
}

/// Told when it agrees; else when nothing has explained it in time, once for each word.
void ExchangeBroker::tell_position() {
  if (!reported_) return;
  const bool explained = *reported_ == position_.quantity();
  const bool overdue = deps_.clock.now() - reported_at_ > deps_.clock.at_least_wall(kPositionLag);
  if (explained || (overdue && disputed_ != reported_)) push(PositionReported{.quantity = *reported_});
  if (explained) {
    disputed_.reset();
    reported_.reset();
  } else if (overdue) {
    disputed_ = reported_;
  }
}

// ---- queries --------------------------------------------------------------------------------------------------------

std::optional<Order> ExchangeBroker::get_order(ClientOrderId id) const {
  const Order* order = sent_.find(id);
  return order == nullptr ? std::nullopt : std::optional(*order);
}

std::vector<Order> ExchangeBroker::get_orders(InstrumentId instrument) const {
  return instrument == deps_.hedge.id ? sent_.live() : std::vector<Order>();
}

Position ExchangeBroker::get_position(InstrumentId instrument) const {
  return instrument == deps_.hedge.id ? position_ : Position();
}

std::map<InstrumentId, Position> ExchangeBroker::get_positions() const {
  return {{deps_.hedge.id, position_}};
}

std::map<Currency, Money> ExchangeBroker::balances() const {
  return wallets_;
}

}  // namespace alpha_pulse::execution

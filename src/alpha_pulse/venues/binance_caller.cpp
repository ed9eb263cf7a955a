#include "alpha_pulse/venues/binance_caller.hpp"

#include <algorithm>

#include "alpha_pulse/exchanges/binance/market_replies.hpp"
#include "alpha_pulse/exchanges/binance/market_requests.hpp"
#include "alpha_pulse/exchanges/binance/order_replies.hpp"
#include "alpha_pulse/exchanges/http_date.hpp"
#include "alpha_pulse/venues/answer.hpp"

namespace alpha_pulse::venues {
namespace {

namespace asio = net::asio;
using exchanges::binance::Action;
using exchanges::binance::Outcome;
using exchanges::binance::Purpose;
using exchanges::binance::Request;
using exchanges::binance::Security;
using exchanges::binance::Transport;

constexpr int kAttemptsMax = 4;
constexpr Duration kFirstPause = Duration::milliseconds(200);  // then 400 ms, 800 ms
constexpr Duration kRecvWindowMax = Duration::seconds(60);
constexpr Duration kHalt = Duration::minutes(1);
constexpr std::size_t kDetailMax = 200;
constexpr Duration kClockEvery = Duration::minutes(5);  // in which two clocks part by 150 ms at most
constexpr Duration kClockApart = Duration::minutes(1);
constexpr Duration kFits = Duration::milliseconds(250);  // servers of one venue need not agree better

/// What the venue said, or the beginning of what came instead.
std::string words_of(const net::HttpResponse& response) {
  exchanges::JsonDocument document;
  if (const auto json = document.read(response.body)) {
    if (const auto code = exchanges::binance::read_code(*json)) {
      return "the exchange answered " + std::to_string(code->code) + ": " + code->message;
    }
  }
  return "the exchange answered HTTP " + std::to_string(response.status) + " with " +
         (response.body.empty() ? "nothing" : "'" + response.body.substr(0, kDetailMax) + "'");
}

bool may_go_again(const CallReply& reply, bool resynchronized) {
  if (reply.verdict.action == Action::RETRY_SAME_ID) return true;
  return reply.verdict.action == Action::RESYNC_CLOCK_AND_RETRY && !resynchronized;
}

}  // namespace

BinanceCaller::BinanceCaller(net::HttpClient& http, const net::Clock& clock, CallerSettings settings)
    : http_(http),
      clock_(clock),
      settings_(std::move(settings)),
      writer_(CallWriter::create(http.base(), settings_.account ? settings_.account->api_key : std::string())),
      budget_(settings_.product) {}

Timestamp BinanceCaller::server_time() const {
  const Timestamp now = clock_.now();
  return offset_.known() ? offset_.server_time(now) : now;
}

Duration BinanceCaller::doubt() const {
  return offset_.known() ? offset_.estimate(clock_.now()).error : Duration();
}

Duration BinanceCaller::recv_window() const {
  return std::min(clock_.at_least_wall(settings_.recv_window), kRecvWindowMax);
}

asio::awaitable<CallReply> BinanceCaller::call(Request request, Purpose purpose) {
  bool resynchronized = false;
  Duration pause = clock_.at_least_wall(kFirstPause);
  for (int attempts = 1;; ++attempts) {
    CallReply reply = co_await attempt(request, purpose);
    if (attempts == kAttemptsMax || !may_go_again(reply, resynchronized)) co_return reply;
    if (reply.verdict.action == Action::RESYNC_CLOCK_AND_RETRY) {
      resynchronized = true;
      const auto sample = co_await measure();
      if (!sample) co_return reply;
      offset_.reset();  // only now: until then the old one is still the best known
      take(*sample);
    } else {
      const Timestamp again = clock_.now() + pause;
      co_await clock_.sleep_until(again);
      pause = pause * 2;
    }
  }
}

/// False when the wait would be longer than the call is worth.
asio::awaitable<bool> BinanceCaller::wait_for_budget(exchanges::binance::CallCost cost, Purpose purpose) {
  const Timestamp patience = clock_.now() + clock_.at_least_wall(settings_.patience);
  while (true) {
    const Timestamp server = server_time();
    const auto wait = budget_.wait_until(cost, purpose, server);
    if (!wait) break;
    const Timestamp until = clock_.now() + (*wait - server);
    if (until > patience) co_return false;
    co_await clock_.sleep_until(until);
  }
  budget_.sent(cost, server_time());
  co_return true;
}

asio::awaitable<CallReply> BinanceCaller::attempt(Request request, Purpose purpose) {
  CallReply refused;
  if (request.security != Security::NONE && !settings_.account) {
    refused.verdict = {.outcome = Outcome::REJECTED, .action = Action::HALT, .alarm = true};
    refused.detail = "no key is configured for " + std::string(request.path.view());
    co_return refused;
  }
  if (!writer_) {
    refused.verdict = {.outcome = Outcome::REJECTED, .action = Action::HALT, .alarm = true};
    refused.detail = "the key cannot be sent: " + writer_.error().message;
    co_return refused;
  }
  if (request.mutates() && purpose == Purpose::ORDINARY && clock_.now() < halted_until_) {
    refused.verdict = {.outcome = Outcome::REJECTED, .action = Action::HALT, .alarm = true};
    refused.detail = halted_why_;
    co_return refused;
  }
  if (!request.mutates()) co_await keep_clock();
  const bool within_budget = co_await wait_for_budget(request.cost, purpose);
  if (!within_budget) {
    refused.verdict = {.outcome = Outcome::THROTTLED, .action = Action::BACK_OFF, .reason = Reason::ORDER_RATE};
    refused.detail = "held back: the exchange's rate limit is used up";
    co_return refused;
  }
  CallReply reply = co_await send(request);
  if (reply.verdict.action == Action::HALT) {
    halted_until_ = clock_.now() + clock_.at_least_wall(kHalt);
    halted_why_ = reply.detail;
  }
  if (!reply.ok() && on_failure_) on_failure_(reply.verdict, reply.detail);
  co_return reply;
}

void BinanceCaller::write(net::WrittenRequest& to, const Request& request) const {
  if (request.security == Security::SIGNED) {
    writer_->write_signed(to, request, settings_.account->signer, server_time() - doubt(), recv_window());
  } else {
    writer_->write(to, request);
  }
}

asio::awaitable<CallReply> BinanceCaller::send(Request request) {
  auto answered = co_await send_over_session(request);
  if (answered) co_return std::move(*answered);
  net::WrittenRequest written;
  if (!spare_.empty()) {
    written = std::move(spare_.back());
    spare_.pop_back();
  }
  const Timestamp signed_at = clock_.now();
  write(written, request);
  const net::HttpOutcome outcome = co_await http_.send(written, settings_.timeout);
  spare_.push_back(std::move(written));
  co_return read(outcome, request, signed_at);
}

CallReply BinanceCaller::read(const net::HttpOutcome& outcome, const Request& request, Timestamp signed_at) {
  CallReply reply;
  reply.may_enter_until = signed_at + recv_window() + doubt();
  exchanges::binance::RawReply raw;
  if (!outcome) {
    raw.transport = outcome.error().may_have_been_sent ? Transport::BROKEN_AFTER_SEND : Transport::NOTHING_SENT;
    reply.detail = outcome.error().error.message;
  } else {
    raw.http_status = static_cast<int>(outcome->status);
    raw.body = outcome->body;
    raw.retry_after = outcome->header("Retry-After");
    hear_date(outcome->header("Date"), signed_at);
    for (const auto& [name, value] : outcome->headers) budget_.observe_header(name, value, server_time());
  }
  reply.verdict = classify(raw, settings_.product, request.mutates(), server_time());
  if (outcome) {
    reply.body = outcome->body;
    if (!reply.ok()) reply.detail = words_of(*outcome);
  }
  heed(reply.verdict);
  return reply;
}

void BinanceCaller::heed(const exchanges::binance::Verdict& verdict) {
  if (verdict.action == Action::BACK_OFF) budget_.back_off(verdict.until);
  if (verdict.action == Action::SILENCE) budget_.silence(verdict.until);
}

// ---- the session ----------------------------------------------------------------------------------------------------

bool BinanceCaller::logs_on() const {
  return settings_.account && settings_.account->signer.kind() == exchanges::SignatureKind::ED25519;
}

std::string BinanceCaller::session_greeting(std::int64_t id) const {
  return signed_frame(id, exchanges::binance::session_logon());
}

std::string BinanceCaller::signed_frame(std::int64_t id, const exchanges::binance::WsCall& call) const {
  const Account& account = *settings_.account;
  return ws_frame(id, call, {.api_key = account.api_key, .signer = &account.signer}, server_time() - doubt(),
                  recv_window());
}

/// Where it failed, calls are signed one by one.
void BinanceCaller::on_greeted(const WsAnswer& answer) {
  logged_on_ = meaning_of(answer, settings_.product, true, server_time()).ok();
}

/// Nothing: not a byte of it left that way, and it goes by the other.
asio::awaitable<std::optional<CallReply>> BinanceCaller::send_over_session(Request request) {
  const bool open = session_ != nullptr && session_->ready() && settings_.account;
  if (!open || request.security != Security::SIGNED) co_return std::nullopt;
  const auto call = to_ws_call(request);
  if (!call) co_return std::nullopt;
  const Timestamp signed_at = clock_.now();
  const std::int64_t id = session_->next_id();
  std::string frame =
      logged_on_ ? ws_frame(id, *call, {}, server_time() - doubt(), recv_window()) : signed_frame(id, *call);
  WsAnswer answer = co_await session_->ask(id, std::move(frame), settings_.timeout);
  if (answer.transport == Transport::NOTHING_SENT) co_return std::nullopt;
  if (answer.transport == Transport::ANSWERED) ++session_calls_;
  co_return read(std::move(answer), request, signed_at);
}

CallReply BinanceCaller::read(WsAnswer answer, const Request& request, Timestamp signed_at) {
  WsMeaning meaning = meaning_of(answer, settings_.product, request.mutates(), server_time());
  for (const auto& limit : meaning.rate_limits) {
    if (limit.type == exchanges::binance::LimitType::ORDERS) budget_.observe({&limit, 1}, server_time());
  }
  heed(meaning.verdict);
  return {.verdict = meaning.verdict,
          .body = std::move(answer.frame),
          .member = "result",
          .detail = std::move(meaning.detail),
          .may_enter_until = signed_at + recv_window() + doubt()};
}

// ---- the venue's clock ----------------------------------------------------------------------------------------------

/// Within the budget like any call; the time it waited for that is no part of the sample.
asio::awaitable<Result<BinanceCaller::ClockSample>> BinanceCaller::measure() {
  const Request question = exchanges::binance::server_time(settings_.product);
  const bool within_budget = co_await wait_for_budget(question.cost, Purpose::PROTECTIVE);
  if (!within_budget) co_return fail(ErrorCode::kIo, "the exchange's clock: held back by its rate limit");
  ClockSample sample;
  sample.sent = clock_.now();
  const CallReply reply = co_await send(question);
  sample.received = clock_.now();
  const auto server = answer_of("the exchange's clock", reply, exchanges::binance::read_server_time);
  if (!server) co_return std::unexpected(server.error());
  sample.server = *server;
  co_return sample;
}

asio::awaitable<Result<exchanges::OffsetEstimate>> BinanceCaller::synchronize() {
  const auto sample = co_await measure();
  if (!sample) co_return std::unexpected(sample.error());
  take(*sample);
  co_return offset_.estimate(sample->received);
}

/// What is known and cannot be true beside the new sample is forgotten: one of the two clocks was set.
void BinanceCaller::take(const ClockSample& sample) {
  exchanges::ClockOffset alone;
  if (!alone.add(sample.sent, sample.received, sample.server)) return;
  if (offset_.known()) {
    const auto before = offset_.estimate(sample.received);
    const auto now = alone.estimate(sample.received);
    const Duration apart = before.offset < now.offset ? now.offset - before.offset : before.offset - now.offset;
    if (apart > before.error + now.error) offset_.reset();
  }
  offset_.add(sample.sent, sample.received, sample.server);
  clock_asked_ = sample.received;
  clock_due_ = sample.received + clock_.at_least_wall(kClockEvery);
}

asio::awaitable<void> BinanceCaller::keep_clock() {
  const Timestamp now = clock_.now();
  if (!offset_.known() || now < clock_due_) co_return;
  clock_asked_ = now;
  clock_due_ = now + clock_.at_least_wall(kClockApart);  // where it does not succeed
  const auto sample = co_await measure();
  if (sample) take(*sample);
}

void BinanceCaller::doubt_clock() {
  clock_due_ = std::min(clock_due_, clock_asked_ + clock_.at_least_wall(kClockApart));
}

void BinanceCaller::hear_time(Timestamp at) {
  if (offset_.known() && at > server_time() + doubt() + kFits) doubt_clock();
}

/// It tells whole seconds, of a moment between the sending of the request and now.
void BinanceCaller::hear_date(std::string_view date, Timestamp sent) {
  const auto second = exchanges::parse_http_date(date);
  if (!second || !offset_.known()) return;
  hear_time(*second);
  const Timestamp earliest = offset_.server_time(sent) - doubt() - kFits;
  if (*second + Duration::seconds(1) < earliest) doubt_clock();
}

}  // namespace alpha_pulse::venues

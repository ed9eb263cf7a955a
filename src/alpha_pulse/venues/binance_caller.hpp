#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/exchanges/binance/error_table.hpp"
#include "alpha_pulse/exchanges/binance/rate_budget.hpp"
#include "alpha_pulse/exchanges/binance/request.hpp"
#include "alpha_pulse/exchanges/binance/ws_api.hpp"
#include "alpha_pulse/exchanges/clock_offset.hpp"
#include "alpha_pulse/exchanges/json.hpp"
#include "alpha_pulse/net/http_client.hpp"
#include "alpha_pulse/venues/call_writer.hpp"
#include "alpha_pulse/venues/ws_api_session.hpp"

namespace alpha_pulse::venues {

/// Key and signer of an account; without them only public calls can be made.
struct Account {
  std::string api_key;
  exchanges::Signer signer;
};

/// How calls are made.
struct CallerSettings {
  exchanges::binance::Product product = exchanges::binance::Product::FUTURES;
  std::optional<Account> account{};
  Duration recv_window = Duration::seconds(2);  ///< after it the venue refuses what it had not got yet
  Duration timeout = Duration::seconds(10);     ///< of one request
  Duration patience = Duration::seconds(5);     ///< a call that the rate budget holds longer is not made
};

/// What became of a call.
struct CallReply {
  exchanges::binance::Verdict verdict{};
  std::string body{};    ///< the answer's, where one came
  std::string member{};  ///< of the body, which holds what was asked for; empty: the body is that
  std::string detail{};  ///< what to tell a person of a call that failed
  /// By our clock: later the venue refuses the request as too old. True of a clock that was measured; before that the
  /// difference of the two is not in it.
  Timestamp may_enter_until{};

  bool ok() const { return verdict.ok(); }
};

/// Calls of one product's REST service: signed by the venue's clock, within its rate limits, classified by its error
/// table. It sends again what certainly was not executed and may be under the same id: requests of which no byte left,
/// overload, and a clock that was wrong (measured anew, once). Whatever may have been executed is never sent again.
///
/// Where a session of the WebSocket API is given and open, the order calls that have a form there go that way, all
/// others, and all while it is not open, by REST. A call takes one of the two ways: what may have left by one is never
/// repeated on the other. Both share the rate budget; the weights that the session's answers count are a pool of their
/// own and not read.
///
/// The venue's clock, once measured, is measured again every five minutes, and within a minute where it is doubted: a
/// connection was lost, or what the venue says (the Date of an answer, the time of an event) does not fit what is
/// known. That is done with the next question, so that no change waits for it.
///
/// A key that was refused, or another answer after which a person has to look, holds ordinary changes back for a minute
/// at a time: they are REJECTED with the same words, unsent. What protects is sent all the same.
///
/// Threading: one executor; several calls may be under way. The client and clock outlive it.
/// Proven by venues/binance_caller_test.cpp against a scripted server.
class BinanceCaller {
 public:
  BinanceCaller(net::HttpClient& http, const net::Clock& clock, CallerSettings settings);

  /// Never fails otherwise than by its verdict. Public calls need no account; a signed one without is REJECTED.
  net::asio::awaitable<CallReply> call(exchanges::binance::Request request, exchanges::binance::Purpose purpose);
  /// Told of each call that reached the venue and failed, and of what that means; from inside the call.
  using OnFailure = std::function<void(const exchanges::binance::Verdict& verdict, const std::string& words)>;
  void listen(OnFailure on_failure) { on_failure_ = std::move(on_failure); }

  /// From now on the faster way for the calls that have it; its greeting is `session_greeting`. It outlives this.
  void use(WsApiSession& session) { session_ = &session; }
  /// A session logs on once where the key's kind allows that (Ed25519), and its calls need no signature then.
  bool logs_on() const;
  std::string session_greeting(std::int64_t id) const;
  void on_greeted(const WsAnswer& answer);
  void on_session_lost() { logged_on_ = false; }
  /// The frame of a call, signed by itself.
  std::string signed_frame(std::int64_t id, const exchanges::binance::WsCall& call) const;
  /// Calls that were answered over the session.
  std::uint64_t session_calls() const { return session_calls_; }

  /// Measures the venue's clock, within the rate limits like any call. Errors: kIo, kBadData.
  net::asio::awaitable<Result<exchanges::OffsetEstimate>> synchronize();

  /// The clock is measured with the next question, unless that was done within the last minute.
  void doubt_clock();
  /// The venue has said that it is at least this late there.
  void hear_time(Timestamp at);

  exchanges::binance::RateBudget& budget() { return budget_; }
  const exchanges::ClockOffset& offset() const { return offset_; }
  /// The venue's time now; ours before the first measurement.
  Timestamp server_time() const;
  /// What is sent as recvWindow: long enough for a clock that runs fast, at most the venue's 60 s.
  Duration recv_window() const;

 private:
  /// How wrong `server_time` may be. A request is signed with the earliest time it can be at the venue: one from the
  /// venue's future is refused by it, one a little late is not.
  Duration doubt() const;
  /// A question about the venue's time and its answer; `sent` and `received` by our clock.
  struct ClockSample {
    Timestamp sent, received, server;
  };

  net::asio::awaitable<bool> wait_for_budget(exchanges::binance::CallCost cost, exchanges::binance::Purpose purpose);
  net::asio::awaitable<CallReply> attempt(exchanges::binance::Request request, exchanges::binance::Purpose purpose);
  net::asio::awaitable<CallReply> send(exchanges::binance::Request request);
  void write(net::WrittenRequest& to, const exchanges::binance::Request& request) const;
  net::asio::awaitable<std::optional<CallReply>> send_over_session(exchanges::binance::Request request);
  net::asio::awaitable<Result<ClockSample>> measure();
  net::asio::awaitable<void> keep_clock();
  void take(const ClockSample& sample);
  void hear_date(std::string_view date, Timestamp sent);
  CallReply read(WsAnswer answer, const exchanges::binance::Request& request, Timestamp signed_at);
  void heed(const exchanges::binance::Verdict& verdict);
  CallReply read(const net::HttpOutcome& outcome, const exchanges::binance::Request& request, Timestamp signed_at);

  net::HttpClient& http_;
  const net::Clock& clock_;
  CallerSettings settings_;
  Result<CallWriter> writer_;               // an error: the key cannot be sent
  std::vector<net::WrittenRequest> spare_;  // of calls that are over: their memory serves the next
  exchanges::binance::RateBudget budget_;
  exchanges::ClockOffset offset_;
  Timestamp clock_due_, clock_asked_;  // it is measured anew, and was last asked for
  Timestamp halted_until_;             // no ordinary change is sent before
  std::string halted_why_;
  OnFailure on_failure_;
  WsApiSession* session_ = nullptr;
  bool logged_on_ = false;
  std::uint64_t session_calls_ = 0;
};

}  // namespace alpha_pulse::venues

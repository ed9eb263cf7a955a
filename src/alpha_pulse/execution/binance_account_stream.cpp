#include "alpha_pulse/execution/binance_account_stream.hpp"

#include "alpha_pulse/exchanges/binance/account_replies.hpp"
#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/venues/answer.hpp"

namespace alpha_pulse::execution {
namespace {

namespace asio = net::asio;
namespace wire = exchanges::binance;

constexpr Duration kKeepEvery = Duration::minutes(30);  // a key lives for an hour

}  // namespace

BinanceAccountStream::BinanceAccountStream(net::IDialer& dialer, const net::Clock& clock, venues::BinanceCaller& caller,
                                           BinanceReports& reports, net::Url private_base, IVenueSink& sink)
    : clock_(clock),
      caller_(caller),
      reports_(reports),
      sink_(sink),
      stream_(dialer, clock, {.base = std::move(private_base), .target = [this] { return make_key(); }}, *this) {}

asio::awaitable<Result<std::string>> BinanceAccountStream::make_key() {
  const venues::CallReply reply = co_await caller_.call(wire::create_listen_key(), wire::Purpose::PROTECTIVE);
  const auto key = venues::answer_of("making a listen key", reply, wire::read_listen_key);
  if (!key) co_return std::unexpected(key.error());
  co_return "/ws/" + *key;
}

asio::awaitable<void> BinanceAccountStream::keep_key() {
  while (!stopped_) {
    const Timestamp next = clock_.now() + clock_.at_least_wall(kKeepEvery);
    co_await clock_.sleep_until(next);
    if (stopped_) co_return;
    const venues::CallReply reply = co_await caller_.call(wire::keep_listen_key(), wire::Purpose::PROTECTIVE);
    if (reply.verdict.action == wire::Action::NEW_LISTEN_KEY) stream_.renew();
  }
}

void BinanceAccountStream::stop() {
  stopped_ = true;
  stream_.stop();
}

/// Behind a break anything may have happened, to the clocks too.
void BinanceAccountStream::on_open() {
  caller_.doubt_clock();
  sink_.on_account_stream(true);
}

void BinanceAccountStream::on_lost(const Error&) {
  sink_.on_account_stream(false);
}

void BinanceAccountStream::on_frame(std::string_view frame) {
  const auto message = decoder_.decode(frame);
  if (!message) {
    ++unreadable_;
    return stream_.renew();
  }
  std::visit(
      [this](const auto& told) {
        if constexpr (requires { told.event_time; }) caller_.hear_time(told.event_time);
      },
      **message);
  const bool over = std::holds_alternative<wire::ListenKeyExpired>(**message) ||
                    std::holds_alternative<wire::UserServerShutdown>(**message);
  if (over) return stream_.renew();
  reports_.tell(**message, sink_);
  if (std::holds_alternative<wire::AccountConfigUpdate>(**message) && settings_changed_) settings_changed_();
}

}  // namespace alpha_pulse::execution

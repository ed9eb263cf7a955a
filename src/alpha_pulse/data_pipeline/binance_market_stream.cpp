#include "alpha_pulse/data_pipeline/binance_market_stream.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cctype>

namespace alpha_pulse::data_pipeline {
namespace {

namespace asio = net::asio;
namespace wire = exchanges::binance;

constexpr Duration kAheadMost = Duration::minutes(1);  // a time further ahead of our clock is an error of the sender

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

asio::awaitable<Result<std::string>> always(std::string target) {
  co_return target;
}

/// Of messages that become events.
std::string_view symbol_of(const wire::MarketMessage& message) {
  if (const auto* trade = std::get_if<wire::AggTrade>(&message)) return trade->symbol.view();
  if (const auto* quote = std::get_if<wire::BookTicker>(&message)) return quote->symbol.view();
  if (const auto* mark = std::get_if<wire::MarkUpdate>(&message)) return mark->symbol.view();
  return {};
}

venues::KeptStreamSettings settings_of(const net::Url& base, std::string target, Duration silence) {
  return {.base = base, .target = [target = std::move(target)] { return always(target); }, .silence = silence};
}

/// Keeps what runs alive until it has returned.
template <class Channel>
asio::awaitable<void> run(std::shared_ptr<Channel> channel) {
  co_await channel->run();
}

}  // namespace

/// One connection and the decoder of what comes over it.
class BinanceMarketStream::Channel final : public venues::IStreamListener {
 public:
  Channel(BinanceMarketStream& owner, net::IDialer& dialer, const net::Clock& clock,
          venues::KeptStreamSettings settings, wire::Product product, InstrumentId leg)
      : owner_(owner), decoder_(product), leg_(leg), stream_(dialer, clock, std::move(settings), *this) {}

  asio::awaitable<void> run() { return stream_.run(); }
  void stop() { stream_.stop(); }
  bool open() const { return stream_.open(); }

  void on_open() override {}
  void on_frame(std::string_view frame) override {
    if (owner_.on_frame(frame, decoder_, leg_) == Heard::FAREWELL) stream_.renew();
  }
  void on_lost(const Error&) override {}

 private:
  BinanceMarketStream& owner_;  // may be gone once the stream was stopped, which tells nothing then
  wire::MarketDecoder decoder_;
  InstrumentId leg_;
  venues::KeptStream stream_;
};

BinanceMarketStream::BinanceMarketStream(net::IDialer& dialer, const net::Clock& clock,
                                         const BinanceMarketSettings& settings, engine::EventSink& sink)
    : clock_(clock),
      sink_(sink),
      symbol_(settings.symbol),
      bars_{BarBuilder(settings.bar_step), BarBuilder(settings.bar_step)} {
  const std::string symbol = lower_case(settings.symbol);
  const auto channel = [&](const net::Url& base, const std::string& streams, Duration silence, wire::Product product,
                           InstrumentId leg) {
    return std::make_shared<Channel>(*this, dialer, clock, settings_of(base, "/stream?streams=" + streams, silence),
                                     product, leg);
  };
  channels_ = {
      channel(settings.futures_public, symbol + "@bookTicker", settings.quiet, wire::Product::FUTURES, kHedgeLeg),
      channel(settings.futures_market, symbol + "@aggTrade/" + symbol + "@markPrice@1s", settings.silence,
              wire::Product::FUTURES, kHedgeLeg),
      channel(settings.spot, symbol + "@aggTrade", settings.quiet, wire::Product::SPOT, kSpotLeg)};
}

BinanceMarketStream::~BinanceMarketStream() {
  stop();
}

void BinanceMarketStream::start(const asio::any_io_executor& executor) {
  for (const auto& channel : channels_) asio::co_spawn(executor, run(channel), asio::detached);
}

void BinanceMarketStream::stop() {
  for (const auto& channel : channels_) channel->stop();
}

bool BinanceMarketStream::open() const {
  return std::ranges::all_of(channels_, [](const auto& channel) { return channel->open(); });
}

// ---- events ---------------------------------------------------------------------------------------------------------

BinanceMarketStream::Heard BinanceMarketStream::on_frame(std::string_view frame, wire::MarketDecoder& decoder,
                                                         InstrumentId leg) {
  const auto message = decoder.decode(frame);
  if (!message) {
    ++unreadable_;
    return Heard::ANYTHING;
  }
  if (std::holds_alternative<wire::ServerShutdown>(**message)) return Heard::FAREWELL;
  if (symbol_of(**message) != symbol_ || !is_news(**message, leg)) return Heard::ANYTHING;
  auto event = wire::to_event(**message, leg, clock_.now());
  if (!event) return Heard::ANYTHING;
  event->ts_receive = clock_.now();
  event->ts_event = std::min(event->ts_event, clock_.now() + kAheadMost);
  if (const auto* trade = event->as<TradeTick>()) {
    push_bar(leg, bars_[leg.value].add(trade->price, trade->quantity, event->ts_event));
    if (leg == kSpotLeg) std::get<TradeTick>(event->body).roles.spot = true;
  }
  push(*event);
  return Heard::ANYTHING;
}

bool BinanceMarketStream::is_news(const wire::MarketMessage& message, InstrumentId leg) {
  std::int64_t id = 0;
  std::int64_t* last = &last_trade_[leg.value];
  if (const auto* trade = std::get_if<wire::AggTrade>(&message)) id = trade->id;
  if (const auto* quote = std::get_if<wire::BookTicker>(&message)) {
    id = quote->update_id;
    last = &last_quote_;
  }
  if (id == 0) return true;
  if (id <= *last) return false;
  *last = id;
  return true;
}

void BinanceMarketStream::push_bar(InstrumentId leg, const std::optional<ClosedBar>& closed) {
  if (!closed) return;
  Event event;
  event.instrument = leg;
  event.ts_event = closed->end;
  event.ts_receive = clock_.now();
  event.body = closed->bar;
  push(event);
}

void BinanceMarketStream::push(Event event) {
  event.ts_event = last_ = std::max(last_, event.ts_event);
  if (sink_.push(event) == engine::EventSink::Outcome::CLOSED) stop();
}

}  // namespace alpha_pulse::data_pipeline

#include "alpha_pulse/exchanges/binance/market_decoder.hpp"

#include <algorithm>
#include <array>

#include "alpha_pulse/exchanges/binance/levels.hpp"
#include "alpha_pulse/exchanges/binance/market_scan.hpp"
#include "alpha_pulse/exchanges/field_reader.hpp"
#include "alpha_pulse/exchanges/wire_number.hpp"

namespace alpha_pulse::exchanges::binance {

BookLevel read_level(JsonValue value, FieldReader& reader, std::string_view name) {
  const JsonValue price = value.is_array() ? value.first() : JsonValue{};
  const JsonValue quantity = price.next();
  if (price.kind() != JsonKind::STRING || quantity.kind() != JsonKind::STRING) {
    reader.refuse(name, value.text(), "a level is [\"price\",\"quantity\"]");
    return {};
  }
  const auto p = parse_exact(price.text(), domain::kDecimals);
  const auto q = parse_exact(quantity.text(), domain::kDecimals);
  if (!p || *p <= 0) {
    reader.refuse(name, price.text(), "the price of a level is a positive number");
  } else if (!q || *q < 0) {
    reader.refuse(name, quantity.text(), "the quantity of a level is a number that is not negative");
  } else {
    return {.price = Price::from_raw(*p), .quantity = Quantity::from_raw(*q)};
  }
  return {};
}

namespace {

constexpr std::int64_t kVolumeMax = 0x7fff'ffff'ffff'ffff;

void read(FieldReader& r, AggTrade& m) {
  m.event_time = r.time("E");
  m.symbol = r.inline_text<SymbolText>("s");
  m.id = r.integer_in("a", 0, kVolumeMax);
  m.price = r.price("p");
  m.quantity = r.quantity("q");
  m.first_trade = r.integer("f");
  m.last_trade = r.integer("l");
  m.trade_time = r.time("T");
  m.buyer_is_maker = r.boolean("m");
}

void read(FieldReader& r, SingleTrade& m) {
  m.event_time = r.time("E");
  m.symbol = r.inline_text<SymbolText>("s");
  m.id = r.integer_in("t", 0, kVolumeMax);
  m.price = r.price("p");
  m.quantity = r.quantity("q");
  m.trade_time = r.time("T");
  m.buyer_is_maker = r.boolean("m");
}

void read(FieldReader& r, BookTicker& m, Product product) {
  m.update_id = r.integer_in("u", 0, kVolumeMax);
  if (product == Product::FUTURES) {
    m.event_time = r.time("E");
    m.transaction_time = r.time("T");
  }
  m.symbol = r.inline_text<SymbolText>("s");
  m.bid.price = r.price("b");
  m.bid.quantity = r.quantity("B");
  m.ask.price = r.price("a");
  m.ask.quantity = r.quantity("A");
}

void read(FieldReader& r, MarkUpdate& m) {
  m.event_time = r.time("E");
  m.symbol = r.inline_text<SymbolText>("s");
  m.mark = r.price("p");
  m.index = r.price("i");
  m.funding_rate = r.ratio("r");
  m.next_funding = r.time("T");
}

Quantity read_volume(FieldReader& r, std::string_view name) {
  const std::string_view text = r.text(name);
  if (!r.ok()) return {};
  const auto wide = parse_wide(text, domain::kDecimals);
  if (wide && *wide >= 0) return Quantity::from_raw(static_cast<std::int64_t>(std::min<Int128>(*wide, kVolumeMax)));
  r.refuse(name, text, "a volume is a number that is not negative");
  return {};
}

void read(FieldReader& r, Kline& m) {
  m.event_time = r.time("E");
  FieldReader k(r.object("k"), "kline");
  if (!r.ok()) return;
  m.open_time = k.time("t");
  m.close_time = k.time("T");
  m.symbol = k.inline_text<SymbolText>("s");
  m.interval = k.inline_text<InlineText<4>>("i");
  m.open = k.price("o");
  m.close = k.price("c");
  m.high = k.price("h");
  m.low = k.price("l");
  m.volume = read_volume(k, "v");
  m.trades = k.integer("n");
  m.closed = k.boolean("x");
  if (!k.ok()) r.adopt(k.error());
}

void read(FieldReader& r, DepthUpdate& m, Product product) {
  m.event_time = r.time("E");
  if (product == Product::FUTURES) m.transaction_time = r.time("T");
  m.symbol = r.inline_text<SymbolText>("s");
  m.first_id = r.integer_in("U", 0, kVolumeMax);
  m.last_id = r.integer_in("u", 0, kVolumeMax);
  if (product == Product::FUTURES) m.previous_last = r.integer_in("pu", -1, kVolumeMax);
  read_levels(r, "b", m.bids);
  read_levels(r, "a", m.asks);
}

/// `btcusdt@depth5` names BTCUSDT.
SymbolText symbol_of_stream(std::string_view stream) {
  std::string_view name = stream.substr(0, std::min(stream.find('@'), stream.size()));
  std::array<char, SymbolText::kMost> upper{};
  if (name.size() > upper.size()) return {};
  std::ranges::transform(name, upper.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return SymbolText::from({upper.data(), name.size()}).value_or(SymbolText{});
}

void read(FieldReader& r, PartialDepth& m, std::string_view stream) {
  m.symbol = symbol_of_stream(stream);
  m.last_id = r.integer_in("lastUpdateId", 0, kVolumeMax);
  read_levels(r, "bids", m.bids);
  read_levels(r, "asks", m.asks);
}

void read(FieldReader& r, SubscriptionReply& m) {
  if (r.has("id")) m.id = r.whole_or_text("id");
  if (r.has("error")) {
    FieldReader error(r.object("error"), "subscription");
    m.error_code = error.integer("code");
    if (!error.ok()) r.adopt(error.error());
  } else if (r.has("code")) {
    m.error_code = r.integer("code");
  }
}

/// Messages of `T` in the decoder's place; their lists keep no memory that a message before needed.
template <class T, class... More>
void read_as(FieldReader& r, MarketMessage& message, More... more) {
  read(r, message.emplace<T>(), more...);
}

void read_unnamed(JsonValue payload, std::string_view stream, FieldReader& r, MarketMessage& message, Product product) {
  if (payload.member("lastUpdateId").exists()) return read_as<PartialDepth>(r, message, stream);
  if (payload.member("B").exists() && payload.member("A").exists()) return read_as<BookTicker>(r, message, product);
  const bool reply =
      payload.member("result").exists() || payload.member("code").exists() || payload.member("error").exists();
  if (reply) return read_as<SubscriptionReply>(r, message);
  message.emplace<OtherMessage>();
}

void read_named(std::string_view kind, FieldReader& r, MarketMessage& message, Product product) {
  if (kind == "aggTrade") return read_as<AggTrade>(r, message);
  if (kind == "bookTicker") return read_as<BookTicker>(r, message, product);
  if (kind == "markPriceUpdate") return read_as<MarkUpdate>(r, message);
  if (kind == "depthUpdate") return read_as<DepthUpdate>(r, message, product);
  if (kind == "trade") return read_as<SingleTrade>(r, message);
  if (kind == "kline") return read_as<Kline>(r, message);
  if (kind == "serverShutdown") {
    message.emplace<ServerShutdown>().event_time = r.time("E");
    return;
  }
  message.emplace<OtherMessage>().kind = r.shown_text<InlineText<40>>("e");
}

}  // namespace

Result<const MarketMessage*> MarketDecoder::decode(std::string_view frame) {
  if (scan_market_frame(frame, product_, message_)) return &message_;
  return decode_by_parser(frame);
}

Result<const MarketMessage*> MarketDecoder::decode_by_parser(std::string_view frame) {
  const auto root = document_.read(frame);
  if (!root) return std::unexpected(root.error());
  JsonValue payload = *root;
  std::string_view stream;
  if (const JsonValue data = payload.member("data"); data.exists()) {
    stream = payload.member("stream").text();
    payload = data;
  }
  if (!payload.is_object()) {  // lists of all symbols, which we do not subscribe to
    message_.emplace<OtherMessage>();
    return &message_;
  }
  FieldReader reader(payload, "market message");
  const JsonValue kind = payload.member("e");
  if (kind.kind() == JsonKind::STRING) {
    read_named(kind.text(), reader, message_, product_);
  } else {
    read_unnamed(payload, stream, reader, message_, product_);
  }
  if (!reader.ok()) return std::unexpected(reader.error());
  return &message_;
}

}  // namespace alpha_pulse::exchanges::binance

#include "alpha_pulse/exchanges/binance/user_decoder.hpp"

#include <algorithm>

#include "alpha_pulse/exchanges/field_reader.hpp"
#include "alpha_pulse/exchanges/wire_number.hpp"

namespace alpha_pulse::exchanges::binance {

Result<Money> WireAmount::money() const {
  return map_value(Currency::parse(asset.view()), [this](Currency currency) { return Money::from_raw(raw, currency); });
}

namespace {

constexpr std::int64_t kIdMax = 0x7fff'ffff'ffff'ffff;

template <class Enum>
Enum word(FieldReader& r, std::string_view name) {
  return read_enum<Enum>(r.text(name));
}

/// The id of an order or trade; -1 and 0 mean none.
template <class Id>
Id id_or_none(FieldReader& r, std::string_view name) {
  return Id{static_cast<std::uint64_t>(std::max<std::int64_t>(r.integer_in(name, -1, kIdMax), 0))};
}

/// What both products' order events share, under the same letters.
void read_common(FieldReader& o, OrderUpdate& m) {
  m.symbol = o.inline_text<SymbolText>("s");
  m.client_id = o.inline_text<ClientIdText>("c");
  m.side = word<WireSide>(o, "S");
  m.type = m.original_type = word<WireOrderType>(o, "o");
  m.time_in_force = word<WireTimeInForce>(o, "f");
  m.quantity = o.quantity("q");
  m.price = o.price("p");
  m.execution = word<ExecutionType>(o, "x");
  m.status = word<OrderStatus>(o, "X");
  m.order_id = o.id<VenueOrderId>("i");
  m.last_quantity = o.quantity("l");
  m.filled = o.quantity("z");
  m.last_price = o.price("L");
  if (o.has("N")) m.commission.asset = o.inline_text<AssetText>("N");
  if (o.has("n")) m.commission.raw = o.amount("n");
  m.trade_time = o.time("T");
  m.trade_id = id_or_none<TradeId>(o, "t");
  m.is_maker = o.boolean("m");
}

void read(FieldReader& r, OrderUpdate& m) {
  m.product = Product::FUTURES;
  m.event_time = r.time("E");
  FieldReader o(r.object("o"), "ORDER_TRADE_UPDATE");
  if (!r.ok()) return;
  read_common(o, m);
  m.average_price = o.rounded_price("ap");
  m.stop_price = o.price("sp");
  m.reduce_only = o.boolean("R");
  m.original_type = word<WireOrderType>(o, "ot");
  m.position_side = word<PositionSide>(o, "ps");
  m.close_position = o.boolean("cp");
  if (o.has("rp")) m.realized_pnl = o.amount("rp");
  if (o.has("er")) m.expiry = word<ExpiryReason>(o, "er");
  if (!o.ok()) r.adopt(o.error());
}

void read_spot_order(FieldReader& r, OrderUpdate& m) {
  m.product = Product::SPOT;
  m.event_time = r.time("E");
  read_common(r, m);
  m.stop_price = r.price("P");
  if (r.has("C")) {  // of a cancel `c` is the cancel's own id
    if (const auto own = r.inline_text<ClientIdText>("C"); !own.empty()) m.client_id = own;
  }
  m.reject_reason = r.shown_text<InlineText<48>>("r");
  if (r.has("eR")) m.reject_reason = r.shown_text<InlineText<48>>("eR");
}

void read(FieldReader& r, AlgoUpdate& m) {
  m.event_time = r.time("E");
  m.transaction_time = r.time("T");
  FieldReader o(r.object("o"), "ALGO_UPDATE");
  if (!r.ok()) return;
  m.client_id = o.inline_text<ClientIdText>("caid");
  m.algo_id = o.id<VenueOrderId>("aid");
  m.type = word<WireOrderType>(o, "o");
  m.symbol = o.inline_text<SymbolText>("s");
  m.side = word<WireSide>(o, "S");
  m.position_side = word<PositionSide>(o, "ps");
  if (o.has("q")) m.quantity = o.quantity("q");
  m.status = word<AlgoStatus>(o, "X");
  if (o.has("ai") && !o.text("ai").empty())
    m.child_order = {static_cast<std::uint64_t>(std::max<std::int64_t>(o.whole_or_text("ai"), 0))};
  if (o.has("aq")) m.executed = o.quantity("aq");
  if (o.has("tp")) m.trigger = o.price("tp");
  m.working_type = word<WorkingType>(o, "wt");
  m.close_position = o.boolean("cp");
  m.reduce_only = o.boolean("R");
  if (o.has("tt")) m.trigger_time = o.time("tt");
  if (o.has("rm")) m.reject_reason = o.shown_text<InlineText<96>>("rm");
  if (!o.ok()) r.adopt(o.error());
}

void read(FieldReader& r, TradeLite& m) {
  m.event_time = r.time("E");
  m.transaction_time = r.time("T");
  m.symbol = r.inline_text<SymbolText>("s");
  m.is_maker = r.boolean("m");
  m.client_id = r.inline_text<ClientIdText>("c");
  m.side = word<WireSide>(r, "S");
  m.last_price = r.price("L");
  m.last_quantity = r.quantity("l");
  m.trade_id = r.id<TradeId>("t");
  m.order_id = r.id<VenueOrderId>("i");
}

BalanceChange read_balance(FieldReader& b) {
  BalanceChange row;
  row.asset = b.inline_text<AssetText>("a");
  row.wallet = b.amount("wb");
  row.cross_wallet = b.amount("cw");
  if (b.has("bc")) row.change = b.amount("bc");
  return row;
}

PositionChange read_position(FieldReader& p, bool with_entry) {
  PositionChange row;
  row.symbol = p.inline_text<SymbolText>("s");
  row.side = word<PositionSide>(p, "ps");
  row.quantity = p.signed_quantity("pa");
  if (with_entry) row.entry = p.rounded_price("ep");
  row.unrealized = p.amount("up");
  if (p.has("mt")) row.margin = read_margin_type(p.text("mt"));
  return row;
}

/// The rows of an array of objects, by `read_row(FieldReader&)`.
template <class Rows, class ReadRow>
void read_rows(FieldReader& r, std::string_view name, Rows& rows, ReadRow read_row) {
  const JsonValue array = r.array(name);
  for (JsonValue element = array.first(); element.exists() && r.ok(); element = element.next()) {
    FieldReader row(element, name);
    rows.push_back(read_row(row));
    if (!row.ok()) r.adopt(row.error());
  }
}

void read(FieldReader& r, AccountUpdate& m) {
  m.event_time = r.time("E");
  m.transaction_time = r.time("T");
  FieldReader a(r.object("a"), "ACCOUNT_UPDATE");
  if (!r.ok()) return;
  m.reason = word<AccountChange>(a, "m");
  if (a.has("S")) m.funding_symbol = a.inline_text<SymbolText>("S");
  if (a.has("B")) read_rows(a, "B", m.balances, read_balance);
  if (a.has("P")) read_rows(a, "P", m.positions, [](FieldReader& p) { return read_position(p, true); });
  if (!a.ok()) r.adopt(a.error());
}

void read(FieldReader& r, AccountConfigUpdate& m) {
  m.event_time = r.time("E");
  if (r.has("ac")) {
    FieldReader c(r.object("ac"), "ACCOUNT_CONFIG_UPDATE");
    m.symbol = c.inline_text<SymbolText>("s");
    m.leverage = static_cast<int>(c.integer_in("l", 1, 1'000));
    if (!c.ok()) r.adopt(c.error());
  }
  if (r.has("ai")) {
    FieldReader c(r.object("ai"), "ACCOUNT_CONFIG_UPDATE");
    m.multi_assets = c.boolean("j");
    if (!c.ok()) r.adopt(c.error());
  }
}

void read(FieldReader& r, MarginCall& m) {
  m.event_time = r.time("E");
  read_rows(r, "p", m.positions, [](FieldReader& p) { return read_position(p, false); });
}

void read(FieldReader& r, SpotBalances& m) {
  m.event_time = r.time("E");
  m.update_time = r.time("u");
  read_rows(r, "B", m.rows, [](FieldReader& b) {
    SpotBalances::Row row;
    row.asset = b.inline_text<AssetText>("a");
    row.free = b.amount("f");
    row.locked = b.amount("l");
    return row;
  });
}

void read(FieldReader& r, SpotBalanceDelta& m) {
  m.event_time = r.time("E");
  m.change.asset = r.inline_text<AssetText>("a");
  m.change.raw = r.amount("d");
  m.clear_time = r.time("T");
}

template <class T>
void read_moment(FieldReader& r, UserMessage& message) {
  message.emplace<T>().event_time = r.time("E");
}

void read_named(std::string_view kind, FieldReader& r, UserMessage& message) {
  if (kind == "ORDER_TRADE_UPDATE") return read(r, message.emplace<OrderUpdate>());
  if (kind == "executionReport") return read_spot_order(r, message.emplace<OrderUpdate>());
  if (kind == "TRADE_LITE") return read(r, message.emplace<TradeLite>());
  if (kind == "ACCOUNT_UPDATE") return read(r, message.emplace<AccountUpdate>());
  if (kind == "ALGO_UPDATE") return read(r, message.emplace<AlgoUpdate>());
  if (kind == "ACCOUNT_CONFIG_UPDATE") return read(r, message.emplace<AccountConfigUpdate>());
  if (kind == "MARGIN_CALL") return read(r, message.emplace<MarginCall>());
  if (kind == "outboundAccountPosition") return read(r, message.emplace<SpotBalances>());
  if (kind == "balanceUpdate") return read(r, message.emplace<SpotBalanceDelta>());
  if (kind == "listenKeyExpired") return read_moment<ListenKeyExpired>(r, message);
  if (kind == "eventStreamTerminated") return read_moment<EventStreamTerminated>(r, message);
  if (kind == "serverShutdown") return read_moment<UserServerShutdown>(r, message);
  message.emplace<OtherUserMessage>().kind = r.shown_text<InlineText<40>>("e");
}

/// Combined streams say `data`, spot's websocket API says `event`.
JsonValue unwrapped(JsonValue root) {
  for (const std::string_view name : {"event", "data"}) {
    if (const JsonValue inner = root.member(name); inner.is_object()) return inner;
  }
  return root;
}

}  // namespace

Result<const UserMessage*> UserDecoder::decode(std::string_view frame) {
  const auto root = document_.read(frame);
  if (!root) return std::unexpected(root.error());
  const JsonValue payload = unwrapped(*root);
  FieldReader reader(payload, "user event");
  const JsonValue kind = payload.member("e");
  if (kind.kind() == JsonKind::STRING) {
    read_named(kind.text(), reader, message_);
  } else {
    message_.emplace<OtherUserMessage>().is_reply = root->member("id").exists() || root->member("status").exists();
  }
  if (!reader.ok()) return std::unexpected(reader.error());
  return &message_;
}

}  // namespace alpha_pulse::exchanges::binance

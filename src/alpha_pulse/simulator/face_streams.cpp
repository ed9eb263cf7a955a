#include "alpha_pulse/simulator/face_streams.hpp"

#include <algorithm>

#include "alpha_pulse/simulator/face_json_spot.hpp"
#include "alpha_pulse/simulator/face_stream_payloads.hpp"

namespace alpha_pulse::simulator {
namespace {

bool is_public(std::string_view stream) {
  return stream.find("@bookTicker") != std::string_view::npos || stream.starts_with("!bookTicker") ||
         stream.find("@depth") != std::string_view::npos || stream.find("@rpiDepth") != std::string_view::npos ||
         stream.ends_with("@trade");
}

json::value bad_request(std::string_view what, const json::value& id) {
  return json::object{{"code", 2}, {"msg", "Invalid request: " + std::string(what)}, {"id", id}};
}

/// The names in `params`; none where there are no params. Nothing where they are no list of names.
std::optional<std::vector<std::string>> texts_of(const json::object& request) {
  std::vector<std::string> texts;
  const json::value* params = request.if_contains("params");
  if (params == nullptr || params->is_null()) return texts;
  if (!params->is_array()) return std::nullopt;
  for (const json::value& item : params->as_array()) {
    if (!item.is_string()) return std::nullopt;
    texts.emplace_back(item.as_string());
  }
  return texts;
}

}  // namespace

StreamHub::StreamHub(FaceState& state, bool shuffle_user_events)
    : state_(state), shuffle_(shuffle_user_events), random_(state.settings.seed, 72) {
  for (const std::string_view interval : kIntervalNames) {
    futures_candles_.push_back({interval});
    spot_candles_.push_back({interval});
  }
}

void StreamHub::open(ConnectionId id, Product product, StreamAddress address) {
  connections_[id] = Connection{product, std::move(address), {}, 0};
  note_subscriptions();
}

void StreamHub::close(ConnectionId id) {
  connections_.erase(id);
  spot_users_.erase(id);
  note_subscriptions();
}

/// Ten a second on futures, five on spot (sheet 6.1, 7.5).
bool StreamHub::count(Connection& connection, Timestamp now) const {
  const Timestamp second = now.floor_to(Duration::seconds(1));
  if (second != connection.second) connection.messages = 0;
  connection.second = second;
  const FaceSettings& settings = state_.settings;
  const RateLimits& limits = connection.product == Product::FUTURES ? settings.futures : settings.spot;
  return ++connection.messages <= limits.messages_a_second || !limits.enforced;
}

bool StreamHub::on_control(ConnectionId id, Timestamp now) {
  const auto found = connections_.find(id);
  return found == connections_.end() || count(found->second, now);
}

bool StreamHub::on_message(ConnectionId id, std::string_view text, Timestamp now) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return true;
  if (!count(found->second, now)) return false;
  json::error_code bad;
  const json::value request = json::parse({text.data(), text.size()}, bad);
  json::value answer;
  if (bad) {
    answer = json::object{{"code", 3}, {"msg", "Invalid JSON: expected a JSON object"}, {"id", nullptr}};
  } else if (!request.is_object()) {
    answer = bad_request("not a JSON object", nullptr);
  } else {
    answer = control_answer(found->second, request.as_object());
  }
  frames_.push_back({id, "", "", json::serialize(answer)});
  note_subscriptions();
  return true;
}

json::value StreamHub::control_answer(Connection& connection, const json::object& request) {
  const json::value* given = request.if_contains("id");
  const json::value id = given == nullptr ? json::value(nullptr) : *given;
  const json::value* method = request.if_contains("method");
  if (method == nullptr || !method->is_string()) return bad_request("missing property 'method'", id);
  const std::string name(method->as_string());
  auto& streams = connection.address.streams;
  const auto texts = texts_of(request);
  if (!texts && name.ends_with("SUBSCRIBE")) return bad_request("params must be a list of stream names", id);
  if (name == "SUBSCRIBE") {
    for (const std::string& stream : *texts) {
      if (std::ranges::find(streams, stream) == streams.end()) streams.push_back(stream);
    }
    if (streams.size() > kStreamsMost) {
      streams.resize(kStreamsMost);
      return bad_request("too many streams", id);
    }
  } else if (name == "UNSUBSCRIBE") {
    for (const std::string& stream : *texts) std::erase(streams, stream);
  } else if (name == "LIST_SUBSCRIPTIONS") {
    return json::object{{"result", json::array(streams.begin(), streams.end())}, {"id", id}};
  } else if (name == "GET_PROPERTY") {
    return json::object{{"result", connection.address.combined}, {"id", id}};
  } else if (name == "SET_PROPERTY") {
    const json::value* params = request.if_contains("params");
    const bool whole =
        params != nullptr && params->is_array() && params->as_array().size() == 2 && params->as_array()[1].is_bool();
    if (!whole) return bad_request("property or value is wrong", id);
    connection.address.combined = params->as_array()[1].as_bool();
  } else {
    return bad_request("unknown method '" + name + "'", id);
  }
  return json::object{{"result", nullptr}, {"id", id}};
}

bool StreamHub::hears(const Connection& connection, Product product, std::string_view stream) const {
  if (connection.product != product) return false;
  if (product == Product::FUTURES) {
    const StreamCategory category = connection.address.category;
    if (category == StreamCategory::PRIVATE) return false;
    const bool for_public = category != StreamCategory::MARKET;
    if (is_public(stream) != for_public) return false;
  }
  return std::ranges::find(connection.address.streams, stream) != connection.address.streams.end();
}

bool StreamHub::wanted(Product product, std::string_view stream) const {
  return std::ranges::any_of(connections_, [&](const auto& c) { return hears(c.second, product, stream); });
}

bool StreamHub::any_public(Product product) const {
  return std::ranges::any_of(connections_, [product](const auto& c) {
    return c.second.product == product && c.second.address.category != StreamCategory::PRIVATE;
  });
}

bool StreamHub::any_user(Product product) const {
  if (product == Product::SPOT) return !spot_users_.empty();
  return std::ranges::any_of(connections_, [](const auto& c) {
    return c.second.product == Product::FUTURES && c.second.address.category == StreamCategory::PRIVATE;
  });
}

void StreamHub::send_to(ConnectionId id, const Connection& connection, const std::string& stream, std::string event,
                        const json::value& payload) {
  std::string text = json::serialize(
      connection.address.combined ? json::value(json::object{{"stream", stream}, {"data", payload}}) : payload);
  frames_.push_back({id, stream, std::move(event), std::move(text)});
}

void StreamHub::send(Product product, const std::string& stream, const json::value& payload) {
  std::string event;
  if (payload.is_object()) {
    if (const json::value* e = payload.as_object().if_contains("e")) event = std::string(e->as_string());
  }
  for (const auto& [id, connection] : connections_) {
    if (hears(connection, product, stream)) send_to(id, connection, stream, event, payload);
  }
}

void StreamHub::publish(const std::vector<VenueEvent>& events, Timestamp now) {
  const bool to_users = any_user(Product::FUTURES);
  const bool to_public = any_public(Product::FUTURES);
  std::vector<UserMessage> together;  // of one account and one moment
  for (const VenueEvent& event : events) {
    auto message = to_users ? user_message(event, state_.exchange.futures) : std::nullopt;
    if (!together.empty() &&
        (!message || message->account != together.back().account || message->time != together.back().time)) {
      tell_in_some_order(std::exchange(together, {}), now);
    }
    if (message) together.push_back(std::move(*message));
    if (to_public) publish_public(event, now);
  }
  tell_in_some_order(std::move(together), now);
}

/// The sheet leaves the order between kinds of events open (9.1); within a kind it holds.
void StreamHub::tell_in_some_order(std::vector<UserMessage> messages, Timestamp now) {
  while (!messages.empty()) {
    std::size_t pick = shuffle_ ? static_cast<std::size_t>(random_.below(messages.size())) : 0;
    for (std::size_t i = 0; i < pick; ++i) {
      if (messages[i].name == messages[pick].name) pick = i;
    }
    tell_user(messages[pick], now);
    messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(pick));
  }
}

void StreamHub::tell_user(const UserMessage& message, Timestamp now) {
  for (const auto& [id, connection] : connections_) {
    const StreamAddress& address = connection.address;
    if (connection.product != Product::FUTURES || address.category != StreamCategory::PRIVATE) continue;
    const bool chosen =
        address.events.empty() || std::ranges::find(address.events, message.name) != address.events.end();
    if (!chosen) continue;
    for (const std::string& stream : address.streams) {
      if (state_.listen_keys.owner(stream, now) == message.account) {
        send_to(id, connection, stream, message.name, message.body);
      }
    }
  }
}

std::int64_t StreamHub::subscribe_user(ConnectionId id, AccountId account) {
  spot_users_[id] = {account, next_subscription_};
  return next_subscription_++;
}

bool StreamHub::unsubscribe_user(ConnectionId id) {
  return spot_users_.erase(id) > 0;
}

void StreamHub::tell_spot_user(const UserMessage& message) {
  for (const auto& [id, user] : spot_users_) {
    if (user.account != message.account) continue;
    frames_.push_back({id, "user", message.name,
                       json::serialize(json::object{{"subscriptionId", user.number}, {"event", message.body}})});
  }
}

void StreamHub::publish(const std::vector<SpotEvent>& events) {
  const bool to_users = any_user(Product::SPOT);
  const bool to_public = any_public(Product::SPOT);
  for (const SpotEvent& event : events) {
    const auto message = to_users ? user_message(event, state_.exchange.spot) : std::nullopt;
    if (message) tell_spot_user(*message);
    if (to_public) publish_public(event);
  }
}

void StreamHub::publish_public(const VenueEvent& event, Timestamp now) {
  const FuturesVenue& venue = state_.exchange.futures;
  if (const auto* t = std::get_if<PublicTrade>(&event)) {
    const std::string& name = venue.symbol(t->symbol).name;
    send(Product::FUTURES, lower_case(name) + "@aggTrade", agg_trade_message(*t, name));
    send(Product::FUTURES, lower_case(name) + "@trade", trade_message(*t, name));
  } else if (const auto* b = std::get_if<BookChanged>(&event)) {
    for (auto& speed : futures_depth_) {
      if (b->time >= speed.batch.due()) tell_depth(speed);
      if (speed.wanted) speed.batch.add(*b);
    }
  } else if (const auto* q = std::get_if<BookTickerChanged>(&event)) {
    const std::string& name = venue.symbol(q->symbol).name;
    send(Product::FUTURES, lower_case(name) + "@bookTicker", book_ticker_message(*q, name, now));
  } else if (const auto* f = std::get_if<ForceOrder>(&event)) {
    const std::string& name = venue.symbol(f->order.symbol).name;
    const json::value message = force_order_message(*f, name);
    send(Product::FUTURES, lower_case(name) + "@forceOrder", message);
    send(Product::FUTURES, "!forceOrder@arr", message);
  }
}

void StreamHub::publish_public(const SpotEvent& event) {
  const SpotVenue& venue = state_.exchange.spot;
  if (const auto* t = std::get_if<SpotTrade>(&event)) {
    const std::string& name = venue.symbol(t->symbol).name;
    send(Product::SPOT, lower_case(name) + "@aggTrade", agg_trade_message(*t, name));
    send(Product::SPOT, lower_case(name) + "@trade", trade_message(*t, name));
  } else if (const auto* b = std::get_if<SpotBookChanged>(&event)) {
    for (auto& speed : spot_depth_) {
      if (b->time >= speed.batch.due()) tell_depth(speed);
      if (speed.wanted) speed.batch.add(*b);
    }
  } else if (const auto* q = std::get_if<SpotBookTicker>(&event)) {
    const std::string& name = venue.symbol(q->symbol).name;
    send(Product::SPOT, lower_case(name) + "@bookTicker", book_ticker_message(*q, name));
  }
}

void StreamHub::tell_marks(Timestamp now) {
  const FuturesVenue& venue = state_.exchange.futures;
  const std::string& name = venue.symbol(InstrumentId{0}).name;
  const bool third = now.ms() / 1000 % 3 == 0;
  const json::value mark = mark_message(venue.ticker(InstrumentId{0}), name, now);
  for (const std::string_view speed : {"@1s", ""}) {
    if (speed.empty() && !third) continue;
    send(Product::FUTURES, lower_case(name) + "@markPrice" + std::string(speed), mark);
    send(Product::FUTURES, "!markPrice@arr" + std::string(speed), json::array{mark});
  }
}

void StreamHub::send_day(Product product, const PrintHistory& history, Timestamp now) {
  const std::string& name = product == Product::FUTURES ? state_.exchange.futures.symbol(InstrumentId{0}).name
                                                        : state_.exchange.spot.symbol(InstrumentId{0}).name;
  const std::string lower = lower_case(name);
  const bool any = wanted(product, lower + "@ticker") || wanted(product, lower + "@miniTicker") ||
                   wanted(product, "!ticker@arr") || wanted(product, "!miniTicker@arr");
  const auto day = any ? history.last_day(now) : std::nullopt;
  if (!day) return;
  json::object full = day_ticker_message(*day, name, history, product, now);
  if (product == Product::SPOT) add_best(full, state_.exchange.spot.ticker(InstrumentId{0}), *day);
  const json::object mini = mini_ticker_message(*day, name, product, now);
  send(product, lower + "@ticker", full);
  send(product, lower + "@miniTicker", mini);
  send(product, "!ticker@arr", json::array{full});
  send(product, "!miniTicker@arr", json::array{mini});
}

/// Whoever listens by a key that was closed and to nothing else is cut off.
void StreamHub::end_closed_keys() {
  for (const std::string& key : state_.listen_keys.take_closed()) {
    for (auto& [id, connection] : connections_) {
      auto& streams = connection.address.streams;
      if (std::erase(streams, key) > 0 && streams.empty()) ended_.push_back(id);
    }
  }
}

void StreamHub::tick(Timestamp now) {
  end_closed_keys();
  for (const std::string& key : state_.listen_keys.take_expired(now)) {
    for (const auto& [id, connection] : connections_) {
      const auto& streams = connection.address.streams;
      if (std::ranges::find(streams, key) == streams.end()) continue;
      send_to(id, connection, key, "listenKeyExpired",
              json::object{{"e", "listenKeyExpired"}, {"E", now.ms()}, {"listenKey", key}});
    }
  }
  for (auto& speed : futures_depth_) {
    if (now >= speed.batch.due()) tell_depth(speed);
  }
  for (auto& speed : spot_depth_) {
    if (now >= speed.batch.due()) tell_depth(speed);
  }
  if (const std::int64_t quarter = now.ms() / 250; quarter != std::exchange(told_quarter_, quarter)) tell_candles(now);
  const std::int64_t second = now.ms() / 1000;
  if (second == told_second_) return;
  told_second_ = second;
  tell_marks(now);
  tell_best(now);
  tell_average(now);
  send_day(Product::FUTURES, state_.exchange.futures_prints, now);
  send_day(Product::SPOT, state_.exchange.spot_prints, now);
}

}  // namespace alpha_pulse::simulator

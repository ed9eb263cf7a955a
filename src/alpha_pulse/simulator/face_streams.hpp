#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/simulator/face_events.hpp"
#include "alpha_pulse/simulator/face_state.hpp"

namespace alpha_pulse::simulator {

/// Names a WebSocket connection; given out by the caller, never used twice.
using ConnectionId = std::uint64_t;

/// A message that is to be sent.
struct Frame {
  ConnectionId connection = 0;
  std::string stream;  ///< `btcusdt@aggTrade`; empty for answers
  std::string event;   ///< `aggTrade`, `ORDER_TRADE_UPDATE`; empty for answers
  std::string text;
};

/// Which address of the futures venue a connection came in by. A stream of another category is silently not delivered
/// (sheet 1.3); an unrouted connection has only public data. Spot knows no categories.
enum class StreamCategory { PUBLIC, MARKET, PRIVATE, UNROUTED };

/// What a connection's address says: framing, category, and the streams that stand in it.
struct StreamAddress {
  bool combined = false;  ///< `/stream`: every message in an envelope
  StreamCategory category = StreamCategory::UNROUTED;
  std::vector<std::string> streams;
  std::vector<std::string> events;  ///< `events=A/B`: of the user's; empty: all
};
/// None when it is no address of the venue's streams.
std::optional<StreamAddress> parse_stream_address(Product product, std::string_view path, std::string_view query);

/// The venue's streams (sheet 6, 7.5): who hears what, in which frame. Pure: frames wait to be taken, time comes in.
/// One thread. Tested by simulator/face_streams_test.cpp.
class StreamHub {
 public:
  static constexpr std::size_t kStreamsMost = 1024;  ///< of one connection

  explicit StreamHub(FaceState& state, bool shuffle_user_events = false);

  void open(ConnectionId id, Product product, StreamAddress address);
  void close(ConnectionId id);
  /// A message of the client's. False: it sent too many, the connection must be cut.
  bool on_message(ConnectionId id, std::string_view text, Timestamp now);
  /// A ping or pong of the client's, which count as messages.
  bool on_control(ConnectionId id, Timestamp now);

  void publish(const std::vector<VenueEvent>& events, Timestamp now);
  void publish(const std::vector<SpotEvent>& events, Timestamp now);
  /// What is told by the clock: marks, day tickers, listen keys that ran out.
  void tick(Timestamp now);

  /// Spot user events go to connections of the WebSocket API, wrapped. The subscription's number.
  std::int64_t subscribe_user(ConnectionId id, AccountId account);
  bool unsubscribe_user(ConnectionId id);

  std::vector<Frame> take_frames() { return std::exchange(frames_, {}); }

 private:
  struct Connection {
    Product product = Product::FUTURES;
    StreamAddress address;
    Timestamp second{};
    int messages = 0;
  };
  struct UserSubscription {
    AccountId account{};
    std::int64_t number = 0;
  };

  bool count(Connection& connection, Timestamp now) const;
  bool hears(const Connection& connection, Product product, std::string_view stream) const;
  bool wanted(Product product, std::string_view stream) const;
  /// Whether anybody may hear what is told to the public, or to users: else no message is made.
  bool any_public(Product product) const;
  bool any_user(Product product) const;
  void send(Product product, const std::string& stream, const json::value& payload);
  void send_to(ConnectionId id, const Connection& connection, const std::string& stream, std::string event,
               const json::value& payload);
  void send_klines(Product product, const std::string& lower, const PrintHistory& history, Timestamp now);
  void send_day(Product product, const PrintHistory& history, Timestamp now);
  void tell_user(const UserMessage& message, Timestamp now);
  void tell_spot_user(const UserMessage& message);
  void tell_in_some_order(std::vector<UserMessage> messages, Timestamp now);
  json::value control_answer(Connection& connection, const json::object& request);
  void publish_public(const VenueEvent& event, Timestamp now);
  void publish_public(const SpotEvent& event, Timestamp now);
  void tell_marks(Timestamp now);

  FaceState& state_;
  bool shuffle_;
  market::Random random_;
  std::map<ConnectionId, Connection> connections_;
  std::map<ConnectionId, UserSubscription> spot_users_;
  std::vector<Frame> frames_;
  std::int64_t next_subscription_ = 0;
  std::int64_t told_second_ = 0;
};

}  // namespace alpha_pulse::simulator

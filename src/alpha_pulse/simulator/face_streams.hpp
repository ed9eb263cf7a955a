#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/simulator/face_events.hpp"
#include "alpha_pulse/simulator/face_state.hpp"
#include "alpha_pulse/simulator/face_stream_batches.hpp"

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
  void publish(const std::vector<SpotEvent>& events);
  /// What is told by the clock: depth, candles, marks, day tickers, listen keys that ran out.
  void tick(Timestamp now);
  /// When changes of a book that wait to be put together must be told; never() when none wait.
  Timestamp next_due() const;

  /// Spot user events go to connections of the WebSocket API, wrapped. The subscription's number.
  std::int64_t subscribe_user(ConnectionId id, AccountId account);
  bool unsubscribe_user(ConnectionId id);

  std::vector<Frame> take_frames() { return std::exchange(frames_, {}); }
  /// Connections that the venue ends, behind the frames that were told before.
  std::vector<ConnectionId> take_ended() { return std::exchange(ended_, {}); }

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

  /// The changes of a book at one speed, and how streams name it.
  template <class Changed>
  struct DepthSpeed {
    std::string_view suffix;
    DepthBatch<Changed> batch;
    bool wanted = false;
  };
  /// One interval's candles of one product.
  struct CandleStream {
    std::string_view interval;
    CandleFollower follower{};
  };
  using CandleStreams = std::vector<CandleStream>;

  bool count(Connection& connection, Timestamp now) const;
  void note_subscriptions();
  template <class Changed>
  bool depth_wanted(Product product, const std::string& name, const DepthSpeed<Changed>& speed) const;
  void tell_depth(DepthSpeed<BookChanged>& speed);
  void tell_depth(DepthSpeed<SpotBookChanged>& speed);
  void tell_candles(Timestamp now);
  void tell_average(Timestamp now);
  void tell_best(Timestamp now);
  bool hears(const Connection& connection, Product product, std::string_view stream) const;
  bool wanted(Product product, std::string_view stream) const;
  /// Whether anybody may hear what is told to the public, or to users: else no message is made.
  bool any_public(Product product) const;
  bool any_user(Product product) const;
  void send(Product product, const std::string& stream, const json::value& payload);
  void send_to(ConnectionId id, const Connection& connection, const std::string& stream, std::string event,
               const json::value& payload);
  void send_candles(Product product, CandleStreams& streams, const PrintHistory& history, Timestamp now);
  void send_day(Product product, const PrintHistory& history, Timestamp now);
  void tell_user(const UserMessage& message, Timestamp now);
  void tell_spot_user(const UserMessage& message);
  void tell_in_some_order(std::vector<UserMessage> messages, Timestamp now);
  json::value control_answer(Connection& connection, const json::object& request);
  void publish_public(const VenueEvent& event, Timestamp now);
  void publish_public(const SpotEvent& event);
  void tell_marks(Timestamp now);
  void end_closed_keys();

  FaceState& state_;
  bool shuffle_;
  market::Random random_;
  std::map<ConnectionId, Connection> connections_;
  std::map<ConnectionId, UserSubscription> spot_users_;
  std::vector<Frame> frames_;
  std::vector<ConnectionId> ended_;
  std::int64_t next_subscription_ = 0;
  std::int64_t told_second_ = 0, told_quarter_ = 0;
  std::array<DepthSpeed<BookChanged>, 4> futures_depth_{
      {{"", DepthBatch<BookChanged>(Duration::milliseconds(250))},
       {"@100ms", DepthBatch<BookChanged>(Duration::milliseconds(100))},
       {"@250ms", DepthBatch<BookChanged>(Duration::milliseconds(250))},
       {"@500ms", DepthBatch<BookChanged>(Duration::milliseconds(500))}}};
  std::array<DepthSpeed<SpotBookChanged>, 2> spot_depth_{
      {{"", DepthBatch<SpotBookChanged>(Duration::seconds(1))},
       {"@100ms", DepthBatch<SpotBookChanged>(Duration::milliseconds(100))}}};
  CandleStreams futures_candles_, spot_candles_;
};

}  // namespace alpha_pulse::simulator

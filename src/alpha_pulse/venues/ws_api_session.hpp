#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "alpha_pulse/exchanges/json.hpp"
#include "alpha_pulse/venues/kept_stream.hpp"
#include "alpha_pulse/venues/ws_answer.hpp"

namespace alpha_pulse::venues {

/// What a WsApiSession connects to, and who listens beside those that ask.
struct WsApiSettings {
  net::Url base;
  /// The first frame of each connection, under the id given, and what was answered; none: nothing is said at first.
  std::function<std::string(std::int64_t id)> greeting{};
  std::function<void(const WsAnswer& answer)> on_greeted{};
  std::function<void(std::string_view frame)> on_event{};  ///< frames that answer nothing
  std::function<void()> on_lost{};                         ///< once for each connection, and each failed attempt
  Duration timeout = Duration::seconds(10);                ///< of the greeting
};

/// A kept session of a venue's WebSocket API: a frame goes out, and its answer is found by its id, in whatever order
/// answers come. What was written and not answered in time, or before the session broke, may have been executed: it is
/// never sent again here. After a missed answer, a server's farewell or 23 hours the session is not `ready` any more
/// and is opened anew as soon as nobody waits for an answer; who asks meanwhile takes another way.
///
/// Threading: one executor. Dialer and clock outlive the run, the session the executor's work.
/// Proven by venues/ws_api_session_test.cpp.
class WsApiSession final : public IStreamListener {
 public:
  WsApiSession(net::IDialer& dialer, const net::Clock& clock, WsApiSettings settings);

  /// Returns after `stop`. Once.
  net::asio::awaitable<void> run();
  void stop();
  /// Opened anew when nobody waits for an answer.
  void renew();
  bool ready() const { return stream_.open() && !leaving_; }
  std::int64_t next_id() { return ++last_id_; }
  /// `frame` names `id`. `timeout` in the clock's time, never under 250 ms of the wall's.
  net::asio::awaitable<WsAnswer> ask(std::int64_t id, std::string frame, Duration timeout);

  void on_open() override;
  void on_frame(std::string_view frame) override;
  void on_lost(const Error& why) override;

 private:
  struct Waiting;
  net::asio::awaitable<void> greet();
  void end_all(const std::string& why);
  bool told_to_leave(exchanges::JsonValue message) const;

  const net::Clock& clock_;
  WsApiSettings settings_;
  KeptStream stream_;
  net::asio::any_io_executor executor_;
  exchanges::JsonDocument document_;
  std::map<std::int64_t, std::shared_ptr<Waiting>> waiting_;
  std::int64_t last_id_ = 0;
  Timestamp opened_at_;
  bool leaving_ = false;  // no new calls: it is opened anew once those under way have ended
};

}  // namespace alpha_pulse::venues

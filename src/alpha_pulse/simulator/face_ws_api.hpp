#pragma once

#include <optional>
#include <string>

#include "alpha_pulse/simulator/face.hpp"
#include "alpha_pulse/simulator/face_streams.hpp"

namespace alpha_pulse::simulator {

/// One connection to the WebSocket API.
struct ApiSession {
  ConnectionId connection = 0;
  Product product = Product::FUTURES;
  std::string peer;
  Timestamp connected{};
  bool return_rate_limits = true;
  const ApiUser* user = nullptr;  ///< logged on
  Timestamp authorized{};
  std::optional<std::int64_t> subscription{};  ///< to spot user events
};

/// Requests and answers over one connection (sheet 5, 7.4): the methods are routes of the REST half by other names,
/// with signatures over the sorted parameters. Pure. One thread. Tested by simulator/face_streams_test.cpp.
class WsApi {
 public:
  WsApi(FaceState& state, StreamHub& hub) : state_(state), hub_(hub) {}

  /// Connecting costs weight too.
  Api<void> connect(const ApiSession& session, Timestamp now);
  /// Answers anything a client may send; ids are echoed with their type.
  std::string handle(ApiSession& session, std::string_view text, Timestamp now);

 private:
  Api<json::value> run(ApiSession& session, const std::string& method, const Params& params, Timestamp now,
                       std::optional<AccountId>& ordered);
  Api<json::value> session_method(ApiSession& session, const std::string& method, const Params& params, Timestamp now);
  Api<json::value> subscribe(ApiSession& session, const ApiUser& user);
  Api<const ApiUser*> authenticate(const ApiSession& session, const Params& params, Security security, Timestamp now);
  json::array rate_limits(const ApiSession& session, Timestamp now, std::optional<AccountId> ordered);

  FaceState& state_;
  StreamHub& hub_;
};

}  // namespace alpha_pulse::simulator

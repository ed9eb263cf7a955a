#pragma once

#include <cstdint>
#include <string>

#include "alpha_pulse/simulator/face_routes.hpp"

namespace alpha_pulse::simulator {

/// The request/response half of the venue's protocol: routes, keys, signatures, clocks, weights, JSON. Pure: the time
/// comes in, the exchange is the caller's and must have been advanced to it. One thread.
/// Tested by simulator/face_test.cpp, and by clients that are not ours in tests/ccxt.
class Face {
 public:
  Face(Exchange& exchange, const FaceSettings& settings) : state_(exchange, settings) {}

  void add_user(ApiUser user) { state_.users.push_back(std::move(user)); }
  /// Answers anything: what is wrong is an answer too, in the venue's codes.
  HttpAnswer handle(Product product, const HttpCall& call, Timestamp now);
  FaceState& state() { return state_; }

 private:
  Api<std::string> answer(Product product, const HttpCall& call, Timestamp now, const ApiUser** user);
  const std::string& date(Timestamp now);

  FaceState state_;
  std::int64_t dated_second_ = -1;
  std::string date_;
};

/// A key that is known. Errors (401): -2014 none sent, -2015 unknown.
Api<const ApiUser*> find_user(const FaceState& state, std::string_view api_key);
/// timestamp and recvWindow (sheet 2.3). Errors: -1102, -1021 in both forms, -1131.
Api<void> check_clock(const Params& params, Timestamp now);
json::object error_json(const ApiError& error);
/// The answer to a refusal, its status included.
HttpAnswer refusal(const ApiError& error);

}  // namespace alpha_pulse::simulator

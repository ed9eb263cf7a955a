#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/domain/names.hpp"

/// What goes over the control socket: a connection carries one request and one reply, each a JSON object on one line.
///
///   {"request":"status"}    -> the status published last
///   {"request":"pause"}     -> what became of the word (also resume, rearm, flatten, stop)
///   anything else           -> {"error":"..."}
///
/// Tested by control/wire_test.cpp.
namespace alpha_pulse::control {

inline constexpr std::size_t kRequestMax = 4096;     ///< bytes of a request, its line end included
inline constexpr std::size_t kReplyMax = 64 * 1024;  ///< bytes of a reply a client reads

/// A word for the run, or, without one, a question how it stands.
struct Request {
  std::optional<OperatorAction> action;
};

/// `pause`: as people write it on the command line and on the wire.
std::string_view word_of(OperatorAction action);
std::optional<OperatorAction> action_named(std::string_view word);

std::string request_text(const Request& request);
/// Reads a line without its end. Errors (kInvalidArgument): not a JSON object, no known request in it.
Result<Request> parse_request(std::string_view line);

std::string error_reply(std::string_view message);
/// The run did not take the word up in time; it still will.
std::string queued_reply(OperatorAction action);

}  // namespace alpha_pulse::control

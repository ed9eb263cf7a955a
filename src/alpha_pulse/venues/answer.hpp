#pragma once

#include <string>

#include "alpha_pulse/exchanges/json.hpp"
#include "alpha_pulse/venues/binance_caller.hpp"

/// What a call said, as a value: the one place where the body of an answer meets the reader that knows its shape.
namespace alpha_pulse::venues {

/// `reader(JsonValue)` of what the body says. Errors: kBadData where it is no JSON; those of the reader.
template <class Reader>
auto read_body(const CallReply& reply, Reader reader) -> decltype(reader(exchanges::JsonValue())) {
  exchanges::JsonDocument document;
  const auto json = document.read(reply.body);
  if (!json) return std::unexpected(json.error());
  return reader(reply.member.empty() ? *json : json->member(reply.member));
}

/// The same of a call that went well. Errors besides: kIo with what the exchange answered, or why it did not.
template <class Reader>
auto answer_of(const CallReply& reply, Reader reader) -> decltype(reader(exchanges::JsonValue())) {
  if (!reply.ok()) return fail(ErrorCode::kIo, reply.detail);
  return read_body(reply, reader);
}

/// The same with `what` at the head of the error: what was asked for.
template <class Reader>
auto answer_of(const std::string& what, const CallReply& reply, Reader reader)
    -> decltype(reader(exchanges::JsonValue())) {
  auto answer = answer_of(reply, reader);
  if (!answer) return fail(answer.error().code, what + ": " + answer.error().message);
  return answer;
}

}  // namespace alpha_pulse::venues

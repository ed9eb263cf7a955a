#pragma once

#include <string>

#include "alpha_pulse/exchanges/json.hpp"
#include "alpha_pulse/venues/binance_caller.hpp"

namespace alpha_pulse::session {

/// What a call said, read by `reader(JsonValue)`. Errors: kIo with what the exchange answered; those of the reader.
template <class Reader>
auto answer_of(const venues::CallReply& reply, Reader reader) -> decltype(reader(exchanges::JsonValue())) {
  if (!reply.ok()) return fail(ErrorCode::kIo, reply.detail);
  exchanges::JsonDocument document;
  const auto json = document.read(reply.body);
  if (!json) return std::unexpected(json.error());
  return reader(*json);
}

}  // namespace alpha_pulse::session

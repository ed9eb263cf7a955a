#include "alpha_pulse/exchanges/binance/ws_api_reply.hpp"

#include "alpha_pulse/exchanges/field_reader.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

void read_id(JsonValue id, FieldReader& r, WsReply& reply) {
  if (id.kind() == JsonKind::NUMBER) {
    reply.id = r.integer("id");
  } else if (id.kind() == JsonKind::STRING && id.text().size() <= 64) {
    reply.id = std::string(id.text());
  } else if (id.kind() != JsonKind::NULL_VALUE) {
    r.refuse("id", id.text(), "expected a number, a short string or null");
  }
}

void read_error(JsonValue error, FieldReader& r, WsReply& reply) {
  auto code = read_code(error);
  if (!code) return r.adopt(code.error());
  reply.error = std::move(*code);
  if (const JsonValue data = error.member("data"); data.member("retryAfter").kind() == JsonKind::NUMBER) {
    FieldReader d(data, "error data");
    const Timestamp until = d.time("retryAfter");
    if (d.ok()) reply.retry_after = until;  // advice: an error is an error without it
  }
}

}  // namespace

Result<WsReply> read_ws_reply(JsonValue value) {
  FieldReader r(value, "websocket answer");
  WsReply reply;
  read_id(value.member("id"), r, reply);
  reply.status = static_cast<int>(r.integer_in("status", 100, 999));
  if (!r.ok()) return std::unexpected(r.error());
  const JsonValue error = value.member("error");
  reply.result = value.member("result");
  if (error.exists()) read_error(error, r, reply);
  const bool success = reply.status >= 200 && reply.status < 300;
  if (!success && !reply.error && r.ok()) r.refuse("status", std::to_string(reply.status), "it comes with an 'error'");
  if (r.has("rateLimits")) {
    auto limits = read_rate_limits(value.member("rateLimits"));
    if (!limits) {
      r.adopt(limits.error());
    } else {
      reply.rate_limits = std::move(*limits);
    }
  }
  return r.result(std::move(reply));
}

}  // namespace alpha_pulse::exchanges::binance

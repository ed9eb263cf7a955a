#include <fmt/format.h>

#include <boost/json.hpp>

#include "alpha_pulse/simulator/exchange_desk.hpp"

/// What a client reads when a fault answers (sheet 8.1).
namespace alpha_pulse::simulator {
namespace {

constexpr std::string_view kPage =
    "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>";

HttpAnswer page(int status, std::string_view title) {
  return {status, {{"Content-Type", "text/html"}}, fmt::format(fmt::runtime(kPage), title)};
}

bool younger(const json::value& row, std::int64_t than_ms) {
  if (!row.is_object()) return false;
  const json::value* time = row.as_object().if_contains("time");
  return time != nullptr && time->is_int64() && time->as_int64() > than_ms;
}

}  // namespace

bool executes(FaultKind kind) {
  switch (kind) {
    case FaultKind::DELAY:
    case FaultKind::CUT_AFTER_BYTES:
    case FaultKind::ERROR_AFTER:
    case FaultKind::TIMEOUT_CODE:
    case FaultKind::ACK_WITHOUT_EVENT:
    case FaultKind::EVENT_WITHOUT_ACK:
    case FaultKind::LAG_QUERIES:
    case FaultKind::KEY_WITHDRAWN:
    case FaultKind::ONLY_REDUCING:
      return true;
    default:
      return false;
  }
}

std::optional<HttpAnswer> fault_answer(const Firing& firing, Timestamp now) {
  switch (firing.kind) {
    case FaultKind::ERROR_BEFORE:
    case FaultKind::MAINTENANCE:
      return HttpAnswer{503, {}, R"({"code":-1016,"msg":"Service Unavailable."})"};
    case FaultKind::ERROR_AFTER:
      return HttpAnswer{
          503, {}, R"({"code":-1000,"msg":"Unknown error, please check your request or try again later."})"};
    case FaultKind::TIMEOUT_CODE:
      return refusal({-1007,
                      "Timeout waiting for response from backend server. Send status unknown; execution status "
                      "unknown.",
                      408});
    case FaultKind::BAD_CLOCK:
      return refusal({-1021, "Timestamp for this request is outside of the recvWindow."});
    case FaultKind::TOO_MANY: {
      HttpAnswer answer = refusal({-1003, "Too many requests; current limit of IP is 2400 requests per minute.", 429});
      answer.headers.emplace_back("Retry-After", "5");
      return answer;
    }
    case FaultKind::BANNED: {
      const Timestamp until = now + Duration::minutes(2);
      HttpAnswer answer = refusal({-1003, fmt::format("Way too many requests; IP banned until {}.", until.ms()), 418});
      answer.headers.emplace_back("Retry-After", "120");
      return answer;
    }
    case FaultKind::FORBIDDEN:
      return page(403, "403 Forbidden");
    case FaultKind::HTML:
      return page(502, "502 Bad Gateway");
    default:
      return {};
  }
}

void restrict_by(const Firing& firing, Timestamp now, Restrictions& restrictions) {
  const Timestamp until = firing.delay == Duration{} ? Timestamp::never() : now + firing.delay;
  if (firing.kind == FaultKind::KEY_WITHDRAWN) restrictions.no_key_until = until;
  if (firing.kind != FaultKind::ONLY_REDUCING) return;
  restrictions.no_open_until = until;
  restrictions.no_open_code = firing.code;
}

HttpAnswer lagging(HttpAnswer answer, Duration lag, Timestamp now) {
  if (answer.status != 200) return answer;
  json::error_code bad;
  json::value body = json::parse(answer.body, bad);
  if (bad) return answer;
  const std::int64_t horizon = (now - lag).ms();
  if (younger(body, horizon)) return refusal({-2013, "Order does not exist."});
  if (body.is_array()) {
    json::array known;
    for (const json::value& row : body.as_array()) {
      if (!younger(row, horizon)) known.push_back(row);
    }
    answer.body = json::serialize(known);
  }
  return answer;
}

}  // namespace alpha_pulse::simulator

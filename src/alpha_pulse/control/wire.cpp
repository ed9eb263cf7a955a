#include "alpha_pulse/control/wire.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <utility>

namespace alpha_pulse::control {
namespace {

namespace json = boost::json;

constexpr std::string_view kStatus = "status";
constexpr std::size_t kDepthMax = 4;  // a request is one flat object

struct Word {
  OperatorAction action;
  std::string_view text;
};
constexpr std::array kWords{
    Word{OperatorAction::STOP, "stop"},       Word{OperatorAction::PAUSE, "pause"},
    Word{OperatorAction::RESUME, "resume"},   Word{OperatorAction::REARM, "rearm"},
    Word{OperatorAction::FLATTEN, "flatten"},
};

std::unexpected<Error> not_understood(const std::string& what) {
  return fail(ErrorCode::kInvalidArgument, what +
                                               R"(; {"request":"status"} would pass, or stop, pause, resume, rearm, )"
                                               "flatten");
}

}  // namespace

std::string_view word_of(OperatorAction action) {
  const auto found = std::find_if(kWords.begin(), kWords.end(), [&](const Word& w) { return w.action == action; });
  ensure(found != kWords.end(), "every action has a word");
  return found->text;
}

std::optional<OperatorAction> action_named(std::string_view word) {
  const auto found = std::find_if(kWords.begin(), kWords.end(), [&](const Word& w) { return w.text == word; });
  return found == kWords.end() ? std::nullopt : std::optional(found->action);
}

std::string request_text(const Request& request) {
  return json::serialize(json::object{{"request", request.action ? word_of(*request.action) : kStatus}});
}

Result<Request> parse_request(std::string_view line) {
  json::parse_options options;
  options.max_depth = kDepthMax;
  json::error_code bad;
  const json::value value = json::parse({line.data(), line.size()}, bad, {}, options);
  if (bad || !value.is_object()) return not_understood("the request is not a JSON object on one line");
  const json::value* word = value.as_object().if_contains("request");
  if (word == nullptr || !word->is_string()) return not_understood("the request lacks the text 'request'");
  const std::string_view text(word->as_string().data(), word->as_string().size());
  if (text == kStatus) return Request{};
  if (const auto action = action_named(text)) return Request{.action = action};
  return not_understood("the request is unknown");
}

std::string error_reply(std::string_view message) {
  return json::serialize(json::object{{"error", message}});
}

std::string queued_reply(OperatorAction action) {
  return json::serialize(json::object{{"request", word_of(action)}, {"queued", true}});
}

}  // namespace alpha_pulse::control

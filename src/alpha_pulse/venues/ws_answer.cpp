#include "alpha_pulse/venues/ws_answer.hpp"

#include <algorithm>

#include "alpha_pulse/exchanges/binance/ws_api_reply.hpp"

namespace alpha_pulse::venues {
namespace {

using exchanges::binance::Transport;

WsMeaning unanswered(Transport transport, std::string why, exchanges::binance::Product product, bool mutates,
                     Timestamp now) {
  exchanges::binance::RawReply raw;
  raw.transport = transport;
  WsMeaning meaning;
  meaning.verdict = classify(raw, product, mutates, now);
  meaning.detail = std::move(why);
  return meaning;
}

}  // namespace

WsMeaning meaning_of(const WsAnswer& answer, exchanges::binance::Product product, bool mutates, Timestamp now) {
  if (answer.transport != Transport::ANSWERED) {
    return unanswered(answer.transport, answer.detail, product, mutates, now);
  }
  exchanges::JsonDocument document;
  const auto json = document.read(answer.frame);
  if (!json) return unanswered(Transport::BROKEN_AFTER_SEND, json.error().message, product, mutates, now);
  auto said = exchanges::binance::read_ws_reply(*json);
  if (!said) return unanswered(Transport::BROKEN_AFTER_SEND, said.error().message, product, mutates, now);
  WsMeaning meaning;
  meaning.rate_limits = std::move(said->rate_limits);
  meaning.verdict = {.outcome = exchanges::binance::Outcome::OK, .action = exchanges::binance::Action::NONE};
  if (!said->error) return meaning;
  const auto& [code, message] = *said->error;
  meaning.verdict = exchanges::binance::classify_code(code, message, said->status, product, mutates, now);
  if (said->retry_after) meaning.verdict.until = std::max(meaning.verdict.until, *said->retry_after);
  meaning.detail = "the exchange answered " + std::to_string(code) + ": " + message;
  return meaning;
}

}  // namespace alpha_pulse::venues

#include "alpha_pulse/session/live_basis.hpp"

#include <algorithm>

#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/session/symbol_rules.hpp"

namespace alpha_pulse::session {
namespace {

void put_value(std::string& text, const std::string& key, const std::string& value) {
  const std::string mark = "\n" + key + ": ";
  const std::size_t at = text.find(mark);
  ensure(at != std::string::npos, "an effective configuration names every key");
  const std::size_t begin = at + mark.size();
  text.replace(begin, text.find('\n', begin) - begin, value);
}

/// What the account says stands in the place of what is assumed: the holding, of which no more than configured is
/// hedged, and the wallet.
Result<std::string> as_met(std::string text, Quantity configured, const BinanceFacts& facts) {
  if (!facts.holding) return text;
  const Quantity hedged = std::min(*facts.holding, configured);
  if (hedged.is_zero()) {
    return fail(ErrorCode::kRefused, "the spot account holds no " + std::string(facts.hedge.base.code()) +
                                         ": there is nothing to hedge; a holding there would pass");
  }
  put_value(text, "spot.quantity", hedged.to_string());
  put_value(text, "spot.equity", facts.account.wallet.to_string());
  return text;
}

Result<LiveBasis> fresh_basis(const LiveRunRequest& request, const BinanceFacts& facts, const net::Clock& clock) {
  if (!facts.account.position.is_zero()) {
    return fail(ErrorCode::kRefused,
                "the account holds " + facts.account.position.to_string() + " " + facts.hedge.symbol +
                    " already, of which this run knows nothing; an account that is flat in the symbol, or the journal "
                    "of the run that built it, would pass");
  }
  auto text = as_met(request.run.effective_text, request.run.config.spot.quantity, facts);
  if (!text) return std::unexpected(text.error());
  auto met = config::load_effective(*text);
  if (!met) return std::unexpected(met.error());
  const Duration stale = stale_after(met->config, Duration::seconds(1));
  return LiveBasis{.config = std::move(met->config),
                   .text = std::move(*text),
                   .hedge = facts.hedge,
                   .stale_after = clock.at_least_wall(stale),
                   .started_at = clock.now()};
}

Result<LiveBasis> resumed_basis(const LiveRunRequest& request, const BinanceFacts& facts) {
  const auto* header = request.run.resume.front().as<engine::RunHeader>();
  if (header == nullptr) return fail(ErrorCode::kBadData, "the journal does not begin with a header");
  if (header->source != request.source) {
    return fail(ErrorCode::kRefused, "the journal is of " + header->source + ", not of " + request.source +
                                         "; another journal.path would begin anew");
  }
  auto before = reassemble(*header);
  if (!before) return std::unexpected(before.error());
  std::string text = request.run.effective_text;
  put_value(text, "spot.quantity", before->config.spot.quantity.to_string());
  put_value(text, "spot.equity", before->config.spot.equity.to_string());
  if (text != header->configuration) {
    return fail(ErrorCode::kRefused,
                "the journal is of another configuration; the same one, or another journal.path, "
                "would pass");
  }
  const Instrument& hedge = header->instruments[kHedgeLeg.value];
  if (!same_rules(hedge, facts.hedge)) {
    return fail(ErrorCode::kRefused, "the exchange has changed the steps of " + hedge.symbol +
                                         " since the journal began; close what is open and begin anew");
  }
  return LiveBasis{.config = std::move(before->config),
                   .text = std::move(text),
                   .hedge = hedge,
                   .stale_after = header->stale_after,
                   .started_at = header->started_at,
                   .resumed = true};
}

}  // namespace

Result<LiveBasis> live_basis(const LiveRunRequest& request, const BinanceFacts& facts, const net::Clock& clock) {
  return request.run.resume.empty() ? fresh_basis(request, facts, clock) : resumed_basis(request, facts);
}

}  // namespace alpha_pulse::session

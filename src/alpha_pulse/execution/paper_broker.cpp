#include "alpha_pulse/execution/paper_broker.hpp"

#include <algorithm>
#include <variant>

namespace alpha_pulse::execution {

PaperBroker::PaperBroker(std::span<const Instrument> instruments, const matching::FillSettings& fills,
                         const std::map<Currency, Money>& wallets, engine::EventSink& sink)
    : venue_(instruments, fills, wallets), sink_(sink) {
  for (const Instrument& instrument : instruments) {
    if (instrument.kind != ContractKind::SPOT) futures_.push_back(instrument.id);
  }
}

void PaperBroker::submit(const risk::RiskApproved<Command>& command, Lsn) {
  if (const auto* place = std::get_if<PlaceOrder>(&command.get())) venue_.place(*place, now_);
  if (const auto* cancel = std::get_if<CancelOrder>(&command.get())) venue_.cancel(*cancel, now_);
  deliver();
}

void PaperBroker::observe(const Event& event) {
  now_ = std::max(now_, event.ts_event);
  venue_.observe(event);
  deliver();
}

void PaperBroker::observe_quiet(std::span<const Event> prices) {
  venue_.observe_all(prices);
  if (!prices.empty()) now_ = std::max(now_, prices.back().ts_event);
  deliver();
}

std::map<InstrumentId, Position> PaperBroker::get_positions() const {
  std::map<InstrumentId, Position> positions;
  for (const InstrumentId id : futures_) positions.emplace(id, venue_.position(id));
  return positions;
}

std::map<Currency, Money> PaperBroker::balances() const {
  std::map<Currency, Money> wallets;
  for (const auto& [currency, ledger] : venue_.account().ledgers()) wallets.emplace(currency, ledger.wallet);
  return wallets;
}

void PaperBroker::deliver() {
  // A sink that is closed has ended the run; one that conflates account events would lose money silently.
  for (const Event& event : venue_.events()) {
    ensure(sink_.push(event) != engine::EventSink::Outcome::CONFLATED, "account events are never conflated");
  }
  venue_.clear_events();
}

}  // namespace alpha_pulse::execution

#include "alpha_pulse/app/journal_place.hpp"

#include "alpha_pulse/storage/journal_file.hpp"

namespace alpha_pulse::app {

std::string venue_name(data_pipeline::ExchangeType exchange, const config::AppConfig& config) {
  std::string venue(to_string(exchange));
  if (exchange != data_pipeline::ExchangeType::SIM && config.exchange.testnet) venue += "-testnet";
  return venue;
}

std::filesystem::path journal_place(const config::AppConfig& config, const Instrument& hedge, std::string_view venue) {
  if (config.journal.path) return *config.journal.path;
  return storage::default_journal_path(std::string(to_string(config.trading_mode)), std::string(venue), "paper",
                                       hedge.symbol);
}

}  // namespace alpha_pulse::app

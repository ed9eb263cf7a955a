#include "alpha_pulse/session/doctor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <system_error>

#include "alpha_pulse/session/binance_access.hpp"
#include "alpha_pulse/session/doctor_account.hpp"
#include "alpha_pulse/session/doctor_network.hpp"
#include "alpha_pulse/session/real_on_sim.hpp"
#include "alpha_pulse/session/run_to_end.hpp"
#include "alpha_pulse/storage/instance_lock.hpp"
#include "alpha_pulse/storage/journal_file.hpp"

#include <unistd.h>

namespace alpha_pulse::session {
namespace {

namespace asio = net::asio;
using data_pipeline::ExchangeType;

constexpr std::uintmax_t kRoomWarned = 256U * 1024U * 1024U;

Check check_configuration(const DoctorRequest& request) {
  const std::string mode(to_string(request.config.trading_mode));
  if (request.warnings.empty()) return passed("configuration", "valid; mode " + mode);
  return warned("configuration", fmt::format("{}", fmt::join(request.warnings, "; ")), "see docs/configuration.md");
}

/// The folder itself, or the nearest above it that is there already.
std::filesystem::path nearest_folder(const std::filesystem::path& file) {
  std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  std::error_code error;
  while (!std::filesystem::is_directory(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  return folder;
}

Check check_journal(const std::filesystem::path& file) {
  const std::string name = "journal";
  const std::string place = file.string();
  if (const auto good = storage::check_journal_place(file); !good) {
    return failed(name, good.error().message, "--set journal.path=FILE");
  }
  if (const auto pid = storage::InstanceLock::held_by(file.string() + ".lock")) {
    return failed(name, place + " is in use by the process " + *pid, "gridhedge status shows that run; stop ends it");
  }
  std::error_code error;
  const bool there = std::filesystem::exists(file, error);
  const std::filesystem::path folder = nearest_folder(file);
  if (::access(folder.c_str(), W_OK | X_OK) != 0 || (there && ::access(file.c_str(), R_OK | W_OK) != 0)) {
    return failed(name, place + " cannot be written", "a place of your own: --set journal.path=FILE");
  }
  const auto room = std::filesystem::space(folder, error);
  if (!error && room.available < kRoomWarned) {
    return warned(name, fmt::format("{} MB are free for {}", room.available >> 20U, place), "make room on that disk");
  }
  return passed(name, place);
}

asio::awaitable<std::vector<Check>> examine_venue(const DoctorRequest& request, BinanceAccess access,
                                                  net::IDialer& dialer, const net::Clock& clock) {
  AddressChecks addresses = co_await check_addresses(access, dialer, clock);
  AccountDoctor doctor(request, std::move(access), dialer, clock);
  std::vector<Check> checks = std::move(addresses.checks);
  const bool futures = addresses.futures;
  const bool spot = addresses.spot;
  std::vector<Check> found = co_await doctor.examine(futures, spot);
  std::ranges::move(found, std::back_inserter(checks));
  co_return checks;
}

Result<DoctorReport> examine_at(const DoctorRequest& request, BinanceAccess access, const net::Clock& clock) {
  auto dialer = net::TcpDialer::create(clock, access.trust);
  if (!dialer) return std::unexpected(dialer.error());
  DoctorReport report;
  report.checks = {check_configuration(request), check_journal(request.journal)};
  asio::io_context io(1);
  std::vector<Check> found = run_to_end(io, examine_venue(request, std::move(access), **dialer, clock));
  std::ranges::move(found, std::back_inserter(report.checks));
  return report;
}

Result<DoctorReport> examine_sim(const DoctorRequest& request) {
  const net::WallClock clock;
  SimRunRequest run;
  run.config = request.config;
  run.hedge = request.hedge;
  run.market.start_time = clock.now();
  const std::string key = "simulated";
  const std::string secret = std::to_string(new_epoch().value);
  auto server = simulator::SimExchangeServer::start(exchange_for(run, key, secret), clock);
  if (!server) return std::unexpected(server.error());
  auto access = access_to((*server)->urls(), key, secret);
  if (!access) return std::unexpected(access.error());
  auto report = examine_at(request, std::move(*access), clock);
  (*server)->stop();
  return report;
}

}  // namespace

bool DoctorReport::failed() const {
  return std::ranges::any_of(checks, [](const Check& check) { return check.status == CheckStatus::FAIL; });
}
bool DoctorReport::refused() const {
  return std::ranges::any_of(checks, [](const Check& check) { return check.refused; });
}

Result<DoctorReport> examine(ExchangeType exchange, const DoctorRequest& request) {
  if (exchange == ExchangeType::SIM) return examine_sim(request);
  if (exchange != ExchangeType::BINANCE) {
    return fail(ErrorCode::kUnsupported, "--exchange: " + std::string(data_pipeline::to_string(exchange)) +
                                             " is not built yet; binance or sim would pass");
  }
  auto access = binance_access(request.config.exchange, new_epoch());
  if (!access) return std::unexpected(access.error());
  const net::WallClock clock;
  return examine_at(request, std::move(*access), clock);
}

}  // namespace alpha_pulse::session

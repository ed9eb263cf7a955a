#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <system_error>
#include <thread>

#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/json_text.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/simulator/exchange_server.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

/// Good for the simulated exchange alone, and printed: nothing is guarded by them.
constexpr std::string_view kTestKey = "SimulatedExchangeTestKey0000000000000000000000000000000000000001";
constexpr std::string_view kTestSecret = "SimulatedExchangeTestSecret0000000000000000000000000000000000001";
constexpr std::string_view kQuote = "USDT";
constexpr Duration kHistory = Duration::hours(24);

std::unexpected<Error> bad(const std::string& option, const std::string& value, const std::string& rule) {
  return fail(ErrorCode::kInvalidArgument, option + ": '" + value + "' " + rule);
}

Result<std::string> read_file(const std::filesystem::path& path, const std::string& option) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!file) return bad(option, path.string(), "cannot be read; the path of a readable file would pass");
  return text;
}

/// The pair with filters of its own where the venue knows it, and the market where such a pair is traded.
Result<void> list_symbol(const std::string& name, simulator::ExchangeSettings& settings) {
  if (!name.ends_with(kQuote)) return bad("--symbol", name, "is no pair with USDT; e.g. BTCUSDT");
  const auto base = Currency::parse(name.substr(0, name.size() - kQuote.size()));
  if (!base) return bad("--symbol", name, "is no pair with USDT; e.g. BTCUSDT");
  Price& start = settings.market.start_price;
  start = simulator::usual_price(*base, start);
  settings.perpetual = simulator::perpetual_of(name, *base, start);
  settings.spot = simulator::spot_of(name, *base, start);
  settings.market.spot_tick = std::min(settings.market.spot_tick, settings.spot.tick);
  settings.market.hedge_tick = std::min(settings.market.hedge_tick, settings.perpetual.tick);
  return {};
}

Result<simulator::ServerUser> make_user(const ExchangeServeOptions& options) {
  const auto wallet = Money::parse(options.balance, Currency("USDT"));
  if (!wallet || *wallet < Money(Currency("USDT"))) {
    return bad("--balance", options.balance, "is no amount of USDT; e.g. 100000");
  }
  const auto base = Currency::parse(options.symbol.substr(0, options.symbol.size() - kQuote.size()));
  const auto coins = Money::parse(options.holding, base.value_or(Currency("BTC")));
  if (!coins || *coins < Money(coins->currency())) {
    return bad("--holding", options.holding, "is no number of coins; e.g. 1");
  }
  auto check = simulator::SignatureCheck::shared_secret(options.api_secret.value_or(std::string(kTestSecret)));
  if (options.public_key) {
    const auto pem = read_file(*options.public_key, "--public-key");
    if (!pem) return std::unexpected(pem.error());
    auto key = simulator::SignatureCheck::public_key(*pem);
    if (!key) return bad("--public-key", options.public_key->string(), "is refused: " + key.error().message);
    check = std::move(*key);
  }
  return simulator::ServerUser{.api_key = options.api_key.value_or(std::string(kTestKey)),
                               .check = std::move(check),
                               .wallet = *wallet,
                               .spot_balances = {*wallet, *coins},
                               .hedge_mode = options.hedge_mode};
}

Result<simulator::ServerSettings> settings_of(const ExchangeServeOptions& options, Timestamp now) {
  simulator::ServerSettings settings;
  const auto scenario = market::parse_scenario(options.scenario);
  if (!scenario) return std::unexpected(scenario.error());
  const auto speed = parse_decimal(options.speed, 3);
  if (!speed || *speed < 1 || *speed > 100'000'000) {
    return bad("--speed", options.speed, "is no speed from 0.001 to 100000; e.g. 1");
  }
  if (options.port > 65'534) {
    return bad("--port", std::to_string(options.port), "is no port up to 65534; 0 takes any");
  }
  if (const auto listed = list_symbol(options.symbol, settings.exchange); !listed) {
    return std::unexpected(listed.error());
  }
  settings.exchange.speed = static_cast<double>(*speed) / 1000;
  settings.exchange.warm_up = kHistory;
  settings.exchange.market.scenario = *scenario;
  settings.exchange.market.seed = options.seed;
  settings.exchange.opens = Timestamp::from_ms(now.ms());  // so that funding falls on the hour
  settings.exchange.market.start_time = settings.exchange.opens - kHistory;
  settings.face.seed = options.seed;
  settings.face.old_ack_fields = options.old_acks;
  settings.face.futures.enforced = settings.face.spot.enforced = !options.no_limits;
  settings.shuffle_user_events = options.shuffle_events;
  settings.tls = options.tls;
  settings.futures_port = static_cast<std::uint16_t>(options.port);
  settings.spot_port = static_cast<std::uint16_t>(options.port == 0 ? 0 : options.port + 1);
  auto user = make_user(options);
  if (!user) return std::unexpected(user.error());
  settings.users.push_back(std::move(*user));
  if (options.faults) {
    const auto text = read_file(*options.faults, "--faults");
    if (!text) return std::unexpected(text.error());
    auto plan = simulator::FaultPlan::parse(*text, options.faults->string());
    if (!plan) return std::unexpected(plan.error());
    settings.faults = std::move(*plan);
  }
  settings.on_fault = [](const std::string& text) { std::cerr << one_line(text) << "\n"; };
  return settings;
}

/// Where the authority lies for clients to read, as long as this lives: in a folder of its own that is this user's
/// alone, so that nobody else can put another file in its place.
class AuthorityFile {
 public:
  static Result<std::unique_ptr<AuthorityFile>> write(const std::string& pem) {
    if (pem.empty()) return std::unique_ptr<AuthorityFile>(new AuthorityFile(std::filesystem::path()));
    std::string folder = (std::filesystem::temp_directory_path() / "gridhedge-ca-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {  // mode 0700
      return fail(ErrorCode::kIo, folder + ": cannot be made: " + std::generic_category().message(errno));
    }
    std::unique_ptr<AuthorityFile> file(new AuthorityFile(std::filesystem::path(folder) / "ca.pem"));
    std::ofstream stream(file->path_);
    stream << pem << std::flush;
    if (!stream) return fail(ErrorCode::kIo, file->path_.string() + ": cannot be written");
    return file;
  }
  ~AuthorityFile() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_.parent_path(), ignored);
  }
  AuthorityFile(const AuthorityFile&) = delete;
  AuthorityFile& operator=(const AuthorityFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit AuthorityFile(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// A secret that was given is known to who gave it; only the test's own is told.
json::object first_line(const simulator::ServerUrls& urls, const ExchangeServeOptions& options,
                        const AuthorityFile& authority) {
  json::object line{{"futures_rest", urls.futures_rest},
                    {"futures_public", urls.futures_public},
                    {"futures_market", urls.futures_market},
                    {"futures_private", urls.futures_private},
                    {"futures_ws_api", urls.futures_ws_api},
                    {"spot_rest", urls.spot_rest},
                    {"spot_ws", urls.spot_ws},
                    {"spot_ws_api", urls.spot_ws_api},
                    {"symbol", options.symbol},
                    {"seed", options.seed}};
  line["api_key"] = options.api_key.value_or(std::string(kTestKey));
  if (!options.api_secret && !options.public_key) line["api_secret"] = kTestSecret;
  if (!authority.path().empty()) line["ca"] = authority.path().string();
  return line;
}

}  // namespace

int exchange_serve_command(const ExchangeServeOptions& options) {
  const net::WallClock clock;
  auto settings = settings_of(options, clock.now());
  if (!settings) return report_error(settings.error());
  watch_interrupts();
  const auto server = simulator::SimExchangeServer::start(std::move(*settings), clock);
  if (!server) return report_error(server.error());
  const auto authority = AuthorityFile::write((*server)->urls().authority_pem);
  if (!authority) return report_error(authority.error());
  std::cout << json_text(first_line((*server)->urls(), options, **authority)) << '\n' << std::flush;
  while (!interrupted().load()) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  (*server)->stop();
  return kExitDone;
}

}  // namespace alpha_pulse::app

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <iostream>

#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/json_text.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/data_pipeline/exchange_type.hpp"
#include "alpha_pulse/session/binance_access.hpp"
#include "alpha_pulse/session/market_fetch.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;
using data_pipeline::GrowingFile;
using exchanges::binance::Product;

constexpr std::size_t kGapsShown = 10;

std::unexpected<Error> bad(const std::string& option, const std::string& value, const std::string& rule) {
  return fail(ErrorCode::kInvalidArgument, option + ": '" + value + "' " + rule);
}

bool names_a_symbol(const std::string& text) {
  const auto good = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= 20 && std::ranges::all_of(text, good);
}

/// `configured`: the symbol where none is named.
Result<session::FetchSpan> span_of(const DataFetchOptions& options, const std::string& configured) {
  session::FetchSpan span;
  const auto kind = session::parse_fetch_kind(options.kind);
  if (!kind) return std::unexpected(kind.error());
  span.kind = *kind;
  const bool both_markets = *kind == session::FetchKind::CANDLES || *kind == session::FetchKind::TRADES;
  if (options.market != "futures" && (options.market != "spot" || !both_markets)) {
    return bad(
        "--market", options.market,
        both_markets ? "is none; futures or spot would pass" : "has no " + options.kind + "; futures would pass");
  }
  span.product = options.market == "spot" ? Product::SPOT : Product::FUTURES;
  if (const auto length = session::candle_length(options.interval); !length) return std::unexpected(length.error());
  span.interval = options.interval;
  span.symbol = options.common.symbol.value_or(configured);
  if (!names_a_symbol(span.symbol)) return bad("--symbol", span.symbol, "is no symbol; e.g. BTCUSDT");
  const auto from = parse_time(options.from, "--from");
  if (!from) return std::unexpected(from.error());
  span.from = *from;
  span.to = Timestamp::never();
  if (options.to) {
    const auto to = parse_time(*options.to, "--to");
    if (!to) return std::unexpected(to.error());
    if (*to <= *from) return bad("--to", *options.to, "is not after --from; a later moment would pass");
    span.to = *to;
  }
  return span;
}

/// Recorded data of a test environment is of no use: without addresses of its own, production's public hosts are asked.
Result<session::FetchJob> job_of(const DataFetchOptions& options) {
  const auto exchange = data_pipeline::parse_exchange_type(options.exchange);
  if (!exchange) return std::unexpected(exchange.error());
  if (*exchange != data_pipeline::ExchangeType::BINANCE) {
    return fail(ErrorCode::kUnsupported, "--exchange: " + options.exchange +
                                             " has no recorded data to fetch in this version; binance would pass");
  }
  CommonOptions common = options.common;
  common.symbol.reset();  // any that the exchange knows can be fetched
  auto loaded = load(common);
  if (!loaded) return std::unexpected(loaded.error());
  config::ExchangeSettings place = loaded->configuration.config.exchange;
  place.testnet = false;
  place.credentials = {};
  auto access = session::binance_access(place, {});
  if (!access) return std::unexpected(access.error());
  auto span = span_of(options, loaded->configuration.config.symbol);
  if (!span) return std::unexpected(span.error());
  const auto begin = options.resume      ? GrowingFile::Begin::RESUME
                     : options.overwrite ? GrowingFile::Begin::OVERWRITE
                                         : GrowingFile::Begin::NEW;
  return session::FetchJob{.span = std::move(*span), .out = options.out, .begin = begin, .access = std::move(*access)};
}

json::object to_json(const session::Fetched& fetched, const std::filesystem::path& out) {
  json::array gaps;
  for (const auto& gap : fetched.gaps) {
    gaps.push_back(json::object{{"after", format_timestamp(gap.after)}, {"missing", gap.missing}});
  }
  return {{"file", out.string()},
          {"kind", session::to_string(fetched.span.kind)},
          {"rows", fetched.rows},
          {"from", format_timestamp(fetched.from)},
          {"to", format_timestamp(fetched.to)},
          {"symbol", fetched.span.symbol},
          {"gaps", gaps},
          {"missing", fetched.missing_total},
          {"sha256", fetched.sha256}};
}

void print(const session::Fetched& fetched, const std::filesystem::path& out) {
  std::cout << fmt::format("{} {} rows of {} in {}\n", fetched.rows, session::to_string(fetched.span.kind),
                           fetched.span.symbol, out.string());
  std::cout << fmt::format("  from    {}\n  to      {}\n", format_timestamp(fetched.from),
                           format_timestamp(fetched.to));
  std::cout << fmt::format("  gaps    {} ({} missing)\n", fetched.gaps_total, fetched.missing_total);
  for (std::size_t i = 0; i < std::min(kGapsShown, fetched.gaps.size()); ++i) {
    std::cout << fmt::format("          after {}: {}\n", format_timestamp(fetched.gaps[i].after),
                             fetched.gaps[i].missing);
  }
  if (fetched.gaps_total > kGapsShown) std::cout << "          ... (--json lists them)\n";
  std::cout << "  sha256  " << fetched.sha256 << "\n";
}

}  // namespace

int data_fetch_command(const DataFetchOptions& options) {
  auto job = job_of(options);
  if (!job) return report_error(job.error());
  LiveLine line;
  const auto begin = std::chrono::steady_clock::now();
  job->progress = [&](const session::FetchProgress& at) {
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    line.show(at.waits.empty()
                  ? fmt::format("{:3.0f}% {} rows  {}", 100 * at.done, at.rows, time_left(at.done, elapsed))
                  : fmt::format("{:3.0f}% {} rows  waits: {}", 100 * at.done, at.rows, one_line(at.waits)));
  };
  job->keep_going = [] { return !interrupted().load(); };
  watch_interrupts();
  const auto fetched = session::fetch(*job);
  line.clear();
  if (!fetched) return report_error(fetched.error());
  if (!fetched->whole) {
    std::cerr << "gridhedge: interrupted; --resume goes on with " << one_line(options.out.string()) << "\n";
    return kExitInterrupted;
  }
  if (options.common.json) {
    std::cout << json_text(to_json(*fetched, options.out)) << "\n";
  } else {
    print(*fetched, options.out);
  }
  return kExitDone;
}

}  // namespace alpha_pulse::app

#include "alpha_pulse/session/doctor_verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alpha_pulse/exchanges/json.hpp"

namespace alpha_pulse::session {
namespace {

namespace wire = exchanges::binance;

constexpr Duration kSkewWarned = Duration::milliseconds(250);
constexpr Duration kErrorFatal = Duration::seconds(1);
constexpr std::size_t kShown = 80;

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::int64_t ms_of(Duration d) {
  return d.ns() / 1'000'000;
}

bool is_json(const std::string& body) {
  exchanges::JsonDocument document;
  return document.read(body).has_value();
}

}  // namespace

std::string_view to_string(CheckStatus status) {
  switch (status) {
    case CheckStatus::OK:
      return "ok";
    case CheckStatus::WARN:
      return "warn";
    case CheckStatus::FAIL:
      return "fail";
    case CheckStatus::SKIP:
      return "skip";
  }
  std::unreachable();
}

// ---- the way there --------------------------------------------------------------------------------------------------

Check judge_transport(const std::string& name, const Error& error) {
  const std::string& what = error.message;
  if (error.code == ErrorCode::kRefused) {
    return failed(name, "certificate refused: " + what,
                  "a proxy or guard that reads encrypted traffic? Reach the exchange without it, or let the system "
                  "trust its authority");
  }
  if (contains(what, "looking the name up")) {
    const bool asked_in_vain = contains(what, "try again") || contains(what, "timed out");
    return asked_in_vain ? failed(name, "no network: the name server does not answer: " + what,
                                  "check this machine's network and its name server (/etc/resolv.conf)")
                         : failed(name, "name not found: " + what,
                                  "check the spelling in exchange.urls.*, and whether this machine finds other names");
  }
  if (contains(what, "nreachable")) {
    return failed(name, "no network: " + what, "check this machine's network and its routes");
  }
  if (contains(what, "refused")) {
    return failed(name, "nobody listens there: " + what, "check host and port in exchange.urls.*");
  }
  return failed(name, "no answer: " + what, "check network and firewall, or try again");
}

Check judge_answer(const std::string& name, const std::string& address, const net::HttpResponse& reply) {
  if (!is_json(reply.body)) {
    return failed(name,
                  fmt::format("{} answered HTTP {} with something else than JSON: '{}'", address, reply.status,
                              reply.body.substr(0, kShown)),
                  "a proxy, a login page of the network, or a block of this place stands between: reach the exchange "
                  "from elsewhere, or check exchange.urls.*");
  }
  if (reply.status == 200) return passed(name, address);
  return failed(name, fmt::format("{} answered HTTP {}: {}", address, reply.status, reply.body.substr(0, kShown)),
                reply.status == 429 || reply.status == 418
                    ? "asked too often from this address: wait as long as the exchange says"
                    : "check exchange.urls.*, or try again later");
}

Check judge_clock(const std::string& name, const exchanges::OffsetEstimate& estimate) {
  const std::string error = fmt::format("known to {} ms", ms_of(estimate.error));
  if (estimate.error > kErrorFatal) {
    return failed(name, "the exchange's clock is only " + error + ", signed calls may be refused as too old",
                  "a quicker connection: answers must come within two seconds");
  }
  const std::int64_t skew = ms_of(estimate.offset);
  if (std::max(estimate.offset, Duration() - estimate.offset) <= kSkewWarned) {
    return passed(name, fmt::format("{} ms apart, {}", skew, error));
  }
  return warned(name,
                fmt::format("this clock is {} ms {}, {}; calls are corrected by it", std::abs(skew),
                            skew > 0 ? "slow" : "fast", error),
                "set the clock by a time server, e.g. timedatectl set-ntp true");
}

// ---- the key --------------------------------------------------------------------------------------------------------

Check judge_refused_key(const std::string& name, std::int64_t code, const std::string& detail) {
  std::string fix = "try again; if it stays so, make a new key";
  if (code == -2014 || code == -2015) {
    fix =
        "check EXCHANGE_API_KEY, that it is of this environment (exchange.testnet), that it may trade futures, and "
        "which addresses it is bound to";
  } else if (code == -1022) {
    fix = "the secret is not that of the key: check EXCHANGE_API_SECRET";
  } else if (code == -1021) {
    fix = "the clock: see the check of the clock";
  }
  return failed(name, detail, fix);
}

Check judge_rights(const Rights& rights, bool production) {
  const std::string name = "permissions";
  if (rights.key && (rights.key->withdraws || rights.key->transfers)) {
    Check check = failed(name, rights.key->withdraws ? "the key may withdraw" : "the key may transfer money away",
                         "make a key that may read and trade futures, and nothing else");
    check.refused = true;
    return check;
  }
  if (rights.key && !rights.key->trades_futures) {
    return failed(name, "the key may not trade futures", "allow futures for it at the exchange");
  }
  if (rights.key && !rights.key->bound_to_address) {
    return warned(name, "the key may neither withdraw nor transfer, but is good from every address",
                  "bind it to this machine's address at the exchange");
  }
  if (rights.key) return passed(name, "the key may neither withdraw nor transfer, and is bound to addresses");
  if (rights.futures_withdraws == false && rights.spot_withdraws == false) {
    return passed(name, "neither account may withdraw, so no key of theirs may");
  }
  const bool futures = rights.futures_withdraws != false;
  const bool asked = (futures ? rights.futures_withdraws : rights.spot_withdraws).has_value();
  const std::string unknown =
      fmt::format("the {} account {}, and whether this key may is not told", futures ? "futures" : "spot",
                  asked ? "may withdraw" : "could not be asked whether it may withdraw");
  if (!production) return warned(name, unknown, "fine on a test environment; production refuses such a key");
  Check check = failed(name, unknown, "let the key read its own restrictions (Enable Reading), or make another");
  check.refused = true;
  return check;
}

// ---- the account's settings -----------------------------------------------------------------------------------------

Check judge_margin_type(wire::MarginType margin) {
  if (margin == wire::MarginType::CROSSED) return passed("margin_type", "cross: the whole wallet carries the hedge");
  if (margin == wire::MarginType::UNKNOWN) {
    return failed("margin_type", "the exchange names a margin type this program does not know", "set cross there");
  }
  return warned("margin_type",
                "isolated: the position is liquidated earlier than the plan says, which counts on the "
                "whole wallet",
                "gridhedge doctor --apply margin=cross");
}

Check judge_leverage(const LeverageFacts& facts) {
  const std::string name = "leverage";
  const auto apply = [](std::int64_t leverage) {
    return fmt::format("gridhedge doctor --apply leverage={}", leverage);
  };
  if (facts.most && facts.account > *facts.most) {
    return failed(
        name,
        fmt::format("{}; the exchange allows at most {} for a hedge of the planned size", facts.account, *facts.most),
        apply(*facts.most));
  }
  std::string margin;
  if (facts.needed && facts.wallet) {
    const Money needed =
        Money::from_raw(facts.needed->raw() * facts.configured / facts.account, facts.needed->currency());
    margin = fmt::format(", the plan's initial margin is {} of a wallet of {}", needed.to_string(),
                         facts.wallet->to_string());
    if (needed > *facts.wallet) {
      const bool enough = facts.account < facts.configured && *facts.needed <= *facts.wallet;
      return failed(name, fmt::format("{}{}", facts.account, margin),
                    enough ? apply(facts.configured) : "more money in the futures wallet, or a smaller hedge");
    }
  }
  if (facts.account == facts.configured) return passed(name, fmt::format("{}, as configured{}", facts.account, margin));
  return warned(name, fmt::format("{}, while margin is reckoned with {}{}", facts.account, facts.configured, margin),
                fmt::format("{}, or --set fills.leverage={}", apply(facts.configured), facts.account));
}

// ---- the symbol -----------------------------------------------------------------------------------------------------

Check judge_symbol(const wire::SymbolInfo& info) {
  const std::string& symbol = info.instrument.symbol;
  if (info.status != wire::SymbolStatus::TRADING) {
    return failed("symbol", symbol + " is not traded now; its status is " + std::string(wire_name(info.status)),
                  "wait until it is TRADING, or name another symbol");
  }
  if (info.contract != wire::ContractType::PERPETUAL) {
    return failed("symbol", symbol + " is no perpetual but " + std::string(wire_name(info.contract)),
                  "name a perpetual, e.g. BTCUSDT");
  }
  if (!info.post_only) {
    return failed("symbol", symbol + " does not take post-only orders (GTX)", "name another symbol");
  }
  return passed("symbol", symbol + ", perpetual, trading");
}

Check judge_filters(const Instrument& known, const wire::SymbolInfo& info) {
  const Instrument& real = info.instrument;
  std::vector<std::string> differ;
  const auto compare = [&](const char* what, const std::string& here, const std::string& there) {
    if (here != there) differ.push_back(fmt::format("{} is {} there, {} here", what, there, here));
  };
  compare("tick", known.tick.to_string(0), real.tick.to_string(0));
  compare("lot", known.lot.to_string(0), real.lot.to_string(0));
  compare("minimum", known.min_notional.to_string(), real.min_notional.to_string());
  if (differ.empty()) {
    return passed("filters", fmt::format("tick {}, lot {}, minimum {}", real.tick.to_string(0), real.lot.to_string(0),
                                         real.min_notional.to_string()));
  }
  return warned("filters", fmt::format("{}; a run takes the exchange's", fmt::join(differ, "; ")),
                "for plans and paper runs: the exchange's figures in a file, --instrument FILE");
}

Check judge_fees(const wire::CommissionReply& charged, const matching::FillSettings& configured) {
  const std::string there = fmt::format("maker {}, taker {}", charged.maker.to_string(), charged.taker.to_string());
  if (charged.maker == configured.maker_fee && charged.taker == configured.taker_fee) {
    return passed("fees", there + ", as configured");
  }
  return warned(
      "fees",
      fmt::format("{} at the exchange; configured are maker {}, taker {}", there, configured.maker_fee.to_string(),
                  configured.taker_fee.to_string()),
      fmt::format("--set fees.maker={} --set fees.taker={}", charged.maker.to_string(), charged.taker.to_string()));
}

Check judge_open_orders(std::size_t foreign, std::size_t former, const std::string& symbol) {
  const std::string name = "open_orders";
  if (foreign == 0 && former == 0) return passed(name, "none in " + symbol);
  if (foreign > 0) {
    return warned(
        name, fmt::format("{} of others and {} of an earlier run in {}", foreign, former, symbol),
        "orders of others are left alone; they take margin and can close the hedge: an account of its own, or "
        "cancel them");
  }
  return warned(name, fmt::format("{} of an earlier run of this program in {}", former, symbol),
                "a run that goes on from its journal takes them up; else cancel them at the exchange");
}

}  // namespace alpha_pulse::session

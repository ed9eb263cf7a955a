#include "alpha_pulse/config/documentation.hpp"

#include <array>
#include <string_view>

#include "alpha_pulse/config/former_keys.hpp"
#include "alpha_pulse/config/key_table.hpp"

namespace alpha_pulse::config {
namespace {

constexpr std::string_view kHead = R"(# Configuration

<!-- Written from the key table in src/alpha_pulse/config; change it there. The test config.Documentation compares. -->

One run is told everything by a YAML file (`--config FILE`), the environment and the command line. The command line wins
over the environment, the environment over the file, the file over the default of the profile. Any key below can be given
as `--set key=value`; the more common ones have a flag of their own.

A key that does not exist, stands twice, or has a value that does not fit ends the program with exit code 2 and one line
that says where, and what would pass. A key that has no effect in the chosen setup is a warning.

* **Numbers** are decimals with at most eight places, read exactly. Ratios are plain: 0.04 is 4 %.
* **Durations** are `N`, `Ns`, `Nm`, `Nh` or `Nd`; a bare number is seconds. They count market time.
* **Switches** take `on`, `off`, `true`, `false`, `yes`, `no`. Words are read in any case.
* **`${NAME}`** in a value is replaced from the environment. A variable whose name says it is a secret is only taken by
  `exchange.credentials.*`.
* A file may nest (`grid:` and below it `volatility: 0.02`) or write the whole key (`grid.volatility: 0.02`). Aliases,
  anchors and tags are not read.

| variable | sets |
|---|---|
| `TRADING_MODE` | `trading_mode` |
| `EXCHANGE_API_KEY`, `EXCHANGE_API_SECRET` | `exchange.credentials.*` of any venue |
| `ALPHA_PULSE_<EXCHANGE>_API_KEY`, `ALPHA_PULSE_<EXCHANGE>_API_SECRET` | the same for one venue, e.g. `ALPHA_PULSE_BINANCE_API_KEY`; both are taken from here when one is set |
| `ALPHA_PULSE_<EXCHANGE>_TESTNET` | `exchange.testnet` |

Two profiles set the defaults. `classic` is a ladder of sales above the price and nothing else: no hedge is held until
the price rises. `guarded` hedges the holding at once and keeps it hedged; it is the one recommended for real money.
)";

struct Section {
  std::string_view prefix;
  std::string_view about;
};

constexpr std::array kSections{
    Section{"", "What is run."},
    Section{"spot", "The holding."},
    Section{"hedge", "How much of the holding is hedged. The hedge ratio is 1 when all of it is."},
    Section{"grid", "The ladder of orders."},
    Section{"position", "How large one rung may be."},
    Section{"risk", "Exits, limits and what follows after them."},
    Section{"risk_analysis", "Exits from past returns, where a program gives them to the library."},
    Section{"run", "The end of a run."},
    Section{"fees", "What trading costs."},
    Section{"fills", "How the paper venue fills."},
    Section{"funding", "Payments between longs and shorts."},
    Section{"data", "What counts as fresh."},
    Section{"recommendation", "Advice instead of orders: mode RECOMMENDATION."},
    Section{"venue", "What the venue can do; `doctor` finds out."},
    Section{"exchange", "The venue and the way to it. Addresses without encryption only lead to 127.0.0.1 and [::1]."},
    Section{"logging",
            "The log files in `logs/`. A run continues the log of the run before; a backtest begins its own anew."},
    Section{"journal", "The record of a run, from which it can be replayed."},
};

std::string_view section_of(const KeySpec& key) {
  const std::size_t dot = key.name.find('.');
  return dot == std::string_view::npos ? "" : key.name.substr(0, dot);
}

std::string code(std::string_view text) {
  std::string result("`");
  result += text;
  result += '`';
  return result;
}

/// Inside a table a bar would end the cell.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c;
  }
  return result;
}

std::string values_of(const KeySpec& key) {
  std::string text;
  const auto add = [&text](std::string_view more) {
    if (!text.empty()) text += ", ";
    text += more;
  };
  switch (key.type) {
    case ValueType::CHOICE:
      break;
    case ValueType::SWITCH:
      add("`on`, `off`");
      break;
    case ValueType::DECIMAL:
      add("number");
      break;
    case ValueType::COUNT:
      add("whole number");
      break;
    case ValueType::DURATION:
      add("duration");
      break;
    case ValueType::SYMBOL:
      add("symbol");
      break;
    case ValueType::TEXT:
      add("text");
      break;
    case ValueType::SECRET:
      add("secret");
      break;
    case ValueType::REST_URL:
      add("`https://` address");
      break;
    case ValueType::WS_URL:
      add("`wss://` address");
      break;
    case ValueType::ROTATION:
      add("time or size");
      break;
    case ValueType::RETENTION:
      add("time or number of files");
      break;
    case ValueType::FORMAT:
      add("text");
      break;
  }
  if (!key.range.empty()) text.append(" ").append(code(key.range));
  for (const std::string_view word : words_of(key)) add(code(word));
  if (!key.unit.empty()) text.append("; ").append(key.unit);
  return text;
}

std::string row(const KeySpec& key) {
  std::string meaning(key.meaning);
  if (!key.flag.empty()) meaning.append(" Flag: ").append(code(key.flag)).append(".");
  std::string line;
  for (const std::string& text : {code(key.name), values_of(key), code(key.classic), code(key.guarded), meaning}) {
    line.append("| ").append(cell(text)).append(" ");
  }
  return line.append("|\n");
}

std::string former_names() {
  std::string text =
      "\n## Former names\n\nOf earlier example files. Those with a name of today are read, with a warning.\n\n"
      "| former | today |\n|---|---|\n";
  for (const FormerKey& former : former_keys()) {
    text.append("| ").append(code(former.name)).append(" | ");
    text.append(former.now.empty() ? std::string(former.why) : code(former.now)).append(" |\n");
  }
  return text;
}

}  // namespace

std::string configuration_page() {
  std::string page(kHead);
  for (const Section& section : kSections) {
    page.append("\n## ").append(section.prefix.empty() ? "General" : code(section.prefix)).append("\n\n");
    page.append(section.about)
        .append("\n\n| key | values | `classic` | `guarded` | meaning |\n|---|---|---|---|---|\n");
    for (const KeySpec& key : key_table()) {
      if (section_of(key) == section.prefix) page += row(key);
    }
  }
  return page + former_names();
}

}  // namespace alpha_pulse::config

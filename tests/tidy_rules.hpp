#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The rules of the house that a compiler does not enforce, as functions over (path, text): each returns what it found,
/// one line a finding. tests/tidy_test.cpp runs them over the tree, and over bad snippets to see each one fail.
/// Paths are relative to the root, with forward slashes.
namespace tidy {

using Findings = std::vector<std::string>;

// ---- reading source text -------------------------------------------------------------------------------------------

inline bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

inline std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back().push_back(c);
    }
  }
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

/// Where the literal or comment that starts at `i` ends (one past its last character); `i` itself when none starts.
inline std::size_t skip_quiet(std::string_view text, std::size_t i) {
  const auto end_of = [&](std::string_view closing, std::size_t from) {
    const std::size_t at = text.find(closing, from);
    return at == std::string_view::npos ? text.size() : at + closing.size();
  };
  const std::string_view rest = text.substr(i);
  if (rest.starts_with("//")) return std::min(text.find('\n', i), text.size());
  if (rest.starts_with("/*")) return end_of("*/", i + 2);
  const bool after_word = i > 0 && is_word(text[i - 1]);
  if (rest.starts_with("R\"") && !after_word) {
    const std::size_t open = text.find('(', i);
    if (open == std::string_view::npos) return text.size();
    return end_of(")" + std::string(text.substr(i + 2, open - i - 2)) + "\"", open);
  }
  if (text[i] == '"' || (text[i] == '\'' && !after_word)) {  // after a digit ' separates thousands
    for (std::size_t j = i + 1; j < text.size(); ++j) {
      if (text[j] == '\\') {
        ++j;
      } else if (text[j] == text[i] || text[j] == '\n') {
        return j + 1;
      }
    }
    return text.size();
  }
  return i;
}

/// The text with comments and literals blanked, line for line.
inline std::string code_of(std::string_view text) {
  std::string code(text);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(skip_quiet(text, i), text.size());
    if (end == i) {
      ++i;
      continue;
    }
    for (; i < end; ++i) {
      if (code[i] != '\n') code[i] = ' ';
    }
  }
  return code;
}

/// True when `token` stands in `line` and is not a part of a longer word.
inline bool has_token(std::string_view line, std::string_view token) {
  for (std::size_t at = line.find(token); at != std::string_view::npos; at = line.find(token, at + 1)) {
    const bool open_left = at == 0 || !is_word(line[at - 1]) || !is_word(token.front());
    const std::size_t end = at + token.size();
    const bool open_right = end == line.size() || !is_word(line[end]) || !is_word(token.back());
    if (open_left && open_right) return true;
  }
  return false;
}

/// What an #include line names, with its brackets or quotes; empty for any other line.
inline std::string included(std::string_view line) {
  const std::size_t hash = line.find_first_not_of(" \t");
  if (hash == std::string_view::npos || line[hash] != '#') return {};
  const std::size_t word = line.find("include", hash);
  const std::size_t open = line.find_first_of("<\"", hash);
  if (word == std::string_view::npos || open == std::string_view::npos || word > open) return {};
  const std::size_t close = line.find_first_of(">\"", open + 1);
  return close == std::string_view::npos ? std::string{} : std::string(line.substr(open, close - open + 1));
}

inline std::string at(std::string_view path, std::size_t index, std::string_view what) {
  return std::string(path) + ":" + std::to_string(index + 1) + ": " + std::string(what);
}

inline constexpr std::string_view kRooms = "src/alpha_pulse/";

/// The room of a source, empty outside of src/alpha_pulse/<room>/.
inline std::string room_of(std::string_view path) {
  if (!path.starts_with(kRooms)) return {};
  path.remove_prefix(kRooms.size());
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string{} : std::string(path.substr(0, slash));
}

inline bool is_test(std::string_view path) {
  return path.ends_with("_test.cpp");
}
inline bool is_source(std::string_view path) {
  return path.ends_with(".cpp") || path.ends_with(".hpp");
}

// ---- the arrows ----------------------------------------------------------------------------------------------------

/// Which rooms a room may include from, itself apart. The one place where the arrows of ARCHITECTURE.md are data.
inline const std::map<std::string, std::set<std::string>>& arrows() {
  static const auto table = [] {
    using Rooms = std::set<std::string>;
    const auto with = [](Rooms a, const Rooms& b) {
      a.insert(b.begin(), b.end());
      return a;
    };
    const Rooms nouns = {"base", "domain"};
    const Rooms deciders = {"hedging", "risk", "matching", "market"};
    const Rooms core = with(with(nouns, deciders), {"engine"});
    const Rooms outside = with(core, {"net", "exchanges", "venues"});
    const Rooms edges = {"execution", "data_pipeline", "storage", "telemetry", "control", "simulator"};
    const Rooms below_session = with(with(outside, edges), {"tape", "config", "backtest"});

    std::map<std::string, Rooms> allowed = {{"base", {}}, {"domain", {"base"}}, {"engine", with(nouns, deciders)}};
    for (const auto& room : deciders) allowed[room] = nouns;
    allowed["net"] = nouns;
    allowed["exchanges"] = with(nouns, {"engine"});
    allowed["venues"] = with(nouns, {"net", "exchanges"});
    for (const auto& room : edges) allowed[room] = outside;
    allowed["tape"] = nouns;
    allowed["data_pipeline"].insert("tape");
    // Written from the venue's fact sheet: it shares nothing with what it checks.
    allowed["simulator"] = with(nouns, {"market", "net"});
    allowed["config"] = with(outside, edges);
    allowed["backtest"] = with(allowed["config"], {"tape"});
    allowed["report"] = with(nouns, {"engine", "backtest"});
    allowed["session"] = below_session;
    allowed["app"] = with(below_session, {"report", "session"});
    return allowed;
  }();
  return table;
}

/// Includes point down only. Tests may look anywhere: nothing is built upon them.
inline Findings check_arrows(const std::string& path, std::string_view text) {
  const std::string room = room_of(path);
  if (room.empty() || is_test(path)) return {};
  const auto allowed = arrows().find(room);
  if (allowed == arrows().end()) return {path + ": the room '" + room + "' has no arrows; tidy_rules.hpp lists them"};
  Findings found;
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string name = included(lines[i]);
    constexpr std::string_view kOurs = "\"alpha_pulse/";
    if (!name.starts_with(kOurs)) continue;
    name.erase(0, kOurs.size());
    const std::string target = name.substr(0, name.find('/'));
    if (target != room && !allowed->second.contains(target)) {
      found.push_back(at(path, i, "'" + room + "' may not include from '" + target + "'"));
    }
  }
  return found;
}

// ---- purity --------------------------------------------------------------------------------------------------------

inline bool is_pure(const std::string& room) {
  static const std::set<std::string> pure = {"base",     "domain", "hedging", "risk",
                                             "matching", "market", "engine",  "exchanges"};
  return pure.contains(room);
}

struct Exemption {
  std::string_view path, token, why;
};
inline constexpr std::array kExemptions = {
    Exemption{"src/alpha_pulse/base/sha256_blocks.cpp", "<immintrin.h>",
              "instructions that compute SHA-256, and no more"},
    Exemption{"src/alpha_pulse/base/sha256_blocks.cpp", "<cpuid.h>",
              "whether the processor has them; the digest is one"},
    Exemption{"src/alpha_pulse/base/timestamp.cpp", "<chrono>", "the calendar (year, month, day); clocks stay banned"},
    Exemption{"src/alpha_pulse/base/maths.cpp", "<cmath>", "std::sqrt alone, whose every bit IEEE 754 defines"},
    Exemption{"src/alpha_pulse/base/ensure.cpp", "fprintf", "the last words before the process stops"},
    Exemption{"src/alpha_pulse/base/test_folder.hpp", "<filesystem>", "tests alone write into a folder of their own"},
    Exemption{"src/alpha_pulse/base/test_folder.hpp", "<stdlib.h>", "mkdtemp, for the same"},
};

/// Standard headers that name the world, or whose results differ between platforms.
inline constexpr std::array<std::string_view, 28> kWorldHeaders = {
    "<thread>",     "<mutex>",      "<shared_mutex>", "<condition_variable>",
    "<future>",     "<atomic>",     "<semaphore>",    "<stop_token>",
    "<latch>",      "<barrier>",    "<chrono>",       "<ctime>",
    "<time.h>",     "<random>",     "<iostream>",     "<fstream>",
    "<filesystem>", "<syncstream>", "<ostream>",      "<istream>",
    "<sstream>",    "<cmath>",      "<math.h>",       "<complex>",
    "<valarray>",   "<execution>",  "<locale>",       "<cfenv>"};

/// Calls and types that are the world, or whose outcome depends on where things lie in memory.
inline constexpr std::array<std::string_view, 48> kWorldWords = {"::now",         "system_clock",
                                                                 "steady_clock",  "high_resolution_clock",
                                                                 "utc_clock",     "gettimeofday",
                                                                 "clock_gettime", "localtime",
                                                                 "gmtime",        "std::time",
                                                                 "std::clock",    "this_thread",
                                                                 "std::thread",   "std::jthread",
                                                                 "std::async",    "std::mutex",
                                                                 "std::atomic",   "thread_local",
                                                                 "volatile",      "fopen",
                                                                 "freopen",       "fwrite",
                                                                 "fread",         "fprintf",
                                                                 "printf",        "puts",
                                                                 "fputs",         "std::cout",
                                                                 "std::cerr",     "std::clog",
                                                                 "std::print",    "getenv",
                                                                 "setenv",        "std::system",
                                                                 "std::rand",     "srand",
                                                                 "random_device", "mt19937",
                                                                 "std::regex",    "unordered_map",
                                                                 "unordered_set", "unordered_multimap",
                                                                 "std::hash",     "std::pow",
                                                                 "std::log",      "std::exp",
                                                                 "throw",         "catch"};

/// Outside libraries that compute and do nothing else.
inline constexpr std::array<std::string_view, 9> kPureLibraries = {
    "<boost/container/",  "<boost/circular_buffer", "<sodium/crypto_hash_sha256.h>",
    "<openssl/crypto.h>", "<openssl/err.h>",        "<openssl/evp.h>",
    "<openssl/pem.h>",    "<openssl/sha.h>",        "<simdjson.h>"};

inline bool is_exempt(std::string_view path, std::string_view token) {
  return std::ranges::any_of(kExemptions, [&](const Exemption& e) { return e.path == path && e.token == token; });
}

inline bool is_outside_library(std::string_view header) {
  return header.starts_with('<') && header.find_first_of("./") != std::string_view::npos;
}

/// `static` or `inline` data that can change: a global by another name.
inline bool declares_mutable_static(std::string_view line) {
  if (!has_token(line, "static")) return false;
  for (const std::string_view harmless : {"const", "constexpr", "constinit", "consteval", "operator"}) {
    if (has_token(line, harmless)) return false;
  }
  const std::size_t from = line.find("static");
  const std::size_t stop = line.find_first_of("(=;{", from);
  return stop != std::string_view::npos && line[stop] != '(';
}

/// `std::map<Order*, ...>`, `std::set<const Order*>`: sorted by address, so differently in every run.
inline bool orders_by_pointer(std::string_view line) {
  for (const std::string_view container : {"map<", "set<"}) {
    for (std::size_t at = line.find(container); at != std::string_view::npos; at = line.find(container, at + 1)) {
      const std::size_t end = line.find_first_of(",<>", at + container.size());
      const std::string_view key = line.substr(at + container.size(), end - at - container.size());
      if (key.find('*') != std::string_view::npos) return true;
    }
  }
  return false;
}

/// In the rooms that decide about money: no clock, thread, file, randomness, environment, mutable global, exception,
/// libm, unordered container or order by address. `skip_exemptions` false shows what the exemptions cover.
inline Findings check_purity(const std::string& path, std::string_view text, bool skip_exemptions = true) {
  if (!is_pure(room_of(path)) || is_test(path)) return {};
  Findings found;
  const auto report = [&](std::size_t index, std::string_view token, std::string_view what) {
    if (skip_exemptions && is_exempt(path, token)) return;
    found.push_back(at(path, index, std::string(token) + " " + std::string(what)));
  };
  const auto lines = lines_of(text);
  const auto code = lines_of(code_of(text));
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (const std::string header = included(lines[i]); !header.empty()) {
      const bool computes =
          std::ranges::any_of(kPureLibraries, [&](std::string_view known) { return header.starts_with(known); });
      if (std::ranges::find(kWorldHeaders, header) != kWorldHeaders.end() ||
          (is_outside_library(header) && !computes)) {
        report(i, header, "has no place in a pure room");
      }
      continue;
    }
    for (const std::string_view word : kWorldWords) {
      if (has_token(code[i], word)) report(i, word, "has no place in a pure room");
    }
    if (declares_mutable_static(code[i])) report(i, "static", "data that can change is a global");
    if (orders_by_pointer(code[i])) report(i, "map or set", "of pointers is sorted by address");
  }
  return found;
}

// ---- the rest ------------------------------------------------------------------------------------------------------

/// A trading mode is told apart in one place, where the broker is made; its text form may list it too.
inline Findings check_trading_mode(const std::string& path, std::string_view text) {
  const bool its_place = path.ends_with("/execution/broker_factory.cpp") || path.ends_with("/trading_mode.cpp");
  if (!is_source(path) || its_place) return {};
  Findings found;
  const auto code = lines_of(code_of(text));
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (has_token(code[i], "case") && has_token(code[i], "TradingMode::")) {
      found.push_back(at(path, i, "a switch over TradingMode outside of create_broker"));
    }
  }
  return found;
}

/// Work left undone is written down where it is planned, not in the sources.
inline Findings check_words(const std::string& path, std::string_view text) {
  static const std::array<std::string, 6> unwanted = {
      "TO"
      "DO",
      "FIX"
      "ME",
      "X"
      "XX",
      "HA"
      "CK",
      "to"
      "do",
      "fix"
      "me"};
  Findings found;
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const auto& word : unwanted) {
      if (has_token(lines[i], word)) found.push_back(at(path, i, "stray '" + word + "'"));
    }
  }
  return found;
}

inline Findings check_length(const std::string& path, std::string_view text) {
  constexpr std::size_t kLinesMax = 500;
  const std::size_t lines = lines_of(text).size();
  if (!is_source(path) || lines <= kLinesMax) return {};
  return {path + ": " + std::to_string(lines) + " lines; at most " + std::to_string(kLinesMax)};
}

inline Findings check_header_start(const std::string& path, std::string_view text) {
  if (!path.ends_with(".hpp") || text.starts_with("#pragma once\n")) return {};
  return {path + ":1: a header starts with #pragma once"};
}

/// Targets of the relative links of a Markdown page, without their anchors.
inline std::vector<std::string> links_of(std::string_view text) {
  std::vector<std::string> links;
  for (std::size_t open = text.find("]("); open != std::string_view::npos; open = text.find("](", open + 1)) {
    const std::size_t close = text.find(')', open);
    if (close == std::string_view::npos) break;
    const std::string_view target = text.substr(open + 2, close - open - 2);
    const std::string_view file = target.substr(0, target.find('#'));
    if (!file.empty() && target.find("://") == std::string_view::npos) links.emplace_back(file);
  }
  return links;
}

}  // namespace tidy

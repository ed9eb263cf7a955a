#include "alpha_pulse/simulator/fault_plan.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>

namespace alpha_pulse::simulator {
namespace {

constexpr std::array<std::pair<FaultKind, std::string_view>, 20> kKinds{{
    {FaultKind::DROP, "drop"},
    {FaultKind::DELAY, "delay"},
    {FaultKind::DUPLICATE, "duplicate"},
    {FaultKind::REORDER, "reorder"},
    {FaultKind::CUT_AFTER_BYTES, "cut_after_bytes"},
    {FaultKind::ERROR_BEFORE, "5xx_before"},
    {FaultKind::ERROR_AFTER, "5xx_after"},
    {FaultKind::TIMEOUT_CODE, "timeout_code"},
    {FaultKind::BAD_CLOCK, "-1021"},
    {FaultKind::TOO_MANY, "429"},
    {FaultKind::BANNED, "418"},
    {FaultKind::FORBIDDEN, "403"},
    {FaultKind::MAINTENANCE, "maintenance"},
    {FaultKind::SILENT_STREAM, "silent_stream"},
    {FaultKind::ACK_WITHOUT_EVENT, "ack_without_event"},
    {FaultKind::EVENT_WITHOUT_ACK, "event_without_ack"},
    {FaultKind::HTML, "html"},
    {FaultKind::LAG_QUERIES, "lag_queries"},
    {FaultKind::KEY_WITHDRAWN, "key_withdrawn"},
    {FaultKind::ONLY_REDUCING, "only_reducing"},
}};
constexpr std::size_t kRulesMost = 1000;
constexpr std::size_t kTextMost = std::size_t{1} << 20U;

bool needs_delay(FaultKind kind) {
  return kind == FaultKind::DELAY || kind == FaultKind::MAINTENANCE || kind == FaultKind::LAG_QUERIES;
}

bool only_messages(FaultKind kind) {
  return kind == FaultKind::DUPLICATE || kind == FaultKind::REORDER || kind == FaultKind::SILENT_STREAM;
}

bool both(FaultKind kind) {
  return kind == FaultKind::DROP || kind == FaultKind::DELAY;
}

/// Reads one file; the first thing that is wrong stays.
struct PlanReader {
  std::string name;
  std::optional<Error> error;

  void fail(const YAML::Node& node, const std::string& what) {
    if (error) return;
    const YAML::Mark mark = node.Mark();
    error = Error{ErrorCode::kInvalidArgument, fmt::format("{}:{}:{}: {}", name, mark.line + 1, mark.column + 1, what)};
  }

  std::string text(const YAML::Node& node) {
    if (!node.IsScalar()) {
      fail(node, "a single value is expected here, e.g. delay");
      return {};
    }
    return node.Scalar();
  }

  template <std::size_t N>
  void only_keys(const YAML::Node& map, const std::array<std::string_view, N>& known) {
    if (!map.IsMap()) return fail(map, fmt::format("keys are expected here: {}", fmt::join(known, ", ")));
    std::vector<std::string> seen;
    for (const auto& item : map) {
      const std::string key = text(item.first);
      if (std::ranges::find(known, key) == known.end()) {
        fail(item.first, fmt::format("unknown key '{}'; one of these would pass: {}", key, fmt::join(known, ", ")));
      }
      if (std::ranges::find(seen, key) != seen.end()) fail(item.first, fmt::format("'{}' is given twice", key));
      seen.push_back(key);
    }
  }

  std::uint64_t count(const YAML::Node& node, std::string_view what) {
    const auto value = parse_decimal(text(node), 0);
    if (!value || *value < 1) fail(node, fmt::format("{} must be a whole number from 1; e.g. 3", what));
    return value && *value >= 1 ? static_cast<std::uint64_t>(*value) : 1;
  }

  Duration duration(const YAML::Node& node) {
    const std::string whole = text(node);
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> kUnits{
        {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}}};
    for (const auto& [unit, ms] : kUnits) {
      if (!whole.ends_with(unit)) continue;
      const auto value = parse_decimal(std::string_view(whole).substr(0, whole.size() - unit.size()), 0);
      if (value && *value > 0 && *value < 1'000'000) return Duration::milliseconds(*value * ms);
    }
    fail(node, fmt::format("'{}' is not a duration; e.g. 500ms, 2s, 5m", whole));
    return {};
  }
};

FaultKind read_kind(PlanReader& read, const YAML::Node& node) {
  const std::string word = read.text(node);
  for (const auto& [kind, name] : kKinds) {
    if (name == word) return kind;
  }
  std::string names;
  for (const auto& entry : kKinds) names += (names.empty() ? "" : ", ") + std::string(entry.second);
  read.fail(node, fmt::format("unknown kind '{}'; one of these would pass: {}", word, names));
  return FaultKind::DROP;
}

/// What an account may be told that may not open any more.
int read_code(PlanReader& read, const YAML::Node& node) {
  constexpr std::array<std::int64_t, 3> kCodes{-4087, -4192, -4400};
  const std::string word = read.text(node);
  const auto code = parse_decimal(word, 0);
  if (!code || std::ranges::find(kCodes, *code) == kCodes.end()) {
    read.fail(node,
              fmt::format("'{}' is no code of this kind; one of these would pass: {}", word, fmt::join(kCodes, ", ")));
    return 0;
  }
  return static_cast<int>(*code);
}

void read_match(PlanReader& read, const YAML::Node& match, FaultRule& rule) {
  read.only_keys(match, std::array<std::string_view, 4>{"path", "method", "stream", "event"});
  if (read.error) return;
  if (match["path"]) rule.path = read.text(match["path"]);
  if (match["method"]) rule.method = read.text(match["method"]);
  if (match["stream"]) rule.stream = read.text(match["stream"]);
  if (match["event"]) rule.event = read.text(match["event"]);
  const bool of_requests = !rule.path.empty() || !rule.method.empty();
  if (of_requests == rule.of_streams()) {
    read.fail(match, "match names either requests (path, method) or messages (stream, event)");
  } else if (!both(rule.kind) && only_messages(rule.kind) != rule.of_streams()) {
    read.fail(match, fmt::format("the kind {} is for {}", to_string(rule.kind),
                                 only_messages(rule.kind) ? "messages (stream, event)" : "requests (path, method)"));
  }
}

FaultRule read_rule(PlanReader& read, const YAML::Node& node) {
  FaultRule rule;
  read.only_keys(node,
                 std::array<std::string_view, 7>{"match", "kind", "probability", "nth", "delay", "bytes", "code"});
  if (read.error) return rule;
  if (!node["kind"] || !node["match"]) {
    read.fail(node, "a rule needs 'match' and 'kind'; e.g. match: {path: /fapi/v1/order}, kind: drop");
    return rule;
  }
  rule.kind = read_kind(read, node["kind"]);
  read_match(read, node["match"], rule);
  if (node["probability"] && node["nth"]) read.fail(node, "a rule has 'probability' or 'nth', not both");
  if (node["probability"]) {
    const auto value = parse_decimal(read.text(node["probability"]), 6);
    if (!value || *value < 0 || *value > 1'000'000) {
      read.fail(node["probability"], "probability must be from 0 to 1 with at most six decimals; e.g. 0.05");
    } else {
      rule.millionths = static_cast<std::uint64_t>(*value);
    }
  }
  if (node["nth"]) rule.nth = read.count(node["nth"], "nth");
  if (node["delay"]) rule.delay = read.duration(node["delay"]);
  if (needs_delay(rule.kind) && !node["delay"]) {
    read.fail(node, fmt::format("the kind {} needs 'delay'; e.g. delay: 500ms", to_string(rule.kind)));
  }
  if (node["bytes"]) rule.bytes = read.count(node["bytes"], "bytes");
  if (node["code"]) rule.code = read_code(read, node["code"]);
  if ((rule.kind == FaultKind::ONLY_REDUCING) != (rule.code != 0)) {
    read.fail(node, "'code' is for the kind only_reducing, which needs one; e.g. code: -4400");
  }
  return rule;
}

bool matches(const std::string& wanted, std::string_view found) {
  return wanted.empty() || wanted == found;
}

}  // namespace

std::string_view to_string(FaultKind kind) {
  const auto found = std::ranges::find(kKinds, kind, &std::pair<FaultKind, std::string_view>::first);
  ensure(found != kKinds.end(), "every kind of fault has a word");
  return found->second;
}

Result<FaultPlan> FaultPlan::parse(const std::string& text, const std::string& name) {
  PlanReader read{name, {}};
  if (text.size() > kTextMost) return base::fail(ErrorCode::kInvalidArgument, name + ": is over 1 MiB");
  YAML::Node root;
  try {
    root = YAML::Load(text);
  } catch (const YAML::Exception& bad) {
    return base::fail(ErrorCode::kInvalidArgument,
                      fmt::format("{}:{}:{}: {}", name, bad.mark.line + 1, bad.mark.column + 1, bad.msg));
  }
  FaultPlan plan;
  read.only_keys(root, std::array<std::string_view, 2>{"seed", "rules"});
  if (!read.error && root["seed"]) plan.random_ = market::Random(read.count(root["seed"], "seed"), 73);
  if (!read.error) {
    const YAML::Node rules = root["rules"];
    if (!rules || !rules.IsSequence() || rules.size() > kRulesMost) {
      read.fail(root, fmt::format("'rules' must be a list of at most {} rules", kRulesMost));
    } else {
      for (const auto& rule : rules) plan.rules_.push_back(read_rule(read, rule));
    }
  }
  if (read.error) return std::unexpected(*read.error);
  return plan;
}

bool FaultPlan::fires(FaultRule& rule, Timestamp now) {
  ++rule.matches;
  if (rule.kind == FaultKind::MAINTENANCE && now < rule.until) return true;
  const bool hit = rule.nth ? rule.matches == *rule.nth : random_.below(1'000'000) < rule.millionths;
  if (hit && rule.kind == FaultKind::MAINTENANCE) rule.until = now + rule.delay;
  return hit;
}

Firing FaultPlan::firing(std::size_t index, std::string_view what) {
  FaultRule& rule = rules_[index];
  ++rule.fired;
  return {rule.kind, rule.delay, rule.bytes, rule.code,
          fmt::format("fault {} ({}) #{}: {}", index + 1, to_string(rule.kind), rule.fired, what)};
}

std::optional<Firing> FaultPlan::on_request(std::string_view method, std::string_view path, Timestamp now) {
  std::optional<std::size_t> first;  // every rule counts every match of its own
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    FaultRule& rule = rules_[i];
    if (rule.of_streams() || !matches(rule.method, method) || !matches(rule.path, path)) continue;
    if (fires(rule, now) && !first) first = i;
  }
  if (!first) return {};
  return firing(*first, std::string(method) + " " + std::string(path));
}

std::optional<Firing> FaultPlan::on_message(std::string_view stream, std::string_view event, Timestamp now) {
  std::optional<std::size_t> first;  // every rule counts every match of its own
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    FaultRule& rule = rules_[i];
    if (!rule.of_streams() || !matches(rule.stream, stream) || !matches(rule.event, event)) continue;
    if (fires(rule, now) && !first) first = i;
  }
  if (!first) return {};
  return firing(*first, event.empty() ? stream : event);
}

}  // namespace alpha_pulse::simulator

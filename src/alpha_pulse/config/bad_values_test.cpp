#include <gtest/gtest.h>

#include <algorithm>

#include "alpha_pulse/base/decimal.hpp"
#include "alpha_pulse/config/key_table.hpp"
#include "alpha_pulse/config/load_config.hpp"

/// Every way to get a value wrong, for every key of the table: each is one line that names where, the key, what was
/// written and what would pass. A new key is covered by its row.
namespace alpha_pulse::config {
namespace {

constexpr const char* kCanary = "cAnArY7";

bool is_number(const KeySpec& key) {
  return key.type == ValueType::DECIMAL || key.type == ValueType::COUNT || key.type == ValueType::DURATION;
}
bool is_free_text(const KeySpec& key) {
  return key.type == ValueType::TEXT || key.type == ValueType::SECRET;
}

/// The message of what must fail; one line, for the caller to change something.
std::string refusal(const std::string& text, const ConfigInputs& inputs) {
  const auto loaded = load_text(text, "f.yaml", inputs);
  if (loaded) return "accepted";
  EXPECT_EQ(loaded.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(loaded.error().message.find('\n'), std::string::npos) << loaded.error().message;
  return loaded.error().message;
}
std::string in_file(const KeySpec& key, const std::string& value) {
  return refusal(std::string(key.name) + ": " + value + "\n", {});
}
std::string by_set(const KeySpec& key, const std::string& value) {
  ConfigInputs inputs;
  inputs.sets = {std::string(key.name) + "=" + value};
  return refusal("", inputs);
}

/// Refused in the file and on the command line, with its place, its value and an example that passes.
void expect_refused(const KeySpec& key, const std::string& value) {
  const std::string name(key.name);
  const std::string file = in_file(key, "\"" + value + "\"");
  EXPECT_EQ(file.find("f.yaml:1:" + std::to_string(name.size() + 3) + ": " + name + ": '" + value + "' "), 0u) << file;
  const std::string set = by_set(key, value);
  EXPECT_EQ(set.find("--set " + name + "=" + value + ": "), 0u) << set;
  for (const std::string& message : {file, set}) {
    EXPECT_TRUE(message.ends_with("e.g. " + std::string(key.example))) << message;
  }
}

class BadValue : public testing::TestWithParam<KeySpec> {};

/// `0 < x <= 0.49`: one side of a range, its bound in the key's own scale.
struct Bound {
  std::int64_t raw;
  bool inclusive;
};
int decimals_of(const KeySpec& key) {
  return key.type == ValueType::DECIMAL ? 8 : key.type == ValueType::DURATION ? 9 : 0;
}
Bound bound_of(const KeySpec& key, std::string_view text, bool inclusive) {
  std::int64_t unit = 1;
  for (const auto& [letter, seconds] : {std::pair{'d', 86'400}, {'h', 3'600}, {'m', 60}, {'s', 1}}) {
    if (key.type != ValueType::DURATION || !text.ends_with(letter)) continue;
    unit = seconds;
    text.remove_suffix(1);
    break;
  }
  return {*parse_decimal(text, decimals_of(key)) * unit, inclusive};
}
std::string written(const KeySpec& key, std::int64_t raw) {
  return format_decimal(raw, decimals_of(key));
}

TEST_P(BadValue, JustOutsideItsRangeIsRefusedAndTheBoundItselfIsAsItSays) {
  const KeySpec& key = GetParam();
  if (key.range.empty()) return;
  const std::size_t x = key.range.find('x');
  const std::string_view left = key.range.substr(0, x);
  const std::string_view right = key.range.substr(x + 1);
  const auto expect_side = [&](const Bound& bound, std::int64_t outward) {
    const std::string at = written(key, bound.raw);
    EXPECT_EQ(parse_value(key, at).has_value(), bound.inclusive) << key.name << " " << at;
    EXPECT_TRUE(parse_value(key, written(key, bound.raw - outward))) << key.name << " one inside " << at;
    const std::string outside = bound.inclusive ? written(key, bound.raw + outward) : at;
    expect_refused(key, outside);
    EXPECT_NE(by_set(key, outside).find("is out of range; must be " + std::string(key.range)), std::string::npos);
  };
  if (!left.empty()) expect_side(bound_of(key, left.substr(0, left.find(' ')), left.find("<=") != left.npos), -1);
  if (!right.empty()) expect_side(bound_of(key, right.substr(right.rfind(' ') + 1), right.find("<=") != right.npos), 1);
}

TEST_P(BadValue, ThatIsNoExactNumberIsRefusedWhereANumberBelongs) {
  const KeySpec& key = GetParam();
  if (!is_number(key)) return;
  for (const char* value : {"nan",
                            ".nan",
                            "NaN",
                            "inf",
                            "-inf",
                            ".inf",
                            "1e3",
                            "1E-2",
                            "0x10",
                            "1_000",
                            "1,5",
                            "+1",
                            "--1",
                            "1.2.3",
                            "5 %",
                            "five",
                            "true",
                            "1;2",
                            "99999999999999999999999999",
                            "-",
                            "0.0000000001234567890123456789",
                            "1 2"}) {
    expect_refused(key, value);
  }
}

TEST_P(BadValue, ThatIsNoWordSwitchSymbolOrAddressIsRefused) {
  const KeySpec& key = GetParam();
  if (is_number(key) || is_free_text(key)) return;
  for (const char* value : {"?", "no such thing", "-1", "é", "''"}) expect_refused(key, value);
  const bool takes_numbers = key.type == ValueType::SYMBOL || key.type == ValueType::SWITCH ||
                             key.type == ValueType::RETENTION;  // a number of files
  if (!takes_numbers) expect_refused(key, "1234");
}

TEST_P(BadValue, IsRefusedWhenItIsNothingAListOrABlock) {
  const KeySpec& key = GetParam();
  const std::string name(key.name);
  for (const char* nothing : {"", "~", "null", "{}", "[]"}) {
    EXPECT_EQ(in_file(key, nothing).find("f.yaml:1:1: " + name + ": '"), 0u) << in_file(key, nothing);
    EXPECT_NE(in_file(key, nothing).find("has no value"), std::string::npos) << nothing;
  }
  for (const std::string several : {"[1]", "[[1]]", "{a: 1}", "[{a: 1}]", "\n  - 1\n", "\n  a: {b: 1}\n"}) {
    EXPECT_NE(in_file(key, several).find(name + " takes one value"), std::string::npos) << in_file(key, several);
  }
  // A credential that is empty is one that is not there.
  EXPECT_EQ(by_set(key, "").find("is empty") == std::string::npos, key.type == ValueType::SECRET);
}

TEST_P(BadValue, GivenTwiceIsRefused) {
  const KeySpec& key = GetParam();
  const std::string name(key.name);
  if (key.type == ValueType::SECRET) {
    const std::string message = refusal(name + ": " + kCanary + "\n" + name + ": " + kCanary + "2\n", {});
    EXPECT_EQ(message, "f.yaml:2:1: key '" + name + "' is given twice, first in line 1; keep one");
    return;
  }
  const std::string value = "\"" + std::string(key.example) + "\"";
  EXPECT_EQ(refusal(name + ": " + value + "\n" + name + ": " + value + "\n", {}),
            "f.yaml:2:1: key '" + name + "' is given twice, first in line 1; keep one");
  ConfigInputs twice;
  twice.sets = {name + "=" + std::string(key.example), name + "=" + std::string(key.example) + "1"};
  EXPECT_EQ(refusal("", twice), "--set " + name + "=" + std::string(key.example) +
                                    "1: is given twice on the command line, first as '" + std::string(key.example) +
                                    "'; keep one");
}

/// Every key at one edit from `name` in its last part, and in its section.
std::vector<std::string> misspellings(const std::string& name) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '.') continue;
    all.push_back(name.substr(0, i) + name.substr(i + 1));
    all.push_back(name.substr(0, i) + "q" + name.substr(i));
    all.push_back(name.substr(0, i) + "q" + name.substr(i + 1));
    if (i > 0)
      all.push_back(name.substr(0, i) + std::string{static_cast<char>(name[i] - 'a' + 'A')} + name.substr(i + 1));
  }
  return all;
}

bool one_edit_apart(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  const auto from = static_cast<std::size_t>(std::mismatch(b.begin(), b.end(), a.begin()).first - b.begin());
  return a.substr(from + 1) == b.substr(from + (a.size() == b.size() ? 1 : 0));
}

TEST_P(BadValue, OfAMisspelledKeyIsRefusedWithTheNearestKey) {
  const KeySpec& key = GetParam();
  for (const std::string& name : misspellings(std::string(key.name))) {
    if (find_key(name) != nullptr) continue;
    const std::string nearest(nearest_key(name));
    EXPECT_TRUE(nearest == key.name || one_edit_apart(nearest, name)) << name << ", named: " << nearest;
    const std::string message = refusal("\n" + name + ": " + kCanary, {});
    EXPECT_EQ(message.find("f.yaml:2:1: unknown key '" + name + "'; the nearest is '" + nearest + "'"), 0u) << message;
    EXPECT_EQ(message.find(kCanary), std::string::npos) << message;
  }
}

TEST_P(BadValue, OfASecretIsNeverShownHoweverItIsWritten) {
  const KeySpec& key = GetParam();
  if (key.type != ValueType::SECRET) return;
  const std::string name(key.name);
  const std::string section = name.substr(0, name.rfind('.'));
  const std::string leaf = name.substr(name.rfind('.') + 1);
  const std::string canary(kCanary);
  const std::string nested = "exchange:\n  credentials:\n    ";
  for (const std::string& text : {name + ": \"" + canary + "\\x07\"",
                                  name + ": [" + canary + "]",
                                  name + ": {x: " + canary + "}",
                                  name + ": {" + canary + ": x}",
                                  name + ":" + canary + ": 1",
                                  name + "=" + canary + ": 1",
                                  name + ":" + canary,
                                  section + ": " + canary,
                                  "exchange: " + canary,
                                  nested + leaf + ":" + canary,
                                  nested + leaf + "=" + canary,
                                  nested + leaf + " " + canary,
                                  nested + "- " + canary,
                                  "exchange: {credentials: {" + leaf + ":" + canary + "}}",
                                  nested + leaf + ": " + canary + "\n    " + leaf + ": " + canary,
                                  nested + leaf + ": &" + canary + " x",
                                  nested + leaf + ": !" + canary + " x",
                                  nested + leaf + ": *" + canary,
                                  nested + leaf + ": \"" + canary,
                                  nested + leaf + ": ${" + canary,
                                  nested + leaf + ": " + canary + "${",
                                  nested + leaf + "x: " + canary,
                                  name + ": " + canary + "\nsymbol: '?'"}) {
    const std::string message = refusal(text, {});
    EXPECT_NE(message, "accepted") << text;
    EXPECT_EQ(message.find(canary), std::string::npos) << text << "\n" << message;
  }
  for (const std::string& set : {name + ":" + canary, name + " " + canary, leaf + "=" + canary, name + "x=" + canary,
                                 name + "=" + canary + "\n", section + "=" + canary}) {
    ConfigInputs inputs;
    inputs.sets = {set};
    const std::string message = refusal("", inputs);
    EXPECT_NE(message, "accepted") << set;
    EXPECT_EQ(message.find(canary), std::string::npos) << set << "\n" << message;
  }
}

std::string test_name(const testing::TestParamInfo<KeySpec>& info) {
  std::string name(info.param.name);
  for (char& c : name) c = c == '.' ? '_' : c;
  return name;
}
INSTANTIATE_TEST_SUITE_P(KeyTable, BadValue, testing::ValuesIn(key_table().begin(), key_table().end()), test_name);

}  // namespace
}  // namespace alpha_pulse::config

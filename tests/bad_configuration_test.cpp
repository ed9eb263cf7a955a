#include "alpha_pulse/config/key_table.hpp"
#include "support/command_line.hpp"

/// What the program says to configurations and instrument files that are wrong: exit 2, one line, the place.
/// Every kind of wrong value is tried for every key in config/bad_values_test.cpp; here the program itself answers.
namespace alpha_pulse::tests {
namespace {

using config::KeySpec;
using config::ValueType;

class BadConfiguration : public CommandLine {
 protected:
  void expect_file_error(const std::string& text, const std::string& part) const {
    write("f.yaml", text);
    expect_error({"plan", "--check", "--config", "f.yaml"}, 2, part);
  }
  void expect_accepted(const std::string& text) const {
    write("f.yaml", text);
    const Done done = run({"plan", "--check", "--config", "f.yaml"});
    EXPECT_EQ(done.code, 0) << done.err;
  }
};

TEST_F(BadConfiguration, NamesPlaceValueAndWhatWouldPassForEveryKey) {
  for (const KeySpec& key : config::key_table()) {
    const std::string name(key.name);
    const std::string example = key.type == ValueType::SECRET ? "" : "e.g. " + std::string(key.example);
    if (key.type != ValueType::TEXT && key.type != ValueType::SECRET) {
      expect_file_error(name + ": '?'", "f.yaml:1:" + std::to_string(name.size() + 3) + ": " + name + ": '?' ");
      expect_error({"plan", "--check", "--set", name + "=?"}, 2, example);
    }
    if (!key.range.empty()) {
      for (const char* value : {"-91000000000", "91000000000"}) {
        expect_file_error(name + ": " + value, "is out of range; must be " + std::string(key.range));
      }
    }
    expect_file_error("\n" + name + "q: 1", "f.yaml:2:1: unknown key '" + name + "q'; the nearest is '" + name + "'");
  }
}

TEST_F(BadConfiguration, ReadsAFileThatIsOnlyOddlyWritten) {
  for (const std::string text :
       {"", "\n\n", "# nothing\n", "---\n", "\xef\xbb\xbfsymbol: BTCUSDT\n",
        "symbol: BTCUSDT\r\ngrid:\r\n  num_levels: 5\r\n", "symbol: BTCUSDT  # with a blank\t\n", "symbol: BTCUSDT",
        "{\"symbol\": \"BTCUSDT\", \"grid\": {\"num_levels\": 5}}\n"}) {
    expect_accepted(text);
  }
  expect_accepted(std::string(1U << 20U, '#'));
}

TEST_F(BadConfiguration, RefusesAFileThatIsNoConfiguration) {
  expect_file_error("grid:\n\tnum_levels: 5\n", "f.yaml:2:");
  expect_file_error(std::string("symbol: BTC\0USDT\n", 17), "f.yaml:1: contains a control character");
  expect_file_error("symbol: \xff\xfe\n", "f.yaml:1:");
  expect_file_error(std::string("\xff\xfes\0y\0", 6), "f.yaml:1: is UTF-16");
  expect_file_error("symbol: \x1b[31m\n", "f.yaml:1: contains a control character");
  expect_file_error("a: &a [x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\n", "anchors are not read");
  expect_file_error("symbol: " + std::string(100'000, '['), "f.yaml:1:");
  expect_file_error("symbol: " + std::string(100'000, '{'), "f.yaml:1:");
  expect_file_error("a:\n b:\n  c:\n   d:\n    e:\n     f:\n      g:\n       h:\n        i: 1\n",
                    "nested deeper than 8 levels");
  expect_file_error(std::string((1U << 20U) + 1, '#'), "larger than 1 MiB");
  expect_file_error("symbol: \"" + std::string(900'000, 'x') + "\"\n", "f.yaml:1:9: symbol: 'xxx");
  expect_file_error(std::string(900'000, 'k') + ": 1\n", "f.yaml:1:");
  expect_file_error("time_ms,quantity\n1748736000000,1\n", "expected name: value");
  expect_file_error("grid: [\n", "f.yaml:");
  expect_file_error("symbol: BTCUSDT\n---\nsymbol: ETHUSDT\n", "more than one YAML document");
  std::string many;
  for (int i = 0; i < 10'001; ++i) many += "k" + std::to_string(i) + ": 1\n";
  expect_file_error(many, "f.yaml:");
}

TEST_F(BadConfiguration, NamesAFileThatCannotBeRead) {
  const auto config = [](const char* file) { return Words{"plan", "--check", "--config", file}; };
  expect_error(config("none.yaml"), 2, "--config none.yaml: does not exist");
  expect_error(config("."), 2, "--config .: is a directory");
  expect_error(config("/dev/zero"), 2, "/dev/zero: larger than 1 MiB");
  write("closed.yaml", "symbol: BTCUSDT\n");
  fs::permissions(folder_, fs::perms::all);
  fs::permissions(folder_ / "closed.yaml", fs::perms::none);
  Surroundings other = surroundings();
  other.unprivileged = true;
  expect_error(config("closed.yaml"), 2, "--config closed.yaml: cannot be opened", other);
}

TEST_F(BadConfiguration, NamesWhatIsWrongWithAnInstrumentFile) {
  const auto instrument = [](const char* file) { return Words{"plan", "--symbol", "XYZUSDT", "--instrument", file}; };
  const std::string good =
      "XYZUSDT:\n  kind: linear\n  base: XYZ\n  quote: USDT\n  tick: 0.01\n  lot: 0.001\n  min_notional: 5\n"
      "  brackets:\n    - {floor: 0, maintenance: 0.01}\n";
  write("good.yaml", good);
  EXPECT_EQ(run(instrument("good.yaml")).code, 0) << run(instrument("good.yaml")).err;
  const auto expect_wrong = [&](const std::string& from, const std::string& to, const std::string& part) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    write("i.yaml", text);
    expect_error(instrument("i.yaml"), 2, part);
  };
  for (const std::string value :
       {"-1", "0", "nan", "inf", "1e3", "x", "''", "[1]", "{a: 1}", "~", "99999999999999999999999"}) {
    expect_wrong("tick: 0.01", "tick: " + value, "i.yaml:");
    expect_wrong("lot: 0.001", "lot: " + value, "i.yaml:");
    if (value != "0") expect_wrong("floor: 0", "floor: " + value, "i.yaml:");
    expect_wrong("maintenance: 0.01", "maintenance: " + value, "i.yaml:");
  }
  expect_wrong("maintenance: 0.01}", "maintenance: 0.01}\n    - {floor: 90000000000, maintenance: 90000000000}",
               "i.yaml:10:41: XYZUSDT.brackets.1.maintenance: '90000000000' is not a ratio");
  expect_wrong("tick: 0.01", "tack: 0.01", "XYZUSDT.tack: '0.01' is not a field");
  expect_wrong("tick: 0.01", "tick: 0.01\n  tick: 0.01", "given twice");
  expect_wrong("  brackets:\n    - {floor: 0, maintenance: 0.01}\n", "", "brackets");
  write("i.yaml", good + good);
  expect_error(instrument("i.yaml"), 2, "given twice");
  write("i.yaml", good + "xyzusdt:" + good.substr(8));
  expect_error(instrument("i.yaml"), 2, "XYZUSDT is given twice");
  write("i.yaml", "\"XYZ USDT\":" + good.substr(8));
  expect_error(instrument("i.yaml"), 2, "no symbol");
  write("i.yaml", std::string(1'000, '\x01'));
  expect_error(instrument("i.yaml"), 2, "i.yaml:1:");
  write("i.yaml", "");
  expect_error(instrument("i.yaml"), 2, "'XYZUSDT' is not a known instrument");
  for (const char* file : {"none.yaml", ".", "/dev/zero"}) expect_error(instrument(file), 2, file);
}

}  // namespace
}  // namespace alpha_pulse::tests

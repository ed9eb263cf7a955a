#include "alpha_pulse/data_pipeline/test_files.hpp"
#include "support/command_line.hpp"

/// Recordings that are damaged, in every form that is read and through every command that reads them: exit 1, one line
/// with the file and, where it can be told, the row; nothing is left behind.
namespace alpha_pulse::tests {
namespace {

const std::string kFirst = "1748736000000";

struct Form {
  std::string name, header;
  std::vector<std::string> rows;
  std::size_t number;  ///< the column of a price, a rate or a quantity
  bool positive;       ///< which must be above zero
  bool times_rise;     ///< two rows may not share a time
  std::string flag;    ///< of backtest
};

std::vector<Form> forms() {
  Form candles{"candles", "open_time_ms,open,high,low,close,volume", {}, 4, true, true, "--data"};
  Form trades{"trades", "time_ms,price,qty,is_buyer_maker,trade_id", {}, 1, true, false, "--data"};
  Form mark = candles;
  mark.name = "mark";
  mark.flag = "--mark";
  Form funding{"funding", "time_ms,symbol,rate", {}, 2, false, true, "--funding"};
  Form flows{"flows", "time_ms,quantity", {}, 1, false, false, "--flows"};
  for (int i = 0; i < 6; ++i) {
    const std::string time = std::to_string(std::stoll(kFirst) + 60'000 * i);
    candles.rows.push_back(time + ",95000,95100,94900,95000,1");
    trades.rows.push_back(time + ",95000,0.1,1," + std::to_string(10 + i));
    funding.rows.push_back(time + ",BTCUSDT,0.0001");
    flows.rows.push_back(time + ",0.1");
  }
  mark.rows = candles.rows;
  return {candles, trades, mark, funding, flows};
}

std::string text_of(const Form& form) {
  std::string text = form.header + "\n";
  for (const auto& row : form.rows) text += row + "\n";
  return text;
}

/// The row with another text in one column.
std::string with(const std::string& row, std::size_t column, const std::string& value) {
  std::size_t begin = 0;
  for (; column > 0; --column) begin = row.find(',', begin) + 1;
  const std::size_t end = std::min(row.find(',', begin), row.size());
  return row.substr(0, begin) + value + row.substr(end);
}

class BadData : public CommandLine, public testing::WithParamInterface<Form> {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    write("good.csv", text_of(forms().front()));
  }

  Words backtest(const std::string& file) const {
    Words words{"backtest", GetParam().flag, file, "--journal", "run.apj", "--json"};
    if (GetParam().flag != "--data") words.insert(words.end(), {"--data", "good.csv"});
    return words;
  }
  void expect_refused(const std::string& file, const std::string& part) const {
    expect_error({"data", "info", file}, 1, part);
    expect_error(backtest(file), 1, part);
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const std::string ending = entry.path().extension().string();
      EXPECT_TRUE(ending != ".apj" && ending != ".lock" && ending != ".partial") << entry.path();
    }
  }
  /// The same rows, as text and compressed.
  void expect_text_refused(const std::string& text, std::size_t line) const {
    write("bad.csv", text);
    write("bad.csv.zst", data_pipeline::testing::TempFolder::compress(text));
    for (const std::string file : {"bad.csv", "bad.csv.zst"}) {
      expect_refused(file, "gridhedge: " + file + ":" + std::to_string(line) + ": ");
    }
  }
  /// Row 4 (line 5) replaced.
  void expect_row_refused(const std::string& row) const {
    Form form = GetParam();
    form.rows[3] = row;
    expect_text_refused(text_of(form), 5);
  }
};

TEST_P(BadData, IsGoodToBeginWith) {
  write("fine.csv", text_of(GetParam()));
  EXPECT_EQ(run({"data", "info", "fine.csv"}).code, 0);
  const Done done = run(backtest("fine.csv"));
  EXPECT_EQ(done.code, 0) << done.err;
}

TEST_P(BadData, WithAWrongRowNamesIt) {
  const Form& form = GetParam();
  const std::string& good = form.rows[3];
  for (const char* value : {"", " ", "nan", "NaN", "inf", "-inf", "1e3", "0x10", "1_000", "+1", "x", "1;2", "--1",
                            "99999999999999999999", "0.123456789", "\x1b[31m", "\xff"}) {
    expect_row_refused(with(good, form.number, value));
  }
  for (const char* value : {"-1", "0"}) {
    if (form.positive) expect_row_refused(with(good, form.number, value));
  }
  for (const char* value : {"", "x", "-1", "1.5", "nan", "9999999999999999", "1748736180"}) {
    expect_row_refused(with(good, 0, value));
  }
  expect_row_refused(good + ",1");
  expect_row_refused(good.substr(0, good.rfind(',')));
  expect_row_refused("");
  expect_row_refused(std::string("\0\x01\x02", 3));
  expect_row_refused(std::string(70'000, '1'));
}

TEST_P(BadData, OutOfOrderNamesTheRow) {
  Form form = GetParam();
  std::swap(form.rows[3], form.rows[4]);
  expect_text_refused(text_of(form), 6);
  if (!form.times_rise) return;
  form = GetParam();
  form.rows[3] = form.rows[2];
  expect_text_refused(text_of(form), 5);
}

TEST_P(BadData, CutInTheMiddleOfARowOrAFrameIsRefused) {
  const std::string text = text_of(GetParam());
  const std::size_t last_row = text.rfind('\n', text.size() - 2) + 1;
  expect_text_refused(text.substr(0, text.find(',', last_row)), 7);
  expect_text_refused(text.substr(0, last_row + 5), 7);

  const std::string frame = data_pipeline::testing::TempFolder::compress(text);
  for (std::size_t size : {frame.size() - 1, frame.size() / 2, std::size_t{8}, std::size_t{5}}) {
    write("cut.csv.zst", frame.substr(0, size));
    expect_refused("cut.csv.zst", "cut.csv.zst: ");
  }
  write("cut.csv.zst", frame + "more");
  expect_refused("cut.csv.zst", "cut.csv.zst: damaged zstd data");
}

TEST_P(BadData, ThatIsNoRecordingIsRefused) {
  write("empty.csv", "");
  expect_refused("empty.csv", "empty.csv: the file is empty");
  write("header.csv", GetParam().header + "\n");
  expect_refused("header.csv", "header.csv:1: a header without rows");
  for (const std::string& text :
       {std::string("time,value\n1,2\n"), std::string("\n\n\n"), std::string("PAR1"), std::string("{\"a\": 1}\n"),
        std::string("\x7f"
                    "ELF\0\0",
                    6),
        std::string(300'000, '\xff'), GetParam().header + ",more\n"}) {
    write("foreign.csv", text);
    expect_refused("foreign.csv", "foreign.csv:1: ");
  }
  write("archive.csv", "PK\x03\x04");
  expect_refused("archive.csv", "archive.csv: the zip cannot be read");
  write("plain.csv.zst", text_of(GetParam()));
  expect_refused("plain.csv.zst", "plain.csv.zst: is called .zst");
}

TEST_P(BadData, OfAnotherKindIsRefused) {
  for (const Form& other : forms()) {
    const bool prices = other.flag == "--data" || other.flag == "--mark";
    const bool wants_prices = GetParam().flag == "--data" || GetParam().flag == "--mark";
    if (other.flag == GetParam().flag || (prices && wants_prices)) continue;
    write("other.csv", text_of(other));
    expect_error(backtest("other.csv"), 1, "other.csv");
  }
}

TEST_P(BadData, ThatCannotBeReadIsNamed) {
  expect_refused("none.csv", "none.csv: cannot be opened: No such file");
  expect_refused("good.csv/below.csv", "good.csv/below.csv: cannot be opened");
  expect_refused(".", "gridhedge: .: cannot be read: Is a directory");
  expect_refused("/dev/zero", "/dev/zero: is a pipe or a device");
  ASSERT_EQ(::mkfifo((folder_ / "pipe.csv").c_str(), 0600), 0);
  expect_refused("pipe.csv", "pipe.csv: is a pipe or a device");
  write("closed.csv", text_of(GetParam()));
  fs::permissions(folder_, fs::perms::all);
  fs::permissions(folder_ / "closed.csv", fs::perms::none);
  Surroundings other = surroundings();
  other.unprivileged = true;
  expect_error({"data", "info", "closed.csv"}, 1, "closed.csv: cannot be opened: Permission denied", other);
  expect_error(backtest("closed.csv"), 1, "closed.csv: cannot be opened: Permission denied", other);
}

INSTANTIATE_TEST_SUITE_P(Forms, BadData, testing::ValuesIn(forms()), [](const auto& info) { return info.param.name; });

using BadTape = CommandLine;

TEST_F(BadTape, FoundBadAfterTheRunBeganLeavesNoJournalInThePlaceOfTheLast) {
  std::string text = forms().front().header + "\n";
  for (int i = 0; i < 2'000; ++i) {
    text +=
        std::to_string(std::stoll(kFirst) + 60'000 * i) + (i == 1'500 ? ",nan" : ",95000") + ",95100,94900,95000,1\n";
  }
  write("late.csv", text);
  write("good.csv", text_of(forms().front()));
  const Words words{"backtest", "--json", "--journal", "run.apj", "--data"};
  const auto of = [&](const char* file) {
    Words all = words;
    all.emplace_back(file);
    return all;
  };
  expect_error(of("late.csv"), 1, "late.csv:1502: column open: ");
  EXPECT_FALSE(fs::exists(folder_ / "run.apj"));
  EXPECT_EQ(run(of("good.csv")).code, 0);
  const std::string kept = contents_of(folder_ / "run.apj");
  expect_error(of("late.csv"), 1, "late.csv:1502: column open: ");
  EXPECT_EQ(contents_of(folder_ / "run.apj"), kept);
  EXPECT_FALSE(fs::exists(folder_ / "run.apj.previous"));
}

/// The largest and the smallest figures that a file can hold are played or refused, never a crash.
TEST_F(BadTape, OfExtremeFiguresIsPlayedOrRefused) {
  const std::string header = "time_ms,price,qty,is_buyer_maker\n";
  const std::vector<std::string> prices{"0.00000001", "95000", "10000000000", "10000000001"};
  for (const std::string& first : prices) {
    for (const std::string& second : prices) {
      write("tape.csv", header + "1748736000000," + first + ",92233720368.54775807,1\n1748736001000," + second +
                            ",0.00000001,0\n1748736002000," + second + ",1,1\n");
      for (const std::string profile : {"classic", "guarded"}) {
        const Done done = run({"backtest", "--data", "tape.csv", "--json", "--set", "profile=" + profile});
        EXPECT_TRUE(done.code >= 0 && done.code <= 3) << first << " " << second << " " << done.code << done.err;
        EXPECT_LE(std::count(done.err.begin(), done.err.end(), '\n'), 1) << done.err;
      }
    }
  }
}

}  // namespace
}  // namespace alpha_pulse::tests

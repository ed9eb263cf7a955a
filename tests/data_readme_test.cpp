// `gridhedge data info` against what the README of the recorded data says of each file: rows, first and last, gaps,
// bytes and checksum, row by row.
#include <iostream>

#include "support/command_line.hpp"
#include "support/data.hpp"

namespace alpha_pulse::tests {
namespace {

using domain::Duration;
using domain::Timestamp;

/// The cells of a table's row, without the blanks around them.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t from = line.find('|'); from != std::string::npos;) {
    const std::size_t to = line.find('|', from + 1);
    if (to == std::string::npos) break;
    std::string cell = line.substr(from + 1, to - from - 1);
    cell.erase(0, cell.find_first_not_of(' '));
    cell.erase(cell.find_last_not_of(' ') + 1);
    cells.push_back(std::move(cell));
    from = to;
  }
  return cells;
}

/// A stretch of time that the data is taken from; intraday candles, marks and rates lie in some of them.
struct Window {
  std::string from, to;
};

/// The windows of the README, as it names them: `2019-02-01 to 2021-06-01; ...`.
std::vector<Window> windows_in(const std::string& line) {
  constexpr std::size_t kDay = 10;
  std::vector<Window> windows;
  for (std::size_t to = line.find(" to "); to != std::string::npos; to = line.find(" to ", to + 1)) {
    windows.push_back({line.substr(to - kDay, kDay), line.substr(to + 4, kDay)});
  }
  return windows;
}

/// What is missing, as the README counts it: between two rows of one window.
struct Missing {
  std::int64_t rows = 0, gaps = 0;
  friend bool operator==(const Missing&, const Missing&) = default;
};
void PrintTo(const Missing& missing, std::ostream* out) {
  *out << missing.rows << " in " << missing.gaps << " gaps";
}

/// `374 bars in 1 gaps; largest: ...` or `none`.
Missing missing_in(const std::string& cell) {
  Missing missing;
  if (cell != "none") {
    EXPECT_EQ(std::sscanf(cell.c_str(), "%ld bars in %ld gaps", &missing.rows, &missing.gaps), 2) << cell;
  }
  return missing;
}

class DataReadme : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    std::ifstream readme(data_root() / "README.md");
    for (std::string line; std::getline(readme, line);) {
      if (line.starts_with("Intraday candles")) windows_ = windows_in(line);
      lines_.push_back(std::move(line));
    }
  }

  bool in_one_window(const json::value& gap) const {
    const std::string after = text_of(gap.as_object(), "after"), until = text_of(gap.as_object(), "until");
    return std::ranges::any_of(windows_, [&](const Window& w) { return w.from <= after && until < w.to; });
  }
  Missing missing_of(const json::object& info, bool windowed) const {
    Missing missing;
    for (const json::value& gap : info.at("gaps").as_array()) {
      if (windowed && !in_one_window(gap)) continue;
      missing.rows += gap.as_object().at("missing").as_int64();
      ++missing.gaps;
    }
    return missing;
  }
  /// What every table has: its columns are named by their places.
  json::object expect_row(const std::vector<std::string>& cells, std::size_t symbol, std::size_t rows,
                          std::size_t first) {
    const fs::path file = data_root() / cells[0];
    const json::object info = ask({"data", "info", file.string()});
    EXPECT_EQ(std::to_string(info.at("rows").as_int64()), cells[rows]) << file;
    EXPECT_EQ(text_of(info, "symbol"), cells[symbol]) << file;
    EXPECT_EQ(text_of(info, "from").substr(0, cells[first].size()), cells[first]) << file;
    EXPECT_EQ(text_of(info, "to").substr(0, cells[first + 1].size()), cells[first + 1]) << file;
    EXPECT_EQ(text_of(info, "sha256"), cells.back()) << file;
    EXPECT_EQ(std::to_string(fs::file_size(file)), cells[cells.size() - 2]) << file;
    return info;
  }

  std::vector<std::string> lines_;
  std::vector<Window> windows_;
};

TEST_F(DataReadme, SaysOfEverySeriesWhatDataInfoSays) {
  int files = 0;
  for (const std::string& line : lines_) {
    if (!line.starts_with("| candles/") && !line.starts_with("| mark/") && !line.starts_with("| funding/")) continue;
    const auto cells = cells_of(line);
    ASSERT_EQ(cells.size(), 9U) << line;
    const json::object info = expect_row(cells, 1, 2, 3);
    const bool daily = cells[0].find("/1d/") != std::string::npos;
    const Missing said = missing_in(cells[5]);
    constexpr std::int64_t kListed = 1'000;
    if (said.gaps > kListed) {  // the first ones are listed, all are counted
      EXPECT_EQ(info.at("missing").as_int64(), said.rows) << cells[0];
      EXPECT_EQ(info.at("gaps").as_array().size(), static_cast<std::size_t>(kListed)) << cells[0];
    } else {
      EXPECT_EQ(missing_of(info, !daily), said) << cells[0];
    }
    ++files;
  }
  if (files == 0) GTEST_SKIP() << missing_data();
  std::cout << files << " files of candles, marks and rates as the README has them\n";
}

TEST_F(DataReadme, SaysOfEveryFileOfTicksWhatDataInfoSays) {
  int files = 0, captures = 0;
  for (const std::string& line : lines_) {
    if (!line.starts_with("| ticks/")) continue;
    const auto cells = cells_of(line);
    ASSERT_EQ(cells.size(), 11U) << line;
    if (cells[1] == "raw ws capture") {  // no rows: refused by name
      expect_error({"data", "info", (data_root() / cells[0]).string()}, 1, "is not known");
      ++captures;
      continue;
    }
    expect_row(cells, 2, 4, 5);
    ++files;
  }
  if (files == 0) GTEST_SKIP() << missing_data();
  std::cout << files << " files of ticks as the README has them, " << captures << " captures refused\n";
}

}  // namespace
}  // namespace alpha_pulse::tests

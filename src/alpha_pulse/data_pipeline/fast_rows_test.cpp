#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <random>
#include <stdexcept>
#include <string_view>

#include "alpha_pulse/data_pipeline/decimal_words.hpp"
#include "alpha_pulse/data_pipeline/rows.hpp"
#include "alpha_pulse/data_pipeline/test_files.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using namespace std::string_view_literals;

using testing::TempFolder;

std::string described(const Candle& row) {
  return std::to_string(row.time.ns()) + " " + row.open.to_string() + " " + row.high.to_string() + " " +
         row.low.to_string() + " " + row.close.to_string() + " " + row.volume.to_string();
}
std::string described(const TradeRow& row) {
  return std::to_string(row.time.ns()) + " " + row.price.to_string() + " " + row.quantity.to_string() +
         (row.is_buyer_maker ? " sold " : " bought ") + std::to_string(row.trade_id);
}
std::string described(const QuoteRow& row) {
  return std::to_string(row.time.ns()) + " " + row.bid.to_string() + " " + row.bid_quantity.to_string() + " " +
         row.ask.to_string() + " " + row.ask_quantity.to_string();
}

/// Every row, then what ended them: the careful rules alone.
template <class Row>
std::vector<std::string> read_carefully(const std::filesystem::path& path) {
  std::vector<std::string> out;
  auto file = CsvFile::open(path, Row::kKind);
  if (!file) return {file.error().message};
  Row row, previous;
  while (true) {
    const auto more = file->next();
    if (!more) return out.push_back(more.error().message), out;
    if (!*more) return out.push_back("end at line " + std::to_string(file->line())), out;
    previous = row;
    row = {};
    auto ok = parse_row(*file, row);
    if (ok && !out.empty()) ok = check_order(*file, previous, row);
    if (!ok) return out.push_back(ok.error().message), out;
    out.push_back(described(row) + " at line " + std::to_string(file->line()));
  }
}

/// The same as every caller reads.
template <class Row>
std::vector<std::string> read_as_callers_do(const std::filesystem::path& path) {
  std::vector<std::string> out;
  auto reader = RowReader<Row>::open(path);
  if (!reader) return {reader.error().message};
  while (true) {
    const auto more = reader->advance();
    if (!more) return out.push_back(more.error().message), out;
    if (!*more) return out.push_back("end at line " + std::to_string(reader->line())), out;
    out.push_back(described(reader->row()) + " at line " + std::to_string(reader->line()));
  }
}

using Chance = std::mt19937_64;

std::int64_t below(Chance& chance, std::int64_t bound) {
  return static_cast<std::int64_t>(chance() % static_cast<std::uint64_t>(bound));
}

std::string decimal(Chance& chance, std::int64_t whole) {
  std::string text = std::to_string(whole);
  if (below(chance, 4) == 0) return text;
  text += '.';
  for (auto places = below(chance, 9) + (below(chance, 30) != 0 ? 1 : 0); places > 0; --places) {
    text += static_cast<char>('0' + below(chance, 10));
  }
  return text;
}

std::string row_text(const CsvForm& form, Chance& chance, std::int64_t& ms, std::int64_t& id, bool microseconds) {
  std::vector<std::string> fields(form.columns);
  for (auto& field : fields) field = std::to_string(below(chance, 1'000'000'000));
  const bool rises = form.kind == FileKind::CANDLES;
  ms += below(chance, 1'000) + (rises ? 1 : 0);
  id += 1 + below(chance, 3);
  const std::int64_t price = below(chance, 8) == 0 ? below(chance, 2'000'000'000) + 2 : below(chance, 99'000) + 2;
  const auto put = [&](std::size_t use, std::string text) {
    if (form.has(use)) fields[form.places[use]] = std::move(text);
  };
  put(0, std::to_string(ms) + (microseconds ? std::to_string(100 + below(chance, 900)) : ""));
  if (microseconds) ms += 1;
  switch (form.kind) {
    case FileKind::CANDLES:
      put(1, decimal(chance, price));
      put(2, decimal(chance, price + 1 + below(chance, 5)));
      put(3, decimal(chance, price - 1));
      put(4, decimal(chance, price));
      put(5, decimal(chance, below(chance, 20'000'000'000)));
      break;
    case FileKind::TRADES:
      put(1, decimal(chance, price));
      put(2, decimal(chance, 1 + below(chance, 5)));
      put(3, std::vector<std::string>{"true", "False"}[static_cast<std::size_t>(below(chance, 2))]);
      if (!form.dump && below(chance, 2) == 0) put(3, below(chance, 2) == 0 ? "0" : "1");
      put(4, std::to_string(id));
      if (form.dump && form.places[3] + 1U < form.columns) fields[form.places[3] + 1U] = "True";
      break;
    default:
      put(1, decimal(chance, price));
      put(2, decimal(chance, below(chance, 5)));
      put(3, decimal(chance, price + 1));
      put(4, decimal(chance, below(chance, 5)));
  }
  std::string text;
  for (const auto& field : fields) text.append(text.empty() ? "" : ",").append(field);
  return text;
}

void damage(std::string& text, Chance& chance) {
  static constexpr std::string_view kLetters = "0123456789..,,-+eE trueFALSE\r\n\"\0\xc3"sv;
  const auto at = static_cast<std::size_t>(below(chance, static_cast<std::int64_t>(text.size())));
  const char letter = kLetters[static_cast<std::size_t>(below(chance, static_cast<std::int64_t>(kLetters.size())))];
  switch (below(chance, 3)) {
    case 0:
      text[at] = letter;
      break;
    case 1:
      text.insert(at, 1, letter);
      break;
    default:
      text.erase(at, 1);
  }
}

std::string file_text(const CsvForm& form, Chance& chance, int rows, int damages) {
  std::int64_t ms = 1'700'000'000'000;
  std::int64_t id = below(chance, 1'000'000'000'000);
  const bool microseconds = form.dump && below(chance, 2) == 0;
  const std::string end = below(chance, 5) == 0 ? "\r\n" : "\n";
  std::string text = std::string(form.header) + "\n";
  for (int i = 0; i < rows; ++i) text += row_text(form, chance, ms, id, microseconds) + end;
  for (int i = 0; i < damages; ++i) damage(text, chance);
  return text;
}

template <class Row>
void expect_the_same(const std::filesystem::path& path, const std::string& text) {
  const auto careful = read_carefully<Row>(path);
  const auto fast = read_as_callers_do<Row>(path);
  if (careful == fast) return;
  for (std::size_t i = 0; i < careful.size(); ++i) {
    if (i < fast.size() && fast[i] == careful[i]) continue;
    throw std::runtime_error("careful: " + careful[i] + "\nfast: " + (i < fast.size() ? fast[i] : "nothing") + "\n" +
                             text);
  }
  throw std::runtime_error("more rows than there are in\n" + text);
}

void compare(const CsvForm& form, const std::string& text, const TempFolder& folder = {}) {
  const auto path = folder.write("f.csv", text);
  if (form.kind == FileKind::CANDLES) expect_the_same<Candle>(path, text);
  if (form.kind == FileKind::TRADES) expect_the_same<TradeRow>(path, text);
  if (form.kind == FileKind::QUOTES) expect_the_same<QuoteRow>(path, text);
}

TEST(FastRows, AcceptsOnlyWhatTheCarefulRulesAcceptAndWithTheSameValues) {
  EXPECT_TRUE(rc::check("random and damaged files of every form", [] {
    Chance chance(*rc::gen::arbitrary<std::uint64_t>());
    for (const CsvForm& form : kCsvForms) {
      for (int damages = 0; damages < 3; ++damages) compare(form, file_text(form, chance, 12, damages));
    }
  }));
}

/// Three rows as plain as they come.
std::vector<std::string> plain_rows_of(const CsvForm& form) {
  const std::vector<std::string> times = {"1735689600000", "1735689660000", "1735689720000"};
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const std::string tail = form.dump ? ",1735689659999,768978.07091840,2631,3.95157000,369757.3264,0" : "";
    const std::string digit = std::to_string(i);
    if (form.kind == FileKind::CANDLES)
      rows.push_back(times[i] + ",93576.5" + digit + ",93610.93000000,93537.1,93576.99,8.21827000" + tail);
    if (form.kind == FileKind::TRADES) rows.push_back(times[i] + ",93576.5" + digit + ",0.0180000" + digit + ",1");
    if (form.kind == FileKind::QUOTES) rows.push_back(times[i] + ",42570.3,0.821,42570.4" + digit + ",7.207");
  }
  return rows;
}

TEST(FastRows, SeesEveryLetterThatIsWrongInAPlainRow) {
  const std::string letters("0.,-+e \r\n\"\0\xc3", 12);
  for (const std::size_t form : {0U, 1U, 3U, 7U}) {
    const TempFolder folder;
    const auto rows = plain_rows_of(kCsvForms[form]);
    const auto check = [&](const std::string& row) {
      const std::string text =
          std::string(kCsvForms[form].header) + "\n" + rows[0] + "\n" + row + "\n" + rows[2] + "\n";
      compare(kCsvForms[form], text, folder);
    };
    for (std::size_t at = 0; at < rows[1].size(); ++at) {
      for (const char letter : letters) {
        std::string replaced = rows[1];
        replaced[at] = letter;
        check(replaced);
      }
      std::string longer = rows[1], shorter = rows[1];
      check(longer.insert(at, 1, letters[at % letters.size()]));
      check(shorter.erase(at, 1));
    }
  }
}

TEST(FastRows, GoesOnAcrossEveryBlockOfALongFile) {
  Chance chance(7);
  for (const CsvForm& form : kCsvForms) compare(form, file_text(form, chance, 20'000, 0).substr(0, 1'200'000));
}

template <class Row>
std::size_t plain_rows(const std::string& text, std::size_t form) {
  const TempFolder folder;
  auto lines = LineReader::open(folder.write("f.csv", text)).value();
  EXPECT_TRUE(lines.next().value());  // the header
  std::vector<Row> rows(100);
  return fast_rows<Row>(form)(lines, nullptr, rows);
}

TEST(FastRows, ReadsTheRowsOfTheDumpsWithoutHelp) {
  const auto text = [](std::size_t form, const std::string& row) {
    return std::string(kCsvForms[form].header) + "\n" + row + "\n";
  };
  EXPECT_EQ(plain_rows<Candle>(text(7,
                                    "1735689600000000,93576.00000000,93610.93000000,93537.50000000,93610.93000000,"
                                    "8.21827000,1735689659999999,768978.07091840,2631,3.95157000,369757.3264,0"),
                               7),
            1U);
  EXPECT_EQ(plain_rows<TradeRow>(text(8, "4497153121,42313.9,0.018,761.6502,1704067200022,true"), 8), 1U);
  EXPECT_EQ(plain_rows<TradeRow>(text(9, "3358245023,42283.58,0.013,557.14,1704067200000,True,True"), 9), 1U);
  EXPECT_EQ(plain_rows<TradeRow>(text(10, "2002021471,42313.9,0.018,4497153121,4497153121,1704067200022,false"), 10),
            1U);
  EXPECT_EQ(plain_rows<TradeRow>(text(11, "2784510601,42283.58,0.013,1,2,1704067200000,True,False"), 11), 1U);
  EXPECT_EQ(plain_rows<QuoteRow>(text(12, "3932256034651,42570.3,0.821,42570.4,7.207,1707091200006,1707091200012"), 12),
            1U);
}

TEST(DecimalWords, ReadsEveryLengthOfANumberAndNothingElse) {
  for (const std::string text : {"0", "7", "12", "12345678", "1234567890", "1.5", "1.12345678", "12345678.00000001"}) {
    const std::string padded = text + "," + std::string(kWordSlack, 'x');
    const char* at = padded.data();
    std::int64_t raw = 0;
    EXPECT_TRUE(read_decimal(at, raw)) << text;
    EXPECT_EQ(raw, parse_decimal(text, kDecimals).value());
    EXPECT_EQ(*at, ',') << text;
  }
  for (const std::string text : {"", ".5", "5.", "-1", "12345678901", "x"}) {
    const std::string padded = text + "," + std::string(kWordSlack, 'x');
    const char* at = padded.data();
    std::int64_t raw = 0;
    EXPECT_FALSE(read_decimal(at, raw)) << text;
  }
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline

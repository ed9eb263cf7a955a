#include "alpha_pulse/data_pipeline/test_zip.hpp"
#include "alpha_pulse/tape/tape.hpp"
#include "support/command_line.hpp"

/// `data import`, `data info` and `data synth` on tapes, as a person meets them: good files, bad files, a full disk,
/// Ctrl-C, and what was interrupted going on.
namespace alpha_pulse::tests {
namespace {

using data_pipeline::testing::write_zip;

class DataImport : public CommandLine {
 protected:
  static std::string trades(int count) {
    std::string text = "time_ms,price,qty,is_buyer_maker,trade_id\n";
    for (int i = 0; i < count; ++i) {
      text += std::to_string(1'735'689'600'000 + 100LL * i) + "," + std::to_string(95'000 + i * 7919LL % 100) +
              ".5,0." + std::to_string(1 + i % 9) + "," + std::to_string(i % 2) + "," + std::to_string(i + 1) + "\n";
    }
    return text;
  }
  std::string bytes(const std::string& name) const { return contents_of(folder_ / name); }
  Surroundings little_room(std::uint64_t bytes) const {
    Surroundings in = surroundings();
    in.largest_file = bytes;
    return in;
  }
};

TEST_F(DataImport, TellsOfATapeWhatItToldOfTheFile) {
  write("BTCUSDT_trades.csv", trades(20'000));
  const json::object file = ask({"data", "info", "BTCUSDT_trades.csv"});
  const json::object tape = ask({"data", "import", "BTCUSDT_trades.csv", "--out", "a.tape"});
  for (const char* key : {"kind", "rows", "from", "to", "symbol", "gaps", "missing"}) {
    EXPECT_EQ(tape.at(key), file.at(key)) << key;
  }
  EXPECT_EQ(tape.at("events").as_int64(), 20'000);
  EXPECT_LE(tape.at("bytes_per_event").as_double(), 16);
  EXPECT_EQ(text_of(tape, "price_unit"), "0.1");
  EXPECT_EQ(text_of(tape, "file"), "a.tape");
  fs::rename(folder_ / "a.tape", folder_ / "renamed.csv");  // told by what is in it
  const json::object again = ask({"data", "info", "renamed.csv"});
  EXPECT_EQ(again.at("sha256"), tape.at("sha256"));
  EXPECT_EQ(again.at("version"), tape.at("version"));
  const Done shown = run({"data", "info", "renamed.csv"});
  EXPECT_NE(shown.out.find("every checksum good"), std::string::npos) << shown.out;
}

TEST_F(DataImport, ReadsTheZipsThatAnExchangePublishesOneAfterAnother) {
  write_zip(folder_ / "BTCUSDT-1m-2025-01-01.zip",
            {{"BTCUSDT-1m-2025-01-01.csv",
              "1735689600000000,95000.1,95010,94990,95005,12.5,1735689659999999,1187500,100,6,570000,0\n"
              "1735689660000000,95005,95020,95000,95010,2,1735689719999999,190000,10,1,95000,0\n"}});
  write_zip(folder_ / "BTCUSDT-1m-2025-01-02.zip",
            {{"BTCUSDT-1m-2025-01-02.csv",
              "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
              "taker_buy_quote_volume,ignore\n"
              "1735689780000,95010,95020,95000,95010,2,1735689839999,190000,10,1,95000,0\n"}});
  const json::object tape =
      ask({"data", "import", "BTCUSDT-1m-2025-01-01.zip", "BTCUSDT-1m-2025-01-02.zip", "--out", "a.tape"});
  EXPECT_EQ(tape.at("rows").as_int64(), 3);
  EXPECT_EQ(tape.at("events").as_int64(), 12);
  EXPECT_EQ(text_of(tape, "symbol"), "BTCUSDT");
  EXPECT_EQ(tape.at("missing").as_int64(), 1);
  EXPECT_EQ(text_of(tape, "to"), "2025-01-01 00:03:00.000");
}

/// A minute candle of a spot dump since 2025, in microseconds.
std::string candle_row(int minute) {
  const std::int64_t at = 1'735'689'600'000'000 + 60'000'000LL * minute;
  return std::to_string(at) + ",95000.10000000,95010,94990,95005.5,12.50000000," + std::to_string(at + 59'999'999) +
         ",1187500.5,100,6,570000,0\n";
}

TEST_F(DataImport, TakesDumpsInAnyOrderAndFoldersOfThemForTheSameTape) {
  std::string first, second, third;
  for (int i = 0; i < 10; ++i) first += candle_row(i);
  for (int i = 10; i < 20; ++i) second += candle_row(i);
  for (int i = 25; i < 30; ++i) third += candle_row(i);
  const std::string header =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,"
      "ignore\n";
  fs::create_directory(folder_ / "dumps");
  write_zip(folder_ / "dumps/BTCUSDT-1m-2025-01-03.zip", {{"BTCUSDT-1m-2025-01-03.csv", third}});
  write_zip(folder_ / "dumps/BTCUSDT-1m-2025-01-01.zip", {{"BTCUSDT-1m-2025-01-01.csv", header + first}});
  write("dumps/BTCUSDT-1m-2025-01-02.csv", second);
  write("dumps/BTCUSDT-1m-2025-01-03.zip.CHECKSUM", "00  BTCUSDT-1m-2025-01-03.zip\n");  // no data, no business of ours
  const json::object tape = ask({"data", "import", "dumps", "--out", "folder.tape"});
  EXPECT_EQ(tape.at("rows").as_int64(), 25);
  EXPECT_EQ(tape.at("missing").as_int64(), 5);
  EXPECT_EQ(text_of(tape.at("gaps").as_array().at(0).as_object(), "after"), "2025-01-01 00:19:00.000");
  ask({"data", "import", "dumps/BTCUSDT-1m-2025-01-02.csv", "dumps/BTCUSDT-1m-2025-01-03.zip",
       "dumps/BTCUSDT-1m-2025-01-01.zip", "--out", "words.tape"});
  EXPECT_TRUE(bytes("words.tape") == bytes("folder.tape"));
  fs::create_directory(folder_ / "empty");
  expect_error({"data", "import", "empty", "--out", "a.tape"}, 2, "empty: a folder without files that end in .csv");
  expect_error({"data", "import", "dumps", "dumps/BTCUSDT-1m-2025-01-02.csv", "--out", "a.tape"}, 1,
               "files that follow each other in time would pass");
}

TEST_F(DataImport, TakesAggregateTradesAndRatesOfDumpsWithAndWithoutHeader) {
  const std::string spot =  // no header, microseconds, a yes or no in capitals, and one more column
      "1001,95000.10,0.5,2001,2002,1735689600000001,True,True\n1002,95000.00,0.25,2003,2003,1735689600500000,False,"
      "True\n";
  const std::string futures =
      "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"
      "7,95000.1,0.5,1,2,1735689600000,true\n8,95000.0,0.25,3,3,1735689720000,false\n";
  const std::string rates =
      "calc_time,funding_interval_hours,last_funding_rate\n1735689600000,8,0.00010000\n1735689720000,8,0.00020000\n";
  write_zip(folder_ / "BTCUSDT-aggTrades-2025-01-01.zip", {{"BTCUSDT-aggTrades-2025-01-01.csv", spot}});
  write_zip(folder_ / "ETHUSDT-aggTrades-2025-01-01.zip", {{"ETHUSDT-aggTrades-2025-01-01.csv", futures}});
  write_zip(folder_ / "ETHUSDT-fundingRate-2025-01.zip", {{"ETHUSDT-fundingRate-2025-01.csv", rates}});
  const json::object of_spot = ask({"data", "import", "BTCUSDT-aggTrades-2025-01-01.zip", "--out", "spot.tape"});
  EXPECT_EQ(of_spot.at("rows").as_int64(), 2);
  EXPECT_EQ(text_of(of_spot, "to"), "2025-01-01 00:00:00.500");
  const json::object of_futures = ask({"data", "import", "ETHUSDT-fundingRate-2025-01.zip",
                                       "ETHUSDT-aggTrades-2025-01-01.zip", "--out", "futures.tape"});
  EXPECT_EQ(of_futures.at("rows").as_int64(), 2);
  EXPECT_EQ(text_of(of_futures, "symbol"), "ETHUSDT");
  EXPECT_EQ(of_futures.at("gaps").as_array().size(), 1U);  // two minutes of silence
  const auto played = tape::Tape::open(folder_ / "futures.tape");
  ASSERT_TRUE(played) << played.error().message;
  EXPECT_EQ((*played)->funding().size(), 2U);
  expect_error(
      {"data", "import", "BTCUSDT-aggTrades-2025-01-01.zip", "ETHUSDT-aggTrades-2025-01-01.zip", "--out", "a.tape"}, 2,
      "BTCUSDT-aggTrades-2025-01-01.zip: is of BTCUSDT by its name, but ETHUSDT-aggTrades");
  write_zip(folder_ / "BTCUSDT-aggTrades-bad.zip",
            {{"x.csv", spot + "1003,95000.0,-1,3,3,1735689720000000,False,True\n"}});
  expect_error({"data", "import", "BTCUSDT-aggTrades-bad.zip", "--out", "a.tape"}, 1,
               "BTCUSDT-aggTrades-bad.zip:3: column quantity: '-1' is not above zero");
}

TEST_F(DataImport, NamesTheRowThatIsBadAndKeepsNoTape) {
  std::string text = trades(5'000);
  text.replace(text.find(",95", text.size() / 2), 3, ",x5");
  write("BTCUSDT_trades.csv", text);
  const Done done = run({"data", "import", "BTCUSDT_trades.csv", "--out", "a.tape"});
  EXPECT_EQ(done.code, 1);
  EXPECT_TRUE(done.err.starts_with("gridhedge: BTCUSDT_trades.csv:")) << done.err;
  EXPECT_NE(done.err.find("column price: 'x5"), std::string::npos) << done.err;
  EXPECT_FALSE(fs::exists(folder_ / "a.tape"));
  expect_error({"data", "import", "none.csv", "--out", "a.tape"}, 1, "none.csv: cannot be opened");
  expect_error({"data", "import", "BTCUSDT_trades.csv"}, 2, "--out");
}

TEST_F(DataImport, RefusesATapeThatIsCutOffDamagedOrOfAnotherVersion) {
  write("BTCUSDT_trades.csv", trades(20'000));
  ask({"data", "import", "BTCUSDT_trades.csv", "--out", "a.tape"});
  const std::string whole = bytes("a.tape");
  for (std::size_t size = 100; size < whole.size(); size += whole.size() / 7) {
    write("cut.tape", whole.substr(0, size));
    expect_error({"data", "info", "cut.tape"}, 1, "cut.tape");
  }
  for (std::size_t at = 9; at < whole.size(); at += whole.size() / 29) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    write("bad.tape", flipped);
    expect_error({"data", "info", "bad.tape"}, 1, "bad.tape");
  }
}

TEST_F(DataImport, LeavesATapeThatIsThereAlone) {
  write("BTCUSDT_trades.csv", trades(5'000));
  write("a.tape", "precious");
  const Words import{"data", "import", "BTCUSDT_trades.csv", "--out", "a.tape"};
  expect_error(import, 3, "a.tape: exists");
  EXPECT_EQ(bytes("a.tape"), "precious");
  Words over = import;
  over.emplace_back("--overwrite");
  EXPECT_EQ(ask(over).at("rows").as_int64(), 5'000);
}

TEST_F(DataImport, SaysThatTheDiskIsFullAndGoesOnAfterwards) {
  write("BTCUSDT_trades.csv", trades(60'000));
  ask({"data", "import", "BTCUSDT_trades.csv", "--out", "whole.tape"});
  const Words import{"data", "import", "BTCUSDT_trades.csv", "--out", "a.tape"};
  expect_error(import, 1, "a.tape.partial: cannot be", little_room(100'000));
  EXPECT_FALSE(fs::exists(folder_ / "a.tape"));
  EXPECT_TRUE(fs::exists(folder_ / "a.tape.partial"));
  Words again = import;
  again.emplace_back("--resume");
  ask(again);
  EXPECT_TRUE(bytes("a.tape") == bytes("whole.tape"));
}

TEST_F(DataImport, GoesOnAfterCtrlCAndAfterAKillInTheSameBytes) {
  ASSERT_EQ(run({"data", "synth", "--events", "3000000", "--out", "BTCUSDT_synth.csv"}).code, 0);
  const Words import{"data", "import", "BTCUSDT_synth.csv", "--out", "a.tape"};
  const auto grown = [&](std::uintmax_t least) {
    std::error_code missing;
    const auto size = fs::file_size(folder_ / "a.tape.partial", missing);
    return !missing && size > least;
  };
  int interrupted = 0;
  Words words = import;
  for (const int number : {SIGINT, SIGKILL, SIGTERM}) {
    const auto running = start(words);
    const std::uintmax_t before = interrupted == 0 ? 100'000 : fs::file_size(folder_ / "a.tape.partial") + 100'000;
    ASSERT_TRUE(eventually([&] { return grown(before) || running->ended(); }));
    running->signal(number);
    const int code = running->wait();
    if (code == 0) break;  // it was faster
    if (number != SIGKILL) {
      EXPECT_EQ(code, 130) << running->err();
      EXPECT_EQ(running->err(), "gridhedge: interrupted; --resume goes on with a.tape\n");
    }
    EXPECT_FALSE(fs::exists(folder_ / "a.tape"));
    if (interrupted++ == 0) words.emplace_back("--resume");
  }
  EXPECT_GT(interrupted, 0);
  if (!fs::exists(folder_ / "a.tape")) ask(words);
  ask({"data", "import", "BTCUSDT_synth.csv", "--out", "whole.tape"});
  EXPECT_TRUE(bytes("a.tape") == bytes("whole.tape"));
}

TEST_F(DataImport, OfArtificialTradesIsTheArtificialTape) {
  const Words synth{"data", "synth", "--model", "garch", "--seed", "3", "--events", "50000", "--out"};
  Words csv = synth, tape = synth, again = synth;
  csv.emplace_back("BTCUSDT_a.csv.zst");
  tape.emplace_back("BTCUSDT_a.tape");
  again.emplace_back("BTCUSDT_b.tape");
  ask(csv);
  const json::object made = ask(tape);
  EXPECT_EQ(ask(again).at("sha256"), made.at("sha256"));
  const json::object imported = ask({"data", "import", "BTCUSDT_a.csv.zst", "--out", "c.tape"});
  for (const char* key : {"rows", "from", "to", "symbol", "gaps", "events", "price_unit", "bars"}) {
    EXPECT_EQ(imported.at(key), made.at(key)) << key;
  }
}

TEST_F(DataImport, LeavesNoArtificialTapeHalfWritten) {
  const auto synth = start({"data", "synth", "--events", "2000000000", "--step", "1ms", "--out", "a.tape"});
  ASSERT_TRUE(eventually([&] { return fs::exists(folder_ / "a.tape.partial") || synth->ended(); }));
  synth->signal(SIGINT);
  EXPECT_EQ(synth->wait(), 130) << synth->err();
  EXPECT_FALSE(fs::exists(folder_ / "a.tape.partial") || fs::exists(folder_ / "a.tape"));
  expect_error({"data", "synth", "--events", "1000000", "--out", "b.tape"}, 1, "b.tape.partial: cannot be",
               little_room(100'000));
  EXPECT_FALSE(fs::exists(folder_ / "b.tape.partial"));
}

}  // namespace
}  // namespace alpha_pulse::tests

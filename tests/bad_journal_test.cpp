#include "support/command_line.hpp"

/// Journals that are damaged or are something else, and places that cannot be written to: exit 1 (3 where the file
/// would be lost), one line, and nothing that was there is gone.
namespace alpha_pulse::tests {
namespace {

class BadJournal : public CommandLine {
 protected:
  /// A short journal, made once for each test.
  std::string make_journal() const {
    std::string candles = "open_time_ms,open,high,low,close,volume\n";
    for (int i = 0; i < 30; ++i) {
      candles += std::to_string(1'748'736'000'000 + 60'000 * i) + ",95000,95100,94900,95000,1\n";
    }
    write("BTCUSDT_1m.csv", candles);
    EXPECT_EQ(run({"backtest", "--data", "BTCUSDT_1m.csv", "--journal", "run.apj"}).code, 0);
    return contents_of(folder_ / "run.apj");
  }
  static Words resume(const std::string& file) {
    return {"run", "--resume", "--duration", "10m", "--speed", "max", "--json", "--set", "journal.path=" + file};
  }
};

TEST_F(BadJournal, WithAFlippedBitNamesTheByte) {
  const std::string whole = make_journal();
  ASSERT_GT(whole.size(), 2'000u);
  int damaged = 0;
  for (std::size_t byte = 0; byte < whole.size(); byte += 97) {
    std::string bytes = whole;
    bytes[byte] = static_cast<char>(bytes[byte] ^ (1 << (byte % 8)));
    write("bad.apj", bytes);
    const Done done = run({"replay", "bad.apj"});
    EXPECT_EQ(std::count(done.err.begin(), done.err.end(), '\n'), 1) << done.err;
    if (done.code == 0) {  // the last record, which a crash may leave torn
      EXPECT_NE(done.err.find("bytes are an unfinished record"), std::string::npos) << done.err;
      continue;
    }
    ++damaged;
    EXPECT_EQ(done.code, 1);
    EXPECT_TRUE(done.err.starts_with("gridhedge: bad.apj: byte ")) << done.err;
    if (byte % (97 * 16) != 0) continue;
    expect_error(resume("bad.apj"), 1, "bad.apj: byte ");
    EXPECT_EQ(contents_of(folder_ / "bad.apj"), bytes);
  }
  EXPECT_GT(damaged, 10);
}

TEST_F(BadJournal, CutAnywhereIsReadAsFarAsItGoes) {
  const std::string whole = make_journal();
  for (std::size_t size = 1; size < whole.size(); size += 397) {
    write("cut.apj", whole.substr(0, size));
    const Done done = run({"replay", "cut.apj"});
    if (done.code == 0) continue;  // said in command_line_test.cpp
    EXPECT_EQ(done.code, 1);
    EXPECT_EQ(std::count(done.err.begin(), done.err.end(), '\n'), 1) << done.err;
    EXPECT_NE(done.err.find("cut.apj"), std::string::npos) << done.err;
  }
}

TEST_F(BadJournal, ThatIsNoneIsRefusedAndLeftAlone) {
  make_journal();
  write("empty.apj", "");
  write("noise.apj", std::string(20'000, '\xa5'));
  write("zeros.apj", std::string(20'000, '\0'));
  for (const std::string file : {"empty.apj", "noise.apj", "zeros.apj", "BTCUSDT_1m.csv"}) {
    const std::string before = contents_of(folder_ / file);
    expect_error({"replay", file}, 1, file + ": does not begin with a run's header");
    if (file == "empty.apj") continue;  // a run that ended before it wrote anything: begun anew
    expect_error(resume(file), 1, file + ": does not begin with a run's header");
    EXPECT_EQ(contents_of(folder_ / file), before);
    EXPECT_FALSE(fs::exists(folder_ / (file + ".lock")));
  }
  // Of another run: a backtest's is no run on the built-in market.
  const std::string before = contents_of(folder_ / "run.apj");
  expect_error(resume("run.apj"), 3, "--resume: the journal is of another market");
  EXPECT_EQ(contents_of(folder_ / "run.apj"), before);
}

TEST_F(BadJournal, OrPlaceThatCannotBeUsedIsNamed) {
  make_journal();
  fs::create_directories(folder_ / "folder.apj");
  ASSERT_EQ(::mkfifo((folder_ / "pipe.apj").c_str(), 0600), 0);
  for (const std::string file : {"folder.apj", "pipe.apj", "/dev/zero", "/dev/full", "."}) {
    expect_error({"replay", file}, 1, file + ": is not a regular file");
    expect_error(resume(file), 1, file + ": is not a regular file");
    expect_error({"run", "--set", "journal.path=" + file}, 1, file + ": is not a regular file");
    expect_error({"backtest", "--json", "--data", "BTCUSDT_1m.csv", "--journal", file}, 1,
                 file + ": is not a regular file");
  }
  expect_error({"replay", "none.apj"}, 1, "none.apj: cannot read the journal: No such file");
  expect_error(resume("none.apj"), 1, "none.apj: cannot read the journal: No such file");
  expect_error({"run", "--set", "journal.path=BTCUSDT_1m.csv/below.apj"}, 1, "BTCUSDT_1m.csv/below.apj");
}

TEST_F(BadJournal, InAFolderThatMayNotBeWrittenOrReadIsNamed) {
  make_journal();
  Surroundings other = surroundings();
  other.unprivileged = true;
  fs::permissions(folder_, fs::perms::all & ~fs::perms::others_write);
  fs::permissions(folder_ / "run.apj", fs::perms::owner_all);
  expect_error({"replay", "run.apj"}, 1, "run.apj: cannot read the journal: Permission denied", other);
  expect_error({"run", "--set", "journal.path=new.apj"}, 1, "new.apj.lock: cannot open the lock: Permission denied",
               other);
  expect_error({"backtest", "--json", "--data", "BTCUSDT_1m.csv", "--journal", "new.apj"}, 1, "new.apj.lock", other);
  expect_error({"data", "synth", "--events", "10", "--out", "tape.csv"}, 1, "tape.csv.partial: cannot be created",
               other);
}

using BadOutput = CommandLine;

TEST_F(BadOutput, OfATapeLeavesNothingHalfWritten) {
  const auto synth = [](const std::string& out) { return Words{"data", "synth", "--events", "100000", "--out", out}; };
  write("tape.csv", "precious");
  expect_error(synth("tape.csv"), 3, "tape.csv exists; another name, or --overwrite, would pass");
  EXPECT_EQ(contents_of(folder_ / "tape.csv"), "precious");
  expect_error(synth("none/tape.csv"), 1, "none/tape.csv.partial: cannot be created: No such file");
  fs::create_directories(folder_ / "folder.csv");
  Words over = synth("folder.csv");
  over.emplace_back("--overwrite");
  expect_error(over, 1, "folder.csv.partial: cannot be renamed");
  Surroundings full = surroundings();
  full.largest_file = 100'000;
  for (const char* name : {"full.csv", "full.csv.zst"}) {
    expect_error(synth(name), 1, "cannot be written: File too large", full);
  }
  for (const auto& entry : fs::directory_iterator(folder_)) {
    EXPECT_NE(entry.path().extension(), ".partial") << entry.path();
    EXPECT_EQ(entry.path().filename().string().find("full.csv"), std::string::npos) << entry.path();
  }
}

TEST_F(BadOutput, OfATapeThatIsInterruptedIsTakenAway) {
  for (const int number : {SIGINT, SIGTERM}) {
    const auto synth = start({"data", "synth", "--events", "2000000000", "--step", "1ms", "--out", "tape.csv.zst"});
    ASSERT_TRUE(eventually([&] { return fs::exists(folder_ / "tape.csv.zst.partial") || synth->ended(); }));
    synth->signal(number);
    EXPECT_EQ(synth->wait(), 130) << synth->err();
    EXPECT_EQ(synth->err(), "gridhedge: interrupted; tape.csv.zst was not written\n");
    EXPECT_FALSE(fs::exists(folder_ / "tape.csv.zst.partial"));
    EXPECT_FALSE(fs::exists(folder_ / "tape.csv.zst"));
  }
}

}  // namespace
}  // namespace alpha_pulse::tests

#include "support/command_line.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

/// A running bot and the people who talk to it: the program itself, over its control socket, through kills and full
/// disks.
namespace alpha_pulse::tests {
namespace {

/// Slow enough to be spoken to, quick enough to trade meanwhile.
const Words kRun{
    "run", "--duration", "30d", "--speed", "600", "--set", "hedge.initial=0.5", "--set", "logging.status_every=1m"};

/// Acts so often that its journal grows within seconds.
const Words kBusy{
    "run", "--duration", "300d", "--speed", "7200", "--set", "profile=guarded", "--set", "logging.status_every=1m"};

Words resuming(Words words) {
  words.emplace_back("--resume");
  return words;
}

class BotControl : public CommandLine {
 protected:
  fs::path socket() const { return journal().string() + ".sock"; }

  std::unique_ptr<Process> started(const Words& words = kRun) const { return started(words, surroundings()); }
  std::unique_ptr<Process> started(const Words& words, const Surroundings& in) const {
    auto bot = start(words, in);
    EXPECT_TRUE(eventually([&] { return run({"status"}).code == 0 || bot->ended(); })) << bot->err();
    EXPECT_FALSE(bot->ended()) << bot->err();
    return bot;
  }
  /// Sends bytes as they are; what comes back until the bot closes.
  std::string send_raw(const std::string& bytes) const {
    const int connection = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket().string().copy(address.sun_path, sizeof address.sun_path - 1);
    std::string got;
    if (::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      (void)!::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      ::shutdown(connection, SHUT_WR);
      char block[1024];
      for (ssize_t size = 0; (size = ::recv(connection, block, sizeof block, 0)) > 0;) {
        got.append(block, static_cast<std::size_t>(size));
      }
    }
    ::close(connection);
    return got;
  }
  /// Says a word and expects the state it leads to.
  json::object say(const std::string& word, const std::string& state) const {
    json::object reply = ask({word});
    EXPECT_FALSE(reply.contains("queued")) << word;
    EXPECT_EQ(text_of(reply, "request"), word);
    EXPECT_EQ(text_of(reply, "state"), state) << word;
    return reply;
  }
  void kill(Process& bot) const {
    bot.signal(SIGKILL);
    ASSERT_EQ(bot.wait(), 128 + SIGKILL);
  }
};

unsigned mode_of(const fs::path& path) {
  struct stat found{};
  return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 0777U : 0U;
}

TEST_F(BotControl, TellsHowTheBotStands) {
  const auto bot = started();
  const json::object status = ask({"status"});
  EXPECT_EQ(text_of(status, "symbol"), "BTCUSDT");
  EXPECT_EQ(text_of(status, "mode"), "PAPER");
  EXPECT_EQ(status.at("pid").to_number<pid_t>(), bot->pid());
  EXPECT_EQ(text_of(status, "journal"), journal().string());
  for (const char* key : {"active_orders", "grid_levels", "stop_loss_active", "take_profit_active", "last_rebalance"}) {
    EXPECT_TRUE(status.contains(key)) << key;
  }
  const Done page = run({"status"});
  EXPECT_TRUE(page.out.starts_with("PAPER BTCUSDT on sim, profile classic: ")) << page.out;
  EXPECT_TRUE(eventually([&] { return text_of(ask({"status"}), "market_time") > text_of(status, "market_time"); }));
}

TEST_F(BotControl, ObeysEveryWordAndReplaysAndResumesWithThem) {
  const auto bot = started();
  ASSERT_TRUE(eventually([&] { return text_of(ask({"status"}), "hedge_quantity") == "-0.50000000"; }));
  EXPECT_EQ(text_of(say("pause", "PAUSED"), "before"), "ACTIVE");
  EXPECT_EQ(text_of(ask({"status"}), "reason"), "operator");
  say("pause", "PAUSED");
  say("resume", "ACTIVE");
  const json::object flat = say("flatten", "STOPPED");
  EXPECT_EQ(text_of(flat, "hedge_quantity"), "0.00000000");
  EXPECT_EQ(flat.at("active_orders").to_number<int>(), 0);
  say("rearm", "ACTIVE");
  EXPECT_TRUE(run({"pause"}).out.starts_with("pause: was ACTIVE, is PAUSED (operator); hedge ")) << run({"status"}).out;
  const Done stop = run({"stop"});
  EXPECT_EQ(stop.code, 0);
  EXPECT_NE(stop.out.find("; the run is over\n"), std::string::npos) << stop.out;
  EXPECT_EQ(bot->wait(), 0);
  EXPECT_NE(bot->out().find("PAPER BTCUSDT on sim, profile classic: PAUSED (operator)"), std::string::npos)
      << bot->out();
  EXPECT_FALSE(fs::exists(socket()));
  const json::object replayed = ask({"replay", journal().string()});
  EXPECT_TRUE(replayed.at("identical").as_bool());

  const auto resumed = started(resuming(kRun));
  EXPECT_EQ(text_of(ask({"status"}), "state"), "PAUSED");  // as it was left
  say("resume", "ACTIVE");
  say("stop", "ACTIVE");
  EXPECT_EQ(resumed->wait(), 0);
}

TEST_F(BotControl, IsHeardWhileTheNextEventIsFarAway) {
  const auto bot = started({"run", "--speed", "0.001"});  // a quarter of an hour between two events
  const json::object paused = say("pause", "PAUSED");
  EXPECT_GT(text_of(paused, "market_time"), "2025-02-03 11:11");
  say("stop", "PAUSED");
  EXPECT_EQ(bot->wait(), 0);
}

TEST_F(BotControl, IsHeardAtFullSpeedToo) {
  const auto bot = started({"run", "--speed", "max", "--duration", "30000d"});
  say("pause", "PAUSED");
  bot->signal(SIGTERM);
  EXPECT_EQ(bot->wait(), 130);
  EXPECT_NE(bot->out().find("command hash"), std::string::npos);
}

TEST_F(BotControl, ClosesProperlyWhateverSignalAsksForIt) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const auto bot = started();
    bot->signal(signal);
    EXPECT_EQ(bot->wait(), 130) << signal;
    EXPECT_NE(bot->out().find("The account, USDT"), std::string::npos) << signal;
    EXPECT_NE(bot->err().find("Grid hedge bot stopped"), std::string::npos) << signal;
    EXPECT_EQ(bot->err().find("did not end properly"), std::string::npos) << bot->err();
  }
}

TEST_F(BotControl, SaysWhenNoBotRunsAndAsksWhichWhenSeveralDo) {
  expect_error({"status"}, 1, "no bot is running");
  expect_error({"pause", "--symbol", "ETHUSDT"}, 1, "no bot is running here");
  expect_error({"stop", "--socket", "nowhere.sock"}, 1, "nowhere.sock");
  expect_error({"status", "--symbol", "NOPE"}, 2, "NOPE");
  expect_error({"status", "--sock", "x"}, 2, "--sock");
  const auto bitcoin = started();
  const auto ether = start({"run", "--speed", "600", "--symbol", "ETHUSDT", "--spot-quantity", "10"});
  ASSERT_TRUE(eventually([&] { return run({"status", "--symbol", "ETHUSDT"}).code == 0; })) << ether->err();
  expect_error({"status"}, 2, "2 bots are running: paper-sim-paper-BTCUSDT, paper-sim-paper-ETHUSDT");
  EXPECT_EQ(text_of(ask({"status", "--symbol", "ETHUSDT"}), "symbol"), "ETHUSDT");
  EXPECT_EQ(text_of(ask({"stop", "--set", "symbol=ETHUSDT"}), "symbol"), "ETHUSDT");
  EXPECT_EQ(ether->wait(), 0);
  EXPECT_EQ(text_of(ask({"status", "--socket", socket().string()}), "symbol"), "BTCUSDT");
}

TEST_F(BotControl, IsForItsOwnerAloneAndBearsGarbage) {
  const auto bot = started();
  EXPECT_EQ(mode_of(socket()), 0600U);
  EXPECT_EQ(mode_of(socket().parent_path()), 0700U);
  for (const std::string& bytes : {std::string("\0\xff{", 3), std::string("{\"request\":\"st"),
                                   std::string(100'000, 'x'), std::string("{\"request\":\"sell everything\"}\n")}) {
    EXPECT_TRUE(send_raw(bytes).starts_with("{\"error\":")) << bytes.substr(0, 20);
  }
  EXPECT_EQ(run({"status"}).code, 0);
  EXPECT_FALSE(bot->ended());
}

TEST_F(BotControl, GoesOnWithoutASocketWhereItsPathIsTooLong) {
  Surroundings in = surroundings();
  in.environment["XDG_STATE_HOME"] = (folder_ / std::string(100, 'x')).string();
  const Done done = run({"run", "--speed", "max", "--duration", "1h"}, in);
  EXPECT_EQ(done.code, 0);
  EXPECT_NE(done.err.find("nobody can talk to this run: "), std::string::npos) << done.err;
  EXPECT_NE(done.err.find("may have 107 characters"), std::string::npos) << done.err;
}

TEST_F(BotControl, TellsTheNextRunThatItWasKilledAndHowFarItsJournalGoes) {
  const auto bot = started(kBusy);
  ASSERT_TRUE(eventually([&] { return journal_size() > 15'000; }));
  kill(*bot);
  expect_error({"status"}, 1, "no bot is running");
  ASSERT_TRUE(fs::exists(socket()));

  const auto fresh = started(kBusy);
  ASSERT_TRUE(eventually([&] { return journal_size() > 15'000; }));
  const std::string pid = std::to_string(bot->pid());
  EXPECT_NE(fresh->err().find("| WARNING | the run before this one (pid " + pid +
                              ") did not end properly: its journal reaches 2025-02-"),
            std::string::npos)
      << fresh->err();
  EXPECT_NE(fresh->err().find("journal.apj.previous; in its place again, --resume goes on from it"), std::string::npos);
  EXPECT_EQ(ask({"status"}).at("pid").to_number<pid_t>(), fresh->pid());  // the dead bot's socket was replaced
  kill(*fresh);

  const auto resumed = started(resuming(kBusy));
  EXPECT_NE(resumed->err().find(", and this run goes on from there"), std::string::npos) << resumed->err();
  ask({"stop"});
  EXPECT_EQ(resumed->wait(), 0);
  const auto clean = started();
  EXPECT_EQ(clean->err().find("did not end properly"), std::string::npos);
}

TEST_F(BotControl, GoesOnWhenItsLogFailsAndTheNextRunSaysWhatIsMissingEvenAfterAKill) {
  for (const bool full : {false, true}) {
    fs::remove_all(folder_ / "logs");
    if (full) {
      fs::create_directories(folder_ / "logs");
      fs::create_symlink("/dev/full", folder_ / "logs/grid_hedge_paper_BTCUSDT.log");
    }
    const auto bot = started(kBusy);
    if (!full) {  // the folder is taken away while it runs, and a file put in its place
      ASSERT_TRUE(eventually([&] { return fs::exists(folder_ / "logs/grid_hedge_paper_BTCUSDT.log"); }));
      fs::remove_all(folder_ / "logs");
      write("logs", "in the way");
    }
    const fs::path note = journal().string() + ".note";
    ASSERT_TRUE(eventually([&] { return fs::exists(note); }));
    EXPECT_TRUE(eventually([&] { return ask({"status"}).at("log_trouble").is_string(); }));
    const auto size = journal_size();
    ASSERT_TRUE(eventually([&] { return journal_size() > size + 5'000; }));  // the hedge goes on
    kill(*bot);
    EXPECT_TRUE(ask({"replay", journal().string()}).at("identical").as_bool());

    fs::remove_all(folder_ / "logs");
    const auto next = started(kBusy);
    EXPECT_NE(next->err().find("did not end properly"), std::string::npos) << next->err();
    EXPECT_NE(next->err().find("; the log of the run before is not complete: "), std::string::npos) << next->err();
    EXPECT_NE(next->err().find("lost from 2025-02-"), std::string::npos) << next->err();
    EXPECT_NE(next->err().find(full ? "No space left on device" : "cannot be opened"), std::string::npos);
    EXPECT_FALSE(fs::exists(note));
    ask({"stop"});
    EXPECT_EQ(next->wait(), 0);
  }
}

TEST_F(BotControl, TellsALogThatFailedAtTheEndAndAtTheNextStart) {
  write("logs", "in the way");
  const Words quick{"run", "--speed", "max", "--duration", "1h"};
  const Done failed = run(quick);
  EXPECT_EQ(failed.code, 0);
  EXPECT_NE(failed.err.find("warning: "), std::string::npos) << failed.err;
  fs::remove_all(folder_ / "logs");
  const Done next = run(quick);
  EXPECT_NE(next.err.find("| WARNING | the log of the run before is not complete: "), std::string::npos) << next.err;
  EXPECT_EQ(run(quick).err.find("not complete"), std::string::npos);
}

TEST_F(BotControl, WritesAStatusLineEachFullHourOfTheMarketToItsLog) {
  const Done done = run({"run", "--speed", "max", "--duration", "3h"});
  std::size_t lines = 0;
  for (std::size_t at = 0; (at = done.err.find("| INFO | Grid Status - Price: ", at)) != std::string::npos; ++at)
    ++lines;
  EXPECT_EQ(lines, 3U) << done.err;
}

}  // namespace
}  // namespace alpha_pulse::tests

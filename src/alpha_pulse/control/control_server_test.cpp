#include "alpha_pulse/control/control_server.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "alpha_pulse/control/control_client.hpp"
#include "alpha_pulse/telemetry/test_folder.hpp"

namespace alpha_pulse::control {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds kLong{10'000};
constexpr ServerLimits kShort{.request = milliseconds(100), .answer = milliseconds(100), .clients = 3};

class Control : public telemetry::InATemporaryFolder {
 protected:
  ~Control() override { server_.reset(); }

  void serve(const ServerLimits& limits = {}) {
    auto started = ControlServer::start(path_, limits);
    ASSERT_TRUE(started.has_value()) << started.error().message;
    server_ = std::move(*started);
  }
  std::string ask(std::optional<OperatorAction> action = {}) const {
    auto client = ControlClient::connect(path_);
    if (!client) return client.error().message;
    const auto reply = client->ask({.action = action}, kLong);
    return reply ? *reply : reply.error().message;
  }
  /// Sends bytes as they are, says no more, and reads until the other side closes.
  std::string send_raw(const std::string& bytes, bool half_close = true) const {
    const auto socket = connect_to(path_);
    if (!socket) return socket.error().message;
    (void)::send(socket->number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (half_close) ::shutdown(socket->number(), SHUT_WR);
    std::string got;
    char block[1024];
    for (ssize_t size = 0; (size = ::recv(socket->number(), block, sizeof block, 0)) > 0;) {
      got.append(block, static_cast<std::size_t>(size));
    }
    return got;
  }

  const fs::path folder_ = folder();
  const fs::path path_ = folder_ / "journal.apj.sock";
  std::unique_ptr<ControlServer> server_;
};

TEST_F(Control, AnswersAQuestionFromTheStatusPublishedLast) {
  serve();
  EXPECT_NE(ask().find("the run is starting"), std::string::npos);
  server_->publish(R"({"state":"ACTIVE"})");
  server_->publish(R"({"state":"PAUSED"})");
  EXPECT_EQ(ask(), R"({"state":"PAUSED"})");
}

TEST_F(Control, CarriesAWordToTheRunAndBackWhatBecameOfIt) {
  serve();
  std::string reply;
  std::thread person([&] { reply = ask(OperatorAction::PAUSE); });
  std::optional<OperatorAction> word;
  while (!word) word = server_->next();
  EXPECT_EQ(word, OperatorAction::PAUSE);
  server_->answer(R"({"state":"PAUSED"})");
  person.join();
  EXPECT_EQ(reply, R"({"state":"PAUSED"})");
}

TEST_F(Control, SaysThatAWordIsQueuedWhenTheRunIsBusyAndKeepsIt) {
  serve(kShort);
  EXPECT_EQ(ask(OperatorAction::REARM), R"({"request":"rearm","queued":true})");
  EXPECT_EQ(server_->next(), OperatorAction::REARM);
  server_->answer("late");  // nobody is there to hear it
  server_->publish("{}");
  EXPECT_EQ(ask(), "{}");
}

TEST_F(Control, AnswersGarbageWithAnErrorAndGoesOn) {
  serve();
  server_->publish("{}");
  const std::string binary("\0\x01\xff\x7f\n", 5);
  for (const std::string& bytes :
       {std::string("hello\n"), std::string("{\"request\":\"fly\"}\n"), binary, std::string("\n"),
        std::string("{\"request\":\"sta"), std::string(kRequestMax + 1, 'x'), std::string(1 << 17, '[')}) {
    const std::string reply = send_raw(bytes);
    EXPECT_TRUE(reply.starts_with("{\"error\":")) << reply;
    EXPECT_EQ(std::count(reply.begin(), reply.end(), '\n'), 1) << reply;
  }
  EXPECT_EQ(send_raw(""), "");
  EXPECT_EQ(send_raw("{\"request\":\"status\"}\n{\"request\":\"stop\"}\n"), "{}\n");  // one request a connection
  EXPECT_FALSE(server_->next().has_value());
  EXPECT_EQ(ask(), "{}");
}

TEST_F(Control, LetsASlowClientGoAndServesTheOthers) {
  serve(kShort);
  server_->publish("{}");
  const auto silent = connect_to(path_);
  ASSERT_TRUE(silent.has_value());
  EXPECT_EQ(ask(), "{}");
  char byte = 0;
  EXPECT_EQ(::recv(silent->number(), &byte, 1, 0), 0);  // returns when the server has closed it
  EXPECT_EQ(ask(), "{}");
}

TEST_F(Control, TakesNoMoreClientsThanItsMaximum) {
  serve({.request = kLong, .answer = kLong, .clients = 2});
  server_->publish("{}");
  const auto first = connect_to(path_);
  const auto second = connect_to(path_);
  ASSERT_TRUE(first && second);
  EXPECT_NE(ask().find("too many clients"), std::string::npos);
}

TEST_F(Control, KeepsWhoSaidStopUntilTheRunIsOver) {
  serve();
  auto client = ControlClient::connect(path_);
  ASSERT_TRUE(client.has_value());
  std::thread run([&] {
    while (!server_->next()) std::this_thread::yield();
    server_->answer("{}");
  });
  EXPECT_EQ(*client->ask({.action = OperatorAction::STOP}, kLong), "{}");
  run.join();
  EXPECT_FALSE(client->wait_for_end(milliseconds(50)));
  server_.reset();
  EXPECT_TRUE(client->wait_for_end(kLong));
}

TEST_F(Control, IsForItsOwnerAlone) {
  serve();
  struct stat found{};
  ASSERT_EQ(::stat(path_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(Control, RefusesAnotherUserEvenWhereTheFileWouldLetHimIn) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  serve();
  server_->publish("{}");
  fs::permissions(folder_, fs::perms::all);
  fs::permissions(path_, fs::perms::all);
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setuid(65534) != 0) ::_exit(1);
    const std::string reply = send_raw("{\"request\":\"status\"}\n");
    (void)!::write(pipe[1], reply.data(), reply.size());
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  char text[256] = {};
  EXPECT_GT(::read(pipe[0], text, sizeof text - 1), 0);
  EXPECT_NE(std::string(text).find("only the user who runs this bot"), std::string::npos) << text;
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST_F(Control, ReplacesASocketThatADeadProcessLeft) {
  serve();
  server_->publish("{}");
  const fs::path left = folder_ / "left.sock";
  {
    const auto listener = listen_at(left);
  }  // the file stays when its listener goes
  EXPECT_EQ(ControlClient::connect(left).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(listen_at(left).has_value());
  EXPECT_EQ(ask(), "{}");
}

TEST_F(Control, RemovesItsFileAtTheEnd) {
  serve();
  server_.reset();
  EXPECT_FALSE(fs::exists(path_));
  EXPECT_EQ(ControlClient::connect(path_).error().code, ErrorCode::kNotFound);
}

TEST_F(Control, SaysWhyItCannotBeThere) {
  std::ofstream(path_) << "mine";
  const auto file = ControlServer::start(path_);
  ASSERT_FALSE(file.has_value());
  EXPECT_NE(file.error().message.find("is not a socket"), std::string::npos);
  EXPECT_TRUE(fs::exists(path_));
  const auto far = ControlServer::start(folder_ / std::string(120, 'x'));
  ASSERT_FALSE(far.has_value());
  EXPECT_NE(far.error().message.find("may have 107 characters"), std::string::npos) << far.error().message;
  EXPECT_FALSE(ControlServer::start(folder_ / "nowhere" / "a.sock").has_value());
}

}  // namespace
}  // namespace alpha_pulse::control

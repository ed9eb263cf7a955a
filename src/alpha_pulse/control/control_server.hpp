#pragma once

#include <filesystem>
#include <list>
#include <memory>
#include <string>
#include <thread>

#include "alpha_pulse/control/connection.hpp"

namespace alpha_pulse::control {

/// Lets people of this machine talk to a run, through a Unix socket that only its owner (and root) may use.
///
/// It never touches what decides: questions are answered from the status published last, words are handed over for the
/// deciding thread to take, and a client can be slow, silent, wrong or gone without anybody waiting for it. Requests
/// are limited in size and time, clients in number. A client that says `stop` keeps its connection until this object
/// ends, and so learns of the end.
///
/// Threading  one thread of its own, all signals blocked in it; `publish`, `next`, `answer` and `close` are for one
///            other thread.
/// Ownership  the socket's file is removed by `close`, at the latest at the end. Until then the caller holds the lock
///            of the run, which guards the file too.
/// Tested by  control/control_server_test.cpp, and with a real run by tests/bot_control_test.cpp.
class ControlServer {
 public:
  /// Errors (kIo): those of listen_at.
  static Result<std::unique_ptr<ControlServer>> start(const std::filesystem::path& path, const ServerLimits& limits);
  static Result<std::unique_ptr<ControlServer>> start(const std::filesystem::path& path) { return start(path, {}); }
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  /// Nobody new is let in, and the file is removed. Those who are connected stay.
  void close();

  /// How the run stands: a JSON object on one line.
  void publish(std::string status) { mailbox_.publish(std::move(status)); }
  /// The next word for the run; does not wait.
  std::optional<OperatorAction> next() { return mailbox_.take(); }
  /// What became of the word taken last: a JSON object on one line.
  void answer(std::string reply);

 private:
  ControlServer(std::filesystem::path path, Descriptor listener, Descriptor bell, const ServerLimits& limits);
  void serve();
  bool wait_and_look();
  void welcome();
  int patience() const;
  void ring() const;

  std::filesystem::path path_;
  Descriptor listener_;
  Descriptor bell_;  // rung by the other thread: an answer is there, or it is over
  ServerLimits limits_;
  Mailbox mailbox_;
  std::atomic<bool> closed_{false}, ending_{false};
  std::list<Connection> connections_;
  Connection::Clock::time_point deaf_until_{};
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace alpha_pulse::control

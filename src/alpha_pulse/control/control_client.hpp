#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "alpha_pulse/control/unix_socket.hpp"
#include "alpha_pulse/control/wire.hpp"

namespace alpha_pulse::control {

/// One question to a running bot. Blocks, up to the deadline of each step. One thread.
/// Tested by control/control_server_test.cpp.
class ControlClient {
 public:
  /// Errors: kNotFound when no bot listens there; kIo.
  static Result<ControlClient> connect(const std::filesystem::path& path);

  /// Sends the request; the reply is a JSON object on one line, its end left out. Errors (kIo): none in time, or none.
  Result<std::string> ask(const Request& request, std::chrono::milliseconds deadline);
  /// After `stop`: waits until the run is over. False when it is not in time.
  bool wait_for_end(std::chrono::milliseconds deadline);

 private:
  ControlClient(std::filesystem::path path, Descriptor socket) : path_(std::move(path)), socket_(std::move(socket)) {}
  enum class Got { BYTES, END, NOTHING };
  Got receive(std::string& into, std::chrono::steady_clock::time_point until) const;

  std::filesystem::path path_;
  Descriptor socket_;
};

}  // namespace alpha_pulse::control

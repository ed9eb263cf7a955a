#pragma once

#include <atomic>
#include <cstddef>
#include <string>

#include "alpha_pulse/base/error.hpp"

/// The person's side of a command: one error line, a line that changes in place, Ctrl-C.
namespace alpha_pulse::app {

/// The same text without line breaks and control characters, whatever a person or a file put into it.
std::string one_line(std::string text);

/// Prints `gridhedge: message` on stderr; returns the exit code that goes with it.
int report_error(const base::Error& error);

/// Set by SIGINT, SIGTERM and SIGHUP (a terminal that was closed) once `watch_interrupts` was called; a second signal
/// ends the process the hard way.
const std::atomic<bool>& interrupted();
void watch_interrupts();

/// A line on stderr that is written over while stderr is a terminal, and not written at all otherwise.
class LiveLine {
 public:
  LiveLine();
  ~LiveLine() { clear(); }
  LiveLine(const LiveLine&) = delete;
  LiveLine& operator=(const LiveLine&) = delete;

  bool on() const { return on_; }
  std::size_t width() const;
  void show(const std::string& text);
  void clear();

 private:
  bool on_;
  bool shown_ = false;
};

/// How long until a job that is `done` (0..1) after `elapsed_s` will take: "12 s", "3 min", or nothing to say yet.
std::string time_left(double done, double elapsed_s);

}  // namespace alpha_pulse::app

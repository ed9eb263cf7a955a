#include "alpha_pulse/app/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "alpha_pulse/app/exit_code.hpp"

namespace alpha_pulse::app {
namespace {

std::atomic<bool> interrupt_seen{false};

void on_signal(int number) {
  interrupt_seen.store(true);
  std::signal(number, SIG_DFL);
}

}  // namespace

std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

int report_error(const base::Error& error) {
  std::cerr << "gridhedge: " << one_line(error.message) << "\n";
  return exit_code_of(error);
}

const std::atomic<bool>& interrupted() {
  return interrupt_seen;
}

void watch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  if (std::signal(SIGHUP, on_signal) == SIG_IGN) std::signal(SIGHUP, SIG_IGN);  // nohup: outlive the terminal
}

LiveLine::LiveLine() : on_(isatty(STDERR_FILENO) == 1) {}

std::size_t LiveLine::width() const {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return size.ws_col - 1U;
}

void LiveLine::show(const std::string& text) {
  if (!on_) return;
  std::cerr << "\r\x1b[K" << text.substr(0, width()) << std::flush;
  shown_ = true;
}

void LiveLine::clear() {
  if (on_ && shown_) std::cerr << "\r\x1b[K" << std::flush;
  shown_ = false;
}

std::string time_left(double done, double elapsed_s) {
  if (done <= 0.02) return "";
  const double left = elapsed_s * (1 - done) / done;
  return left < 90 ? fmt::format("{:.0f} s left", left) : fmt::format("{:.0f} min left", left / 60);
}

}  // namespace alpha_pulse::app

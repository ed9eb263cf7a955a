#include "alpha_pulse/telemetry/log_format.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace alpha_pulse::telemetry {
namespace {

constexpr char kHex[] = "0123456789abcdef";

void append_escaped(std::string& out, unsigned char c) {
  if (c == '\n') {
    out += "\\n";
  } else if (c == '\r') {
    out += "\\r";
  } else if (c == '\t') {
    out += "\\t";
  } else {
    out += "\\x";
    out += kHex[c >> 4U];
    out += kHex[c & 15U];
  }
}

/// `/home/me/src/alpha_pulse/telemetry/logger.cpp` -> `alpha_pulse.telemetry.logger`.
std::string module_of(std::string_view file) {
  constexpr std::string_view kRoot = "alpha_pulse/";
  const std::size_t root = file.rfind(kRoot);
  if (root != std::string_view::npos) file.remove_prefix(root);
  const std::size_t dot = file.rfind('.');
  std::string name(file.substr(0, dot));
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

/// `virtual void a::B<T>::on_notice(int) [with T = x]` -> `on_notice`.
std::string_view plain_function(std::string_view signature) {
  const std::string_view head = signature.substr(0, signature.find('('));
  const std::size_t last = head.find_last_of(" :*&");
  return last == std::string_view::npos ? head : head.substr(last + 1);
}

}  // namespace

std::string escape_controls(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    if (c < 0x20 || c == 0x7f) {
      append_escaped(out, c);
    } else if (c == 0xc2 && next >= 0x80 && next < 0xa0) {  // C1 in UTF-8
      append_escaped(out, next);
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

LogFormat::LogFormat(std::string_view text) {
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) {
      add_text(text);
      return;
    }
    const Token token = token_named(text.substr(open + 1, close - open - 1));
    add_text(text.substr(0, token == Token::TEXT ? close + 1 : open));
    if (token != Token::TEXT) parts_.push_back({.token = token, .text = {}});
    text.remove_prefix(close + 1);
  }
}

LogFormat::Token LogFormat::token_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Token>, 6> kTokens{{{"time", Token::TIME},
                                                                       {"level", Token::LEVEL},
                                                                       {"message", Token::MESSAGE},
                                                                       {"name", Token::NAME},
                                                                       {"function", Token::FUNCTION},
                                                                       {"line", Token::LINE}}};
  for (const auto& [word, token] : kTokens) {
    if (word == name) return token;
  }
  return Token::TEXT;
}

void LogFormat::add_text(std::string_view text) {
  if (!text.empty()) parts_.push_back({.token = Token::TEXT, .text = std::string(text)});
}

std::string LogFormat::line(Timestamp when, Level level, std::string_view message, const LogOrigin& origin) const {
  std::string out;
  for (const Part& part : parts_) {
    switch (part.token) {
      case Token::TEXT:
        out += part.text;
        break;
      case Token::TIME:
        out += format_timestamp(when);
        break;
      case Token::LEVEL:
        out += to_string(level);
        break;
      case Token::MESSAGE:
        out += escape_controls(message);
        break;
      case Token::NAME:
        out += module_of(origin.file);
        break;
      case Token::FUNCTION:
        out += plain_function(origin.function);
        break;
      case Token::LINE:
        out += std::to_string(origin.line);
        break;
    }
  }
  out += '\n';
  return out;
}

}  // namespace alpha_pulse::telemetry

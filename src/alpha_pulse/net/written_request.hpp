#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include "alpha_pulse/net/http.hpp"
#include "alpha_pulse/net/url.hpp"

namespace alpha_pulse::net {

/// A path with its query that writes itself, and that `check_target` would never refuse: its type says so, and whoever
/// writes such a type proves it.
template <class T>
concept EncodedTarget = T::kEncoded && requires(const T& target, char* to) {
  { target.room() } -> std::same_as<std::size_t>;  // bytes that it needs at most
  { target.put(to) } -> std::same_as<char*>;       // its end
};

/// A request as the bytes that go over the wire. RequestFrame writes it, from what was checked or encoded: nobody needs
/// to look at its bytes again. Written anew, it keeps its memory.
class WrittenRequest {
 public:
  std::string_view text() const { return text_; }
  std::string_view method() const { return text().substr(0, method_); }
  std::string_view target() const { return text().substr(method_ + 1, target_); }
  std::string_view path() const { return target().substr(0, target().find('?')); }

 private:
  friend class RequestFrame;
  std::string text_{};
  std::size_t method_ = 0, target_ = 0;  // their lengths; a blank stands between them
};

/// What all requests to one server with the same headers have in common, put together once: a request is then its
/// target between two pieces of text. A value. Tested by net/http_test.cpp.
class RequestFrame {
 public:
  /// Errors (kInvalidArgument): a base path that `check_target` refuses, or headers that `check_headers` does.
  static Result<RequestFrame> create(const Url& base, const Headers& headers);

  /// `method`: a token. Allocates nothing where `to` has the room.
  template <EncodedTarget Target>
  void write(WrittenRequest& to, std::string_view method, const Target& target, std::string_view body = {}) const {
    const std::size_t room = room_for(method, body) + target.room();
    to.text_.resize_and_overwrite(room, [&](char* begin, std::size_t) {
      char* const base = put_method(begin, method);
      char* const tail = target.put(put(base, base_path_));
      to.method_ = method.size();
      to.target_ = static_cast<std::size_t>(tail - base);
      return static_cast<std::size_t>(put_tail(tail, method, body) - begin);
    });
  }

 private:
  static char* put(char* to, std::string_view text);
  static char* put_method(char* to, std::string_view method);
  std::size_t room_for(std::string_view method, std::string_view body) const;
  char* put_tail(char* to, std::string_view method, std::string_view body) const;
  std::string base_path_, tail_;
};

}  // namespace alpha_pulse::net

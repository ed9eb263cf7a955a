#pragma once

#include <string>
#include <string_view>

#include "alpha_pulse/net/http.hpp"
#include "alpha_pulse/net/url.hpp"

namespace alpha_pulse::net {

/// A request as the bytes that go over the wire. RequestFrame writes it; written anew, it keeps its memory.
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
  /// Errors (kInvalidArgument): headers that `check_headers` refuses.
  static Result<RequestFrame> create(const Url& base, const Headers& headers);

  /// `append_target(std::string&)` appends path and query, nothing else. Allocates nothing where `to` has the room.
  template <class AppendTarget>
  void write(WrittenRequest& to, std::string_view method, AppendTarget append_target,
             std::string_view body = {}) const {
    begin(to, method);
    append_target(to.text_);
    end(to, body);
  }

 private:
  void begin(WrittenRequest& to, std::string_view method) const;
  void end(WrittenRequest& to, std::string_view body) const;
  std::string base_path_, tail_;
};

}  // namespace alpha_pulse::net

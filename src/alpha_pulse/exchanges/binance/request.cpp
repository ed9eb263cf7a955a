#include "alpha_pulse/exchanges/binance/request.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges::binance {

std::string_view to_string(HttpMethod method) {
  switch (method) {
    case HttpMethod::GET:
      return "GET";
    case HttpMethod::POST:
      return "POST";
    case HttpMethod::PUT:
      return "PUT";
    case HttpMethod::DELETE_:
      return "DELETE";
  }
  std::unreachable();
}

namespace {

constexpr std::array<bool, 256> unreserved() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}

void append_encoded(std::string& to, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  static constexpr std::array<bool, 256> kUnreserved = unreserved();
  while (true) {
    const auto* const odd =
        std::ranges::find_if_not(text, [](char c) { return kUnreserved[static_cast<unsigned char>(c)]; });
    const auto plain = static_cast<std::size_t>(odd - text.begin());
    to += text.substr(0, plain);
    if (plain == text.size()) return;
    const auto byte = static_cast<unsigned char>(text[plain]);
    to.push_back('%');
    to.push_back(kHex[byte >> 4U]);
    to.push_back(kHex[byte & 0xfU]);
    text.remove_prefix(plain + 1);
  }
}

void append_query(std::string& to, const Parameters& parameters) {
  bool first = true;
  for (const auto& [name, value] : parameters) {
    if (!std::exchange(first, false)) to.push_back('&');
    to += name;
    to.push_back('=');
    append_encoded(to, value);
  }
}

/// Room for the target of a call, so that it is written without moving: encoding lengthens few values.
std::size_t room_for(const Request& request) {
  constexpr std::size_t kWindowTimeAndSignature = 160;
  std::size_t room = request.path.size() + kWindowTimeAndSignature;
  for (const auto& [name, value] : request.parameters) room += name.size() + value.size() + 2;
  return room;
}

}  // namespace

std::string percent_encode(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  append_encoded(encoded, text);
  return encoded;
}

std::string query_text(const Parameters& parameters) {
  std::string text;
  append_query(text, parameters);
  return text;
}

WireRequest to_wire(const Request& request) {
  base::ensure(request.security != Security::SIGNED, "a signed call goes through to_signed_wire");
  std::string target = request.path;
  if (const std::string query = query_text(request.parameters); !query.empty()) target += "?" + query;
  return {.method = request.method, .target = std::move(target), .with_key = request.security != Security::NONE};
}

WireRequest to_signed_wire(const Request& request, const Signer& signer, Timestamp server_time, Duration recv_window) {
  base::ensure(request.security == Security::SIGNED, "only a signed call has a signature");
  base::ensure(recv_window >= Duration::milliseconds(1) && recv_window <= Duration::seconds(60),
               "a receive window of 1 ms to 60 s");
  std::string target;
  target.reserve(room_for(request));
  target += request.path;
  target.push_back('?');
  const std::size_t payload = target.size();
  append_query(target, request.parameters);
  if (!request.parameters.empty()) target.push_back('&');
  target += "recvWindow=";
  target += std::to_string(recv_window.ns() / 1'000'000);
  target += "&timestamp=";
  target += std::to_string(server_time.ms());
  const std::string signature = signer.sign(std::string_view(target).substr(payload));
  target += "&signature=";
  append_encoded(target, signature);
  return {.method = request.method, .target = std::move(target), .with_key = true};
}

}  // namespace alpha_pulse::exchanges::binance

// Calls over the websocket as text: who signs, in which order, and what is a number.
#include <algorithm>
#include <array>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/exchanges/binance/ws_api.hpp"
#include "alpha_pulse/exchanges/json_text.hpp"
#include "alpha_pulse/exchanges/pen.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

using Written = Parameters::Written;

/// What a frame, and behind it the text of its signature, take at most: every character may become six.
std::size_t room_for(const WsCall& call, const Parameters& parameters) {
  constexpr std::size_t kEachName = 8;
  constexpr std::size_t kSignature = 1024;
  return call.method.size() + 7 * parameters.query().size() + kEachName * parameters.size() + kSignature;
}

/// Times and windows are JSON numbers there, as the venue's examples write them; prices and all else are strings.
bool is_json_number(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNumbers{"timestamp", "recvWindow", "orderId", "algoId", "modifyId"};
  return std::ranges::find(kNumbers, name) != kNumbers.end();
}

void write_json(Pen& pen, const Parameters& parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Written entry = parameters.written(i);
    pen << (i > 0 ? ",\"" : "\"") << entry.name << "\":";
    if (is_json_number(entry.name)) {
      pen << entry.value;
    } else if (entry.plain) {
      pen << '"' << entry.value << '"';
    } else {
      std::string quoted;
      append_json_string(quoted, parameters.at(i).second);
      pen << quoted;
    }
  }
}

/// The places of the entries, sorted by their names.
class SortedPlaces {
 public:
  explicit SortedPlaces(const Parameters& parameters) {
    const auto before = [&parameters](const Named& a, const Named& b) {
      if (a.letters != b.letters) return a.letters < b.letters;
      return parameters.written(a.place).name < parameters.written(b.place).name;
    };
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const Named next{.letters = parameters.written(i).letters, .place = i};
      std::size_t at = i;
      for (; at > 0 && before(next, sorted_[at - 1]); --at) sorted_[at] = sorted_[at - 1];
      sorted_[at] = next;
    }
  }
  std::size_t operator[](std::size_t index) const { return sorted_[index].place; }

 private:
  /// How a name begins, and where its entry stands.
  struct Named {
    std::uint64_t letters;
    std::size_t place;
  };
  std::array<Named, Parameters::kMost> sorted_;
};

/// What is signed: `k=v&k=v` sorted by name, with values as they are meant.
void write_sorted(Pen& pen, const Parameters& parameters) {
  const SortedPlaces sorted(parameters);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Written entry = parameters.written(sorted[i]);
    if (i > 0) pen << '&';
    if (entry.plain) {
      pen << std::string_view(entry.name.data(), entry.name.size() + 1 + entry.value.size());
    } else {
      pen << entry.name << '=' << parameters.at(sorted[i]).second;
    }
  }
}

/// The signature over the parameters, whose text stands behind the pen until the signature takes its place.
void write_signature(Pen& pen, const Signer& signer, const Parameters& parameters) {
  const char* const begin = pen.at();
  Pen behind = pen;
  write_sorted(behind, parameters);
  const std::string_view signed_text(begin, static_cast<std::size_t>(behind.at() - begin));
  const auto put = [&pen](std::string_view signature) { pen << ",\"signature\":\"" << signature << '"'; };
  if (signer.kind() == SignatureKind::HMAC_SHA256) {
    const HmacText signature = signer.sign_hmac(signed_text);
    put({signature.data(), signature.size()});
  } else {
    put(signer.sign(signed_text));
  }
}

}  // namespace

void write_ws_frame(std::string& text, std::int64_t id, const WsCall& call, const WsCredentials& credentials,
                    Timestamp server_time, Duration recv_window) {
  Parameters parameters;
  if (call.parameters != nullptr) parameters = *call.parameters;
  const bool is_signed = call.security == Security::SIGNED;
  if (is_signed) {
    if (call.with_window) parameters.emplace_back("recvWindow", window_ms(recv_window));
    parameters.emplace_back("timestamp", server_time.ms());
  }
  const Signer* const signer = is_signed ? credentials.signer : nullptr;
  if (signer != nullptr || call.security == Security::KEY) parameters.emplace_back("apiKey", credentials.api_key);

  text.resize_and_overwrite(room_for(call, parameters), [&](char* begin, std::size_t) {
    Pen pen(begin);
    pen << "{\"id\":" << id << ",\"method\":\"" << call.method << "\",\"params\":{";
    write_json(pen, parameters);
    if (signer != nullptr) write_signature(pen, *signer, parameters);
    pen << "}}";
    return static_cast<std::size_t>(pen.at() - begin);
  });
}

std::string ws_frame(std::int64_t id, const WsCall& call, const WsCredentials& credentials, Timestamp server_time,
                     Duration recv_window) {
  std::string text;
  write_ws_frame(text, id, call, credentials, server_time, recv_window);
  return text;
}

}  // namespace alpha_pulse::exchanges::binance

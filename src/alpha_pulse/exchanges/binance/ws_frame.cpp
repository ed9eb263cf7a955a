// Calls over the websocket as text: who signs, in which order, and what is a number.
#include <algorithm>
#include <array>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/exchanges/binance/ws_api.hpp"
#include "alpha_pulse/exchanges/json_text.hpp"
#include "alpha_pulse/exchanges/pen.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

/// The parameters of a call, and behind them those that it gets when it is sent.
class Entries {
 public:
  using Written = Parameters::Written;

  Entries(const Parameters* of_call, const Parameters& own)
      : of_call_(of_call), own_(own), of_call_size_(of_call == nullptr ? 0 : of_call->size()) {}

  std::size_t size() const { return of_call_size_ + own_.size(); }
  Written operator[](std::size_t index) const {
    return index < of_call_size_ ? of_call_->written(index) : own_.written(index - of_call_size_);
  }
  std::string meant(std::size_t index) const {
    return (index < of_call_size_ ? of_call_->at(index) : own_.at(index - of_call_size_)).second;
  }
  /// What they take at most, in JSON and behind it as the text of their signature: each character may become six.
  std::size_t room() const {
    constexpr std::size_t kEachName = 8;
    const std::size_t text = own_.query().size() + (of_call_ == nullptr ? 0 : of_call_->query().size());
    return 7 * text + kEachName * size();
  }

 private:
  const Parameters* of_call_;
  const Parameters& own_;
  std::size_t of_call_size_;
};

/// A name that can be told from others by a number.
struct Name {
  constexpr explicit Name(std::string_view name) : text(name), letters(first_letters(name)) {}
  std::string_view text;
  std::uint64_t letters;
};

/// Times and windows are JSON numbers there, as the venue's examples write them; prices and all else are strings.
bool is_json_number(const Entries::Written& entry) {
  static constexpr std::array kNumbers{Name("timestamp"), Name("recvWindow"), Name("orderId"), Name("algoId"),
                                       Name("modifyId")};
  return std::ranges::any_of(
      kNumbers, [&entry](const Name& name) { return name.letters == entry.letters && name.text == entry.name; });
}

/// Pens are handed on by value here and below: one whose address is known would be stored and loaded around each
/// letter.
Pen write_json(Pen pen, const Entries& entries) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entries::Written entry = entries[i];
    if (i > 0) pen << ',';
    pen << '"' << entry.name << "\":";
    if (is_json_number(entry)) {
      pen << entry.value;
    } else if (entry.plain) {
      pen << '"' << entry.value << '"';
    } else {
      std::string quoted;
      append_json_string(quoted, entries.meant(i));
      pen << quoted;
    }
  }
  return pen;
}

/// The places of the entries, sorted by their names: by the first seven letters, which together with the place are one
/// number, and only where those are the same by the whole names.
class SortedPlaces {
 public:
  explicit SortedPlaces(const Entries& entries) {
    std::size_t size = 0;
    for (std::size_t i = entries.size(); i-- > 0; ++size) {  // the key, which comes last, is often the first of all
      const std::uint64_t next = (entries[i].letters & ~kPlace) | i;
      std::size_t at = size;
      for (; at > 0 && next < sorted_[at - 1]; --at) sorted_[at] = sorted_[at - 1];
      sorted_[at] = next;
    }
    const auto end = sorted_.begin() + static_cast<std::ptrdiff_t>(entries.size());
    const auto begin_alike = [](std::uint64_t a, std::uint64_t b) { return (a | kPlace) == (b | kPlace); };
    if (std::adjacent_find(sorted_.begin(), end, begin_alike) == end) return;
    std::sort(sorted_.begin(), end, [&entries](std::uint64_t a, std::uint64_t b) {
      return entries[a & kPlace].name < entries[b & kPlace].name;
    });
  }
  std::size_t operator[](std::size_t index) const { return sorted_[index] & kPlace; }

 private:
  static constexpr std::uint64_t kPlace = 0xff;
  std::array<std::uint64_t, 2 * Parameters::kMost> sorted_;
};

/// What is signed: `k=v&k=v` sorted by name, with values as they are meant.
Pen write_sorted(Pen pen, const Entries& entries) {
  const SortedPlaces sorted(entries);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entries::Written entry = entries[sorted[i]];
    if (i > 0) pen << '&';
    if (entry.plain) {
      pen << std::string_view(entry.name.data(), entry.name.size() + 1 + entry.value.size());
    } else {
      pen << entry.name << '=' << entries.meant(sorted[i]);
    }
  }
  return pen;
}

/// The signature over the parameters, whose text stands behind the pen until the signature takes its place.
Pen write_signature(Pen pen, const Signer& signer, const Entries& entries) {
  const std::string_view signed_text(pen.at(), write_sorted(pen, entries).at());
  if (signer.kind() == SignatureKind::HMAC_SHA256) {
    const HmacText signature = signer.sign_hmac(signed_text);
    pen << ",\"signature\":\"" << std::string_view(signature.data(), signature.size()) << '"';
  } else {
    pen << ",\"signature\":\"" << signer.sign(signed_text) << '"';
  }
  return pen;
}

}  // namespace

void write_ws_frame(std::string& text, std::int64_t id, const WsCall& call, const WsCredentials& credentials,
                    Timestamp server_time, Duration recv_window) {
  const bool is_signed = call.security == Security::SIGNED;
  const Signer* const signer = is_signed ? credentials.signer : nullptr;
  Parameters own;
  if (is_signed && call.with_window) own.emplace_back("recvWindow", window_ms(recv_window));
  if (is_signed) own.emplace_back("timestamp", server_time.ms());
  if (signer != nullptr || call.security == Security::KEY) own.emplace_back("apiKey", credentials.api_key);

  const Entries entries(call.parameters, own);
  constexpr std::size_t kAround = 1024;  // the signature, the id, the words between them
  text.resize_and_overwrite(kAround + call.method.size() + entries.room(), [&](char* begin, std::size_t) {
    Pen pen(begin);
    pen << "{\"id\":" << id << ",\"method\":\"" << call.method << "\",\"params\":{";
    pen = write_json(pen, entries);
    if (signer != nullptr) pen = write_signature(pen, *signer, entries);
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

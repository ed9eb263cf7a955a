#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "alpha_pulse/exchanges/pen.hpp"

namespace alpha_pulse::exchanges {

/// A short text that lives inside its owner: symbols and ids of messages are copied without allocating.
/// Proven by exchanges/inline_text_test.cpp.
template <std::size_t kCapacity>
class InlineText {
  static_assert(kCapacity > 0 && kCapacity < 256);

 public:
  static constexpr std::size_t kMost = kCapacity;

  constexpr InlineText() = default;
  /// Nothing when the text is longer than the capacity: it is never cut.
  static constexpr std::optional<InlineText> from(std::string_view text) {
    if (text.size() > kCapacity) return std::nullopt;
    InlineText result;
    for (std::size_t i = 0; i < text.size(); ++i) result.bytes_[i] = text[i];
    result.size_ = static_cast<std::uint8_t>(text.size());
    return result;
  }
  /// `write(char*)` puts it in place, at most the capacity, and returns its end.
  template <class Write>
  static constexpr InlineText written_by(Write write) {
    InlineText result;
    result.size_ = static_cast<std::uint8_t>(write(result.bytes_.data()) - result.bytes_.data());
    return result;
  }
  /// False, and nothing is changed, when the text is longer than the capacity.
  bool assign(std::string_view text) {
    if (text.size() > kCapacity) return false;
    put_text(bytes_.data(), text);
    size_ = static_cast<std::uint8_t>(text.size());
    return true;
  }
  constexpr std::string_view view() const { return {bytes_.data(), size_}; }
  constexpr bool empty() const { return size_ == 0; }
  std::string str() const { return std::string(view()); }

  friend constexpr bool operator==(const InlineText& a, const InlineText& b) { return a.view() == b.view(); }
  friend constexpr auto operator<=>(const InlineText& a, const InlineText& b) { return a.view() <=> b.view(); }
  friend constexpr bool operator==(const InlineText& a, std::string_view b) { return a.view() == b; }

 private:
  std::array<char, kCapacity> bytes_{};
  std::uint8_t size_ = 0;
};

/// A venue's spelling of an instrument, e.g. `BTCUSDT`.
using SymbolText = InlineText<40>;
/// A client order id as it stands on the wire: ours has 21 characters, venues allow 36 and use a few more themselves.
using ClientIdText = InlineText<64>;
/// A currency as it stands on the wire: longer than what domain::Currency holds, because venues list such.
using AssetText = InlineText<24>;

}  // namespace alpha_pulse::exchanges

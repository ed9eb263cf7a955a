#pragma once

#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "alpha_pulse/engine/journal_fields.hpp"

/// The two ends of the encoding: `Writer` and `Reader` know how each kind of value looks in bytes, journal_fields.hpp
/// knows which values a record has. The layout is documented in journal_codec.hpp.
namespace alpha_pulse::engine::journal {

template <class T>
concept Raw64 = Of<T, Price> || Of<T, Quantity> || Of<T, Ratio> || Of<T, PriceDelta>;
template <class T>
concept Named = requires(T id) { id.value; } && std::is_aggregate_v<std::remove_const_t<T>>;
template <class T>
concept Listed = std::is_enum_v<T>;

/// Appends values as bytes; the counterpart of the reader below.
class Writer {
 public:
  explicit Writer(std::vector<std::byte>& out) : out_(out) {}

  template <class... T>
  void operator()(const T&... values) {
    (put(values), ...);
  }

 private:
  template <class U>
  void bytes(U value) {  // unsigned, least significant byte first
    for (std::size_t i = 0; i < sizeof(U); ++i) out_.push_back(static_cast<std::byte>((value >> (8 * i)) & 0xffU));
  }
  void put(bool value) { bytes(static_cast<std::uint8_t>(value ? 1 : 0)); }
  void put(std::uint16_t value) { bytes(value); }
  void put(std::uint32_t value) { bytes(value); }
  void put(std::uint64_t value) { bytes(value); }
  void put(std::int64_t value) { bytes(static_cast<std::uint64_t>(value)); }
  void put(const Listed auto& value) { bytes(static_cast<std::uint8_t>(value)); }
  void put(const Raw64 auto& value) { put(value.raw()); }
  void put(const Timestamp& value) { put(value.ns()); }
  void put(const Duration& value) { put(value.ns()); }
  void put(const Named auto& id) { put(id.value); }
  void put(const Currency& currency) {
    const std::string code = currency.code();
    for (std::size_t i = 0; i < 8; ++i) bytes(static_cast<std::uint8_t>(i < code.size() ? code[i] : 0));
  }
  void put(const Money& money) {
    bytes(static_cast<UInt128>(money.raw()));
    put(money.currency());
  }
  void put(const std::string& text) {
    put(static_cast<std::uint32_t>(text.size()));
    for (const char c : text) out_.push_back(static_cast<std::byte>(c));
  }
  template <class T>
  void put(const std::vector<T>& values) {
    put(static_cast<std::uint32_t>(values.size()));
    for (const T& value : values) put(value);
  }
  template <class... T>
  void put(const std::variant<T...>& value) {
    bytes(static_cast<std::uint8_t>(value.index()));
    std::visit([this](const auto& alternative) { this->put(alternative); }, value);
  }
  template <class T>
    requires requires(Writer& w, const T& v) { fields(w, v); }
  void put(const T& value) {
    fields(*this, value);
  }

  std::vector<std::byte>& out_;
};

/// Reads what `Writer` wrote. After the first thing that cannot be, `broken()` names it and all further reads do
/// nothing.
class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  const char* broken() const { return broken_; }
  bool at_end() const { return bytes_.empty(); }

 private:
  void fail(const char* why) {
    if (broken_ == nullptr) broken_ = why;
  }
  template <class U>
  U bytes() {
    if (broken_ != nullptr || bytes_.size() < sizeof(U)) {
      fail("the payload ends too early");
      return 0;
    }
    U value = 0;
    for (std::size_t i = 0; i < sizeof(U); ++i) {
      value =
          static_cast<U>(value | static_cast<U>(static_cast<U>(std::to_integer<std::uint8_t>(bytes_[i])) << (8 * i)));
    }
    bytes_ = bytes_.subspan(sizeof(U));
    return value;
  }
  void get(bool& value) {
    const auto byte = bytes<std::uint8_t>();
    if (byte > 1) fail("a flag is neither 0 nor 1");
    value = byte == 1;
  }
  void get(std::uint16_t& value) { value = bytes<std::uint16_t>(); }
  void get(std::uint32_t& value) { value = bytes<std::uint32_t>(); }
  void get(std::uint64_t& value) { value = bytes<std::uint64_t>(); }
  void get(std::int64_t& value) { value = static_cast<std::int64_t>(bytes<std::uint64_t>()); }
  template <Listed E>
  void get(E& value) {
    const auto byte = bytes<std::uint8_t>();
    if (byte > static_cast<std::uint8_t>(kLast<E>))
      fail("an enumerator that does not exist");
    else
      value = static_cast<E>(byte);
  }
  template <Raw64 T>
  void get(T& value) {
    std::int64_t raw = 0;
    get(raw);
    value = T::from_raw(raw);
  }
  void get(Timestamp& value) {
    std::int64_t ns = 0;
    get(ns);
    value = Timestamp::from_ns(ns);
  }
  void get(Duration& value) {
    std::int64_t ns = 0;
    get(ns);
    value = Duration::nanoseconds(ns);
  }
  void get(Named auto& id) { get(id.value); }
  void get(Currency& currency) {
    std::string code;
    bool ended = false;
    for (int i = 0; i < 8; ++i) {
      const auto byte = bytes<std::uint8_t>();
      ended = ended || byte == 0;
      if (ended && byte != 0) fail("a currency code with a gap");
      if (byte != 0) code.push_back(static_cast<char>(byte));
    }
    if (broken_ == nullptr) currency = Currency(code);
  }
  void get(Money& money) {
    const auto raw = static_cast<Int128>(bytes<UInt128>());
    Currency currency;
    get(currency);
    money = Money::from_raw(raw, currency);
  }
  void get(std::string& text) {
    const auto size = bytes<std::uint32_t>();
    if (size > bytes_.size()) fail("a text longer than its record");
    if (broken_ != nullptr) return;
    text.resize(size);
    if (size > 0) std::memcpy(text.data(), bytes_.data(), size);
    bytes_ = bytes_.subspan(size);
  }
  template <class T>
  void get(std::vector<T>& values) {
    const auto size = bytes<std::uint32_t>();
    if (size > bytes_.size()) fail("a list longer than its record");
    values.clear();
    for (std::uint32_t i = 0; i < size && broken_ == nullptr; ++i) get(values.emplace_back());
  }
  template <class... T>
  void get(std::variant<T...>& value) {
    const auto index = bytes<std::uint8_t>();
    if (index >= sizeof...(T))
      fail("an alternative that does not exist");
    else
      alternative<0>(value, index);
  }
  template <std::size_t I, class... T>
  void alternative(std::variant<T...>& value, std::size_t index) {
    if (index == I) {
      get(value.template emplace<I>());
    } else if constexpr (I + 1 < sizeof...(T)) {
      alternative<I + 1>(value, index);
    }
  }
  template <class T>
    requires requires(Reader& r, T& v) { fields(r, v); }
  void get(T& value) {
    fields(*this, value);
  }

  std::span<const std::byte> bytes_;
  const char* broken_ = nullptr;
};

}  // namespace alpha_pulse::engine::journal

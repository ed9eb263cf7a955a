#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace alpha_pulse::exchanges::binance {

/// Names and values of a call in the order they were added. They are kept as the text that goes over the wire,
/// `a=1&b=2` with percent-encoded values, inside of this value: an order is made without allocating, and written by
/// copying. What is longer moves to memory of its own. Proven by exchanges/binance/parameters_test.cpp.
class Parameters {
 public:
  static constexpr std::size_t kInside = 480;  ///< bytes; an order with all that can be said takes 400

  /// A name, as long as the list lives and nothing is added; and its value as it was meant.
  using Entry = std::pair<std::string_view, std::string>;

  /// Goes through the entries from the first to the last.
  class Iterator {
   public:
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;

    Iterator() = default;
    explicit Iterator(std::string_view rest) : rest_(rest) {}
    Entry operator*() const;
    Iterator& operator++();
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.rest_.size() == b.rest_.size(); }

   private:
    std::string_view rest_;
  };

  Parameters() noexcept {}  // NOLINT(modernize-use-equals-default): the memory inside is not cleared
  Parameters(std::initializer_list<std::pair<std::string_view, std::string_view>> entries);
  Parameters(const Parameters& other) : outside_(other.outside_), size_(other.size_) { take_inside(other); }
  Parameters(Parameters&& other) noexcept : outside_(std::move(other.outside_)), size_(other.size_) {
    take_inside(other);
    other.clear();
  }
  Parameters& operator=(const Parameters& other);
  Parameters& operator=(Parameters&& other) noexcept;
  ~Parameters() = default;

  /// `name`: letters and digits. `value`: anything.
  void emplace_back(std::string_view name, std::string_view value) {
    constexpr std::size_t kEncoded = 3;  // letters for a byte, at most
    const std::size_t most = 2 + name.size() + kEncoded * value.size();
    char* const begin = size_ + most <= kInside && outside_.empty() ? inside_.data() + size_ : make_room(most);
    char* to = begin;
    if (size_ > 0) *to++ = '&';
    std::memcpy(to, name.data(), name.size());
    to += name.size();
    *to++ = '=';
    to = encode(to, value);
    added(static_cast<std::size_t>(to - begin));
  }
  template <std::integral Number>
  void emplace_back(std::string_view name, Number value) {
    std::array<char, 24> digits;
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    emplace_back(name, std::string_view(digits.data(), written.ptr));
  }
  void clear();

  /// `a=1&b=2`, values percent-encoded.
  std::string_view query() const {
    return outside_.empty() ? std::string_view(inside_.data(), size_) : std::string_view(outside_);
  }
  Iterator begin() const { return Iterator(query()); }
  Iterator end() const { return Iterator(); }
  bool empty() const { return size_ == 0; }
  /// The one at that place. Beyond the last is a bug of the caller.
  Entry at(std::size_t index) const;

  friend bool operator==(const Parameters& a, const Parameters& b) { return a.query() == b.query(); }

 private:
  static char* encode(char* to, std::string_view value);
  void take_inside(const Parameters& other) {
    if (outside_.empty()) std::memcpy(inside_.data(), other.inside_.data(), size_);
  }
  char* make_room(std::size_t most);
  void added(std::size_t size) {
    size_ += size;
    if (!outside_.empty()) outside_.resize(size_);
  }

  std::array<char, kInside> inside_;  // the first size_ count, while outside_ is empty
  std::string outside_{};
  std::size_t size_ = 0;
};

/// Unreserved characters (RFC 3986) stay, all others become %XX.
std::string percent_encode(std::string_view text);

}  // namespace alpha_pulse::exchanges::binance

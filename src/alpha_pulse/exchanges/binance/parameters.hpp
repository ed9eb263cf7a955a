#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "alpha_pulse/exchanges/pen.hpp"

namespace alpha_pulse::exchanges::binance {

/// The first eight letters as a number that sorts as they do.
constexpr std::uint64_t first_letters(std::string_view name) {
  std::array<char, 8> letters{};
  const std::string_view first = name.substr(0, letters.size());
  if consteval {
    std::ranges::copy(first, letters.data());
  } else {
    std::memcpy(letters.data(), first.data(), first.size());
  }
  static_assert(std::endian::native == std::endian::little);
  return __builtin_bswap64(std::bit_cast<std::uint64_t>(letters));
}

/// Names and values of a call in the order they were added. They are kept as the text that goes over the wire,
/// `a=1&b=2` with percent-encoded values, inside of this value: an order is made without allocating, and written by
/// copying. What is longer moves to memory of its own. Proven by exchanges/binance/parameters_test.cpp.
class Parameters {
 public:
  static constexpr std::size_t kInside = 480;  ///< bytes; an order with all that can be said takes 400
  static constexpr std::size_t kMost = 24;     ///< entries; a call with more is a bug

  /// A name, as long as the list lives and nothing is added; and its value as it was meant.
  using Entry = std::pair<std::string_view, std::string>;

  /// An entry as it goes over the wire, as long as the list lives and nothing is added.
  struct Written {
    std::string_view name{};
    std::string_view value{};
    std::uint64_t letters = 0;  ///< first_letters(name)
    bool plain = true;          ///< the value is what was meant: nothing of it had to be encoded
  };

  /// Goes through the entries from the first to the last.
  class Iterator {
   public:
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;

    Iterator() = default;
    Iterator(const Parameters& list, std::size_t index) : list_(&list), index_(index) {}
    Entry operator*() const { return list_->at(index_); }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.index_ == b.index_; }

   private:
    const Parameters* list_ = nullptr;
    std::size_t index_ = 0;
  };

  Parameters() noexcept {}  // NOLINT(modernize-use-equals-default): the memory inside is not cleared
  Parameters(std::initializer_list<std::pair<std::string_view, std::string_view>> entries);
  Parameters(const Parameters& other) : outside_(other.outside_) { take_inside(other); }
  Parameters(Parameters&& other) noexcept : outside_(std::move(other.outside_)) {
    take_inside(other);
    other.clear();
  }
  Parameters& operator=(const Parameters& other);
  Parameters& operator=(Parameters&& other) noexcept;
  ~Parameters() = default;

  /// `name`: letters and digits. `value`: anything.
  void emplace_back(std::string_view name, std::string_view value) {
    constexpr std::size_t kEncoded = 3;  // letters for a byte, at most
    char* const begin = room_for(name, kEncoded * value.size());
    char* const at = put_name(begin, name);
    char* const end = encode(at, value);
    added(name, {begin, at, end}, end == at + value.size());
  }
  /// The same of a value that needs no encoding: letters, digits and -._~ alone. Saves looking at each.
  [[gnu::always_inline]] void emplace_word(std::string_view name, std::string_view word) {
    emplace_written(name, word.size(), [word](char* to) { return put_text(to, word); });
  }
  /// The same of one that `put(char*)` writes into at most `room` bytes; it returns the end. Inlined, so that what is
  /// known of a name that is a literal is reckoned by the compiler.
  template <class Put>
  [[gnu::always_inline]] void emplace_written(std::string_view name, std::size_t room, Put put) {
    char* const begin = room_for(name, room);
    char* const at = put_name(begin, name);
    char* const end = put(at);
    added(name, {begin, at, end}, true);
  }
  template <std::integral Number>
  [[gnu::always_inline]] void emplace_back(std::string_view name, Number value) {
    emplace_written(name, kNumberRoom, [value](char* to) {
      if constexpr (std::signed_integral<Number>) return put_number(to, value);
      return put_digits(to, static_cast<std::uint64_t>(value));
    });
  }
  void clear();

  /// `a=1&b=2`, values percent-encoded.
  std::string_view query() const {
    return outside_.empty() ? std::string_view(inside_.data(), size_) : std::string_view(outside_);
  }
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, count_}; }
  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  /// The one at that place. Beyond the last is a bug of the caller.
  Written written(std::size_t index) const {
    if (index >= count_) no_such_entry();
    const Mark& mark = marks_[index];
    const std::size_t end = index + 1 < count_ ? marks_[index + 1].value - marks_[index + 1].name_size - 2 : size_;
    const char* const value = query().data() + mark.value;
    return {.name = {value - mark.name_size - 1, mark.name_size},
            .value = {value, end - mark.value},
            .letters = mark.letters,
            .plain = mark.plain};
  }
  Entry at(std::size_t index) const;

  friend bool operator==(const Parameters& a, const Parameters& b) { return a.query() == b.query(); }

 private:
  /// Where an entry stands in the text.
  struct Mark {
    std::uint64_t letters;
    std::uint32_t value;  // where it begins
    std::uint16_t name_size;
    bool plain;
  };

  static char* encode(char* to, std::string_view value);
  [[noreturn]] static void no_such_entry();
  [[noreturn]] static void too_many();
  void take_inside(const Parameters& other) {
    size_ = other.size_;
    count_ = other.count_;
    if (outside_.empty()) std::memcpy(inside_.data(), other.inside_.data(), size_);
    std::memcpy(marks_.data(), other.marks_.data(), count_ * sizeof(Mark));
  }
  /// An entry that was just written: from its beginning over that of its value to its end.
  struct Span {
    char *begin, *value, *end;
  };
  char* room_for(std::string_view name, std::size_t value) {
    const std::size_t most = 2 + name.size() + value;
    return size_ + most <= kInside && outside_.empty() ? inside_.data() + size_ : make_room(most);
  }
  char* make_room(std::size_t most);
  [[gnu::always_inline]] char* put_name(char* to, std::string_view name) const {
    if (size_ > 0) *to++ = '&';
    to = put_text(to, name);
    *to++ = '=';
    return to;
  }
  [[gnu::always_inline]] void added(std::string_view name, Span span, bool plain) {
    if (count_ == kMost) too_many();
    marks_[count_++] = {.letters = first_letters(name),
                        .value = static_cast<std::uint32_t>(size_ + static_cast<std::size_t>(span.value - span.begin)),
                        .name_size = static_cast<std::uint16_t>(name.size()),
                        .plain = plain};
    size_ += static_cast<std::size_t>(span.end - span.begin);
    if (!outside_.empty()) outside_.resize(size_);
  }

  std::array<char, kInside> inside_;  // the first size_ count, while outside_ is empty
  std::array<Mark, kMost> marks_;     // the first count_ count
  std::string outside_{};
  std::size_t size_ = 0;
  std::size_t count_ = 0;
};

/// Unreserved characters (RFC 3986) stay, all others become %XX.
std::string percent_encode(std::string_view text);

}  // namespace alpha_pulse::exchanges::binance

#pragma once

#include <array>
#include <optional>
#include <string>

#include "alpha_pulse/simulator/face_params.hpp"
#include "alpha_pulse/simulator/venue_figures.hpp"

namespace alpha_pulse::simulator {

/// Reads the parameters of one call one after the other; the first refusal stays and is asked for at the end, so that a
/// handler reads as a list. After a refusal the values are meaningless. Tested by simulator/face_test.cpp.
class Reader {
 public:
  explicit Reader(const Params& params) : params_(params) {}

  bool failed() const { return error_.has_value(); }
  std::unexpected<ApiError> error() const { return std::unexpected(*error_); }
  void fail(ApiError error) {
    if (!error_) error_ = std::move(error);
  }

  std::string text(std::string_view name) { return take(params_.text(name)); }
  std::string text_or(std::string_view name, std::string_view otherwise) const {
    return std::string(params_.find(name).value_or(otherwise));
  }
  std::int64_t integer(std::string_view name) { return take(params_.integer(name)); }
  std::optional<std::int64_t> maybe_integer(std::string_view name) { return take(params_.maybe_integer(name)); }
  bool flag(std::string_view name) { return take(params_.flag(name)); }
  bool flag_or(std::string_view name, bool otherwise) { return take(params_.flag_or(name, otherwise)); }
  std::optional<bool> maybe_flag(std::string_view name) {
    return params_.has(name) ? std::optional(flag(name)) : std::nullopt;
  }
  std::optional<Price> maybe_price(std::string_view name) { return maybe_scaled<Price>(name); }
  std::optional<Quantity> maybe_quantity(std::string_view name) { return maybe_scaled<Quantity>(name); }
  std::optional<Timestamp> maybe_time(std::string_view name) {
    const auto ms = maybe_integer(name);
    if (!ms) return {};
    constexpr std::int64_t kLatest = 9'000'000'000'000;  // what nanoseconds in 64 bits reach
    if (*ms < 0) fail(malformed(name, "^[0-9]{1,20}$"));
    return Timestamp::from_ms(std::clamp<std::int64_t>(*ms, 0, kLatest));
  }

  /// One of the words of `all`; `bad` when it is another, -1102 when it is absent.
  template <class Word, std::size_t N>
  Word word(std::string_view name, const std::array<Word, N>& all, const ApiError& bad) {
    const auto found = maybe_word(name, all, bad);
    if (!found) fail(missing(name));
    return found.value_or(all[0]);
  }
  template <class Word, std::size_t N>
  std::optional<Word> maybe_word(std::string_view name, const std::array<Word, N>& all, const ApiError& bad) {
    const auto text = params_.find(name);
    if (!text) return {};
    for (const Word word : all) {
      if (to_string(word) == *text) return word;
    }
    fail(bad);
    return all[0];
  }

  Side side() { return word("side", std::array{Side::BUY, Side::SELL}, {-1117, "Invalid side."}); }

  template <class Venue>
  InstrumentId symbol(const Venue& venue) {
    const std::string name = text("symbol");
    return failed() ? InstrumentId{} : take(lift(venue.find_symbol(name)));
  }
  template <class Venue>
  std::optional<InstrumentId> maybe_symbol(const Venue& venue) {
    return params_.has("symbol") ? std::optional(symbol(venue)) : std::nullopt;
  }

  /// `limit`, at most `most`.
  std::size_t limit(std::int64_t otherwise, std::int64_t most) {
    const std::int64_t value = maybe_integer("limit").value_or(otherwise);
    if (value <= 0) fail({-1130, "Data sent for parameter 'limit' is not valid."});
    return static_cast<std::size_t>(std::clamp<std::int64_t>(value, 1, most));
  }
  /// startTime, endTime, `id_name` and limit of a history. `longest`: between the two times, else -1127.
  Window window(std::string_view id_name, std::int64_t most, Duration longest, std::int64_t otherwise = 500) {
    Window window{.from_id = maybe_integer(id_name),
                  .start = maybe_time("startTime"),
                  .end = maybe_time("endTime"),
                  .limit = limit(otherwise, most)};
    if (window.start && window.end && *window.end - *window.start > longest) {
      fail({-1127, "More than " + std::to_string(longest.ns() / Duration::hours(1).ns()) +
                       " hours between startTime and endTime."});
    }
    return window;
  }

  template <class T>
  T take(Api<T> result) {
    if (result) return std::move(*result);
    fail(result.error());
    return T{};
  }
  const Params& params() const { return params_; }

 private:
  template <class Scaled>
  std::optional<Scaled> maybe_scaled(std::string_view name) {
    const auto raw = take(params_.maybe_decimal(name));
    return raw ? std::optional(Scaled::from_raw(*raw)) : std::nullopt;
  }

  const Params& params_;
  std::optional<ApiError> error_;
};

}  // namespace alpha_pulse::simulator

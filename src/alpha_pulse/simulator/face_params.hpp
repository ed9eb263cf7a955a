#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alpha_pulse/domain/price.hpp"
#include "alpha_pulse/simulator/face_types.hpp"

namespace boost::json {
class object;
}

namespace alpha_pulse::simulator {

/// `%41b+c` -> `Ab c`. Errors: -1100 where a percent sign is not followed by two hexadecimal digits.
Api<std::string> percent_decode(std::string_view text);

/// The parameters of one request by name, decoded. They may stand in the query, in the body or in both, in any order;
/// a name in both counts as the query has it (sheet 2.1). Names nobody asks for are accepted (sheet 10).
///
/// What is mandatory and missing or empty is -1102, what is malformed -1100 (or the code given), as in sheet 8.2.
/// A value. Tested by simulator/face_params_test.cpp.
class Params {
 public:
  static constexpr std::size_t kMost = 200;  ///< parameters of one request; more is -1101

  static Api<Params> parse(std::string_view query, std::string_view body);
  /// `params` of a WebSocket request, or one order of a batch: numbers and booleans become their text.
  static Api<Params> from_json(const boost::json::object& object);

  /// As sent; empty texts count as not sent.
  std::optional<std::string_view> find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  void set(std::string name, std::string value);
  const std::vector<std::pair<std::string, std::string>>& all() const { return entries_; }

  Api<std::string> text(std::string_view name) const;
  Api<std::int64_t> integer(std::string_view name) const;
  Api<std::optional<std::int64_t>> maybe_integer(std::string_view name) const;
  /// A plain decimal at 1e-8. More decimals than that are -1111, signs other than a minus and exponents -1100.
  Api<std::int64_t> decimal(std::string_view name) const;
  Api<std::optional<std::int64_t>> maybe_decimal(std::string_view name) const;
  /// `true` or `false` in any case.
  Api<bool> flag(std::string_view name) const;
  Api<bool> flag_or(std::string_view name, bool otherwise) const;
  /// The list of texts in `["a","b"]`; numbers become their text. At most `most` of them, else `too_many`.
  Api<std::vector<std::string>> list(std::string_view name, std::size_t most, int too_many) const;

 private:
  Api<void> add(std::string_view part);
  std::vector<std::pair<std::string, std::string>> entries_;
};

ApiError missing(std::string_view name);
ApiError malformed(std::string_view name, std::string_view legal);

}  // namespace alpha_pulse::simulator

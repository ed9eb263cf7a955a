#include "alpha_pulse/simulator/face_params.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

namespace alpha_pulse::simulator {
namespace {

namespace json = boost::json;

constexpr std::size_t kUsual = 16;  // parameters of an order
constexpr std::string_view kDecimalForm = "^([0-9]{1,20})(\\.[0-9]{1,20})?$";

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return {};
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

/// Without the zeros behind the last decimal that counts.
std::string plain_decimal(std::string text) {
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

/// A scalar as a client would have written it in a query; JSON text for anything deeper.
std::string text_of(const json::value& value) {
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_double()) return plain_decimal(fmt::format("{:.8f}", value.as_double()));
  return json::serialize(value);
}

}  // namespace

ApiError missing(std::string_view name) {
  return {-1102, fmt::format("Mandatory parameter '{}' was not sent, was empty/null, or malformed.", name)};
}

ApiError malformed(std::string_view name, std::string_view legal) {
  return {-1100, fmt::format("Illegal characters found in parameter '{}'; legal range is '{}'.", name, legal)};
}

Api<std::string> percent_decode(std::string_view text) {
  const bool plain = std::ranges::none_of(text, [](char c) { return c == '%' || c == '+'; });
  if (plain) return std::string(text);
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      result.push_back(' ');
    } else if (text[i] != '%') {
      result.push_back(text[i]);
    } else {
      const auto high = i + 1 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
      const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
      if (!high || !low) return deny(-1100, "Illegal characters found in a parameter.");
      result.push_back(static_cast<char>(*high * 16 + *low));
      i += 2;
    }
  }
  return result;
}

Api<void> Params::add(std::string_view part) {
  if (part.empty()) return {};
  if (entries_.size() >= kMost) return deny(-1101, "Too many parameters sent for this endpoint.");
  const std::size_t equals = part.find('=');
  auto name = percent_decode(part.substr(0, equals));
  if (!name) return std::unexpected(name.error());
  auto value = percent_decode(equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1));
  if (!value) return std::unexpected(value.error());
  entries_.emplace_back(std::move(*name), std::move(*value));
  return {};
}

Api<Params> Params::parse(std::string_view query, std::string_view body) {
  Params params;
  params.entries_.reserve(kUsual);
  for (std::string_view rest : {query, body}) {  // the query first: `find` takes the first of a name
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('&'), rest.size());
      if (auto added = params.add(rest.substr(0, end)); !added) return std::unexpected(added.error());
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return params;
}

Api<Params> Params::from_json(const json::object& object) {
  if (object.size() > kMost) return deny(-1101, "Too many parameters sent for this endpoint.");
  Params params;
  for (const auto& [name, value] : object) {
    if (!value.is_null()) params.entries_.emplace_back(std::string(name), text_of(value));
  }
  return params;
}

std::optional<std::string_view> Params::find(std::string_view name) const {
  for (const auto& [key, value] : entries_) {
    if (key == name) return value.empty() ? std::nullopt : std::optional<std::string_view>(value);
  }
  return {};
}

void Params::set(std::string name, std::string value) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.first == name; });
  entries_.emplace_back(std::move(name), std::move(value));
}

Api<std::string> Params::text(std::string_view name) const {
  const auto found = find(name);
  if (!found) return std::unexpected(missing(name));
  return std::string(*found);
}

Api<std::optional<std::int64_t>> Params::maybe_integer(std::string_view name) const {
  const auto found = find(name);
  if (!found) return std::optional<std::int64_t>{};
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(found->data(), found->data() + found->size(), value);
  if (error != std::errc{} || end != found->data() + found->size()) {
    return std::unexpected(malformed(name, "^[0-9]{1,20}$"));
  }
  return std::optional(value);
}

Api<std::int64_t> Params::integer(std::string_view name) const {
  const auto value = maybe_integer(name);
  if (!value) return std::unexpected(value.error());
  if (!*value) return std::unexpected(missing(name));
  return **value;
}

Api<std::optional<std::int64_t>> Params::maybe_decimal(std::string_view name) const {
  const auto found = find(name);
  if (!found) return std::optional<std::int64_t>{};
  const bool plain = found->find_first_not_of("0123456789.-") == std::string_view::npos;
  const std::string_view digits = found->starts_with('-') ? found->substr(1) : *found;
  if (!plain || digits.starts_with('.') || digits.ends_with('.')) return std::unexpected(malformed(name, kDecimalForm));
  const auto value = parse_decimal(*found, kDecimals);
  if (value) return std::optional(*value);
  const std::size_t point = found->find('.');
  if (point != std::string_view::npos && found->find_last_not_of('0') > point + kDecimals &&
      parse_decimal(found->substr(0, point + kDecimals + 1), kDecimals)) {
    return deny(-1111, "Precision is over the maximum defined for this asset.");
  }
  return std::unexpected(malformed(name, kDecimalForm));
}

Api<std::int64_t> Params::decimal(std::string_view name) const {
  const auto value = maybe_decimal(name);
  if (!value) return std::unexpected(value.error());
  if (!*value) return std::unexpected(missing(name));
  return **value;
}

Api<bool> Params::flag(std::string_view name) const {
  const auto found = find(name);
  if (!found) return std::unexpected(missing(name));
  const std::string word = lower(*found);
  if (word == "true") return true;
  if (word == "false") return false;
  return std::unexpected(malformed(name, "true|false"));
}

Api<bool> Params::flag_or(std::string_view name, bool otherwise) const {
  return has(name) ? flag(name) : Api<bool>(otherwise);
}

Api<std::vector<std::string>> Params::list(std::string_view name, std::size_t most, int too_many) const {
  const auto found = find(name);
  if (!found) return std::unexpected(missing(name));
  json::error_code bad;
  const json::value value = json::parse({found->data(), found->size()}, bad);
  if (bad || !value.is_array()) return deny(-1130, fmt::format("Data sent for parameter '{}' is not valid.", name));
  const json::array& items = value.as_array();
  if (items.empty()) return std::unexpected(missing(name));
  if (items.size() > most) return deny(too_many, "Invalid number of batch orders.");
  std::vector<std::string> texts;
  for (const json::value& item : items) texts.push_back(text_of(item));
  return texts;
}

}  // namespace alpha_pulse::simulator

#include "alpha_pulse/telemetry/log_file_name.hpp"

#include <charconv>

#include "alpha_pulse/base/calendar.hpp"

namespace alpha_pulse::telemetry {
namespace {

constexpr std::string_view kShape = "0000-00-00_00-00-00.000";

/// The number in `text`, digits only.
std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.starts_with('-')) return std::nullopt;
  return value;
}

std::optional<Timestamp> read_stamp(std::string_view text) {
  const auto part = [&](std::size_t from, std::size_t count) { return number(text.substr(from, count)).value_or(-1); };
  const int year = part(0, 4);
  const auto day = base::beginning_of_day(year, part(5, 2), part(8, 2));
  if (!day || year > 2200) return std::nullopt;
  return *day + Duration::hours(part(11, 2)) + Duration::minutes(part(14, 2)) + Duration::seconds(part(17, 2)) +
         Duration::milliseconds(part(20, 3));
}

}  // namespace

std::string aside_name(const std::filesystem::path& log_file, const AsideName& aside) {
  std::string stamp = format_timestamp(aside.last_line);
  stamp[10] = '_';
  stamp[13] = stamp[16] = '-';
  std::string name = log_file.stem().string() + "." + stamp;
  if (aside.copy > 1) name.append(".").append(std::to_string(aside.copy));
  return name + log_file.extension().string();
}

std::optional<AsideName> read_aside_name(const std::filesystem::path& log_file, std::string_view name) {
  const std::string head = log_file.stem().string() + ".";
  const std::string tail = log_file.extension().string();
  if (name.size() < head.size() + kShape.size() + tail.size()) return std::nullopt;
  const std::string_view middle = name.substr(head.size(), name.size() - head.size() - tail.size());
  const auto stamp = read_stamp(middle.substr(0, kShape.size()));
  if (!stamp) return std::nullopt;
  AsideName aside{.last_line = *stamp, .copy = 1};
  if (middle.size() > kShape.size()) aside.copy = number(middle.substr(kShape.size() + 1)).value_or(0);
  if (aside_name(log_file, aside) != name) return std::nullopt;
  return aside;
}

}  // namespace alpha_pulse::telemetry

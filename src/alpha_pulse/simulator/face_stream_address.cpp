#include <algorithm>

#include "alpha_pulse/simulator/face_params.hpp"
#include "alpha_pulse/simulator/face_streams.hpp"

/// The forms of a stream's address (sheet 1.3).
namespace alpha_pulse::simulator {
namespace {

void add_names(std::string_view list, std::vector<std::string>& into) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find('/'), list.size());
    if (end > 0) into.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

bool take_prefix(std::string_view& path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return false;
  const std::string_view rest = path.substr(prefix.size());
  if (!rest.empty() && rest.front() != '/') return false;
  path = rest;
  return true;
}

StreamCategory take_category(std::string_view& path) {
  if (take_prefix(path, "/public")) return StreamCategory::PUBLIC;
  if (take_prefix(path, "/market")) return StreamCategory::MARKET;
  if (take_prefix(path, "/private")) return StreamCategory::PRIVATE;
  return StreamCategory::UNROUTED;
}

}  // namespace

std::optional<StreamAddress> parse_stream_address(Product product, std::string_view path, std::string_view query) {
  StreamAddress address;
  if (product == Product::FUTURES) address.category = take_category(path);
  address.combined = take_prefix(path, "/stream");
  if (!address.combined && !take_prefix(path, "/ws")) return {};
  const auto params = Params::parse(query, "");
  if (!params) return {};
  add_names(path, address.streams);  // a name nobody knows is accepted, and never heard of
  if (const auto streams = params->find("streams")) add_names(*streams, address.streams);
  if (const auto key = params->find("listenKey")) address.streams.emplace_back(*key);
  if (const auto events = params->find("events")) add_names(*events, address.events);
  if (address.streams.size() > StreamHub::kStreamsMost) return {};
  return address;
}

}  // namespace alpha_pulse::simulator

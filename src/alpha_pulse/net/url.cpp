#include "alpha_pulse/net/url.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <string>

#include "alpha_pulse/net/asio.hpp"

namespace alpha_pulse::net {
namespace {

std::unexpected<Error> refused(std::string why) {
  return fail(ErrorCode::kInvalidArgument, std::move(why));
}

/// The address without its brackets; empty when the host is one no program should guess about.
std::string host_of(const boost::urls::url_view& url) {
  if (url.host_type() == boost::urls::host_type::ipvfuture) return {};
  return std::string(url.host_address());
}

/// Boost 1.81 reads 127.0.0.1.example.org as the address in front of it. What it read must be all that was written.
bool read_to_its_end(std::string_view text, const boost::urls::url_view& url) {
  const std::string_view rest = text.substr(text.find("://") + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  std::string read(url.encoded_host());
  if (url.has_port()) read += ":" + std::string(url.port());
  return read == authority;
}

}  // namespace

bool is_loopback(std::string_view host) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host, error);
  return !error && address.is_loopback() && (address.is_v4() || host == "::1");
}

Result<Url> parse_url(std::string_view text, UrlKind kind) {
  const std::string plain = kind == UrlKind::HTTP ? "http://" : "ws://";
  const std::string secure = kind == UrlKind::HTTP ? "https://" : "wss://";
  const bool is_plain = text.starts_with(plain);
  if (!is_plain && !text.starts_with(secure)) return refused("does not start with " + secure);

  const auto parsed = boost::urls::parse_uri(text);
  if (text.find('@') != std::string_view::npos) return refused("must not carry a user or a password");
  if (!parsed) {
    const std::string_view rest = text.substr(text.find("://") + 3);
    if (rest.empty() || rest.starts_with('/')) return refused("names no host");
    return refused("is not an address as RFC 3986 has them; " + secure + "example.org:8443 would be one");
  }
  if (!read_to_its_end(text, *parsed))
    return refused("names no host that could be looked up; " + secure + "example.org:8443 would pass");
  if (parsed->has_query() || parsed->has_fragment()) return refused("must not carry a query or a fragment");

  Url url;
  url.endpoint.host = host_of(*parsed);
  if (url.endpoint.host.empty()) return refused("names no host");
  if (url.endpoint.host.find_first_of(" \"<>%") != std::string::npos)
    return refused("has a character in its host's name that is not part of one");
  url.endpoint.port = is_plain ? 80 : 443;
  if (parsed->has_port() && !parsed->port().empty()) {
    url.endpoint.port = parsed->port_number();
    if (url.endpoint.port == 0) return refused("has a port that is not a number from 1 to 65535");
  }
  url.endpoint.secure = !is_plain;
  if (is_plain && !is_loopback(url.endpoint.host))
    return refused("is not encrypted; " + plain + " only goes to 127.0.0.1 or [::1], use " + secure);
  url.path = std::string(parsed->encoded_path());
  while (url.path.ends_with('/')) url.path.pop_back();
  return url;
}

}  // namespace alpha_pulse::net

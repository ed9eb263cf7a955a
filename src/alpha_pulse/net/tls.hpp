#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "alpha_pulse/net/tcp.hpp"

/// What a connection is made of once its socket is there. For tcp.cpp.
namespace alpha_pulse::net {

using TlsContext = std::shared_ptr<asio::ssl::context>;

/// TLS 1.2 or newer; the other's certificate is checked against the system's authorities and these.
/// Errors (kInvalidArgument): an authority that cannot be read.
Result<TlsContext> client_context(const Trust& trust);
/// Errors (kInvalidArgument): no certificate, no key, or they do not belong together.
Result<TlsContext> server_context(const ServerIdentity& identity);

std::unique_ptr<IStream> plain_stream(asio::ip::tcp::socket socket);
/// The client's end: checks that the certificate is for `host`, a name or an address.
std::unique_ptr<IStream> tls_client_stream(asio::ip::tcp::socket socket, TlsContext context, std::string host);
std::unique_ptr<IStream> tls_server_stream(asio::ip::tcp::socket socket, TlsContext context);

}  // namespace alpha_pulse::net

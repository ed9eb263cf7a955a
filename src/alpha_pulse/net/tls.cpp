#include "alpha_pulse/net/tls.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/consign.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

namespace alpha_pulse::net {
namespace {

using Socket = asio::ip::tcp::socket;
constexpr std::size_t kRecord = 16 * 1024;  // bytes TLS puts into one record at most

void close_socket(Socket& socket) noexcept {
  boost::system::error_code ignored;  // it may be closed, or never have been connected
  socket.shutdown(Socket::shutdown_both, ignored);
  socket.close(ignored);
}

class PlainStream final : public IStream {
 public:
  explicit PlainStream(Socket socket) : socket_(std::move(socket)) {}
  ~PlainStream() override { close_socket(socket_); }

  asio::any_io_executor executor() const override { return const_cast<Socket&>(socket_).get_executor(); }
  asio::awaitable<Result<void>> handshake() override { co_return Result<void>{}; }
  void read_some(asio::mutable_buffer into, Done done) override { socket_.async_read_some(into, std::move(done)); }
  void write_some(const Pieces& from, Done done) override { socket_.async_write_some(from, std::move(done)); }
  void close() noexcept override { close_socket(socket_); }

 private:
  Socket socket_;
};

/// Shared with the operations that run: Asio's TLS operations use the stream until they have ended.
struct TlsCore {
  TlsCore(Socket socket, TlsContext tls) : context(std::move(tls)), stream(std::move(socket), *context) {}
  TlsContext context;
  asio::ssl::stream<Socket> stream;
  std::vector<char> flat{};  // pieces put together: a record for each would be a packet for each
};

class TlsStream final : public IStream {
 public:
  TlsStream(Socket socket, TlsContext context, asio::ssl::stream_base::handshake_type role, std::string host)
      : core_(std::make_shared<TlsCore>(std::move(socket), std::move(context))), role_(role), host_(std::move(host)) {}
  ~TlsStream() override { close(); }

  asio::any_io_executor executor() const override { return core_->stream.get_executor(); }
  asio::awaitable<Result<void>> handshake() override { return shake_hands(core_, role_, host_); }

  void read_some(asio::mutable_buffer into, Done done) override {
    core_->stream.async_read_some(into, asio::consign(std::move(done), core_));
  }

  void write_some(const Pieces& from, Done done) override {
    asio::const_buffer piece = from.begin() == from.end() ? asio::const_buffer{} : *from.begin();
    if (from.end() - from.begin() > 1 && piece.size() < kRecord) {
      core_->flat.resize(std::min(asio::buffer_size(from), kRecord));
      asio::buffer_copy(asio::buffer(core_->flat), from);
      piece = asio::buffer(core_->flat);
    }
    core_->stream.async_write_some(piece, asio::consign(std::move(done), core_));
  }

  void close() noexcept override { close_socket(core_->stream.next_layer()); }

 private:
  static asio::awaitable<Result<void>> shake_hands(std::shared_ptr<TlsCore> core,
                                                   asio::ssl::stream_base::handshake_type role, std::string host) {
    SSL* const ssl = core->stream.native_handle();
    if (role == asio::ssl::stream_base::client && !expect_host(ssl, host))
      co_return fail(ErrorCode::kInvalidArgument, "'" + host + "' is no name a certificate can be for");
    boost::system::error_code error;
    co_await core->stream.async_handshake(role, asio::redirect_error(asio::use_awaitable, error));
    if (!error) co_return Result<void>{};
    const long verdict = SSL_get_verify_result(ssl);
    if (verdict != X509_V_OK)
      co_return fail(ErrorCode::kRefused,
                     std::string("its certificate is not to be trusted: ") + X509_verify_cert_error_string(verdict));
    co_return fail(ErrorCode::kIo, "no TLS connection came about: " + error.message());
  }

  /// The name goes into the check of the certificate, and, where it is no address, into the greeting.
  static bool expect_host(SSL* ssl, const std::string& host) {
    X509_VERIFY_PARAM* const rules = SSL_get0_param(ssl);
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) == 1) return true;
    return X509_VERIFY_PARAM_set1_host(rules, host.data(), host.size()) == 1 &&
           SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str())) == 1;
  }

  std::shared_ptr<TlsCore> core_;
  asio::ssl::stream_base::handshake_type role_;
  std::string host_;
};

std::unexpected<Error> unreadable(const std::string& what, const boost::system::error_code& error) {
  return fail(ErrorCode::kInvalidArgument, what + ": " + error.message() + "; a PEM file would pass");
}

}  // namespace

Result<TlsContext> client_context(const Trust& trust) {
  const auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  boost::system::error_code error;
  context->set_verify_mode(asio::ssl::verify_peer, error);
  if (!error) context->set_default_verify_paths(error);
  if (error) return unreadable("the system's certificate authorities", error);
  for (const std::string& pem : trust.authorities_pem) {
    context->add_certificate_authority(asio::buffer(pem), error);
    if (error) return unreadable("a certificate authority", error);
  }
  if (!trust.authorities_file.empty()) context->load_verify_file(trust.authorities_file, error);
  if (error) return unreadable(trust.authorities_file, error);
  return context;
}

Result<TlsContext> server_context(const ServerIdentity& identity) {
  const auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  boost::system::error_code error;
  context->use_certificate_chain(asio::buffer(identity.certificate_pem), error);
  if (error) return unreadable("the server's certificate", error);
  context->use_private_key(asio::buffer(identity.key_pem), asio::ssl::context::pem, error);
  if (error) return unreadable("the server's key", error);
  return context;
}

std::unique_ptr<IStream> plain_stream(Socket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

std::unique_ptr<IStream> tls_client_stream(Socket socket, TlsContext context, std::string host) {
  return std::make_unique<TlsStream>(std::move(socket), std::move(context), asio::ssl::stream_base::client,
                                     std::move(host));
}

std::unique_ptr<IStream> tls_server_stream(Socket socket, TlsContext context) {
  return std::make_unique<TlsStream>(std::move(socket), std::move(context), asio::ssl::stream_base::server,
                                     std::string{});
}

}  // namespace alpha_pulse::net

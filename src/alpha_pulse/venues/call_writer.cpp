#include "alpha_pulse/venues/call_writer.hpp"

namespace alpha_pulse::venues {

using exchanges::binance::Request;
using exchanges::binance::Security;

Result<CallWriter> CallWriter::create(const net::Url& base, const std::string& api_key) {
  auto open = net::RequestFrame::create(base, {});
  if (!open) return std::unexpected(open.error());
  auto with_key = net::RequestFrame::create(base, {{std::string(exchanges::binance::kKeyHeader), api_key}});
  if (!with_key) return std::unexpected(with_key.error());
  return CallWriter(std::move(*open), std::move(*with_key));
}

void CallWriter::write(net::WrittenRequest& to, const Request& request) const {
  const net::RequestFrame& frame = request.security == Security::NONE ? open_ : with_key_;
  frame.write(to, to_string(request.method), exchanges::binance::OpenTarget(request));
}

void CallWriter::write_signed(net::WrittenRequest& to, const Request& request, const exchanges::Signer& signer,
                              Timestamp server_time, Duration recv_window) const {
  with_key_.write(to, to_string(request.method),
                  exchanges::binance::SignedTarget(request, signer, server_time, recv_window));
}

}  // namespace alpha_pulse::venues

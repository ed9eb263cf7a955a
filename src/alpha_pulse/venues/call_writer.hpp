#pragma once

#include <string>

#include "alpha_pulse/exchanges/binance/request.hpp"
#include "alpha_pulse/net/http_client.hpp"

namespace alpha_pulse::venues {

/// Writes the calls of one REST service as the bytes that go over the wire: path, query, signature and headers in one
/// pass. A value. Proven by venues/call_writer_test.cpp; what an order takes is measured by bench/wire_bench.cpp.
class CallWriter {
 public:
  /// `base`: of the service. Errors (kInvalidArgument): a key that is no value of a header.
  static Result<CallWriter> create(const net::Url& base, const std::string& api_key);

  /// A public call, or one with the key alone.
  void write(net::WrittenRequest& to, const exchanges::binance::Request& request) const;
  /// A signed one; `server_time` and `recv_window` as in exchanges/binance/request.hpp.
  void write_signed(net::WrittenRequest& to, const exchanges::binance::Request& request,
                    const exchanges::Signer& signer, Timestamp server_time, Duration recv_window) const;

 private:
  CallWriter(net::RequestFrame open, net::RequestFrame with_key)
      : open_(std::move(open)), with_key_(std::move(with_key)) {}
  net::RequestFrame open_, with_key_;
};

}  // namespace alpha_pulse::venues

#pragma once

#include <cstdint>
#include <string>

#include "alpha_pulse/base/sha256.hpp"
#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/command.hpp"

namespace alpha_pulse::domain {

/// A running fingerprint of what the program asked for: two runs that decided the same have the same hash.
///
/// SHA-256 over one record of 37 bytes a command, in the order decided. Integers are little-endian, signed ones in
/// two's complement, enumerators by their number in enums.hpp and order.hpp (pinned in command_hash.cpp):
///
///   offset  bytes  field
///        0      1  kind: 0 = PlaceOrder, 1 = CancelOrder
///        1      4  instrument
///        5      1  slot kind
///        6      2  slot index
///        8      1  side: 0 = BUY, 1 = SELL
///        9      1  order type
///       10      1  time in force
///       11      1  reduce only: 0 or 1
///       12      1  trigger by (price kind)
///       13      8  price, raw at 1e-8
///       21      8  trigger, raw at 1e-8
///       29      8  quantity, raw at 1e-8
///
/// No ids and no times, so that two runs which numbered or timed their orders differently still compare. The timed hash
/// takes the same records, each followed by
///
///       37      8  time of the decision, nanoseconds since 1970 UTC
///
/// A value: a copy is a fork. Both hashes may be read at any point and reading changes nothing.
/// Pinned by golden constants in domain/command_hash_test.cpp; changing the layout is a new format.
class CommandHash {
 public:
  void add(const Command& command, Timestamp when);

  std::string command_hash() const { return untimed_.hex(); }  ///< 64 lower-case hexadecimal digits
  std::string timed_hash() const { return timed_.hex(); }
  std::uint64_t count() const { return count_; }  ///< commands added

 private:
  Sha256 untimed_;
  Sha256 timed_;
  std::uint64_t count_ = 0;
};

}  // namespace alpha_pulse::domain

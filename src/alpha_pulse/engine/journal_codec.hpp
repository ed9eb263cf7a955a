#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/engine/journal_record.hpp"

/// The one encoding of journal records, for every journal there is. Version 1. All integers little-endian.
///
///   offset      bytes  field
///        0          4  n = length of the payload, at most `kPayloadMax`
///        4          1  type: 1 RunHeader, 2 Event, 3 CommandRecord, 4 Checkpoint
///        5          8  lsn: rises by one from record to record
///       13          n  payload
///     13+n          4  CRC-32C over bytes 0 .. 13+n
///
/// Payload: the members of the struct in the order of their declaration. int64, uint64 and Timestamp 8 bytes; 128-bit
/// money 16 bytes then its currency as 8 characters padded with zeros; enumerators and bools 1 byte; text as 4-byte
/// length and bytes; a variant as 1-byte index and the alternative; a vector as 4-byte count and elements.
/// RunHeader starts with the 4 characters "APJ1".
namespace alpha_pulse::engine {

inline constexpr std::size_t kFrameHead = 13;
inline constexpr std::size_t kFrameTail = 4;
inline constexpr std::size_t kPayloadMax = 16U << 20U;

/// CRC-32C (Castagnoli) of the bytes, continuing from `seed`.
std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t seed = 0);

/// Appends the frame of one record to `out`.
void encode(const JournalRecord& record, Lsn lsn, std::vector<std::byte>& out);

/// The bytes of a command alone, for comparing two commands byte by byte.
std::vector<std::byte> encode_command(const CommandRecord& record);

/// A record read, and how far it reached.
struct Decoded {
  JournalRecord record;
  Lsn lsn;
  std::size_t size = 0;  ///< bytes of the frame
};

/// Reads the frame at the start of `bytes`. Errors (kBadData): too short, impossible length, wrong CRC, unknown type or
/// enumerator, bytes left over. Every truncation and every flipped bit of a frame is an error: journal_codec_test.cpp.
Result<Decoded> decode(std::span<const std::byte> bytes);

}  // namespace alpha_pulse::engine

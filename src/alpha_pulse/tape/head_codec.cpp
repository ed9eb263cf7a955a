#include "alpha_pulse/tape/head_codec.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "alpha_pulse/tape/kernels.hpp"

namespace alpha_pulse::tape {
namespace {

using format::FileHead;

constexpr std::size_t kChecked =
    offsetof(FileHead, checksum) + sizeof(std::uint64_t);  ///< what its checksum begins after
constexpr std::int64_t kUnitMax = std::numeric_limits<std::int64_t>::max() / std::numeric_limits<std::int32_t>::max();

std::string seconds(Duration d) {
  return format_decimal(d.ns(), 9) + " s";
}

std::string bits(PriceWidth width) {
  return std::to_string(8 * format::bytes_of(width)) + " bits";
}

/// What differs, or nothing.
std::string difference(const TapeHead& a, const TapeHead& b) {
  const auto say = [](const char* what, const std::string& there, const std::string& wanted) {
    return std::string(what) + " " + there + ", not " + wanted;
  };
  if (a.price_unit != b.price_unit) return say("a price unit of", a.price_unit.to_string(), b.price_unit.to_string());
  if (a.width != b.width) return say("prices of", bits(a.width), bits(b.width));
  if (a.candle_step != b.candle_step) return say("candles of", seconds(a.candle_step), seconds(b.candle_step));
  if (a.bar_step != b.bar_step) return say("bars of", seconds(a.bar_step), seconds(b.bar_step));
  if (a.cadence != b.cadence) return say("a cadence of", seconds(a.cadence), seconds(b.cadence));
  if (a.symbol != b.symbol) return say("symbol", "'" + a.symbol + "'", "'" + b.symbol + "'");
  if (a.source != b.source) return say("source", "'" + a.source + "'", "'" + b.source + "'");
  if (a.candle_path != b.candle_path) return say("candle path", "'" + a.candle_path + "'", "'" + b.candle_path + "'");
  return {};
}

}  // namespace

Result<void> check_head(const TapeHead& head) {
  const auto bad = [](const std::string& what) { return fail(ErrorCode::kInvalidArgument, what); };
  if (!head.price_unit.known() || head.price_unit.raw() > kUnitMax) {
    return bad("price unit " + head.price_unit.to_string() + ": above 0, at most " +
               Price::from_raw(kUnitMax).to_string() + ", such as 0.01 would pass");
  }
  if (head.candle_step < Duration{} || head.bar_step <= Duration{} || head.cadence < Duration{}) {
    return bad("a candle step, bar step or cadence below zero; a length such as 60 s would pass");
  }
  for (const std::string* text : {&head.symbol, &head.source, &head.candle_path}) {
    if (text->size() <= format::kTextMax) continue;
    return bad("'" + text->substr(0, 40) + "...' is too long for a tape's head; up to " +
               std::to_string(format::kTextMax) + " bytes would pass");
  }
  return {};
}

std::vector<std::byte> pack_head(const TapeHead& head) {
  const std::string texts = head.symbol + head.source + head.candle_path;
  FileHead out{};
  out.magic = format::kMagic;
  out.version = format::version_of(head.width);
  out.bytes = static_cast<std::uint32_t>(format::aligned(sizeof out + texts.size()));
  out.price_unit = head.price_unit.raw();
  out.candle_step = head.candle_step.ns();
  out.bar_step = head.bar_step.ns();
  out.cadence = head.cadence.ns();
  out.symbol_size = static_cast<std::uint16_t>(head.symbol.size());
  out.source_size = static_cast<std::uint16_t>(head.source.size());
  out.candle_path_size = static_cast<std::uint16_t>(head.candle_path.size());
  std::vector<std::byte> bytes(out.bytes);
  std::memcpy(bytes.data(), &out, sizeof out);
  std::memcpy(bytes.data() + sizeof out, texts.data(), texts.size());
  out.checksum = kernels().hash(bytes.data() + kChecked, bytes.size() - kChecked);
  std::memcpy(bytes.data(), &out, sizeof out);
  return bytes;
}

std::uint64_t head_bytes(std::span<const std::byte> bytes) {
  FileHead head;
  std::memcpy(&head, bytes.data(), sizeof head);
  return head.bytes;
}

Result<TapeHead> unpack_head(const std::string& name, std::span<const std::byte> bytes) {
  const auto bad = [&name](const std::string& what) { return fail(ErrorCode::kBadData, name + ": " + what); };
  FileHead head{};
  std::memcpy(&head, bytes.data(), std::min(bytes.size(), sizeof head));
  if (bytes.size() < sizeof head.magic || head.magic != format::kMagic) {
    return bad("is not a tape; one that 'gridhedge data import' wrote would pass");
  }
  if (bytes.size() < sizeof head) return bad("is cut off within its head; import it again");
  if (head.version == 0 || head.version > format::kNewestVersion) {
    return bad("is a tape of version " + std::to_string(head.version) + "; this program reads versions 1 to " +
               std::to_string(format::kNewestVersion) + ": import it again");
  }
  const std::uint64_t texts = std::uint64_t{head.symbol_size} + head.source_size + head.candle_path_size;
  if (head.bytes > bytes.size() || head.bytes != format::aligned(sizeof head + texts)) {
    return bad("its head is damaged or cut off (bytes 0 to 63); import it again");
  }
  if (kernels().hash(bytes.data() + kChecked, head.bytes - kChecked) != head.checksum) {
    return bad("its head is damaged (bytes 0 to " + std::to_string(head.bytes - 1) + "); import it again");
  }
  auto text = [&bytes, at = sizeof head](std::uint16_t size) mutable {
    const std::string result(static_cast<const char*>(static_cast<const void*>(bytes.data() + at)), size);
    at += size;
    return result;
  };
  TapeHead out{.price_unit = Price::from_raw(head.price_unit),
               .width = head.version == format::version_of(PriceWidth::WIDE) ? PriceWidth::WIDE : PriceWidth::NARROW,
               .candle_step = Duration::nanoseconds(head.candle_step),
               .bar_step = Duration::nanoseconds(head.bar_step),
               .cadence = Duration::nanoseconds(head.cadence),
               .symbol = {},
               .source = {},
               .candle_path = {}};
  out.symbol = text(head.symbol_size);
  out.source = text(head.source_size);
  out.candle_path = text(head.candle_path_size);
  if (auto ok = check_head(out); !ok) return bad(ok.error().message);
  return out;
}

Result<void> check_same_head(const std::string& name, std::span<const std::byte> there,
                             std::span<const std::byte> wanted) {
  if (std::ranges::equal(there, wanted)) return {};
  const auto begun = unpack_head(name, there);
  const auto settings = unpack_head(name, wanted);
  if (settings && begun) {
    const std::string what = difference(*begun, *settings);
    return fail(ErrorCode::kBadData, name + ": was begun with " + what + "; the same, or --overwrite, would pass");
  }
  FileHead head;
  std::memcpy(&head, there.data(), sizeof head);
  if (head.magic == format::kMagic && head.version >= 1 && head.version <= format::kNewestVersion) {
    return fail(ErrorCode::kBadData, name +
                                         ": was begun with other settings (symbol, source or candle path), or is "
                                         "damaged; the same, or --overwrite, would pass");
  }
  return std::unexpected(begun.error());
}

}  // namespace alpha_pulse::tape

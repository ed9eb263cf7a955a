#include "alpha_pulse/domain/command_hash.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

namespace alpha_pulse::domain {
namespace {

constexpr std::size_t kRecordBytes = 37;
constexpr std::size_t kTimedRecordBytes = kRecordBytes + 8;

// The numbers that are part of the format. Reordering an enumeration must not silently change every recorded hash.
static_assert(std::is_same_v<std::variant_alternative_t<0, Command>, PlaceOrder> &&
              std::is_same_v<std::variant_alternative_t<1, Command>, CancelOrder>);
static_assert(std::to_underlying(SlotKind::GRID_OPEN) == 0 && std::to_underlying(SlotKind::GRID_CLOSE) == 1 &&
              std::to_underlying(SlotKind::REBALANCE) == 2 && std::to_underlying(SlotKind::STOP_LOSS) == 3 &&
              std::to_underlying(SlotKind::TAKE_PROFIT) == 4 && std::to_underlying(SlotKind::DISASTER_STOP) == 5 &&
              std::to_underlying(SlotKind::FLATTEN) == 6);
static_assert(std::to_underlying(Side::BUY) == 0 && std::to_underlying(Side::SELL) == 1);
static_assert(std::to_underlying(OrderType::LIMIT) == 0 && std::to_underlying(OrderType::MARKET) == 1 &&
              std::to_underlying(OrderType::STOP_MARKET) == 2 &&
              std::to_underlying(OrderType::TAKE_PROFIT_MARKET) == 3);
static_assert(std::to_underlying(TimeInForce::GTC) == 0 && std::to_underlying(TimeInForce::IOC) == 1 &&
              std::to_underlying(TimeInForce::GTX) == 2);
static_assert(std::to_underlying(PriceKind::TRADE) == 0 && std::to_underlying(PriceKind::BID) == 1 &&
              std::to_underlying(PriceKind::ASK) == 2 && std::to_underlying(PriceKind::MARK) == 3);

/// Writes integers least significant byte first, whatever the processor's own order is.
class RecordWriter {
 public:
  template <class Integer>
  void put(Integer value) {
    auto rest = static_cast<std::make_unsigned_t<Integer>>(value);
    for (std::size_t i = 0; i < sizeof(Integer); ++i) {
      bytes_[used_++] = static_cast<std::byte>(rest & 0xffU);
      if constexpr (sizeof(Integer) > 1) rest = static_cast<std::make_unsigned_t<Integer>>(rest >> 8U);
    }
  }
  std::span<const std::byte> written() const { return {bytes_.data(), used_}; }

 private:
  std::array<std::byte, kTimedRecordBytes> bytes_{};
  std::size_t used_ = 0;
};

}  // namespace

void CommandHash::add(const Command& command, Timestamp when) {
  const OrderSpec& spec = spec_of(command);
  RecordWriter record;
  record.put(static_cast<std::uint8_t>(command.index()));
  record.put(spec.instrument.value);
  record.put(std::to_underlying(spec.slot.kind));
  record.put(spec.slot.index);
  record.put(std::to_underlying(spec.side));
  record.put(std::to_underlying(spec.type));
  record.put(std::to_underlying(spec.time_in_force));
  record.put(static_cast<std::uint8_t>(spec.reduce_only ? 1 : 0));
  record.put(std::to_underlying(spec.trigger_by));
  record.put(spec.price.raw());
  record.put(spec.trigger.raw());
  record.put(spec.quantity.raw());
  ensure(record.written().size() == kRecordBytes, "the record has the documented length");
  untimed_.update(record.written());
  record.put(when.ns());
  timed_.update(record.written());
  ++count_;
}

}  // namespace alpha_pulse::domain

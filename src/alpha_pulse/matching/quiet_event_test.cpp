#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "alpha_pulse/matching/testing/test_venue.hpp"

/// A price inside the bands must cost next to nothing, so it may not allocate. Counted by replacing the allocator of
/// this test binary; sanitizers bring their own.
namespace {
std::size_t allocations = 0;
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
#endif

namespace alpha_pulse::matching {
namespace {

using namespace test;

TEST(QuietEvent, APriceInsideTheBandsAllocatesNothing) {
  Venue venue;
  venue.print("100");
  venue.place(venue.market(Side::SELL, "1"));
  for (const char* rung : {"101", "102", "103"}) venue.place(venue.limit(Side::SELL, "0.2", rung));
  venue.place(venue.conditional(OrderType::STOP_MARKET, Side::BUY, "1", "105"));
  const std::vector<Event> quiet = {
      event(at(50'000), TradeTick{price("100.5"), qty("1"), Side::BUY, kAllRoles}),
      event(at(50'001), QuoteTick{price("100.4"), qty("1"), price("100.6"), qty("1")}),
      event(at(50'002), MarkPrice{price("100.5")}),
      event(at(50'003), TimerElapsed{}),
  };
  const std::size_t before = allocations;
  for (const Event& e : quiet) venue.engine.observe(e);
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(venue.engine.events().empty());
}

}  // namespace
}  // namespace alpha_pulse::matching

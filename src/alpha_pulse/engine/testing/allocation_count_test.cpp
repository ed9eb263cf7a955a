#include "alpha_pulse/engine/testing/allocation_count.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::uint64_t> counted{0};
}  // namespace

namespace alpha_pulse::engine::testing {
std::uint64_t allocations() {
  return counted;
}
}  // namespace alpha_pulse::engine::testing

// Replaced for the whole binary: "allocates nothing" is a statement about every allocation.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++counted;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
// Of its own: under the address sanitizer it does not lead to the one above, and what it gives is freed below.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  ++counted;
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

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
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

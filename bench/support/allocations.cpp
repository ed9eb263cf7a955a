#include "support/allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::uint64_t> counted{0};
}  // namespace

namespace alpha_pulse::bench {
std::uint64_t allocations() {
  return counted.load(std::memory_order_relaxed);
}
}  // namespace alpha_pulse::bench

// Replaced for the whole binary: "allocates nothing" is a statement about every allocation.
[[gnu::noinline]] void* operator new(std::size_t size) {
  counted.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

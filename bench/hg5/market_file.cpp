#include "hg5/market_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace alpha_pulse::bench {
namespace {

[[noreturn]] void give_up(const std::string& file, const char* what) {
  std::fprintf(stderr, "%s: %s: %s; `hg5_bench gen FOLDER` writes such files\n", file.c_str(), what,
               std::strerror(errno));
  std::exit(1);
}

template <class Item>
std::span<const Item> map(const std::string& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) give_up(file, "cannot be opened");
  struct stat status{};
  if (fstat(descriptor, &status) != 0 || status.st_size <= 0) give_up(file, "has no size");
  const auto size = static_cast<std::size_t>(status.st_size);
  void* memory = mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
  close(descriptor);
  if (memory == MAP_FAILED) give_up(file, "cannot be mapped");
  return {static_cast<const Item*>(memory), size / sizeof(Item)};
}

template <class Item>
void unmap(std::span<const Item> items) {
  munmap(const_cast<Item*>(items.data()), items.size_bytes());
}

template <class Item>
void write_file(const std::string& file, std::span<const Item> items) {
  std::FILE* out = std::fopen(file.c_str(), "wb");
  if (out == nullptr) give_up(file, "cannot be written");
  const bool whole = std::fwrite(items.data(), sizeof(Item), items.size(), out) == items.size();
  if (std::fclose(out) != 0 || !whole) give_up(file, "was not written whole");
}

}  // namespace

template <class Entry>
Market<Entry>::Market(std::vector<Entry> made)
    : made_(std::move(made)), made_block_(range_block(made_)), entries_(made_), block_(made_block_) {}

template <class Entry>
Market<Entry>::Market(const std::string& folder, const std::string& name)
    : entries_(map<Entry>(folder + "/" + name + ".records")),
      block_(map<std::int32_t>(folder + "/" + name + ".index")),
      mapped_(true) {}

template <class Entry>
Market<Entry>::~Market() {
  if (!mapped_) return;
  unmap(entries_);
  unmap(block_);
}

template <class Entry>
void Market<Entry>::write(const std::string& folder, const std::string& name) const {
  write_file(folder + "/" + name + ".records", entries_);
  write_file(folder + "/" + name + ".index", block_);
}

template class Market<matching::TickEvent>;
template class Market<Bar>;

}  // namespace alpha_pulse::bench

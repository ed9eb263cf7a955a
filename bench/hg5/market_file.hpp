#pragma once

#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "hg5/range_index.hpp"
#include "hg5/recordings.hpp"

namespace alpha_pulse::bench {

/// A recording and its index, either made here or mapped from the two files of `write_market`.
template <class Entry>
class Market {
 public:
  explicit Market(std::vector<Entry> made);
  /// `folder`/`name`.records and .index; ends the program with a sentence when they cannot be had.
  Market(const std::string& folder, const std::string& name);
  ~Market();
  Market(const Market&) = delete;
  Market& operator=(const Market&) = delete;

  std::span<const Entry> entries() const { return entries_; }
  std::span<const std::int32_t> block() const { return block_; }
  RangeIndex index() const { return {block_, entries_.size()}; }
  /// Records and index.
  double bytes() const { return static_cast<double>(entries_.size_bytes() + block_.size_bytes()); }
  void write(const std::string& folder, const std::string& name) const;

 private:
  std::vector<Entry> made_;
  std::vector<std::int32_t> made_block_;
  std::span<const Entry> entries_;
  std::span<const std::int32_t> block_;
  bool mapped_ = false;
};

}  // namespace alpha_pulse::bench

#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "support/loops.hpp"

/// The commands of a journal as lines, so that two runs that should be equal can say where they part.
namespace alpha_pulse::tests {

inline std::string line_of(const engine::CommandRecord& record) {
  const OrderSpec& spec = spec_of(record.command);
  std::ostringstream out;
  out << format_timestamp(record.when) << (std::holds_alternative<PlaceOrder>(record.command) ? " place " : " cancel ")
      << to_string(spec.slot.kind) << "[" << spec.slot.index << "] " << to_string(spec.side) << " "
      << to_string(spec.type) << " " << to_string(spec.time_in_force) << " " << spec.quantity.to_string() << " at "
      << spec.price.to_string() << " trigger " << spec.trigger.to_string();
  return out.str();
}

inline std::vector<std::string> command_lines(const MemoryJournal& journal) {
  std::vector<std::string> lines;
  for (const auto& record : journal.records) {
    if (const auto* command = record.as<engine::CommandRecord>()) lines.push_back(line_of(*command));
  }
  return lines;
}

/// Empty when equal; else the number of equal lines and the first two that differ.
inline std::string first_difference(const MemoryJournal& a, const MemoryJournal& b) {
  const auto left = command_lines(a);
  const auto right = command_lines(b);
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    const std::string l = i < left.size() ? left[i] : "(nothing)";
    const std::string r = i < right.size() ? right[i] : "(nothing)";
    if (l != r) return "after " + std::to_string(i) + " equal commands:\n  " + l + "\n  " + r;
  }
  return "";
}

}  // namespace alpha_pulse::tests

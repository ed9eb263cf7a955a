#pragma once

#include <vector>

#include "alpha_pulse/engine/journal_record.hpp"
#include "alpha_pulse/engine/ports.hpp"

namespace alpha_pulse::engine::testing {

/// Keeps the records in memory, durable at once.
class MemoryJournal : public IJournal {
 public:
  Lsn append(const JournalRecord& record) override {
    records.push_back(record);
    return Lsn{records.size()};
  }
  void on_durable(Lsn /*lsn*/, std::function<void()> then) override { then(); }

  std::vector<JournalRecord> records;
};

}  // namespace alpha_pulse::engine::testing

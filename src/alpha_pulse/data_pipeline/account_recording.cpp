#include <algorithm>
#include <utility>

#include "alpha_pulse/data_pipeline/recording.hpp"

/// Funding and flows: short files whose rows may belong to several symbols.
namespace alpha_pulse::data_pipeline {
namespace {

bool same_symbol(const std::string& a, const std::string& b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

Event as_event(const FundingRow& row) {
  return {
      .instrument = kHedgeLeg, .ts_event = row.time, .ts_receive = row.time, .body = FundingRateDue{.rate = row.rate}};
}
Event as_event(const FlowRow& row) {
  return {.instrument = kSpotLeg,
          .ts_event = row.time,
          .ts_receive = row.time,
          .body = SpotBalanceChanged{.change = row.change}};
}

/// The rows of one symbol, file after file. Rows without a symbol belong to every run.
template <class Row>
class RowsOfSymbol final : public Recording {
 public:
  RowsOfSymbol(const Files& files, const std::string& symbol) : files_(files), symbol_(symbol) {}

  Result<bool> advance() override {
    while (true) {
      const auto more = next_row();
      if (!more || !*more) return more;
      if (reader_->row().symbol.empty() || same_symbol(reader_->row().symbol, symbol_)) break;
      other_symbol_ = reader_->row().symbol;
    }
    const Event event = as_event(reader_->row());
    if (event.ts_event < head_.ts_event) {
      return fail(ErrorCode::kBadData, files_[index_].string() + " goes back in time to " +
                                           format_timestamp(event.ts_event) + ", before " +
                                           format_timestamp(head_.ts_event) + " of the file before it; files that " +
                                           "follow each other in time would pass");
    }
    head_ = event;
    return true;
  }

  /// A symbol whose rows were passed over; empty when there were none.
  const std::string& other_symbol() const { return other_symbol_; }

 private:
  Result<bool> next_row() {
    while (index_ < files_.size()) {
      if (!reader_) {
        auto reader = RowReader<Row>::open(files_[index_]);
        if (!reader) return std::unexpected(reader.error());
        reader_ = std::move(*reader);
      }
      const auto more = reader_->advance();
      if (!more || *more) return more;
      reader_.reset();
      ++index_;
    }
    return false;
  }

  Files files_;
  std::string symbol_;
  std::size_t index_ = 0;
  std::optional<RowReader<Row>> reader_;
  std::string other_symbol_;
};

/// Reads everything once, so that a damaged row or a wrong symbol is found before the run begins.
template <class Row>
Result<std::unique_ptr<Recording>> open_rows(const Files& files, const std::string& symbol, std::string_view what) {
  RowsOfSymbol<Row> trial(files, symbol);
  std::uint64_t rows = 0;
  while (true) {
    const auto more = trial.advance();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    ++rows;
  }
  if (rows == 0 && !files.empty()) {
    return fail(ErrorCode::kBadData, files.front().string() + ": no " + std::string(what) + " of " + symbol +
                                         ", only of others such as " + trial.other_symbol() + "; rows of " + symbol +
                                         " would pass");
  }
  return std::make_unique<RowsOfSymbol<Row>>(files, symbol);
}

}  // namespace

Result<std::unique_ptr<Recording>> open_funding(const Files& files, const std::string& symbol) {
  return open_rows<FundingRow>(files, symbol, "funding");
}

Result<std::unique_ptr<Recording>> open_flows(const Files& files, const std::string& symbol) {
  return open_rows<FlowRow>(files, symbol, "flows");
}

}  // namespace alpha_pulse::data_pipeline

#include "alpha_pulse/simulator/face_stream_batches.hpp"

namespace alpha_pulse::simulator {

std::vector<CandleNews> CandleFollower::news(const PrintHistory& history, std::string_view interval, Timestamp now) {
  std::vector<CandleNews> told;
  if (told_ && candle_span(interval, *told_).next <= now) {
    const auto ended = history.candles(interval, told_, told_, 1);
    if (!ended.empty()) told.push_back({ended.front(), true});
    told_.reset();
  }
  const auto candle = history.current(interval);
  const bool making = candle && now < candle_span(interval, candle->open_time).next;
  if (!making || (told_ && told_id_ == candle->last_id)) return told;
  told_ = candle->open_time;
  told_id_ = candle->last_id;
  told.push_back({*candle, false});
  return told;
}

}  // namespace alpha_pulse::simulator

#include "alpha_pulse/backtest/advice_record.hpp"

namespace alpha_pulse::backtest {

Result<void> AdviceRecord::begin() {
  begun_ = true;
  return outlet_ == nullptr ? Result<void>{} : outlet_->begin();
}

void AdviceRecord::on_advice(const engine::Advice& advice) {
  ++(advice.action == engine::AdviceAction::PLACE ? placed_ : canceled_);
  if (newest_.size() == kKept) newest_.pop_front();
  newest_.push_back(advice);
  if (outlet_ != nullptr) outlet_->on_advice(advice);
}

}  // namespace alpha_pulse::backtest

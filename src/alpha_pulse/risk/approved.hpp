#pragma once

#include <utility>

#include "alpha_pulse/domain/command.hpp"

namespace alpha_pulse::risk {

/// A command that went through the risk gate. Only `RiskGate` can make one, so "did this go through risk?" is answered
/// by the compiler.
template <class T>
class RiskApproved {
 public:
  const T& get() const { return value_; }
  const T* operator->() const { return &value_; }

 private:
  friend class RiskGate;
  explicit RiskApproved(T value) : value_(std::move(value)) {}
  T value_;
};

}  // namespace alpha_pulse::risk

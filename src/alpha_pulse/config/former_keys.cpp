#include "alpha_pulse/config/former_keys.hpp"

#include <algorithm>
#include <array>

namespace alpha_pulse::config {
namespace {

constexpr std::array kFormer{
    FormerKey{"grid.symbol", "symbol", ""},
    FormerKey{"grid.max_position_size", "risk.max_position_size", ""},
    FormerKey{"risk.max_orders", "grid.max_orders", ""},
    FormerKey{"execution.rebalance_interval", "grid.rebalance_interval", ""},
    FormerKey{"execution.order_timeout", "grid.order_timeout", ""},
    FormerKey{"execution.max_slippage_pct", "",
              "limits nothing here: orders rest at their price; what taking costs is assumed by fills.slippage"},
    FormerKey{"grid.center_price", "",
              "is not needed: the grid begins at the price it meets; see it with plan --price"},
    FormerKey{"grid.grid_spacing", "",
              "is not needed: the distance of two orders is grid.spacing_sigma times grid.volatility of the price"},
    FormerKey{"grid.position_step_size", "",
              "is not needed: an order is spot.quantity over grid.num_levels, at most position.max_size_pct"},
    FormerKey{"logging.file", "", "is not needed: each mode has a log of its own in logs/"},
    FormerKey{"monitoring.metrics_enabled", "", "is not known: this version publishes no metrics; leave it out"},
    FormerKey{"monitoring.prometheus_port", "", "is not known: this version publishes no metrics; leave it out"},
    FormerKey{"monitoring.alert_webhook_url", "", "is not known: this version calls no webhook; leave it out"},
};

}  // namespace

std::span<const FormerKey> former_keys() {
  return kFormer;
}

const FormerKey* find_former_key(std::string_view name) {
  const auto row = std::find_if(kFormer.begin(), kFormer.end(), [name](const FormerKey& k) { return k.name == name; });
  return row == kFormer.end() ? nullptr : &*row;
}

}  // namespace alpha_pulse::config

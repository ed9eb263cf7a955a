#pragma once

#include "alpha_pulse/hedging/grid_hedge_config.hpp"
#include "alpha_pulse/session/grid_hedge_bot.hpp"

/// The library in one include: the names of the seed, and the values one meets on the way, in namespace `alpha_pulse`.
/// Everything else stays in the namespace of its room: `alpha_pulse::config::load_config` and so on.
///
/// How to use it: docs/library.md. The seed's usage as a program: examples/readme.cpp.
namespace alpha_pulse {

using base::Duration;
using base::Error;
using base::ErrorCode;
using base::Result;
using base::Timestamp;

using domain::ClientOrderId;
using domain::Currency;
using domain::Event;
using domain::GridDirection;
using domain::Instrument;
using domain::InstrumentId;
using domain::IStrategy;
using domain::kHedgeLeg;
using domain::kSpotLeg;
using domain::Money;
using domain::OperatorAction;
using domain::Order;
using domain::OrderState;
using domain::OrderType;
using domain::Position;
using domain::Price;
using domain::ProgramState;
using domain::Quantity;
using domain::Ratio;
using domain::Reason;
using domain::Side;

using hedging::GridHedgeConfig;
using hedging::GridLevel;

using engine::IAccountView;
using engine::IBroker;
using engine::IDataProvider;

using execution::TradingMode;

using data_pipeline::ExchangeDataProvider;
using data_pipeline::ExchangeType;

using session::BotOptions;
using session::BotStatus;
using session::Broker;
using session::create_broker;
using session::GridHedgeBot;

}  // namespace alpha_pulse

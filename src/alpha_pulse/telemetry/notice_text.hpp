#pragma once

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/domain/notice.hpp"
#include "alpha_pulse/telemetry/log_line.hpp"

/// Notices in words. The seed's sentences keep their spelling, one line each; what the seed never said follows their
/// pattern. Tested line by line in telemetry/notice_text_test.cpp.
namespace alpha_pulse::telemetry {

/// How much a notice matters, without the cost of its words.
Level level_of(const Notice& notice);

/// `notice` as a line of the log. `hedge` is the instrument the notice is about: it names the symbol, and prices are
/// shown to its tick (at least two decimals, rounded half away from zero), quantities of orders to its lot, holdings
/// and ladder steps to eight decimals.
LogLine render(const Notice& notice, const Instrument& hedge);

}  // namespace alpha_pulse::telemetry

#pragma once

#include "alpha_pulse/simulator/face_reader.hpp"
#include "alpha_pulse/simulator/venue_futures.hpp"

/// From parameters to what the model is asked (sheet 4.5, 4.6). Refusals stay in the reader.
/// Tested by simulator/face_test.cpp.
namespace alpha_pulse::simulator {

OrderRequest read_order(Reader& read, const FuturesVenue& venue);
/// orderId or origClientOrderId, one of which is mandatory.
OrderRef read_order_ref(Reader& read, const FuturesVenue& venue);
ModifyRequest read_modify(Reader& read, const FuturesVenue& venue);
AlgoRequest read_algo(Reader& read, const FuturesVenue& venue);
AlgoRef read_algo_ref(Reader& read);

/// An order as an ACK shows it, or as it ended where `newOrderRespType=RESULT` asks for that.
Order as_answered(Order order, const Params& params);

}  // namespace alpha_pulse::simulator

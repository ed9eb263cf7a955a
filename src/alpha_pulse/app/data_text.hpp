#pragma once

#include <boost/json/fwd.hpp>

#include "alpha_pulse/data_pipeline/data_info.hpp"

/// What a data file holds, as a person and as a program read it.
namespace alpha_pulse::app {

/// On stdout.
void print_info(const data_pipeline::DataInfo& info);

/// `kind rows from to symbol gaps missing sha256`; of a tape also `version events bytes bytes_per_event index_share
/// bars price_unit source`.
boost::json::object info_json(const data_pipeline::DataInfo& info);

}  // namespace alpha_pulse::app

#pragma once

/// Opens the vocabulary inside every room, so that a room writes `Price` and not `domain::Price`.
/// `base` and `domain` are the two rooms whose words everybody speaks; nothing else is opened.
namespace alpha_pulse::base {}
namespace alpha_pulse::domain {
using namespace base;
}
namespace alpha_pulse::hedging {
using namespace domain;
}
namespace alpha_pulse::risk {
using namespace domain;
}
namespace alpha_pulse::matching {
using namespace domain;
}
namespace alpha_pulse::market {
using namespace domain;
}
namespace alpha_pulse::engine {
using namespace domain;
}
namespace alpha_pulse::net {
using namespace domain;
}
namespace alpha_pulse::execution {
using namespace domain;
}
namespace alpha_pulse::data_pipeline {
using namespace domain;
}
namespace alpha_pulse::simulator {
using namespace domain;
}
namespace alpha_pulse::storage {
using namespace domain;
}
namespace alpha_pulse::telemetry {
using namespace domain;
}
namespace alpha_pulse::control {
using namespace domain;
}
namespace alpha_pulse::config {
using namespace domain;
}
namespace alpha_pulse::backtest {
using namespace domain;
}
namespace alpha_pulse::session {
using namespace domain;
}
namespace alpha_pulse::app {
using namespace domain;
}

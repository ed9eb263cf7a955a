#pragma once

#include <filesystem>
#include <span>

#include "costs/costs.hpp"

namespace alpha_pulse::bench {

/// Draws the parts beside each other on logarithmic axes, as an SVG; a name that ends in `.html` gets a page around it.
/// The first curve of a part is drawn out, the others dashed, with a thin line that grows as x does. False when the
/// file cannot be written.
bool draw(std::span<const Part> parts, const std::filesystem::path& file);

}  // namespace alpha_pulse::bench

#include "costs/picture.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace alpha_pulse::bench {
namespace {

constexpr double kWidth = 460, kHeight = 320;                       // of one picture
constexpr double kLeft = 70, kRight = 20, kTop = 42, kBottom = 50;  // around its axes
constexpr const char* kColours[] = {"#1f5fa8", "#c2591a", "#3a7d44"};

/// One axis in powers of ten, from the one below the least value to the one above the most.
class Axis {
 public:
  Axis(double least, double most, double from, double to)
      : first_(std::floor(std::log10(least))),
        last_(std::max(first_ + 1, std::ceil(std::log10(most)))),
        from_(from),
        to_(to) {}
  double at(double value) const { return from_ + (to_ - from_) * (std::log10(value) - first_) / (last_ - first_); }
  int first() const { return static_cast<int>(first_); }
  int last() const { return static_cast<int>(last_); }
  bool holds(double value) const { return std::log10(value) >= first_ && std::log10(value) <= last_; }

 private:
  double first_, last_, from_, to_;
};

std::string power(int exponent) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", std::pow(10, exponent));
  return text;
}

void text(std::ostream& out, double x, double y, const char* anchor, const std::string& words, const char* more = "") {
  out << "<text x='" << x << "' y='" << y << "' text-anchor='" << anchor << "' " << more << ">" << words << "</text>\n";
}

void line(std::ostream& out, double x1, double y1, double x2, double y2, const char* style) {
  out << "<line x1='" << x1 << "' y1='" << y1 << "' x2='" << x2 << "' y2='" << y2 << "' " << style << "/>\n";
}

/// The frame, a line and a figure at each power of ten.
void axes(std::ostream& out, const Axis& x, const Axis& y, const Part& part) {
  for (int e = x.first(); e <= x.last(); ++e) {
    const double at = x.at(std::pow(10, e));
    line(out, at, kTop, at, kHeight - kBottom, "stroke='#ddd'");
    text(out, at, kHeight - kBottom + 16, "middle", power(e));
  }
  for (int e = y.first(); e <= y.last(); ++e) {
    const double at = y.at(std::pow(10, e));
    line(out, kLeft, at, kWidth - kRight, at, "stroke='#ddd'");
    text(out, kLeft - 6, at + 4, "end", power(e));
  }
  text(out, kLeft, 24, "start", part.title, "font-weight='bold' font-size='14'");
  text(out, (kLeft + kWidth - kRight) / 2, kHeight - 12, "middle", part.x_label);
  text(out, 0, 0, "middle", "milliseconds",
       ("transform='translate(16 " + std::to_string((kTop + kHeight - kBottom) / 2) + ") rotate(-90)'").c_str());
}

/// From the first point on: what growing as x does would look like.
void proportional(std::ostream& out, const Axis& x, const Axis& y, const Cost& first, double until) {
  const double top = std::pow(10, y.last());
  const double end = std::min(until, first.x * top / first.milliseconds);
  line(out, x.at(first.x), y.at(first.milliseconds), x.at(end), y.at(first.milliseconds * end / first.x),
       "stroke='#999' stroke-dasharray='2 3'");
}

void draw(std::ostream& out, const Curve& curve, std::size_t number, const Axis& x, const Axis& y) {
  const char* colour = kColours[number % std::size(kColours)];
  out << "<polyline fill='none' stroke='" << colour << "' stroke-width='2' "
      << (number == 0 ? "" : "stroke-dasharray='6 4' ") << "points='";
  for (const Cost& cost : curve.points) out << x.at(cost.x) << "," << y.at(cost.milliseconds) << " ";
  out << "'/>\n";
  for (const Cost& cost : curve.points) {
    out << "<circle cx='" << x.at(cost.x) << "' cy='" << y.at(cost.milliseconds) << "' r='3' fill='" << colour
        << "'><title>" << cost.events << " events, " << cost.fills << " fills, " << cost.milliseconds
        << " ms</title></circle>\n";
  }
  text(out, kLeft + 8, kTop + 16 + 15 * static_cast<double>(number), "start", curve.name,
       ("fill='" + std::string(colour) + "'").c_str());
}

void draw(std::ostream& out, const Part& part) {
  double least_x = 1e300, most_x = 1, least_y = 1e300, most_y = 0;
  for (const Curve& curve : part.curves) {
    for (const Cost& cost : curve.points) {
      least_x = std::min(least_x, cost.x);
      most_x = std::max(most_x, cost.x);
      least_y = std::min(least_y, cost.milliseconds);
      most_y = std::max(most_y, cost.milliseconds);
    }
  }
  const Axis x(least_x, most_x, kLeft, kWidth - kRight);
  const Axis y(least_y, most_y, kHeight - kBottom, kTop);
  axes(out, x, y, part);
  proportional(out, x, y, part.curves.front().points.front(), most_x);
  for (std::size_t k = 0; k < part.curves.size(); ++k) {
    if (!part.curves[k].points.empty()) draw(out, part.curves[k], k, x, y);
  }
}

}  // namespace

bool draw(std::span<const Part> parts, const std::filesystem::path& file) {
  constexpr double kHead = 34;
  const std::size_t rows = (parts.size() + 1) / 2;
  const double height = kHead + kHeight * static_cast<double>(rows);
  std::ostringstream out;
  out << "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " << 2 * kWidth << " " << height << "' width='"
      << 2 * kWidth << "' height='" << height
      << "' font-family='sans-serif' font-size='11'>\n<rect width='100%' height='100%' "
      << "fill='white'/>\n";
  text(out, kWidth, 22, "middle", "What a backtest costs: it grows with fills, not with events (dotted: in proportion)",
       "font-size='16' font-weight='bold'");
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const std::size_t row = k / 2;
    out << "<g transform='translate(" << kWidth * static_cast<double>(k % 2) << " "
        << kHead + kHeight * static_cast<double>(row) << ")'>\n";
    draw(out, parts[k]);
    out << "</g>\n";
  }
  out << "</svg>\n";
  std::ofstream whole(file, std::ios::binary);
  const bool page = file.extension() == ".html";
  if (page) whole << "<!doctype html><meta charset='utf-8'><title>What a backtest costs</title>\n";
  whole << out.str();
  return static_cast<bool>(whole.flush());
}

}  // namespace alpha_pulse::bench

// Pictures: each is a frame, a function that gives its options for the colours of now, and the numbers behind it.

const pictures = [];

/**
 * A picture with title, sentence and table. `options()` gives ECharts options; `numbers()` the table behind it;
 * `label` says in words what is seen. `group`: pictures that move along one time axis. `many`: too many marks for SVG.
 */
function picture({ title, said, label, options, numbers, size = '', group = null, many = false, above = null }) {
  const place = make('div', { class: `chart ${size}`.trim(), role: 'img', 'aria-label': label });
  const section = make('section', { 'aria-label': title }, make('h2', {}, title), make('p', { class: 'said' }, said), above,
    make('figure', {}, place, numbers ? folded('The numbers behind this picture', numbers) : null));
  pictures.push({ place, options, group, many, chart: null });
  return section;
}

function draw(one) {
  if (one.chart) one.chart.dispose();
  one.chart = echarts.init(one.place, null, { renderer: one.many ? 'canvas' : 'svg' });
  one.chart.on('finished', () => { one.place.dataset.drawn = 'yes'; });
  one.chart.setOption({ ...base(), ...one.options() });
  if (one.group) one.chart.group = one.group;
}

function drawAll() {
  pictures.forEach(draw);
  for (const group of new Set(pictures.map((one) => one.group).filter(Boolean))) echarts.connect(group);
}

/** Paper is white, whatever the screen is; and narrower. */
function watchScreen() {
  addEventListener('resize', () => pictures.forEach((one) => one.chart.resize()));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  let before;
  addEventListener('beforeprint', () => {
    before = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = 'light';
    drawAll();
  });
  addEventListener('afterprint', () => {
    if (before) document.documentElement.dataset.theme = before;
    else delete document.documentElement.dataset.theme;
    drawAll();
  });
}

/** What all pictures share. */
function base() {
  return {
    animation: false, useUTC: true, backgroundColor: 'transparent',
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12, color: colour('ink') },
    legend: { top: 0, left: 4, type: 'scroll', icon: 'roundRect', itemWidth: 14, itemHeight: 4, textStyle: { color: colour('ink') } },
    grid: { left: 8, right: 20, top: 40, bottom: 8, containLabel: true },
  };
}

function tooltipLook() {
  return {
    backgroundColor: colour('card'), borderColor: colour('line'), confine: true,
    textStyle: { color: colour('ink'), fontSize: 13 }, extraCssText: 'font-variant-numeric: tabular-nums',
  };
}

/** A series of this name has no mark and no line in tooltips. */
const UNSEEN = 'unseen';

/** The tooltip of a moment: one line for each course that has a value then. */
function momentTooltip(decimals) {
  return {
    ...tooltipLook(), trigger: 'axis', axisPointer: { type: 'line', lineStyle: { color: colour('soft') } },
    formatter: (points) => {
      const lines = points.filter((p) => p.seriesId !== UNSEEN && p.value[1] !== null && p.value[1] !== undefined).map((p) =>
        `${p.marker}${escaped(p.seriesName)} <b>${escaped(p.data.said ?? shown(p.value[1], decimals))}</b>`);
      return [escaped(`${moment(points[0].value[0])} UTC`), ...lines.slice(0, 14)].join('<br>');
    },
  };
}

function axisLook() {
  return {
    axisLine: { lineStyle: { color: colour('line') } }, axisTick: { show: false },
    axisLabel: { color: colour('soft'), fontSize: 12, hideOverlap: true }, splitLine: { lineStyle: { color: colour('grid') } },
    nameTextStyle: { color: colour('soft') },
  };
}

function timeAxis() {
  return { type: 'time', ...axisLook(), splitLine: { show: false } };
}

function valueAxis(more = {}) {
  return { type: 'value', scale: true, ...axisLook(), axisLine: { show: false }, ...more };
}

/** Zoom by wheel with ctrl held (so that the page still scrolls), and a bar for pointer and keyboard below the first. */
function zoom(bar = false) {
  const wheel = { type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true, moveOnMouseWheel: false, filterMode: 'none' };
  const slider = {
    type: 'slider', height: 22, bottom: 6, filterMode: 'none', borderColor: colour('line'), brushSelect: false, showDetail: false,
    textStyle: { color: colour('soft') }, dataBackground: { lineStyle: { color: colour('soft') }, areaStyle: { color: colour('grid') } },
    fillerColor: colour('band'),
  };
  return bar ? [wheel, slider] : [wheel];
}

/** A course over time. */
function course(name, at, values, shade, more = {}) {
  return {
    name, type: 'line', showSymbol: false, data: at.map((t, k) => [t, values[k]]), lineStyle: { width: 1.6, color: shade },
    itemStyle: { color: shade }, emphasis: { disabled: true }, ...more,
  };
}

/** "from a to b, lowest c, highest d": a course in words. */
function inWords(values, decimals) {
  const known = values.filter((v) => v !== null);
  if (known.length === 0) return 'no values';
  let low = known[0];
  let high = known[0];
  for (const v of known) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return `from ${shown(known[0], decimals)} to ${shown(known[known.length - 1], decimals)}, lowest ${shown(low, decimals)}, highest ${shown(high, decimals)}`;
}

/** The table behind courses over time. */
function courseTable(caption, at, courses, decimals) {
  const columns = [{ name: 'UTC', text: true }, ...courses.map(([name]) => ({ name }))];
  const rows = at.map((t, k) => [moment(t), ...courses.map(([, values]) => shown(values[k], decimals))]);
  return framed(table(caption, columns, rows), caption);
}

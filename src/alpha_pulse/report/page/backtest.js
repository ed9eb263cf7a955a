// The report of a backtest.

const SHADES = { yours: 'c1', unhedged: 'c2', static: 'c3', classic: 'c4' };

function comparison(data) {
  const rows = data.policies.map((p) => [capital(p.name), shown(p.effectiveness_hourly, 4, 4), shown(p.effectiveness_daily, 4, 4),
    shown(p.max_drawdown_pct, 2, 2), shown(p.cvar95, 4, 4), shown(p.turnover, 2, 2), shown(p.cost_bp_year, 1, 1), shown(p.funding_bp_year, 1, 1),
    shown(Number(p.equity), 2, 2)]);
  const columns = ['Policy', 'Effectiveness, hourly', 'daily', 'Deepest fall, %', 'CVaR 95', 'Turnover', 'Cost, bp/yr', 'Funding, bp/yr', `Equity, ${data.currency}`]
    .map((name) => ({ name }));
  return [
    make('h2', {}, 'Against the alternatives'),
    make('p', { class: 'said' }, 'Static sold the whole holding forward at the first price, once, at the same fees. Classic is the plain ladder. Unhedged did nothing. A hedge that is no better than static is not worth its orders.'),
    framed(table('The same recording under each policy', columns, rows, true), 'Comparison of policies', true),
  ];
}

/** Fills in kinds that look different: [name, filter, colour, symbol, rotation]. */
const FILL_KINDS = [
  ['Sold', (f) => f.side === 'SELL' && !exits(f), 'sell', 'triangle', 180],
  ['Bought', (f) => f.side === 'BUY' && !exits(f), 'buy', 'triangle', 0],
  ['Exit or stop', exits, 'exit', 'diamond', 0],
];

function exits(fill) {
  return !['grid_open', 'grid_close', 'rebalance'].includes(fill.purpose);
}

function fillsOf(data) {
  return data.fills.rows.map((row) => Object.fromEntries(data.fills.columns.map((name, k) => [name, row[k]])));
}

function fillSaid(fill, data) {
  return `${shown(fill.quantity, 8)} ${data.coin} at ${shown(fill.price, 8)}: ${words(fill.purpose)}, ${words(fill.liquidity)}, fee ${shown(fill.fee, 4)}`;
}

function standingLine(order) {
  const protects = exits(order);
  return {
    yAxis: order.price, name: protects ? words(order.purpose) : '',
    lineStyle: { color: colour(protects ? 'exit' : order.side === 'SELL' ? 'sell' : 'buy'), type: 'dashed', width: 1, opacity: 0.65 },
    label: { show: protects, formatter: '{b}', position: 'insideStartTop', color: colour('soft'), fontSize: 11 },
  };
}

/** Whether a level lies so near that it can be drawn without pressing the course flat. */
function near(level, prices) {
  const low = prices.reduce((a, b) => Math.min(a, b), Infinity);
  const high = prices.reduce((a, b) => Math.max(a, b), -Infinity);
  const room = Math.max((high - low) / 2, high / 100);
  return level >= low - room && level <= high + room;
}

/** What the dashed lines are. */
function standingSaid(drawn, all) {
  if (all === 0) return 'No order stands at the end.';
  const those = all === 1 ? 'the one order that stands at the end' : `the ${all} orders that stand at the end`;
  if (drawn === all) return `Dashed: ${those}.`;
  return `Dashed: of ${those}, ${drawn}; the others lie too far away and are in the table.`;
}

function pricePicture(data) {
  const { at, price, spot_price: spot } = data.hours;
  const fills = fillsOf(data);
  const standing = data.standing.filter((order) => order.price !== null && near(order.price, price));
  const left = data.fills.count > data.fills.shown ? ` Of ${shown(data.fills.count)} fills ${shown(data.fills.shown)} are drawn; the .json file has all.` : '';
  const two = spot.some((v, k) => v !== price[k]);
  // A fill lies at the time of its own, hence outside the lowest and highest hour now and then: axes scale with both.
  const options = () => ({
    tooltip: { ...momentTooltip(8) },
    grid: { left: 8, right: 20, top: 40, bottom: 40, containLabel: true },
    dataZoom: zoom(true), xAxis: timeAxis(), yAxis: valueAxis(),
    series: [
      course('Price', at, price, colour('c1'), {
        z: 1, lineStyle: { width: 1.4, color: colour('c1') },
        markLine: { silent: true, symbol: 'none', animation: false, data: standing.map(standingLine) },
      }),
      // Not seen: it makes the axis reach to the standing orders.
      { id: UNSEEN, type: 'scatter', symbolSize: 0, silent: true, data: standing.map((order) => [at[0], order.price]) },
      ...(two ? [course('Spot', at, spot, colour('c2'), { z: 0 })] : []),
      ...FILL_KINDS.map(([name, is, shade, symbol, turn]) => ({
        name, type: 'scatter', symbol, symbolRotate: turn, symbolSize: fills.length > 2000 ? 5 : 9, z: 3, itemStyle: { color: colour(shade), opacity: 0.85 },
        data: fills.filter(is).map((f) => ({ value: [f.at, f.price], said: fillSaid(f, data) })),
      })).filter((series) => series.data.length > 0),
    ],
  });
  return picture({
    title: 'Price, fills and what stands at the end', size: 'tall', group: 'time', many: fills.length > 3000,
    said: `The hedge leg's mark by the hour. Marks show each execution. ${standingSaid(standing.length, data.standing.length)}${left} Drag the bar to zoom: all pictures over time move together.`,
    label: `Price ${inWords(price, 8)}; ${data.fills.count} fills, ${data.standing.length} orders at the end`, options,
    numbers: () => make('div', {},
      framed(table('Fills', ['UTC', 'Purpose', 'Side', 'Liquidity', 'Quantity', 'Price', `Fee`].map((name, k) => ({ name, text: k < 4 })),
        fills.map((f) => [moment(f.at), words(f.purpose), words(f.side), words(f.liquidity), shown(f.quantity, 8), shown(f.price, 8), shown(f.fee, 6)])), 'Fills'),
      framed(table('Orders that stand at the end', ['Purpose', 'Side', 'Quantity', 'Price'].map((name, k) => ({ name, text: k < 2 })),
        data.standing.map((o) => [words(o.purpose), words(o.side), shown(o.quantity, 8), shown(o.price, 8)])), 'Standing orders'),
      courseTable('Price', at, two ? [['Price', price], ['Spot', spot]] : [['Price', price]], 8)),
  });
}

function ratioPicture(data) {
  const { at, hedge_ratio: ratio } = data.hours;
  const { min, target, max } = data.band;
  const options = () => ({
    tooltip: momentTooltip(4), dataZoom: zoom(), xAxis: timeAxis(), legend: { show: false },
    grid: { left: 8, right: 20, top: 16, bottom: 8, containLabel: true },
    yAxis: valueAxis({ min: (range) => Math.min(range.min, min), max: (range) => Math.max(range.max, max) }),
    series: [course('Hedge ratio', at, ratio, colour('c1'), {
      step: 'end',
      markArea: { silent: true, itemStyle: { color: colour('band') }, data: [[{ yAxis: min }, { yAxis: max }]] },
      markLine: {
        silent: true, symbol: 'none', lineStyle: { color: colour('c5'), type: 'dashed', width: 1 },
        label: { position: 'insideEndTop', formatter: 'target', color: colour('soft'), fontSize: 11 }, data: [{ yAxis: target }],
      },
    })],
  });
  return picture({
    title: 'How much is hedged', size: 'low', group: 'time', options,
    said: `The hedge over the holding, in coins: 1 is all of it. The shaded band is where it should be, ${shown(min, 4)} to ${shown(max, 4)}; the dashed line is what is aimed at.`,
    label: `Hedge ratio ${inWords(ratio, 4)}; band ${min} to ${max}`,
    numbers: () => courseTable('Hedge ratio', at, [['Hedge ratio', ratio]], 6),
  });
}

/** One course for each policy. */
function policyPicture(data, column, { title, said, decimals, size, fill }) {
  const { at } = data.hours;
  const courses = data.policies.map((p) => [p.name, data.hours[`${column}_${p.name}`]]);
  const options = () => ({
    tooltip: momentTooltip(decimals), dataZoom: zoom(), xAxis: timeAxis(), yAxis: valueAxis({ scale: false }),
    // The one asked for is drawn last, over the others.
    series: courses.map(([name, values], k) => course(capital(name), at, values, colour(SHADES[name] ?? 'c6'), {
      z: courses.length - k + 2, lineStyle: { width: k === 0 ? 2.2 : 1.4, color: colour(SHADES[name] ?? 'c6') },
      ...(fill && k === 0 ? { areaStyle: { opacity: 0.12 } } : {}),
    })),
  });
  return picture({
    title, said, size, group: 'time', options, label: courses.map(([name, values]) => `${name} ${inWords(values, decimals)}`).join('; '),
    numbers: () => courseTable(title, at, courses.map(([name, values]) => [capital(name), values]), decimals),
  });
}

/** Terms of the account; `terms`: [name, values, colour]. */
function termPicture(data, title, said, terms, size = '') {
  const { at } = data.hours;
  const drawn = terms.filter(([, values], k) => k < 2 || values.some((v) => v !== 0));
  const options = () => ({
    tooltip: momentTooltip(2), dataZoom: zoom(), xAxis: timeAxis(), yAxis: valueAxis({ scale: false, name: data.currency, nameTextStyle: { color: colour('soft'), align: 'left' }, nameGap: 10 }),
    grid: { left: 8, right: 20, top: 56, bottom: 8, containLabel: true },
    series: drawn.map(([name, values, shade, width = 1.6]) => course(name, at, values, colour(shade), { lineStyle: { width, color: colour(shade) } })),
  });
  return picture({
    title, said, size, group: 'time', options, label: drawn.map(([name, values]) => `${name} ${inWords(values, 2)}`).join('; '),
    numbers: () => courseTable(`${title}, ${data.currency}`, at, drawn.map(([name, values]) => [name, values]), 2),
  });
}

function negative(values) {
  return values.map((v) => (v === null ? null : 0 - v));
}

function monthPicture(data) {
  const { month, ...policies } = data.months;
  const names = Object.keys(policies);
  const options = () => ({
    tooltip: { ...tooltipLook(), trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (v) => shown(v, 4, 4) },
    xAxis: { type: 'category', data: month, ...axisLook() },
    yAxis: valueAxis({ scale: false, max: 1, min: (range) => Math.max(-1, Math.min(0, Math.floor(range.min * 10) / 10)) }),
    series: names.map((name) => ({ name: capital(name), type: 'bar', barMaxWidth: 26, data: policies[name], itemStyle: { color: colour(SHADES[name] ?? 'c6'), borderRadius: [2, 2, 0, 0] } })),
  });
  return picture({
    title: 'Effectiveness by month', size: 'low', options,
    said: 'The share of the holding’s hour-to-hour variance that was taken away within each month: 1 is all. Months with fewer than 20 full hours have none; what is below −1 is cut off.',
    label: names.map((name) => `${name} ${inWords(policies[name], 4)}`).join('; '),
    numbers: () => framed(table('Effectiveness by month', [{ name: 'Month', text: true }, ...names.map((name) => ({ name: capital(name) }))],
      month.map((m, k) => [m, ...names.map((name) => shown(policies[name][k], 4, 4))])), 'Effectiveness by month'),
  });
}

function thinned(data) {
  const { count, shown: drawn } = data.hours;
  if (count === drawn) return [];
  return [make('p', { class: 'note', role: 'note' }, `The pictures show ${shown(drawn)} of ${shown(count)} hours; every peak and low is among them. A .json or .csv report has all.`)];
}

function showBacktest(data) {
  const h = data.hours;
  const figures = make('div', { class: 'figures' }, ...data.figures.map((f) => make('section', { class: 'figure', 'aria-label': f.name },
    make('h3', {}, f.name), make('div', { class: 'value' }, f.value.replace(/^-/, '−')), make('p', {}, f.meaning))));
  const total = h.profit_yours.map((v, k) => (v === null ? null : v + h.transfers[k]));
  return [
    ...head(data, 'Backtest'), ...thinned(data), figures, ...comparison(data),
    make('div', { id: 'pictures', tabindex: '-1' }),
    pricePicture(data),
    ratioPicture(data),
    policyPicture(data, 'profit', { title: 'What came of it', said: `Gain or loss since the start, holding included, in ${data.currency}. A good hedge is a flat line: the holding's swings are gone, what is left is its cost and its funding.`, decimals: 2, fill: false }),
    policyPicture(data, 'drawdown_pct', { title: 'How deep it fell', said: 'The distance from the highest result so far, by the hour, in percent of the holding’s first value. The figure above looks at days, so it may be less deep.', decimals: 2, size: 'low', fill: true }),
    termPicture(data, 'The account: the holding and its hedge', 'Why equity changed, to the last unit. The holding’s gain; what a hedge of exactly the target would have earned against it; and the sum of all terms.',
      [['Holding', h.spot, 'c2'], ['Reference hedge', h.reference, 'c4'], ['All terms', total, 'c1', 2.2], ['Transfers', h.transfers, 'c6']]),
    termPicture(data, 'The account: what the rest came to', 'Overlay is what the hedge earned beyond the reference: that it was larger or smaller, later, or filled at other prices. Funding was received where it is above 0. Fees are paid.',
      [['Overlay', h.overlay, 'c3'], ['Funding', h.funding, 'c5'], ['Fees', negative(h.fees), 'c6'], ['Liquidation', negative(h.liquidation), 'c4']]),
    monthPicture(data),
    termPicture(data, 'What it cost', 'Paid since the start: fees, slippage (the distance of each taker fill from the opposite quote, already a part of the overlay), and funding; below 0 funding was received. The thick line is their sum.',
      [['Fees', h.fees, 'c6'], ['Slippage', h.slippage, 'c3'], ['Funding paid', negative(h.funding), 'c5'], ['Together', h.cost, 'c1', 2.2]], 'low'),
    ...foot(data),
  ];
}

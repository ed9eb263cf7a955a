// The report of a sweep.

function figureIndex(data, key) {
  return Math.max(0, data.figures.findIndex((figure) => figure.key === key));
}

function settingsOf(data, row) {
  return data.keys.map((key, k) => `${key.key}=${row.values[k]}`).join(' ');
}

/** The best value of a figure for each pair of values of two keys, over all values of the others. */
function cells(data, x, y, f) {
  const better = data.figures[f].more_is_better ? (a, b) => a > b : (a, b) => a < b;
  const best = new Map();
  for (const row of data.rows) {
    const value = row.figures[f];
    if (value === null || value === undefined) continue;
    const place = `${data.keys[x].values.indexOf(row.values[x])},${y < 0 ? 0 : data.keys[y].values.indexOf(row.values[y])}`;
    if (!best.has(place) || better(value, best.get(place).value)) best.set(place, { value, row });
  }
  return [...best].map(([place, cell]) => ({ value: [...place.split(',').map(Number), cell.value], row: cell.row }));
}

function choice(label, names, chosen, changed) {
  const select = make('select', {}, ...names.map(([value, name]) => make('option', value === chosen ? { value, selected: '' } : { value }, name)));
  select.addEventListener('change', () => changed(Number(select.value)));
  return make('label', {}, label, select);
}

function heatPicture(data) {
  const seen = { x: 0, y: data.keys.length > 1 ? 1 : -1, f: figureIndex(data, data.ranked_by) };
  const again = (what) => (value) => {
    if (what === 'x' && value === seen.y) seen.y = seen.x;
    if (what === 'y' && value === seen.x) seen.x = seen.y;
    seen[what] = value;
    drawAll();
    for (const [name, select] of Object.entries(selects)) select.querySelector('select').value = seen[name];
  };
  const keys = data.keys.map((key, k) => [k, key.key]);
  const selects = { f: choice('Figure', data.figures.map((figure, k) => [k, figure.name]), seen.f, again('f')), x: choice('Across', keys, seen.x, again('x')) };
  if (seen.y >= 0) selects.y = choice('Up', keys, seen.y, again('y'));
  const options = () => {
    const drawn = cells(data, seen.x, seen.y, seen.f);
    const values = drawn.map((cell) => cell.value[2]);
    const good = data.figures[seen.f].more_is_better;
    const shades = darkNow() ? ['#3a2430', '#3d4a63', '#6fb6f7'] : ['#f3d9cf', '#cfe0f2', '#0b5cad'];
    return {
      legend: { show: false },
      tooltip: { ...tooltipLook(), formatter: (p) => `${escaped(data.figures[seen.f].name)} <b>${escaped(shown(p.value[2], 6))}</b><br>${escaped(settingsOf(data, p.data.row)).replaceAll(' ', '<br>')}` },
      grid: { left: 8, right: 120, top: 28, bottom: 26, containLabel: true },
      xAxis: { type: 'category', data: data.keys[seen.x].values, name: data.keys[seen.x].key, nameLocation: 'middle', nameGap: 28, ...axisLook() },
      yAxis: { type: 'category', data: seen.y < 0 ? [''] : data.keys[seen.y].values, name: seen.y < 0 ? '' : data.keys[seen.y].key, ...axisLook(), nameTextStyle: { color: colour('soft'), align: 'left' } },
      visualMap: {
        min: values.reduce((a, b) => Math.min(a, b), Infinity), max: values.reduce((a, b) => Math.max(a, b), -Infinity), right: 0, top: 'middle', precision: 4, calculable: true,
        itemHeight: 220, inRange: { color: good ? shades : [...shades].reverse() }, textStyle: { color: colour('soft') },
      },
      series: [{ type: 'heatmap', data: drawn, label: { show: drawn.length <= 120, formatter: (p) => shown(p.value[2], 4) }, itemStyle: { borderColor: colour('card'), borderWidth: 1 } }],
    };
  };
  return picture({
    title: 'What each setting does', size: 'tall', options, above: make('div', { class: 'choices' }, ...Object.values(selects)),
    said: 'Two keys against each other; the darker blue, the better. Where more keys varied, each field shows the best that any of their values reached.',
    label: `Heat map of ${data.keys.map((key) => key.key).join(', ')}`,
    numbers: () => {
      const drawn = cells(data, seen.x, seen.y, seen.f);
      return framed(table(data.figures[seen.f].name, [...data.keys.map((key) => ({ name: key.key, text: true })), { name: data.figures[seen.f].name }],
        drawn.map((cell) => [...cell.row.values, shown(cell.value[2], 6)])), 'Heat map');
    },
  });
}

function frontPicture(data) {
  const cost = figureIndex(data, data.cost);
  const effect = figureIndex(data, data.effectiveness);
  const known = data.rows.filter((row) => row.figures.length > 0 && row.figures[cost] !== null && row.figures[effect] !== null);
  const point = (row) => ({ value: [row.figures[cost], row.figures[effect]], row });
  const front = known.filter((row) => row.front).sort((a, b) => a.figures[cost] - b.figures[cost]);
  const options = () => ({
    tooltip: { ...tooltipLook(), formatter: (p) => `cost <b>${escaped(shown(p.value[0], 2))}</b> bp a year, effectiveness <b>${escaped(shown(p.value[1], 4))}</b><br>${escaped(settingsOf(data, p.data.row)).replaceAll(' ', '<br>')}` },
    grid: { left: 8, right: 24, top: 56, bottom: 28, containLabel: true },
    xAxis: valueAxis({ name: 'cost, bp of the holding a year', nameLocation: 'middle', nameGap: 28 }),
    yAxis: valueAxis({ name: 'hedge effectiveness by hour', nameTextStyle: { color: colour('soft'), align: 'left' } }),
    series: [
      { name: 'All', type: 'scatter', symbolSize: known.length > 2000 ? 3 : 7, itemStyle: { color: colour('c2'), opacity: 0.5 }, data: known.filter((row) => !row.front).map(point) },
      { name: 'Front', type: 'line', symbol: 'circle', symbolSize: 9, step: 'end', lineStyle: { color: colour('c1'), width: 2 }, itemStyle: { color: colour('c1') }, data: front.map(point) },
    ],
  });
  return picture({
    title: 'What effectiveness costs', size: 'tall', options, many: known.length > 3000,
    said: 'Every configuration by what it cost and how well it hedged. On the line nothing hedges better for the same cost; whatever lies below and to the right of it is worse in both.',
    label: `${known.length} configurations, ${front.length} of them on the front, cost ${inWords(front.map((row) => row.figures[cost]), 1)}`,
    numbers: () => rowsTable(data, front, 'The front, cheapest first'),
  });
}

function rowsTable(data, rows, caption) {
  const columns = [{ name: 'Index' }, ...data.keys.map((key) => ({ name: key.key, text: true })), ...data.figures.map((figure) => ({ name: figure.name })), { name: 'Front', text: true }];
  return framed(table(caption, columns, rows.map((row) => [String(row.index), ...row.values,
    ...data.figures.map((_, k) => shown(row.figures[k], 4)), row.refusal ? row.refusal : row.front ? 'yes' : ''])), caption);
}

function splits(data) {
  if (data.splits.length === 0) return [];
  const columns = ['Chosen on', 'Judged on', 'Chosen', 'Figure then', 'Figure after', 'Rank correlation'].map((name, k) => ({ name, text: k < 3 }));
  return [
    make('h2', {}, 'Chosen before, judged after'),
    make('p', { class: 'said' }, 'The best of one part of the time, on the next. A rank correlation near 1 says that what was good stayed good; near 0, that the choice was luck.'),
    framed(table('Walk-forward', columns, data.splits.map((s) => [s.in_sample, s.out_of_sample, s.chosen, shown(s.in_sample_figure, 4), shown(s.out_of_sample_figure, 4), shown(s.rank_correlation, 3)])), 'Walk-forward', true),
  ];
}

function showSweep(data) {
  const left = data.count > data.rows.length ? ` The .json and .csv reports have all ${shown(data.count)}.` : '';
  return [
    ...head(data, 'Sweep'),
    make('div', { id: 'pictures', tabindex: '-1' }),
    heatPicture(data),
    frontPicture(data),
    ...splits(data),
    make('h2', {}, 'Configurations'),
    make('p', { class: 'said' }, `Best first, by ${words(data.figures[figureIndex(data, data.ranked_by)].name)}.${left}`),
    rowsTable(data, data.rows.slice(0, 25), 'The best'),
    data.rows.length > 25 ? folded(`All ${shown(data.rows.length)} on this page`, () => rowsTable(data, data.rows, 'All')) : null,
    ...foot(data),
  ].filter((part) => part !== null);
}

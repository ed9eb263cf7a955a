'use strict';
// Small things every report is made of. All text goes in as text, never as markup.

/** An element with attributes and children (elements or text). */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

function escaped(text) {
  return String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A number as people read it; a dash for none. */
function shown(value, decimals = 2, least = 0) {
  if (value === null || value === undefined) return '–';
  const text = value.toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: decimals });
  return text.replace(/^-(?=0?\.?0*$)/, '').replace('-', '−');
}

/** 2025-06-01 12:00, UTC. */
function moment(ms) {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Words of the program (STOP_LOSS) as words of people (stop loss). */
function words(name) {
  return name.toLowerCase().replaceAll('_', ' ');
}

/** A table. `columns`: [{ name, text }]; cells are text. `first` makes the first cell of each row its head. */
function table(caption, columns, rows, first = false) {
  const head = make('tr', {}, ...columns.map((c) => make('th', c.text ? { scope: 'col', class: 'text' } : { scope: 'col' }, c.name)));
  const body = make('tbody');
  for (const row of rows) {
    body.append(make('tr', {}, ...row.map((cell, k) =>
      k === 0 && first ? make('th', { scope: 'row' }, cell) : make('td', columns[k].text ? { class: 'text' } : {}, cell))));
  }
  return make('table', {}, make('caption', {}, caption), make('thead', {}, head), body);
}

/** A table in a frame that scrolls, also by keyboard. */
function framed(content, label, whole = false) {
  return make('div', { class: whole ? 'scroll whole' : 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, content);
}

/** Something that is built when it is first opened. */
function folded(title, build) {
  const details = make('details', {}, make('summary', {}, title));
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(build());
  });
  return details;
}

/** Kicker, title, facts, notes. */
function head(data, kicker) {
  const theme = make('button', { type: 'button' }, 'Light / dark');
  theme.addEventListener('click', turnTheme);
  const facts = make('dl', { class: 'facts' });
  for (const fact of data.facts) facts.append(make('dt', {}, fact.name), make('dd', {}, fact.value));
  return [
    make('a', { class: 'skip', href: '#pictures' }, 'Skip to the pictures'),
    make('header', {}, make('div', {}, make('p', { class: 'kicker' }, kicker), make('h1', {}, data.title)), theme),
    facts,
    ...data.notes.map((note) => make('p', { class: 'note', role: 'note' }, note)),
  ];
}

/** The settings, and who drew this. */
function foot(data) {
  return [
    make('h2', {}, 'Settings'),
    make('p', { class: 'said' }, 'Every key as it was in effect; credentials are not among them.'),
    folded('All settings', () => framed(make('pre', {}, data.settings), 'All settings')),
    make('footer', {}, 'Made by gridhedge. This page holds its own data and asks nothing of any network. Pictures by Apache ECharts (Apache License 2.0). All times are UTC.'),
  ];
}

function darkNow() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function turnTheme() {
  document.documentElement.dataset.theme = darkNow() ? 'light' : 'dark';
  drawAll();
}

/** A colour of the page's style by its name. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

// Opens pages in a browser as a person does: from the disk, without a network, with the keyboard.
//   node look.mjs PATH/TO/chromium PAGE.html...
// Prints a line for each thing looked at; the last says how many were as they should be. Exit code 0 when all were,
// 77 when no browser can be started here.
import { chromium } from 'playwright-core';

const [executablePath, ...files] = process.argv.slice(2);
const PATIENCE = 100000; // milliseconds; a machine may be busy
let passed = 0;
let failed = 0;

function see(what, right, found = '') {
  if (right) passed += 1;
  else failed += 1;
  console.log(`${right ? 'ok   ' : 'FAIL '} ${what}${right ? '' : `: ${found}`}`);
}

let browser;
try {
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], timeout: PATIENCE });
} catch (error) {
  console.log(`no browser: ${error.message.split('\n')[0]}`);
  process.exit(77);
}

/** Marks that a picture has drawn: shapes of SVG, or pixels of a canvas that are not empty. */
function marks(place) {
  const canvas = place.querySelector('canvas');
  if (!canvas) return place.querySelectorAll('svg path').length;
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let seen = 0;
  for (let k = 3; k < pixels.length; k += 4) if (pixels[k] > 0) seen += 1;
  return seen;
}

async function look(file, colorScheme) {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1200, height: 900 } });
  await context.setOffline(true);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const said = [];
  const asked = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  const name = `${file.split('/').pop()} (${colorScheme})`;
  await page.goto(`file://${file}`);
  const drawn = await page.waitForFunction(() => {
    const all = [...document.querySelectorAll('.chart')];
    return all.length > 0 && all.every((chart) => chart.dataset.drawn === 'yes');
  }).then(() => true, () => false);
  see(`${name}: every picture says that it has drawn`, drawn);
  for (const chart of await page.$$('.chart')) {
    const label = await chart.getAttribute('aria-label');
    const count = await chart.evaluate(marks);
    see(`${name}: a picture with marks, called "${label.slice(0, 50)}"`, count > 3 && label.length > 10, `${count} marks`);
  }
  see(`${name}: the page is in a language, has a title and one heading`, await page.evaluate(() =>
    document.documentElement.lang === 'en' && document.title.length > 3 && document.querySelectorAll('h1').length === 1));
  see(`${name}: nothing of the data became markup`, await page.evaluate(() => document.querySelectorAll('#page img, #page b, #page script').length === 0));
  await byKeyboard(page, name);
  await inPrint(page, name);
  const strange = asked.filter((url) => url !== `file://${file}` && !url.startsWith('data:'));
  see(`${name}: it asks nothing of any network`, strange.length === 0, strange.join(' '));
  see(`${name}: it complains of nothing`, said.length === 0, said.join(' | '));
  await context.close();
}

/** Tab reaches the pictures' tables, Enter opens one, and it has rows. */
async function byKeyboard(page, name) {
  let reached = false;
  for (let k = 0; k < 40 && !reached; k += 1) {
    await page.keyboard.press('Tab');
    reached = await page.evaluate(() => document.activeElement.tagName === 'SUMMARY');
  }
  see(`${name}: Tab reaches the numbers behind a picture`, reached);
  await page.keyboard.press('Enter');
  const rows = await page.waitForFunction(() => document.querySelectorAll('figure details[open] tbody tr').length)
    .then((handle) => handle.jsonValue(), () => 0);
  see(`${name}: Enter opens them`, rows > 0, `${rows} rows`);
}

/** On paper the page is light, whatever the screen is. */
async function inPrint(page, name) {
  const ground = await page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    const shade = getComputedStyle(document.documentElement).getPropertyValue('--card').trim();
    dispatchEvent(new Event('afterprint'));
    return shade;
  });
  see(`${name}: paper is white`, ground === '#ffffff', ground);
}

for (const file of files) {
  await look(file, 'light');
}
await look(files[0], 'dark');
await browser.close();
console.log(`${passed} seen, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

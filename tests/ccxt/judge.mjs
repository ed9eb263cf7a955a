// What every driver of the simulated exchange does, whatever its client: starts it, counts steps, ends it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const ended = (child) => new Promise((resolve) => child.on('exit', resolve));

// Starts `gridhedge exchange serve`; gives its process and what its first line says.
async function started(binary, options) {
  const server = spawn(binary, ['exchange', 'serve', '--port', '0', '--seed', '7', '--scenario', 'calm', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => server.kill('SIGINT'));
  const lines = createInterface({ input: server.stdout });
  return { server, place: JSON.parse((await lines[Symbol.asyncIterator]().next()).value) };
}

// Node reads whom it trusts as it starts: the exchange is started first, and this script once more, told its authority.
async function beginAgainTrusting(binary) {
  const { server, place } = await started(binary, ['--tls']);
  if (!place.futures_rest.startsWith('https:') || !place.spot_ws.startsWith('wss:')) throw new Error('no TLS');
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: place.ca, EXCHANGE: JSON.stringify(place) };
  const code = await ended(spawn(process.execPath, process.argv.slice(1), { env, stdio: 'inherit' }));
  server.kill('SIGINT');
  process.exit((await ended(server)) === 0 ? code : 1);
}

// Starts the exchange, with TLS when the last argument is `tls`. Gives its addresses, and the three things that a
// driver does with steps.
export async function judge(binary, { patience, words }) {
  if (process.argv.at(-1) === 'tls' && !process.env.EXCHANGE) await beginAgainTrusting(binary);
  const { server, place } = process.env.EXCHANGE ? { place: JSON.parse(process.env.EXCHANGE) } : await started(binary, []);
  let passed = 0;
  let failed = 0;

  async function step(name, work) {
    let timer;
    try {
      const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`nothing within ${patience} s`)), patience * 1000);
      });
      await Promise.race([work(), late]);
      passed += 1;
      console.log(`ok    ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${name}: ${words(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }

  function broke(error) {
    failed += 1;
    console.log(`FAIL  ${error.stack ?? JSON.stringify(error)}`);
  }

  // Ends the exchange, says how many steps passed, and leaves with 0 when all did.
  async function finish() {
    if (server) {
      server.kill('SIGINT');
      const code = await ended(server);
      if (code !== 0) failed += 1;
      console.log(`the exchange ended with ${code}`);
    }
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed === 0 && passed > 0 ? 0 : 1);
  }
  return { place, step, broke, finish };
}

export function must(condition, what) {
  if (!condition) throw new Error(`expected ${what}`);
}

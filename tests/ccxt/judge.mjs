// What every driver of the simulated exchange does, whatever its client: starts it, counts steps, ends it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

// Starts `gridhedge exchange serve`. Gives its addresses, and the three things that a driver does with steps.
export async function judge(binary, { patience, words }) {
  const server = spawn(binary, ['exchange', 'serve', '--port', '0', '--seed', '7', '--scenario', 'calm'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => server.kill('SIGINT'));
  const lines = createInterface({ input: server.stdout });
  const place = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
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
    server.kill('SIGINT');
    const code = await new Promise((resolve) => server.on('exit', resolve));
    if (code !== 0) failed += 1;
    console.log(`the exchange ended with ${code}`);
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed === 0 && passed > 0 ? 0 : 1);
  }
  return { place, step, broke, finish };
}

export function must(condition, what) {
  if (!condition) throw new Error(`expected ${what}`);
}

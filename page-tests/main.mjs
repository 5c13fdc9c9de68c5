// Runs the tests, two at once, each in a browser of its own, and says how many were good.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from './browser.mjs';

const wanted = process.argv.slice(2);
const directory = join(import.meta.dirname, 'tests');
const names = (await readdir(directory)).map((name) => name.replace(/\.mjs$/, '')).sort();
const queue = [];
for (const name of names.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const { default: tests } = await import(`./tests/${name}.mjs`);
  queue.push(...Object.entries(tests).map(([title, test]) => ({ name, title, test })));
}
let [passed, failed] = [0, 0];

async function work() {
  const browser = await launch();
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { name, title, test } = next;
    const begin = Date.now();
    try {
      await test(browser);
      passed++;
      console.log(`good    ${name}: ${title} (${Date.now() - begin} ms)`);
    } catch (problem) {
      failed++;
      console.log(`FAILED  ${name}: ${title}\n        ${String(problem.stack ?? problem).split('\n').slice(0, 12).join('\n        ')}`);
    }
  }
  await browser.close();
}

await Promise.all(Array.from({ length: Number(process.env.JOBS ?? 2) }, work));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

// Runs the tests, one after the other, and says how many were good.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from './browser.mjs';

const wanted = process.argv.slice(2);
const directory = join(import.meta.dirname, 'tests');
const names = (await readdir(directory)).map((name) => name.replace(/\.mjs$/, '')).sort();
let [passed, failed] = [0, 0];
const browser = await launch();

for (const name of names.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const { default: tests } = await import(`./tests/${name}.mjs`);
  for (const [title, test] of Object.entries(tests)) {
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
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

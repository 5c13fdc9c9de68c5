// The pictures of the docs: the program with traffic of its own. Written with PICTURES=1, otherwise only made.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withPage } from '../browser.mjs';
import { startProgram, withStore } from '../program.mjs';
import { say, talks, upstream } from '../traffic.mjs';

const images = join(import.meta.dirname, '../../docs/images');
const [trains, table, haiku, otherHaiku, , capital] = talks;

/** Records all talks, replays most, misses one, and gives one a fault. */
async function use(url) {
  const set = (kind, test, rules) => fetch(`${url}/__reprise/${kind}?test=${encodeURIComponent(test)}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ rules }) });
  for (const talk of talks) {
    await say(url, talk);
  }
  await fetch(`${url}/__reprise/tests/start-over`, { method: 'POST' });
  await set('faults', capital.test, ['status=429,retry-after=2']);
  for (const talk of talks.filter((each) => each !== otherHaiku && each !== trains)) {
    await say(url, talk);
  }
  const [system, ...rest] = table.messages;
  const nextDay = { ...system, content: system.content.replace('11-26T08:12:44', '11-27T09:30:02') };
  const missed = await say(url, { ...table, messages: [nextDay, ...rest] }, { temperature: 0.7 }, { 'x-reprise-mode': 'replay' });
  assert.equal(missed.status, 404, missed.text);
  await say(url, trains);
}

async function placesOf(url) {
  const { recordings } = await (await fetch(`${url}/__reprise/recordings`)).json();
  assert.equal(recordings.length, talks.length);
  return (talk) => encodeURIComponent(recordings.find(({ test }) => test === talk.test).location);
}

const pictures = (place) => ({
  'page-light': ['light', `#/live/${place(table)}`, '.messages:has(.markdown table) img.picture'],
  'page-dark': ['dark', `#/store/${place(trains)}`, 'img.picture'],
  'page-stream': ['light', `#/store/${place(haiku)}?tab=stream`, 'canvas.plot'],
  'page-miss': ['dark', '#/misses/1', '.miss del'],
  'page-diff': ['light', `#/diff?a=${place(haiku)}&b=${place(otherHaiku)}&tab=timing`, 'canvas.plot'],
});

export default {
  'each picture of the docs can be made': async (browser) => {
    const up = await upstream();
    await mkdir(images, { recursive: true });
    try {
      await withStore({}, async (directory) => {
        const server = await startProgram(['serve', '--mode', 'record-if-missing', '--upstream', up.url, '--recordings', 'recordings', '--port', '0'], { cwd: directory });
        try {
          await use(server.url);
          const place = await placesOf(server.url);
          for (const [name, [colorScheme, hash, ready]] of Object.entries(pictures(place))) {
            await withPage(browser, `${server.url}/__reprise/${hash}`, (page) => take(page, name, ready), { colorScheme, reducedMotion: 'reduce', viewport: { width: 1280, height: 720 } });
          }
        } finally {
          await server.stop();
        }
      });
    } finally {
      up.close();
    }
  },
};

async function take(page, name, ready) {
  await page.locator(ready).first().waitFor();
  await page.locator('.counts .outcome').first().waitFor();
  await page.locator('.mode', { hasText: 'record' }).waitFor();
  await page.evaluate(() => document.fonts.ready);
  const picture = await page.screenshot(process.env.PICTURES ? { path: join(images, `${name}.png`) } : {});
  assert.ok(picture.length < 250_000, `${name} has ${picture.length} bytes`);
}

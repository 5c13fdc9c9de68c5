// Many tabs of one browser: its six connections to a host are enough for all.
import assert from 'node:assert/strict';
import { until } from '../browser.mjs';
import { friendly } from '../fake/answers.mjs';
import { fakeServer } from '../fake/server.mjs';
import { startProgram } from '../program.mjs';

/** Opens `count` tabs of one browser; `hash(index)` is the view of each. */
async function tabs(browser, url, count, hash, test) {
  const context = await browser.newContext();
  context.setDefaultTimeout(30_000);
  try {
    const pages = [];
    for (let index = 0; index < count; index++) {
      const page = await context.newPage();
      await page.goto(url + hash(index));
      await page.locator('.lamp-open').waitFor();
      pages.push(page);
    }
    await test(pages);
  } finally {
    await context.close();
  }
}

const row = (seq, path) => ({ rows: [{ seq, at: '2026-11-27T01:00:00Z', outcome: 'recorded', method: 'POST', path, status: 200 }], dropped: 0 });
const shown = (page, path) => page.locator('.live-rows .row', { hasText: path }).waitFor();

async function streams(server, isGood) {
  const begin = Date.now();
  while (!isGood(server.streams.size)) {
    assert.ok(Date.now() - begin < 20_000, `${server.streams.size} streams`);
    await new Promise(setImmediate);
  }
}

export default {
  'eight tabs have one stream of events, and another tab takes it over': async (browser) => {
    const server = await fakeServer(friendly());
    try {
      await tabs(browser, server.url, 8, () => '', async (pages) => {
        assert.equal(server.streams.size, 1);
        server.send('rows', row(2_000_000, '/v1/first'));
        await Promise.all(pages.map((page) => shown(page, '/v1/first')));
        await pages[0].close();
        await streams(server, (size) => size === 1);
        const seen = new Set();
        await until(pages[1], () => document.querySelector('.lamp-open'));
        server.send('rows', row(2_000_001, '/v1/second'));
        await Promise.all(pages.slice(1).map((page) => shown(page, '/v1/second').then(() => seen.add(page))));
        assert.equal(seen.size, 7);
      });
    } finally {
      server.close();
    }
  },

  'eight tabs with eight filters on the packaged program: all show what comes': async (browser) => {
    const server = await startProgram(['serve', '--demo', '--port', '0']);
    try {
      await tabs(browser, `${server.url}/__reprise/`, 8, (index) => `#/live?filter=-path:/nothing/${index}`, async (pages) => {
        await fetch(`${server.url}/v1/models`);
        await Promise.all(pages.map((page) => shown(page, '/v1/models')));
      });
    } finally {
      await server.stop();
    }
  },
};

// Many tabs of one browser: its six connections to a host are enough for all.
import assert from 'node:assert/strict';
import { slowed } from '../browser.mjs';
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
      await slowed(page);
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

/** Waits until so many streams have been opened, of which one is left. */
async function opened(server, count) {
  const begin = Date.now();
  while (server.opened() < count || server.streams.size !== 1) {
    assert.ok(Date.now() - begin < 20_000, `${server.opened()} streams were opened, ${server.streams.size} are left`);
    await new Promise(setImmediate);
  }
}

export default {
  'eight tabs have one stream of events, and another tab takes it over': async (browser) => {
    const requests = [];
    const server = await fakeServer({ ...friendly(), 'GET requests': () => ({ requests: [...requests] }) });
    try {
      await tabs(browser, server.url, 8, () => '', async (pages) => {
        assert.equal(server.streams.size, 1);
        server.send('rows', row(2_000_000, '/v1/first'));
        await Promise.all(pages.map((page) => shown(page, '/v1/first')));
        requests.push(...row(2_000_001, '/v1/between').rows); // no stream has told this one
        await pages[0].close();
        await opened(server, 2);
        server.send('rows', row(2_000_002, '/v1/second'));
        await Promise.all(pages.slice(1).flatMap((page) => [shown(page, '/v1/second'), shown(page, '/v1/between')]));
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

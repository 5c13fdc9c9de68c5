// What is there again, and is another: a server that was started again, a recording that was made again, an address that is opened again.
import assert from 'node:assert/strict';
import { until, withPage } from '../browser.mjs';
import { friendly, recording } from '../fake/answers.mjs';
import { fakeServer } from '../fake/server.mjs';

const time = (minute) => `2026-11-27T01:${String(minute).padStart(2, '0')}:00Z`;
const row = (seq, minute, path, more = {}) => ({ seq, at: time(minute), outcome: 'forwarded', method: 'POST', path, model: 'm', test: null, status: 200, duration_ms: 5, location: null, miss: null, ...more });
const event = (...rows) => ({ rows, dropped: 0 });

/** Opens Live on a server that knows the requests of `state`, the newest first. */
async function on(browser, hash, state, test, routes = {}) {
  const server = await fakeServer({ ...friendly(), 'GET requests': () => ({ requests: [...state.requests] }), ...routes });
  try {
    await withPage(browser, server.url + hash, (page) => test(page, server));
  } finally {
    server.close();
  }
}

/** The server is started again, and has these requests; the page follows it. */
async function restart(page, server, state, requests) {
  const before = server.opened();
  state.requests = requests;
  server.streams.forEach((each) => each.end());
  await page.locator('.lamp-lost').waitFor();
  await page.locator('.lamp-open').waitFor();
  assert.ok(server.opened() > before);
}

const listed = (page) => page.locator('.live-rows .row').evaluateAll((rows) => rows.sort((a, b) => a.dataset.index - b.dataset.index).map((each) => each.querySelector('.cell-main').textContent.replace('POST ', '')));

/** Waits until the list has these paths, from the top. */
async function lists(page, ...paths) {
  try {
    await until(page, (wanted) => [...document.querySelectorAll('.live-rows .row')].sort((a, b) => a.dataset.index - b.dataset.index).map((each) => each.querySelector('.cell-main').textContent.replace('POST ', '')).join() === wanted, paths.join());
  } catch {
    assert.deepEqual(await listed(page), paths);
  }
}

const old = () => [row(3, 3, '/v1/three'), row(2, 2, '/v1/two'), row(1, 1, '/v1/one')];

export default {
  'a server that was started again has no requests: Live forgets the old ones': (browser) => {
    const state = { requests: old() };
    return on(browser, '', state, async (page, server) => {
      await lists(page, '/v1/three', '/v1/two', '/v1/one');
      await restart(page, server, state, []);
      await page.getByText('No request has come yet').waitFor();
      server.send('rows', event(row(1, 10, '/v1/new')));
      await lists(page, '/v1/new');
    });
  },

  'a filter that fits no request of a server that was started again leaves none of the old ones in sight': (browser) => {
    const state = { requests: old() };
    return on(browser, '#/live?filter=POST', state, async (page, server) => {
      await lists(page, '/v1/three', '/v1/two', '/v1/one');
      await restart(page, server, state, [row(1, 10, '/v1/other', { method: 'GET' })]);
      await page.getByText('No request fits the filter').waitFor();
    }, { 'GET requests': ({ filter }) => ({ requests: state.requests.filter(({ method }) => !filter || method === filter) }) });
  },

  'old requests stay in sight where the server has none that fits the filter any more': (browser) => {
    const state = { requests: old() };
    return on(browser, '#/live?filter=POST', state, async (page, server) => {
      await lists(page, '/v1/three', '/v1/two', '/v1/one');
      const asked = server.asked.length;
      await restart(page, server, state, [row(4, 4, '/v1/other', { method: 'GET' })]);
      const isAskedForAll = () => server.asked.slice(asked).some((each) => each.startsWith('GET requests?limit=1'));
      for (let wait = 0; wait < 100 && !isAskedForAll(); wait++) {
        await page.waitForTimeout(100);
      }
      assert.ok(isAskedForAll());
      server.send('rows', event(row(5, 5, '/v1/five')));
      await lists(page, '/v1/five', '/v1/three', '/v1/two', '/v1/one');
    }, { 'GET requests': ({ filter }) => ({ requests: state.requests.filter(({ method }) => !filter || method === filter) }) });
  },

  'the first request of a server that was started again is at the top, also with a filter': async (browser) => {
    for (const hash of ['', '#/live?filter=POST']) {
      const state = { requests: old() };
      await on(browser, hash, state, async (page, server) => {
        await lists(page, '/v1/three', '/v1/two', '/v1/one');
        state.requests = [row(1, 10, '/v1/new')];
        server.send('rows', event(row(1, 10, '/v1/new')));
        await lists(page, '/v1/new');
      });
    }
  },

  'a number that was not in the list is of a server that was started again, if it comes later': (browser) => {
    const state = { requests: old().slice(0, 2) };
    return on(browser, '#/live?filter=POST', state, async (page, server) => {
      await lists(page, '/v1/three', '/v1/two');
      state.requests = [row(2, 11, '/v1/newer'), row(1, 10, '/v1/new')]; // the first one was in no event
      server.send('rows', event(row(2, 11, '/v1/newer')));
      await lists(page, '/v1/newer', '/v1/new');
    });
  },

  'a request that ended late is of the same server': (browser) => {
    const state = { requests: [row(4, 4, '/v1/four'), row(2, 2, '/v1/two')] };
    return on(browser, '', state, async (page, server) => {
      await lists(page, '/v1/four', '/v1/two');
      server.send('rows', event(row(3, 3, '/v1/three'), row(4, 4, '/v1/four')));
      await lists(page, '/v1/four', '/v1/three', '/v1/two');
    });
  },

  'while the list is paused, the requests of the server before stay in sight': (browser) => {
    const state = { requests: old() };
    return on(browser, '', state, async (page, server) => {
      await lists(page, '/v1/three', '/v1/two', '/v1/one');
      await page.getByRole('button', { name: 'Pause' }).click();
      await restart(page, server, state, []);
      server.send('rows', event(row(1, 10, '/v1/new')));
      await page.getByRole('button', { name: '1 new' }).waitFor();
      assert.deepEqual(await listed(page), ['/v1/three', '/v1/two', '/v1/one']);
      await page.getByRole('button', { name: 'Go on' }).click();
      await lists(page, '/v1/new');
    });
  },

  'the mode and the counts are those of the server that was started again': (browser) => {
    const state = { requests: old(), mode: 'record', counts: { missed: 8 } };
    return on(browser, '', state, async (page, server) => {
      await page.locator('.mode', { hasText: 'record' }).waitFor();
      await page.locator('.views .badge', { hasText: '8' }).waitFor();
      Object.assign(state, { mode: 'replay', counts: { missed: 2 } });
      await restart(page, server, state, []);
      await page.locator('.mode', { hasText: 'replay' }).waitFor();
      await page.locator('.views .badge', { hasText: '2' }).waitFor();
    }, { 'GET health': () => ({ status: 'ok', mode: state.mode }), 'GET report': () => state.counts });
  },

  'a tab that asks from time to time notices a server that was started again': async (browser) => {
    const state = { requests: old() };
    const server = await fakeServer({ ...friendly(), 'GET requests': () => ({ requests: [...state.requests] }) });
    const context = await browser.newContext();
    try {
      let page;
      for (const filter of ['a', 'b', 'c', '']) { // three streams are as many as a browser keeps
        page = await context.newPage();
        await page.goto(`${server.url}#/live?filter=${filter}`);
        await page.locator('.lamp-open').waitFor();
      }
      await lists(page, '/v1/three', '/v1/two', '/v1/one');
      state.requests = [];
      await page.getByText('No request has come yet').waitFor();
      state.requests = [row(3, 12, '/v1/c'), row(2, 11, '/v1/b'), row(1, 10, '/v1/a')];
      await lists(page, '/v1/c', '/v1/b', '/v1/a');
      state.requests = [row(4, 23, '/v1/g'), row(3, 22, '/v1/f'), row(2, 21, '/v1/e'), row(1, 20, '/v1/d')]; // another one, with more
      await lists(page, '/v1/g', '/v1/f', '/v1/e', '/v1/d');
    } finally {
      await context.close();
      server.close();
    }
  },

  'a recording that was made again is shown as it is now, with the outcome of its request': (browser) => {
    const { location } = recording(1);
    const state = { requests: [row(1, 1, '/v1/first', { outcome: 'recorded', location })], answer: 'It is sunny.' };
    const messages = () => ({ messages: [{ index: 0, side: 'answered', choice: 0, role: 'assistant', parts: [{ part: 0, kind: 'text', text: state.answer, total: state.answer.length }] }], total: 1, parts: 1, shown: 1 });
    return on(browser, '', state, async (page, server) => {
      await page.locator('.live-rows .row', { hasText: '/v1/first' }).click();
      await page.locator('.message', { hasText: 'sunny' }).waitFor();
      await page.locator('.detail .outcome', { hasText: 'recorded' }).waitFor();
      state.answer = 'It is rainy.';
      server.send('rows', event(row(2, 2, '/v1/second', { outcome: 'recorded', location })));
      await page.locator('.live-rows .row', { hasText: '/v1/second' }).click();
      await page.locator('.message', { hasText: 'rainy' }).waitFor();
      server.send('rows', event(row(3, 3, '/v1/third', { outcome: 'replayed', location })));
      await page.locator('.live-rows .row', { hasText: '/v1/third' }).click();
      await page.locator('.detail .outcome', { hasText: 'replayed' }).waitFor();
      const shown = () => server.asked.filter((each) => each.startsWith('GET recordings/show')).length;
      const before = shown();
      await page.locator('.live-rows .row', { hasText: '/v1/third' }).click();
      await page.locator('#tab-about').click();
      await page.locator('.about').waitFor();
      assert.equal(shown(), before); // the same row is not asked for again
    }, { 'GET recordings/messages': messages });
  },

  'the address of a request without a recording shows it again, and no other one': (browser) => {
    const state = { requests: old() };
    return on(browser, '', state, async (page) => {
      await page.locator('.live-rows .row', { hasText: '/v1/two' }).click();
      await page.locator('.detail', { hasText: 'POST /v1/two' }).waitFor();
      assert.match(page.url(), /request%3A2$/);
      await page.reload();
      await page.locator('.detail', { hasText: 'POST /v1/two' }).waitFor();
      await page.locator('.live-rows .row', { hasText: '/v1/one' }).click();
      await page.locator('.detail', { hasText: 'POST /v1/one' }).waitFor();
      await page.evaluate(() => (location.hash = '#/live/request:99'));
      await page.getByText('This request is not in the list any more.').waitFor();
    });
  },
};

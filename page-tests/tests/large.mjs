// 100,000 recordings, and 2,000 requests a second.
import assert from 'node:assert/strict';
import { press, until, withPage } from '../browser.mjs';
import { friendly, pageOf, recording, row } from '../fake/answers.mjs';
import { fakeServer } from '../fake/server.mjs';

const size = 100_000;

const large = () => ({
  ...friendly(),
  'GET recordings': (query) => pageOf(size, (index) => ({ ...recording(index), title: `question ${index}` }), 'recordings', { broken: [], complete: true })(query),
  'GET tests': pageOf(size, (index) => ({ test: `tests/test_many.py::test_${index}`, recordings: 1, bytes: 900, requests: 0, missed: 0, unused: 0 }), 'tests'),
});

const clock = (at) => new Date(at).toTimeString().slice(0, 8);

async function on(browser, routes, hash, test, options) {
  const server = await fakeServer(routes, options);
  try {
    await withPage(browser, server.url + hash, (page) => test(page, server), { expected: /Failed to load/ });
  } finally {
    server.close();
  }
}

/** The longest time, in ms, in which the page did not come to draw. */
async function watchFrames(page) {
  await page.evaluate(() => {
    globalThis.longest = 0;
    let last = performance.now();
    const step = (now) => {
      globalThis.longest = Math.max(globalThis.longest, now - last);
      last = now;
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  return () => page.evaluate(() => globalThis.longest);
}

export default {
  '100,000 recordings are a few dozen elements, and End loads the last of them': (browser) =>
    on(browser, large(), '#/store', async (page, server) => {
      await page.getByText('100,000 recordings').waitFor();
      await page.locator('.store-rows .row', { hasText: 'question 3' }).first().waitFor();
      assert.ok((await page.locator('.store-rows .row').count()) < 60);
      assert.ok((await page.evaluate(() => document.querySelectorAll('*').length)) < 2500);
      assert.equal(server.asked.filter((each) => each.startsWith('GET recordings?')).length, 1);
      await page.locator('.store-rows').focus();
      await press(page, 'End');
      await page.locator('.store-rows .row', { hasText: 'question 99999' }).waitFor();
      assert.ok((await page.locator('.store-rows .row').count()) < 60);
      assert.ok(server.asked.filter((each) => each.startsWith('GET recordings?')).length <= 3);
      await press(page, 'Home');
      await page.locator('.store-rows .row', { hasText: 'question 0' }).first().waitFor();
    }),

  '100,000 tests in one folder are a few dozen elements': (browser) =>
    on(browser, large(), '#/store', async (page) => {
      await page.getByText('100,000 tests').waitFor();
      await page.locator('.pane-tests .rows').focus();
      await press(page, 'End');
      await page.locator('.pane-tests .row', { hasText: 'test_99999' }).waitFor();
      assert.ok((await page.locator('.pane-tests .row').count()) < 80);
    }),

  'a held key loads only the recording where it rests': (browser) =>
    on(browser, large(), '#/store', async (page, server) => {
      await page.locator('.store-rows .row', { hasText: 'question 3' }).first().waitFor();
      await page.evaluate(() => Array.from({ length: 30 }).forEach(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'j', cancelable: true, repeat: true })))); // quicker than any machine is slow
      await page.locator('.parts-count').waitFor();
      assert.equal(server.asked.filter((each) => each.startsWith('GET recordings/messages')).length, 1);
    }),

  'at 2,000 requests a second the page answers keys, and keeps a limited number of rows': (browser) =>
    on(
      browser,
      friendly(),
      '',
      async (page) => {
        await page.locator('.lamp-open').waitFor();
        const longest = await watchFrames(page);
        await until(page, () => /[\d,]+\/s/.test(document.querySelector('.live-state').textContent));
        await until(page, () => Number(document.querySelector('.live-rows').getAttribute('aria-rowcount')) > 500);
        await press(page, 'j', 'j');
        await press(page, '?');
        await page.getByRole('dialog').waitFor();
        await press(page, 'Escape');
        assert.match(await page.locator('.live-state').innerText(), /not drawn/);
        assert.ok((await page.locator('.live-rows .row').count()) < 60);
        assert.ok((await longest()) < 5000, `the page did not draw for ${await longest()} ms`);
      },
      { perSecond: 2000, row },
    ),

  'of 100,000 requests the page keeps the latest 20,000, in limited memory': (browser) =>
    on(browser, friendly(), '', async (page, server) => {
      await page.locator('.lamp-open').waitFor();
      await page.locator('.live-rows .row').first().waitFor();
      const debug = await page.context().newCDPSession(page);
      const used = async () => (await debug.send('HeapProfiler.collectGarbage'), (await debug.send('Runtime.getHeapUsage')).usedSize);
      const come = async (from, to) => {
        for (let seq = from; seq < to; seq += 2000) {
          server.send('rows', { rows: Array.from({ length: 2000 }, (_, index) => row(seq + index)), dropped: 0, counts: { replayed: seq } });
        }
        await page.locator('.live-rows .row', { hasText: clock(row(to - 1).at) }).first().waitFor();
      };
      await come(1_000_000, 1_040_000);
      const before = await used();
      await come(1_040_000, 1_100_000);
      assert.equal(await page.locator('.live-rows').getAttribute('aria-rowcount'), '20000');
      const after = await used();
      assert.ok(after < before * 1.2 + 1_000_000 && after < 60_000_000, `${before} bytes, then ${after}`);
    }),

  'rows stay where they are while somebody reads further down': (browser) =>
    on(
      browser,
      friendly(),
      '',
      async (page) => {
        await page.locator('.live-rows .row').nth(20).waitFor();
        await page.locator('.live-rows').evaluate((list) => (list.scrollTop = 300));
        const at = () => page.evaluate(() => document.querySelector('.live-rows').getAttribute('aria-rowcount'));
        await page.getByRole('button', { name: / new$/ }).waitFor();
        const before = await at();
        await until(page, () => Number(document.querySelector('.newer').textContent.replace(/\D/g, '')) > 100);
        assert.equal(await at(), before);
        await page.getByRole('button', { name: / new$/ }).click();
        await until(page, () => document.querySelector('.live-rows').scrollTop === 0);
      },
      { perSecond: 400, row },
    ),
};

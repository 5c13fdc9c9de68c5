// axe finds nothing in any view, in both colour schemes, nor where colours are forced.
import assert from 'node:assert/strict';
import { axe, withPage } from '../browser.mjs';
import { friendly, recording } from '../fake/answers.mjs';
import { fakeServer } from '../fake/server.mjs';

const place = (index) => encodeURIComponent(recording(index).location);

export const views = {
  live: ['', '.live-rows .row'],
  'live, a conversation': [`#/live/${place(1)}`, '.parts-count'],
  'live, a miss': ['#/live/miss:1', '.miss del'],
  store: ['#/store', '.store-rows .row'],
  'store, filtered by a test': [`#/store?test=${encodeURIComponent(recording(1).test)}`, '.store-rows .row'],
  'a stream': [`#/store/${place(1)}?tab=stream`, 'canvas.plot'],
  'a request': [`#/store/${place(1)}?tab=request`, '.raw-bytes'],
  'an answer': [`#/store/${place(1)}?tab=answer`, '.raw-bytes'],
  comparisons: [`#/store/${place(1)}?tab=diff`, '.compare li'],
  about: [`#/store/${place(1)}?tab=about`, '.about tr'],
  misses: ['#/misses/1', '.miss del'],
  'a difference': [`#/diff?a=${place(1)}&b=${place(8)}`, '.hunk'],
  'a difference in time': [`#/diff?a=${place(1)}&b=${place(8)}&tab=timing`, 'canvas.plot'],
  'no difference yet': ['#/diff', '.empty'],
  'a difference of two tests': ['#/diff?a_test=a&b_test=b', '.pair'],
  'faults and paces': ['#/faults', '.rule-group'],
};

const on = () => ({ faults: { rules: ['status=503; every=3'], tests: { 'tests/a': ['cut,after=3'] } }, pace: { rules: ['x2'], tests: {} } });

async function look(browser, options, only) {
  const server = await fakeServer(friendly({ on: on() }));
  const found = [];
  try {
    for (const [name, [hash, ready]] of Object.entries(views)) {
      await withPage(
        browser,
        server.url + hash,
        async (page) => {
          await page.locator(ready).first().waitFor();
          await page.locator('.banner', { hasText: 'on.' }).waitFor();
          await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
          found.push(...(await axe(page, only)).map((each) => `${name}: ${each}`));
          const { wide, height } = await page.evaluate((what) => ({ wide: document.documentElement.scrollWidth > innerWidth, height: document.querySelector(what).closest('.pane').clientHeight }), ready);
          assert.ok(!wide, `${name}: it is wider than the window`);
          assert.ok(height > 150, `${name}: its pane is only ${height} pixels high`);
        },
        options,
      );
    }
    assert.deepEqual(found, []);
  } finally {
    server.close();
  }
}

export default {
  'each view in light': (browser) => look(browser, { colorScheme: 'light' }),
  'each view in dark': (browser) => look(browser, { colorScheme: 'dark' }, ['color-contrast']), // nothing else depends on colours
  'each view with forced colours and no motion, on a narrow window': (browser) => look(browser, { forcedColors: 'active', reducedMotion: 'reduce', viewport: { width: 700, height: 800 } }),
  'each view at 400 %': (browser) => look(browser, { viewport: { width: 320, height: 256 } }),
  'dialogs and menus': (browser) => dialogs(browser, {}),
  'dialogs and menus with forced colours, at 400 %': (browser) => dialogs(browser, { forcedColors: 'active', viewport: { width: 320, height: 256 } }),
};

async function dialogs(browser, options) {
  const server = await fakeServer(friendly());
  try {
    await withPage(browser, `${server.url}#/store/${place(1)}`, async (page) => {
      await page.locator('.parts-count').waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await axe(page), []);
      await page.keyboard.press('Escape');
      await page.keyboard.press('c');
      await page.locator('.copy-menu').waitFor();
      assert.deepEqual(await axe(page), []);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Prune…' }).click();
      assert.deepEqual(await axe(page), []);
      await page.getByRole('button', { name: 'Show what would be deleted' }).click();
      await page.getByText('tests-old/a.json').waitFor();
      assert.deepEqual(await axe(page), []);
      await page.getByRole('button', { name: 'Delete 2 files' }).click();
      await page.getByText('git -C recordings ls-files').waitFor();
      assert.deepEqual(await axe(page), []);
    }, options);
  } finally {
    server.close();
  }
}

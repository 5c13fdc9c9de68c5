// The whole page without a mouse.
import assert from 'node:assert/strict';
import { press, until, withPage } from '../browser.mjs';
import { friendly, recording } from '../fake/answers.mjs';
import { fakeServer } from '../fake/server.mjs';

async function on(browser, hash, test, options) {
  const server = await fakeServer(friendly());
  try {
    await withPage(browser, server.url + hash, (page) => test(page, server), options);
  } finally {
    server.close();
  }
}

const focus = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim().slice(0, 40));
const active = (page) => page.evaluate(() => document.querySelector('.pane-list .row[aria-selected="true"]')?.getAttribute('aria-rowindex'));

export default {
  'j k Enter 1-6 x e m d p c Esc walk through recordings': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.store-rows .row').first().waitFor();
      await press(page, 'j', 'j', 'j', 'k');
      assert.equal(await active(page), '2');
      await press(page, 'Enter');
      await page.locator('.parts-count').waitFor();
      assert.ok(decodeURIComponent(page.url()).includes(recording(1).location));
      for (const [key, ready] of [['2', 'canvas.plot'], ['3', '.raw-bytes'], ['4', '.raw-bytes'], ['5', '.compare'], ['6', '.about'], ['1', '.parts-count'], ['x', '.raw-bytes'], ['x', '.parts-count']]) {
        await press(page, key);
        await page.locator(ready).waitFor();
      }
      assert.equal(await page.locator('.messages details[open]').count(), 0);
      await press(page, 'e');
      assert.ok((await page.locator('.messages details[open]').count()) > 1);
      await press(page, 'c');
      await page.locator('.copy-menu').waitFor();
      await press(page, 't');
      await page.getByText('Copied: test id').waitFor();
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^test of /);
      await press(page, 'm', 'j');
      await until(page, (before) => !location.hash.includes(before), encodeURIComponent(recording(1).location));
      await page.locator('.parts-count').waitFor();
      await press(page, 'd');
      await page.locator('.diff-result .hunk').first().waitFor();
      await press(page, '6');
      await page.locator('canvas.plot').waitFor();
      await press(page, 'g', 's');
      await page.locator('.store-rows .row').first().waitFor();
      await press(page, 'j', 'Enter');
      await page.locator('.parts-count').waitFor();
      await press(page, 'Escape');
      await page.locator('.hint').waitFor();
    }),

  'keys that are typed fast mark and compare rows that are not loaded yet': async (browser) => {
    const routes = friendly();
    const { 'GET recordings': list } = routes;
    routes['GET recordings'] = async (query) => (await new Promise(setImmediate), list(query));
    routes['GET recordings/show'] = () => new Promise(() => {}); // never comes
    const server = await fakeServer(routes);
    try {
      await withPage(browser, `${server.url}#/faults`, async (page) => {
        await page.locator('.rule-group, .card').first().waitFor();
        await page.evaluate(() => [...'gsjjmjjd'].forEach((key) => dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))));
        await page.waitForFunction(([a, b]) => document.getElementById('diff-a')?.value === a && document.getElementById('diff-b').value === b, [recording(1).location, recording(3).location]);
        await until(page, () => document.querySelector('.say').textContent === '');
        await page.evaluate(() => [...'gsd'].forEach((key) => dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))));
        await page.waitForFunction((a) => location.hash.startsWith('#/diff') && document.getElementById('diff-a').value === a, recording(1).location);
      });
    } finally {
      server.close();
    }
  },

  'Home End PageUp PageDown and arrows move in a focused list': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.store-rows .row').first().waitFor();
      await page.locator('.store-rows').focus();
      await press(page, 'End');
      await until(page, () => document.querySelector('.store-rows .row[aria-selected="true"]')?.getAttribute('aria-rowindex') === '240');
      await press(page, 'PageUp');
      assert.ok(Number(await active(page)) < 230);
      await press(page, 'Home', 'ArrowDown');
      assert.equal(await active(page), '2');
      assert.equal(await page.locator('.store-rows').getAttribute('aria-rowcount'), '240');
      assert.ok(await page.evaluate(() => document.getElementById(document.querySelector('.store-rows').getAttribute('aria-activedescendant'))?.matches('.row')));
    }),

  'the tree folds and unfolds by the arrow keys': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.pane-tests .row').first().waitFor();
      const before = Number(await page.locator('.pane-tests .rows').getAttribute('data-rows'));
      await page.locator('.pane-tests .rows').focus();
      await press(page, 'ArrowLeft');
      await until(page, (all) => Number(document.querySelector('.pane-tests .rows').dataset.rows) < all, before);
      await press(page, 'ArrowRight');
      await until(page, (all) => Number(document.querySelector('.pane-tests .rows').dataset.rows) === all, before);
    }),

  '/ goes to the filter, where single keys are letters; Esc leaves it': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.store-rows .row').first().waitFor();
      await press(page, '/');
      assert.equal(await focus(page), 'filter');
      await page.keyboard.type('jd?x1');
      assert.equal(await page.getByLabel('Filter').inputValue(), 'jd?x1');
      assert.equal(await page.locator('dialog').count(), 0);
      await press(page, 'Escape');
      assert.notEqual(await focus(page), 'filter');
      assert.match(page.url(), /filter=jd/); // at once, although somebody might go on typing
      await press(page, 'Escape');
      await until(page, () => !location.hash.includes('filter'));
    }),

  'single keys can be switched off': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.store-rows .row').first().waitFor();
      await press(page, '?');
      await page.getByLabel('Single keys do this').uncheck();
      await press(page, 'Escape');
      await press(page, 'j', 'j', '?');
      assert.equal(await active(page), undefined);
      assert.equal(await page.locator('dialog').count(), 0);
      await page.getByRole('button', { name: 'Keys and help' }).click();
      await page.getByLabel('Single keys do this').check();
    }),

  'Tab reaches every control, and each shows that it has the focus': (browser) =>
    on(browser, `#/store/${encodeURIComponent(recording(1).location)}`, async (page) => {
      await page.locator('.parts-count').waitFor();
      await page.locator('.pane-tests .row').first().waitFor();
      await page.locator('.store-rows .row').first().waitFor();
      await page.getByText('9 unused in this run').waitFor();
      await page.getByText('1 broken').waitFor();
      await page.locator('img.picture').waitFor();
      await page.locator('body').focus();
      const seen = [];
      for (let step = 0; step < 120; step++) {
        await press(page, 'Tab');
        const now = await page.evaluate(() => {
          const element = document.activeElement;
          const { outlineStyle } = getComputedStyle(element);
          return element === document.body ? null : { name: element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 30), visible: outlineStyle !== 'none' };
        });
        if (now === null) {
          break;
        }
        assert.ok(now.visible, `'${now.name}' does not show that it has the focus`);
        seen.push(now.name);
      }
      for (const name of ['Live', 'Filter', 'Colours', 'tests', 'recordings', 'Sort', 'Copy', 'Mark', 'Delete…', 'Conversation1', 'Markdown']) {
        assert.ok(seen.includes(name), `Tab does not reach '${name}': ${seen.join(', ')}`);
      }
    }),

  'without motion, play goes to the end': (browser) =>
    on(browser, `#/store/${encodeURIComponent(recording(1).location)}?tab=stream`, async (page) => {
      await page.locator('canvas.plot').waitFor();
      await page.getByRole('slider').fill('0');
      await press(page, 'p');
      await until(page, () => document.querySelector('.now').textContent.includes('chunk 64 of 64'));
      assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 0);
    }, { reducedMotion: 'reduce' }),

  'the colours are those of the system, or the chosen ones': (browser) =>
    on(browser, '#/store', async (page) => {
      const ground = () => page.evaluate(() => getComputedStyle(document.body.parentElement).backgroundColor);
      const dark = await ground();
      await page.getByLabel('Colours').selectOption('light');
      assert.notEqual(await ground(), dark);
      await page.reload();
      await page.locator('.store-rows .row').first().waitFor();
      assert.notEqual(await ground(), dark);
      await page.getByLabel('Colours').selectOption('system');
      assert.equal(await ground(), dark);
    }, { colorScheme: 'dark' }),
};

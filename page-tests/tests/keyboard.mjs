// The whole page without a mouse.
import assert from 'node:assert/strict';
import { press, until, withPage } from '../browser.mjs';
import { friendly, pageOf, recording } from '../fake/answers.mjs';
import { fakeServer } from '../fake/server.mjs';

async function on(browser, hash, test, options) {
  const server = await fakeServer(friendly());
  try {
    await withPage(browser, server.url + hash, (page) => test(page, server), options);
  } finally {
    server.close();
  }
}

const place = encodeURIComponent(recording(1).location);
const places = [['#/live', '.live-rows .row'], [`#/live/${place}`, '.parts-count'], ['#/live/miss:1', '.miss'], [`#/store/${place}?tab=stream`, 'canvas.plot'], [`#/store/${place}?tab=diff&test=${encodeURIComponent(recording(1).test)}`, '.compare'], ['#/misses/3', '.miss'], [`#/diff?a=${place}&b=b`, '.hunk'], ['#/diff?a_test=a&b_test=b', '.pair'], ['#/faults', '.card']];

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

  'j takes the focus to the list: Enter opens the row, and presses no button that had the focus before': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.store-rows .row').first().waitFor();
      for (const elsewhere of ['button:has-text("?")', '.pane-tests .rows', 'button:has-text("Prune…")']) {
        await page.locator(elsewhere).first().focus();
        await press(page, 'j', 'Enter');
        await page.locator('.parts-count').waitFor();
        assert.equal(await page.evaluate(() => document.activeElement.matches('.store-rows')), true, elsewhere);
        assert.equal(await page.locator('dialog[open]').count(), 0, elsewhere);
        await press(page, 'Escape');
        await page.locator('.hint').waitFor();
      }
    }),

  'the menu of c is below the button that opens it, within the window': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.store-rows .row').first().waitFor();
      for (const width of [1280, 420]) {
        await page.setViewportSize({ width, height: 800 });
        await press(page, 'j', 'Enter');
        await page.locator('.parts-count').waitFor();
        await press(page, 'c');
        await until(page, () => {
          const menu = document.querySelector('.copy-menu').getBoundingClientRect();
          const opener = document.querySelector('[popovertarget=copy-menu]').getBoundingClientRect();
          return Math.abs(menu.left - opener.left) < 20 && menu.top >= opener.bottom && menu.top < opener.bottom + 20 && menu.right <= innerWidth;
        });
        await press(page, 'Escape', 'Escape');
      }
    }),

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
      await page.getByText('9 unused in the latest run').waitFor();
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

  'the focus is never lost: after each button, tab and dialog of each view': async (browser) => {
    const server = await fakeServer(friendly({ on: { faults: { rules: ['status=503; every=3'], tests: {} }, pace: { rules: ['x2'], tests: {} } } }));
    const controls = 'button:not(:disabled), summary, a[href], [role=tab]';
    const lost = [];
    try {
      await withPage(browser, server.url, async (page) => {
        const held = (what) => until(page, () => document.activeElement !== document.body && document.activeElement.checkVisibility()).catch(() => lost.push(what));
        page.setDefaultTimeout(5000);
        for (const [hash, ready] of places) {
          const open = async () => {
            await page.evaluate((to) => (location.hash = to), hash);
            await page.locator(`${ready}:visible`).first().waitFor();
          };
          await open();
          const names = await page.locator(controls).evaluateAll((all) => all.map((each, index) => ({ index, name: `${each.getAttribute('aria-label') ?? each.textContent.trim()}`, seen: each.checkVisibility() })).filter(({ seen }) => seen));
          for (const { name } of names) {
            await open();
            const control = page.locator(controls).filter({ visible: true }).and(page.locator(`:is([aria-label=${JSON.stringify(name)}], :has-text(${JSON.stringify(name)}))`)).first();
            if ((await control.count()) === 0) {
              continue; // it is there in one state of the view only
            }
            await control.focus();
            await press(page, 'Enter');
            await held(`${hash}: ${name}`);
            if ((await page.locator('dialog[open]').count()) > 0) {
              const inside = await page.evaluate(() => document.querySelector('dialog').contains(document.activeElement));
              await press(page, 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab');
              // a modal dialog of the browser lets the focus go to the browser's own controls, but to nothing else of the page
              if (!inside || !(await page.evaluate(() => document.activeElement === document.body || document.querySelector('dialog').contains(document.activeElement)))) {
                lost.push(`${hash}: ${name}: the dialog does not hold the focus`);
              }
              await press(page, 'Escape');
              await until(page, () => !document.querySelector('dialog'));
              await held(`${hash}: ${name}, closed`);
            }
          }
        }
      });
      assert.deepEqual(lost, []);
    } finally {
      server.close();
    }
  },

  'after a deletion the focus is in the list, at the row that follows': async (browser) => {
    let left = Array.from({ length: 200 }, (_, index) => recording(index));
    const routes = { ...friendly(), 'GET recordings': (query) => pageOf(left.length, (index) => left[index], 'recordings', { broken: [], complete: true })(query), 'DELETE recordings': ({ location }) => ((left = left.filter((each) => each.location !== location)), { deleted: [location], undo: null }) };
    const server = await fakeServer(routes);
    try {
      await withPage(browser, `${server.url}#/store`, async (page) => {
        await page.locator('.store-rows .row').first().waitFor();
        await page.locator('.store-rows').focus();
        await press(page, ...Array.from({ length: 60 }, () => 'ArrowDown'), 'Enter');
        await until(page, (name) => location.hash.includes(name), encodeURIComponent(recording(60).location));
        await page.locator('.parts-count').waitFor();
        const top = await page.locator('.store-rows').evaluate((list) => list.scrollTop);
        assert.ok(top > 0);
        await page.getByRole('button', { name: 'Delete…' }).press('Enter');
        await page.getByRole('button', { name: 'Delete it' }).press('Enter');
        await page.getByText('1 file deleted').waitFor();
        await press(page, 'Escape');
        await until(page, () => document.activeElement.matches('.store-rows') && document.querySelector('.store-rows').getAttribute('aria-rowcount') === '199');
        assert.equal(await active(page), '61');
        assert.equal(await page.locator('.store-rows').evaluate((list) => list.scrollTop), top);
        await press(page, 'Enter');
        await until(page, (name) => location.hash.includes(name), encodeURIComponent(recording(61).location));
      });
    } finally {
      server.close();
    }
  },

  'panes have the width that a person gives them, by keys and by the mouse': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.store-rows .row').first().waitFor();
      const width = (pane) => page.locator(pane).evaluate((each) => Math.round(each.getBoundingClientRect().width));
      const [tests, list] = [await width('.pane-tests'), await width('.pane-list')];
      const edge = page.getByRole('separator', { name: 'Width of the list' });
      await page.getByRole('separator', { name: 'Width of the tests' }).press('ArrowRight');
      assert.equal(await width('.pane-tests'), tests + 24);
      const { x, y } = await edge.boundingBox();
      await page.mouse.move(x + 3, y + 200);
      await page.mouse.down();
      await page.mouse.move(x + 103, y + 200, { steps: 5 });
      await page.mouse.up();
      assert.equal(await width('.pane-list'), list + 100);
      assert.equal(await edge.getAttribute('aria-valuenow'), String(list + 100));
      await page.reload();
      await page.locator('.store-rows .row').first().waitFor();
      assert.deepEqual([await width('.pane-tests'), await width('.pane-list')], [tests + 24, list + 100]);
      await edge.dblclick();
      assert.equal(await width('.pane-list'), list);
      await edge.press('End');
      assert.ok((await width('.pane-detail')) > 150);
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

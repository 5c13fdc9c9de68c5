// Each view shows what the server says, and each has an address.
import assert from 'node:assert/strict';
import { until, withPage } from '../browser.mjs';
import { chunks, friendly, pageOf, recording, timing } from '../fake/answers.mjs';
import { fakeServer } from '../fake/server.mjs';

async function on(browser, hash, test, routes = friendly(), options = {}) {
  const server = await fakeServer(routes, options);
  try {
    await withPage(browser, server.url + hash, (page) => test(page, server), options.page);
  } finally {
    server.close();
  }
}

const place = (index) => encodeURIComponent(recording(index).location);
// what lies in a message has no inner text until the browser has drawn it (content-visibility); take its textContent
const text = (page, selector) => page.locator(selector).innerText();

export default {
  'live shows requests, newest first, and opens the conversation by a click': (browser) =>
    on(browser, '', async (page, server) => {
      await page.locator('.live-rows .row').nth(5).waitFor();
      await page.locator('.lamp-open').waitFor();
      server.send('rows', { rows: [{ seq: 2_000_000, at: '2026-11-27T01:00:00Z', outcome: 'recorded', method: 'POST', path: '/v1/newest', model: 'm', test: null, status: 200, duration_ms: 5, location: recording(3).location }], dropped: 0, counts: { recorded: 39, missed: 9 } });
      await page.locator('.live-rows .row', { hasText: '/v1/newest' }).click();
      await page.locator('.detail h2', { hasText: 'Which trains leave' }).waitFor();
      assert.match(page.url(), /#\/live\/tests-test-stream/);
      assert.equal(await text(page, '.views a[href="#/misses"] .badge'), '9');
    }),

  'live shows the request that comes after the list and before the stream of events': (browser) => {
    let open;
    const held = new Promise((done) => (open = done));
    const requests = [];
    const routes = { ...friendly(), 'GET requests': () => ({ requests: [...requests] }) };
    return on(browser, '', async (page) => {
      await page.getByText('No request has come yet').waitFor();
      requests.push({ seq: 1, at: '2026-11-27T01:00:00Z', outcome: 'recorded', method: 'POST', path: '/v1/between', model: 'm', test: null, status: 200, duration_ms: 5, location: null });
      open();
      await page.locator('.live-rows .row', { hasText: '/v1/between' }).waitFor();
    }, routes, { held });
  },

  'live asks for its list once, when the stream of events is open': (browser) =>
    on(browser, '', async (page, server) => {
      await page.locator('.live-rows .row').first().waitFor();
      await page.getByRole('link', { name: 'Store' }).click();
      await page.locator('.store-rows .row').first().waitFor();
      await page.getByRole('link', { name: 'Live' }).click();
      await page.locator('.live-rows .row').first().waitFor();
      await page.locator('.lamp-open').waitFor();
      assert.deepEqual(server.asked.filter((each) => each.startsWith('GET requests')), ['GET requests?limit=1000', 'GET requests?limit=1000']);
      assert.match(await text(page, '.live-rows .row >> nth=3'), new RegExp(recording(236).title)); // what was asked, and not only the path
    }),

  'live pauses, and says how many are new': (browser) =>
    on(browser, '', async (page, server) => {
      await page.locator('.live-rows .row').first().waitFor();
      await page.locator('.lamp-open').waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
      server.send('rows', { rows: [{ seq: 2_000_000, outcome: 'replayed', method: 'GET', path: '/v1/later' }], dropped: 3 });
      await page.getByRole('button', { name: '1 new' }).waitFor();
      assert.equal(await page.locator('.row', { hasText: '/v1/later' }).count(), 0);
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.locator('.row', { hasText: '/v1/later' }).waitFor();
    }),

  'the stream of events is closed while the tab is hidden': (browser) =>
    on(browser, '', async (page, server) => {
      await page.locator('.lamp-open').waitFor();
      assert.equal(server.streams.size, 1);
      const hide = (hidden) => page.evaluate((value) => (Object.defineProperty(document, 'hidden', { value, configurable: true }), document.dispatchEvent(new Event('visibilitychange'))), hidden);
      await hide(true);
      await page.locator('.lamp-hidden').waitFor();
      while (server.streams.size > 0) {
        await new Promise(setImmediate);
      }
      await hide(false);
      await page.locator('.lamp-open').waitFor();
      assert.equal(server.streams.size, 1);
    }),

  'a conversation has roles, a table of Markdown, reasoning, calls with their results, and all parts': (browser) =>
    on(browser, `#/store/${place(1)}`, async (page) => {
      await page.locator('.parts-count').waitFor();
      assert.equal(await text(page, '.parts-count'), 'parts shown 11 of 11');
      assert.deepEqual(await page.locator('.message .role').allTextContents(), ['system', 'user', 'assistant', 'assistant']);
      assert.equal(await page.locator('.markdown table tbody tr').count(), 2);
      assert.equal(await page.locator('.tool .tool-result').count(), 2);
      assert.equal(await page.locator('.tool .tool-error').count(), 1);
      await page.locator('img.picture').waitFor();
      await until(page, () => document.querySelector('img.picture').naturalWidth === 240);
      await page.getByRole('button', { name: 'Markdown' }).click();
      assert.equal(await page.locator('.markdown').count(), 0);
    }),

  'a part that the page does not know is shown as JSON': (browser) =>
    on(browser, `#/store/${place(1)}`, async (page) => {
      await page.locator('.parts-count').waitFor();
      assert.equal(await text(page, '.parts-count'), 'parts shown 4 of 5');
      assert.match(await page.locator('.messages').textContent(), /"surprise": "yes"/);
      assert.match(await page.locator('.messages').textContent(), /__proto__/);
      assert.equal(await page.locator('.parts-lost').count(), 1);
    }, { ...friendly(), 'GET recordings/messages': () => ({ messages: [{ index: 0, side: 'asked', role: 'user', parts: [{ part: 0, kind: 'hologram', surprise: 'yes' }, { part: 1, kind: '__proto__' }, { part: 2, kind: 'tools', tools: 7 }, { part: 3, kind: 'other', json: { a: [1] }, where: 'x' }] }], total: 1, parts: 5, shown: 4 }) }),

  'choices stand side by side, by their index': (browser) =>
    on(browser, `#/store/${place(1)}`, async (page) => {
      await page.locator('.choice').nth(2).waitFor();
      assert.deepEqual(await page.locator('.choice .text').allTextContents(), ['zero', 'one', 'two']);
      const boxes = await Promise.all([0, 1, 2].map((index) => page.locator('.choice').nth(index).boundingBox()));
      assert.ok(boxes[0].x < boxes[1].x && boxes[1].x < boxes[2].x && boxes[0].y === boxes[2].y);
    }, { ...friendly(), 'GET recordings/messages': () => ({ messages: [[2, 'two'], [0, 'zero'], [1, 'one']].map(([choice, words], index) => ({ index, side: 'answered', choice, role: 'assistant', parts: [{ part: index, kind: 'text', text: words, total: words.length }] })), total: 3, parts: 3, shown: 3 }) }),

  'a sound can be heard': (browser) =>
    on(browser, `#/store/${place(1)}`, async (page) => {
      await page.locator('audio').waitFor();
      await page.waitForFunction(() => document.querySelector('audio').duration > 0.4);
    }, { ...friendly(), 'GET recordings/messages': () => ({ messages: [{ index: 0, side: 'answered', choice: 0, role: 'assistant', parts: [{ part: 99, kind: 'media', media_type: 'audio/wav', bytes: 8044, is_here: true, show: 'audio', url: null, transcript: 'a tone' }] }], total: 1, parts: 1, shown: 1 }) }),

  'a stream has its times, a plot, its text in time and a table': (browser) =>
    on(browser, `#/store/${place(1)}?tab=stream`, async (page) => {
      await page.locator('canvas.plot').waitFor();
      assert.match(await text(page, '.stream .facts'), /first token\s*322 ms/);
      await page.getByRole('slider').fill('0');
      assert.match(await text(page, '.now'), /chunk 0 of 64/);
      assert.equal(await text(page, '.stream-text'), '');
      await page.keyboard.press('p');
      await page.getByRole('button', { name: 'Stop' }).waitFor();
      await page.waitForFunction(() => document.querySelector('.stream-text').textContent.startsWith('Sweeping'));
      await page.keyboard.press('p');
      await page.getByText('Table of the chunks').click();
      await page.locator('.chunk-rows .row').nth(3).waitFor();
    }, { ...friendly(), 'GET recordings/chunks': () => ({ ...timing, chunks: chunks(64).map((each) => ({ ...each, at_ms: each.index < 8 ? each.at_ms : each.at_ms + 60_000 })), total: 64 }) }), // it ends long after it was stopped

  'a part of the time is chosen by dragging or by keys: plot, text and table narrow to it, and the address says it': (browser) =>
    on(browser, `#/store/${place(1)}?tab=stream`, async (page) => {
      const chunks = () => text(page, '.ranges').then((words) => Number(/: (\d+) of 64 chunks/.exec(words)?.[1] ?? 64));
      const whole = await text(page, '.stream-text');
      const { x, y, width } = await page.locator('canvas.plot').boundingBox();
      await page.mouse.move(x + width * 0.3, y + 60);
      await page.mouse.down();
      await page.mouse.move(x + width * 0.6, y + 60, { steps: 4 });
      await page.mouse.up();
      await page.getByRole('button', { name: 'Whole stream' }).waitFor();
      const dragged = await chunks();
      assert.ok(dragged > 0 && dragged < 64, `${dragged}`);
      assert.ok((await text(page, '.stream-text')).length < whole.length);
      await page.getByText('Table of the chunks').click();
      await page.waitForFunction((rows) => document.querySelector('.chunk-rows')?.getAttribute('aria-rowcount') === String(rows), dragged);
      assert.match(page.url(), /range=[\d.]+-[\d.]+/);
      await page.reload();
      await page.getByRole('button', { name: 'Whole stream' }).waitFor();
      assert.equal(await chunks(), dragged);
      await page.getByRole('slider').focus();
      for (let step = 0; step < 5; step++) {
        await page.keyboard.press('PageDown');
      }
      await page.getByRole('button', { name: 'To here' }).press('Enter');
      await page.waitForFunction((before) => !document.querySelector('.ranges').textContent.includes(`: ${before} of`), dragged);
      assert.ok((await chunks()) < dragged);
      await page.getByRole('button', { name: 'Whole stream' }).press('Enter');
      await page.getByText('Drag over the plot').waitFor();
      assert.equal(await text(page, '.stream-text'), whole);
      assert.doesNotMatch(page.url(), /range=/);
    }),

  'a part of the time that is too short for a plot is drawn all the same': (browser) =>
    on(browser, `#/store/${place(1)}?tab=stream&range=500-500.00000000000006`, async (page) => {
      await page.getByRole('button', { name: 'Whole stream' }).press('Enter');
      await page.getByText('Drag over the plot').waitFor();
    }),

  'request and answer have headers and bytes': (browser) =>
    on(browser, `#/store/${place(1)}?tab=answer`, async (page) => {
      await page.locator('.raw-bytes', { hasText: 'data: {"id"' }).waitFor();
      assert.match(await text(page, '.headers'), /x-request-id\s+req_011/);
    }),

  'the store says what needs care, and asks before it deletes': (browser) =>
    on(browser, `#/store/${place(1)}`, async (page, server) => {
      await page.getByText('1 broken').waitFor();
      await page.getByText('1 with credentials').waitFor();
      await page.getByText('9 unused in the latest run').waitFor();
      await page.getByRole('button', { name: 'Delete…' }).click();
      await page.getByRole('button', { name: 'Keep' }).click();
      assert.ok(!server.asked.some((each) => each.startsWith('DELETE')));
      await page.getByRole('button', { name: 'Delete…' }).click();
      await page.getByRole('button', { name: 'Delete it' }).click();
      await page.getByText('ls-files -d -z --').waitFor();
      assert.equal(server.asked.filter((each) => each.startsWith('DELETE recordings?location=')).length, 1);
    }),

  'pruning shows what it would delete first': (browser) =>
    on(browser, '#/store', async (page, server) => {
      await page.getByRole('button', { name: 'Prune…' }).click();
      await page.getByRole('button', { name: 'Show what would be deleted' }).click();
      await page.getByText('tests-old/a.json').waitFor();
      await page.getByText('All recordings of 3 tests stay').waitFor();
      assert.equal(server.asked.filter((each) => each === 'POST prune').length, 1);
      await page.getByRole('button', { name: 'Keep' }).click();
      assert.equal(server.asked.filter((each) => each === 'POST prune').length, 1);
      await page.getByRole('button', { name: 'Prune…' }).click();
      await page.getByRole('button', { name: 'Show what would be deleted' }).click();
      await page.getByRole('button', { name: 'Delete 2 files' }).click();
      await page.getByText('git -C recordings ls-files').waitFor();
    }),

  'a test of the tree narrows the list, and Back widens it': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.pane-tests .row', { hasText: 'test_long_0' }).first().click();
      await page.waitForFunction(() => document.querySelectorAll('.store-rows .row').length === 1);
      assert.match(page.url(), /test=/);
      await page.goBack();
      await page.waitForFunction(() => document.querySelectorAll('.store-rows .row').length > 10);
    }),

  'an unknown name in the filter is said below the field': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.store-rows .row').first().waitFor();
      await page.getByLabel('Filter').fill('nope:x');
      await page.locator('#filter-error', { hasText: "no 'nope:'" }).waitFor();
      await page.getByLabel('Filter').fill('haiku');
      await page.locator('#filter-error').waitFor({ state: 'hidden' });
      assert.match(page.url(), /filter=haiku/);
      await page.reload();
      assert.equal(await page.getByLabel('Filter').inputValue(), 'haiku');
    }),

  'a wrong filter empties Live and leaves it live, and the next address has its own filter': (browser) =>
    on(browser, '', async (page, server) => {
      await page.locator('.live-rows .row').first().waitFor();
      await page.getByLabel('Filter').fill('nope:x');
      await page.locator('#filter-error', { hasText: "no 'nope:'" }).waitFor();
      await page.getByText('The filter is wrong').waitFor();
      assert.equal(await page.locator('.live-rows .row').count(), 0);
      await page.locator('.lamp-open').waitFor();
      server.send('rows', { rows: [{ seq: 3_000_000, outcome: 'replayed', method: 'GET', path: '/v1/later' }], dropped: 0, counts: { missed: 7 } });
      await page.locator('.views .badge', { hasText: '7' }).waitFor();
      assert.equal(await page.locator('.live-rows .row').count(), 0);
      await page.evaluate(() => (location.hash = '#/store/gone.json'));
      await page.getByText('The recording gone.json is not in this store.').waitFor();
      assert.equal(await page.getByLabel('Filter').inputValue(), '');
      assert.ok(await page.locator('#filter-error').isHidden());
      await page.getByRole('link', { name: 'All recordings of the store' }).click();
      await page.locator('.hint').waitFor();
    }),

  'a narrow window keeps the recording, its tabs, the mode and the counts in sight': (browser) =>
    on(browser, `#/store/${place(1)}`, async (page) => {
      await page.locator('.parts-count').waitFor();
      await page.setViewportSize({ width: 500, height: 800 });
      await page.locator('.counts .outcome').first().waitFor();
      await page.locator('.mode', { hasText: 'replay' }).waitFor();
      const isInSight = (selector) => page.locator(selector).last().evaluate((each) => each.getBoundingClientRect().width > 2 && each.getBoundingClientRect().right <= innerWidth);
      for (const selector of ['.detail h2', '.tabs [role=tab]', '.mode', '.counts .outcome', '.top h1', '.views a']) {
        assert.ok(await isInSight(selector), selector);
      }
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    }),

  'an address with a recording in Diff is side A': (browser) =>
    on(browser, `#/diff/${place(2)}`, async (page) => {
      await page.waitForFunction((value) => document.getElementById('diff-a').value === value, recording(2).location);
      assert.match(page.url(), /#\/diff\?a=/);
    }),

  'a miss has its difference, its rule, a dry run and its command': (browser) =>
    on(browser, '#/misses/1', async (page, server) => {
      await page.locator('.miss del', { hasText: 'before 9' }).waitFor();
      await page.locator('.miss ins', { hasText: 'before 10:30' }).waitFor();
      await page.getByRole('button', { name: 'Try this rule' }).click();
      await page.getByText('This request would match.').waitFor();
      assert.ok(server.asked.includes('POST rules/try'));
      await page.getByRole('button', { name: 'Copy command' }).click();
      await page.getByText('Copied: command').waitFor();
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^reprise serve --mode record-if-missing/);
      await page.locator('.miss-rows .row', { hasText: 'the same question, another test' }).click();
      await page.getByText('Was the test renamed?').waitFor();
      await page.getByText('reprise mv').waitFor();
    }),

  'the keys c and r copy the command and the rules of a miss, in Live as well, or say why there are none': async (browser) => {
    const routes = friendly();
    const known = routes['GET misses']({ limit: 1000 }).misses;
    Object.assign(known[1], { rules: [], command: null });
    const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
    await on(browser, '#/misses/3', async (page) => {
      await page.locator('.miss').waitFor();
      for (const view of ['misses/3', 'live/miss:3']) {
        await page.evaluate((to) => (location.hash = `#/${to}`), view);
        await page.locator('.miss').waitFor();
        await page.keyboard.press('c');
        await page.getByText('Copied: command').waitFor();
        assert.match(await clipboard(page), /^reprise serve --mode record-if-missing/);
        await page.keyboard.press('r');
        await page.getByText('Copied: all rules').waitFor();
        assert.equal(await clipboard(page), '  - leave out $.temperature\n  - leave out $.user\n');
      }
      await page.evaluate(() => (location.hash = '#/misses/1'));
      await page.locator('.miss:not(:has(.rules))').waitFor();
      await page.keyboard.press('r');
      await page.getByText('No rule would let this request match.').waitFor();
      await page.keyboard.press('c');
      await page.getByText('No command records this request.').waitFor();
      assert.match(await page.locator('.miss-rows del').first().innerText(), /only in the recording/);
    }, { ...routes, 'GET misses': () => ({ misses: known, total: known.length, cursor: null }) });
  },

  'rows that would look alike say their keys, and each row how its answer begins': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.store-rows .row').nth(3).waitFor();
      assert.match(await text(page, '.store-rows .row >> nth=0'), /→[^]*answer:[^]*Sweeping quietly/);
      assert.deepEqual(await page.locator('.store-rows .row').evaluateAll((rows) => rows.slice(0, 4).map((row) => /key \w{8}/.exec(row.textContent)?.[0] ?? '')), ['', 'key aaaaaaa1', 'key aaaaaaa2', '']);
    }, { ...friendly(), 'GET recordings': pageOf(4, (index) => ({ ...recording(index === 2 ? 1 : index), location: `${index}.json`, key: `aaaaaaa${index}`.padEnd(64, '0') }), 'recordings', { broken: [], complete: true }) }),

  'the filter says what can be typed, for the list in sight': (browser) =>
    on(browser, '#/store', async (page) => {
      const hints = () => page.locator('#filter-hints option').evaluateAll((all) => all.map((each) => each.value));
      await page.locator('.store-rows .row').first().waitFor();
      await page.getByLabel('Filter').fill('haiku -mo');
      assert.deepEqual(await hints(), ['haiku -model:']);
      await page.getByLabel('Filter').fill('is:');
      assert.deepEqual(await hints(), ['is:stream', 'is:error', 'is:unused']);
      await page.getByLabel('Filter').fill('"is:');
      assert.deepEqual(await hints(), []);
      await page.getByRole('link', { name: 'Live' }).click();
      await page.getByLabel('Filter').fill('out');
      assert.equal((await hints())[0], 'outcome:replayed');
    }),

  'a filter that is typed on stops the search before it': (browser) => {
    const searched = [];
    const routes = friendly();
    const { 'GET recordings': list } = routes;
    routes['GET recordings'] = (query) => (searched.push(query.filter), query.filter === 'a' ? new Promise(() => {}) : list(query));
    return on(browser, '#/store', async (page) => {
      await page.locator('.store-rows .row').first().waitFor();
      const stopped = page.waitForEvent('requestfailed', (request) => request.url().includes('filter=a&'));
      await page.getByLabel('Filter').fill('a');
      await page.getByText('Searching …').waitFor();
      await until(page, () => location.hash.includes('filter=a'));
      await page.getByLabel('Filter').fill('haiku');
      await stopped;
      await page.locator('.store-rows .row', { hasText: 'haiku' }).first().waitFor();
      assert.deepEqual(searched, [undefined, 'a', 'haiku']);
    }, routes);
  },

  'rules that let a miss match only together are tried together': (browser) =>
    on(browser, '#/misses/3', async (page) => {
      await page.getByRole('button', { name: 'Try this rule' }).first().click();
      await page.getByText('This request would still not match by this rule alone; all these rules together may let it match.').waitFor();
      await page.getByRole('button', { name: 'Try all these rules together' }).click();
      await page.getByText('This request would match.').waitFor();
      await page.getByText('To keep them, add them to rules: in reprise.yaml').waitFor();
      await page.getByRole('button', { name: 'Copy all rules' }).click();
      await page.getByText('Copied: all rules').waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '  - leave out $.temperature\n  - leave out $.user\n');
    }),

  'a difference has words, tool calls, headers and time': (browser) =>
    on(browser, `#/diff?a=${place(1)}&b=${place(8)}`, async (page) => {
      await page.locator('.diff-result del', { hasText: 'before 9' }).waitFor();
      await page.getByText('412 equal words').waitFor();
      await page.getByRole('tab', { name: 'Headers' }).click();
      await page.getByText('req_044').waitFor();
      await page.getByRole('tab', { name: 'Timing' }).click();
      await page.locator('canvas.plot').waitFor();
      assert.match(page.url(), /tab=timing/);
    }),

  'two tests, and two revisions, are compared; the address says it, and a pair opens': (browser) =>
    on(browser, '#/diff', async (page, server) => {
      await page.getByLabel('What is compared').selectOption('Two tests');
      await page.getByText('reprise diff --tests A B').waitFor();
      await page.getByLabel('A: a test').fill('tests/a');
      await page.getByLabel('B: a test').fill('tests/b');
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByText('2 changed, 1 only in B, 97 the same').waitFor();
      assert.ok(server.asked.includes('GET diff?a_test=tests%2Fa&b_test=tests%2Fb'));
      await page.locator('summary', { hasText: '2 words differ' }).press('Enter');
      await page.locator('.pair del', { hasText: 'sunny' }).waitFor();
      await page.goto(page.url().replace(/#.*/, '#/diff?a_revision=main~2&b_revision=HEAD'));
      await page.getByText('9 words differ between main~2 and HEAD').waitFor();
      assert.equal(await page.getByLabel('A: git revision').inputValue(), 'main~2');
      assert.ok(!(await page.getByLabel('A: a recording').isVisible()));
      await page.getByRole('link', { name: /^Compare / }).last().press('Enter');
      await page.getByText('3 words differ, same shape').waitFor();
      assert.ok(server.asked.some((each) => each.startsWith('GET diff?a=') && each.includes('a_revision=main%7E2&') && each.endsWith('b_revision=HEAD')), server.asked.at(-1));
      await page.goBack();
      await page.getByText('9 words differ between main~2 and HEAD').waitFor();
    }),

  'a fault is switched on for a test, says so everywhere, and is switched off': (browser) =>
    on(browser, '#/faults', async (page) => {
      const faults = page.getByRole('region', { name: 'Faults' });
      await faults.getByLabel('Rule').fill('bad');
      await faults.getByRole('button', { name: 'Switch on' }).click();
      await faults.getByText('is not a rule of this kind').waitFor();
      await faults.getByRole('button', { name: 'cut,after=3; first=1' }).click();
      await faults.getByLabel('Test').fill('tests/a');
      await faults.getByRole('button', { name: 'Switch on' }).click();
      await page.getByText('1 fault is on.').waitFor();
      await page.getByRole('link', { name: 'Store' }).click();
      await page.getByText('1 fault is on.').waitFor();
      await page.goBack();
      await page.getByRole('button', { name: 'Switch off cut,after=3; first=1' }).click();
      await page.getByText('1 fault is on.').waitFor({ state: 'hidden' });
    }),

  'empty views say what fills them': (browser) => {
    const none = { ...friendly({ size: 0 }), 'GET recordings': () => ({ recordings: [], broken: [], total: 0, cursor: null, complete: true }), 'GET requests': () => ({ requests: [], total: 0, cursor: null }), 'GET misses': () => ({ misses: [], total: 0, cursor: null }), 'GET tests': () => ({ tests: [], total: 0, cursor: null }), 'GET unused': () => ({ unused: [], total: 0 }), 'GET findings': () => ({ findings: [] }) };
    return on(browser, '', async (page) => {
      await page.getByText('No request has come yet').waitFor();
      await page.getByRole('link', { name: 'Store' }).click();
      await page.getByText('reprise serve --mode record-if-missing').waitFor();
      await page.getByRole('link', { name: 'Misses' }).click();
      await page.getByText('No request has missed').waitFor();
      await page.getByRole('link', { name: 'Diff' }).click();
      await page.getByText('reprise diff A B').waitFor();
    }, none);
  },

  'a server that wants its token gets it': (browser) => {
    const routes = friendly();
    return on(browser, '#/store', async (page, server) => {
      await page.locator('#token').fill('let-me-in');
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.locator('.store-rows .row').first().waitFor();
      assert.ok(server.asked.length > 3);
    }, routes, { token: 'let-me-in', page: { expected: /401|Failed to load resource/ } });
  },

  'panes fold on a narrow window': (browser) =>
    on(browser, '#/store', async (page) => {
      await page.locator('.store-rows .row').first().click();
      await page.locator('.detail h2').waitFor();
      assert.ok(!(await page.locator('.store-rows').isVisible()));
      await page.getByRole('button', { name: 'Back to the list' }).click();
      await page.locator('.store-rows .row').first().waitFor();
      assert.ok(!(await page.locator('.pane-tests').isVisible()));
      await page.getByRole('button', { name: 'Show tests' }).click();
      await page.locator('.pane-tests .row').first().waitFor();
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    }, friendly(), { page: { viewport: { width: 420, height: 800 } } }),

  'a text of very many paragraphs is shown to its end': (browser) => {
    const whole = [...Array(3500).keys()].map((index) => `a${index % 9}`).join('\n\n');
    const said = `${whole}\n\nthe end`;
    const message = { index: 0, side: 'asked', role: 'user', parts: [{ part: 0, kind: 'text', text: said, total: said.length }] };
    return on(browser, `#/store/${place(1)}`, async (page) => {
      await page.locator('.text .plain').first().waitFor({ state: 'attached' });
      const shown = await page.locator('.text').first().evaluate((block) => [...block.querySelectorAll('.plain')].map((each) => each.textContent));
      assert.equal(shown.join('\n\n'), said);
      assert.equal(shown.length, 3000);
    }, { ...friendly(), 'GET recordings/messages': () => ({ messages: [message], total: 1, parts: 1, shown: 1 }) });
  },

  'pictures and sounds are let go when they are not needed any more': (browser) => {
    const media = (part, media_type, show) => ({ part, kind: 'media', media_type, bytes: 100, is_here: true, url: null, show });
    const message = { index: 0, side: 'asked', role: 'user', parts: [media(0, 'image/png', 'image'), media(99, 'audio/wav', 'audio')] };
    return on(browser, '', async (page) => {
      await page.evaluate(() => {
        globalThis.held = new Map();
        const { createObjectURL, revokeObjectURL } = URL;
        URL.createObjectURL = (blob) => {
          const made = createObjectURL.call(URL, blob);
          held.set(made, blob.type);
          return made;
        };
        URL.revokeObjectURL = (url) => {
          held.delete(url);
          revokeObjectURL.call(URL, url);
        };
      });
      await page.evaluate((to) => (location.hash = to), `#/store/${place(1)}`);
      await page.locator('.media img').waitFor();
      await page.locator('.media audio').waitFor();
      await until(page, () => [...held.values()].join() === 'audio/wav');
      await page.locator('#tab-about').click();
      await until(page, () => held.size === 0);
    }, { ...friendly(), 'GET recordings/messages': () => ({ messages: [message], total: 1, parts: 2, shown: 2 }) });
  },
};

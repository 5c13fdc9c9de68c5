// Texts of which the list of messages has only the beginning: shown as they are, and copied and saved whole.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { withPage } from '../browser.mjs';
import { friendly, recording } from '../fake/answers.mjs';
import { fakeServer } from '../fake/server.mjs';
import { startProgram, withStore } from '../program.mjs';

const longest = 8000; // in the list of messages, in characters

const rows = (count) => Array.from({ length: count }, (_, index) => ({ index, words: `row ${index}, with "quotes", and more` }));
const json = (count, indent) => JSON.stringify({ rows: rows(count) }, null, indent);

/** A part of which `member` may be cut; `whole` is what `recordings/part` has. */
const cut = (member, whole, part) => ({ shown: { [member]: whole.slice(0, longest), total: whole.length, ...part }, whole });
const uncut = (part, whole = '') => ({ shown: part, whole });

/** Opens a recording with these parts in one message, on a server that has the texts. */
async function on(browser, parts, test, more = {}) {
  const message = { index: 0, side: 'answered', choice: 0, role: 'assistant', parts: parts.map(({ shown }, part) => ({ part, ...shown })) };
  const server = await fakeServer({
    ...friendly(),
    'GET recordings/messages': () => ({ messages: [message], total: 1, parts: parts.length, shown: parts.length }),
    'GET recordings/part': ({ part, offset, length }) => ({ text: parts[part].whole.slice(Number(offset), Number(offset) + Number(length)), total: parts[part].whole.length }),
    ...more,
  });
  try {
    await withPage(browser, `${server.url}#/store/${encodeURIComponent(recording(1).location)}`, async (page) => {
      await page.locator('.parts-count').waitFor();
      await test(page, server);
    });
  } finally {
    server.close();
  }
}

const more = (place) => place.getByRole('button', { name: /^Show .* more of/, includeHidden: true });
const shownText = (place) => place.locator('pre').textContent();

/** Presses *Show more* of a text that was cut, and gives the text that is shown then. */
async function unfolded(page, place, whole) {
  assert.equal(await shownText(place), whole.slice(0, longest));
  await more(place).evaluate((each) => each.click());
  await more(place).waitFor({ state: 'detached' });
  return shownText(place);
}

export default {
  'a long tool call is shown as it begins, and all of it on request': (browser) => {
    const whole = json(300);
    return on(browser, [cut('arguments', whole, { kind: 'tool_call', id: 'a', name: 'save', is_json: true })], async (page) => {
      assert.equal(await unfolded(page, page.locator('.tool'), whole), json(300, 2));
    });
  },

  'a long tool result is shown as it begins, and all of it on request': (browser) => {
    const whole = json(300, 4);
    return on(browser, [cut('text', whole, { kind: 'tool_result', id: 'a', name: 'read', is_error: false })], async (page) => {
      assert.equal(await unfolded(page, page.locator('.tool-result'), whole), json(300, 2));
    });
  },

  'a long member that no rule knows is shown as it begins, and all of it on request': (browser) => {
    const whole = json(300, 2);
    return on(browser, [cut('text', whole, { kind: 'other', where: 'odd' })], async (page) => {
      assert.equal(await unfolded(page, page.locator('.other'), whole), whole);
    });
  },

  'what is not JSON is shown as it is, to its end': (browser) => {
    const whole = 'SELECT a, b  FROM [c d]: '.repeat(700);
    return on(browser, [cut('arguments', whole, { kind: 'tool_call', id: 'a', name: 'ask', is_json: false })], async (page) => {
      assert.equal(await unfolded(page, page.locator('.tool'), whole), whole);
    });
  },

  'JSON that is shown shorter than it is written has no more to show': (browser) => {
    const whole = json(3, 4);
    const call = { kind: 'tool_call', id: 'a', name: 'save', arguments: whole, total: whole.length, is_json: true };
    const result = { kind: 'tool_result', id: 'b', name: 'read', text: whole, total: whole.length, is_error: false };
    return on(browser, [uncut(call, whole), uncut({ ...call, part: undefined }), uncut(result, whole), uncut({ kind: 'other', where: 'odd', json: 'Hello world, how are you?' })], async (page) => {
      assert.deepEqual(await page.locator('.text-code pre').allTextContents(), [json(3, 2), json(3, 2), json(3, 2), '"Hello world, how are you?"']);
      assert.equal(await more(page).count(), 0);
    });
  },

  'a long schema of a tool is shown as it begins': (browser) => {
    const schema = `${`{\n  "description": "${'many words, '.repeat(1000)}`.slice(0, longest)}…`;
    return on(browser, [uncut({ kind: 'tools', tools: [{ name: 'save', description: 'Saves', schema }], total: 300 })], async (page) => {
      assert.equal(await shownText(page.locator('.tools')), schema);
      assert.match(await page.locator('.tools').textContent(), /300 tools.*and 299 more tools/s);
    });
  },

  'what could not be loaded is said, and can be asked for again': (browser) => {
    const whole = json(300);
    let asked = 0;
    return on(browser, [cut('arguments', whole, { kind: 'tool_call', id: 'a', name: 'save', is_json: true })], async (page) => {
      await more(page).click();
      await page.getByText('the disk is away').waitFor();
      const hasFocus = () => page.evaluate(() => document.querySelector('.tool .text').contains(document.activeElement));
      assert.ok(await hasFocus());
      await page.keyboard.press('Enter');
      await more(page).waitFor({ state: 'detached' });
      assert.equal(await shownText(page.locator('.tool')), json(300, 2));
      assert.ok(await hasFocus());
    }, { 'GET recordings/part': ({ offset }) => (asked++ === 0 ? { status: 500, error: 'the disk is away' } : { text: whole.slice(Number(offset)), total: whole.length }) });
  },

  'a conversation that is saved has its long texts to their ends': (browser) => {
    const call = json(300);
    const words = `${'to be or not, '.repeat(900)}END`;
    const odd = json(400, 2);
    const definitions = JSON.stringify([{ name: 'save', schema: rows(300) }], null, 2);
    const ranked = rows(600).map((row) => `${row.index}\t${row.words}`).join('\n');
    const parts = [
      cut('arguments', call, { kind: 'tool_call', id: 'a', name: 'save', is_json: true }),
      cut('arguments', words, { kind: 'tool_call', id: 'b', name: 'say', is_json: false }),
      cut('text', words, { kind: 'tool_result', id: 'a', name: 'save', is_error: false }),
      cut('text', odd, { kind: 'other', where: 'odd' }),
      uncut({ kind: 'other', where: 'even', json: 'a, b' }),
      { shown: { kind: 'tools', tools: [{ name: 'save', schema: 'cut …' }], total: 101 }, whole: definitions },
      { shown: { kind: 'table', columns: ['a', 'b'], rows: [[1, 2]], total: 600 }, whole: ranked },
      cut('text', words, { kind: 'citation', title: 'T', url: 'U' }),
    ];
    return on(browser, parts, async (page) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as HTML' }).click()]);
      const saved = await browser.newPage();
      await saved.setContent(await readFile(await download.path(), 'utf8'));
      const texts = await saved.locator('pre').allTextContents();
      await saved.close();
      const citation = JSON.stringify({ part: 7, text: words, total: words.length, kind: 'citation', title: 'T', url: 'U' }, null, 2);
      assert.deepEqual(texts, [json(300, 2), words, words, odd, '"a, b"', definitions, ranked, citation]);
    });
  },

  'long texts are copied to their ends': (browser) => {
    const call = json(300);
    const words = `${'to be or not, '.repeat(20_000)}END`;
    const parts = [cut('text', words, { kind: 'text' }), cut('arguments', call, { kind: 'tool_call', id: 'a', name: 'save', is_json: true }), { shown: { kind: 'tools', tools: [], total: 3 }, whole: 'none of the message' }, cut('text', json(300), { kind: 'other' })];
    return on(browser, parts, async (page) => {
      const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
      await page.getByRole('button', { name: 'Copy arguments' }).click();
      await page.getByText('Copied: arguments').waitFor();
      assert.equal(await clipboard(), call);
      await page.getByRole('button', { name: 'Copy text of the message' }).click();
      await page.getByText('Copied: text of the message').waitFor();
      assert.equal(await clipboard(), [words, call, ''].join('\n\n'));
    });
  },

  'what could not be copied is said': (browser) =>
    on(browser, [cut('arguments', json(300), { kind: 'tool_call', id: 'a', name: 'save', is_json: true })], async (page) => {
      await page.getByRole('button', { name: 'Copy arguments' }).click();
      await page.getByText('the disk is away').waitFor();
    }, { 'GET recordings/part': () => ({ status: 500, error: 'the disk is away' }) }),

  'the packaged program shows and saves long calls and members whole': async (browser) => {
    const call = json(300);
    const odd = { deep: { words: 'b c '.repeat(3000) } };
    const file = { reprise: 1, request: { method: 'POST', path: '/v1/chat/completions', body: { model: 'm', messages: [{ role: 'user', content: 'Save it' }], odd } }, response: { status: 200, headers: { 'content-type': 'application/json' }, body: { id: 'c', object: 'chat.completion', choices: [{ index: 0, message: { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'save', arguments: call } }] }, finish_reason: 'tool_calls' }] } } };
    await withStore({ 'long.json': file }, async (directory) => {
      const server = await startProgram(['serve', '--mode', 'replay', '--recordings', directory, '--port', '0']);
      try {
        await withPage(browser, `${server.url}/__reprise/#/store/long.json`, async (page) => {
          await page.locator('.parts-count').waitFor();
          const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as HTML' }).click()]);
          const saved = await readFile(await download.path(), 'utf8');
          assert.ok(saved.includes('row 299'));
          assert.equal(saved.split('b c ').length - 1, 3000);
          assert.equal(await unfolded(page, page.locator('.tool'), call), json(300, 2));
          const text = JSON.stringify(odd, null, 2);
          assert.equal(await unfolded(page, page.locator('.other').filter({ hasText: 'odd' }), text), text);
        });
      } finally {
        await server.stop();
      }
    });
  },
};

// The packaged program's own page: a scripted store, real requests, and every view.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { axe, withPage } from '../browser.mjs';
import { png } from '../fake/media.mjs';
import { startProgram, withStore } from '../program.mjs';

const attack = '<script>document.title="run"</script> <img src=https://evil.example/a.png onerror=alert(1)> ![b](https://evil.example/b.png) \u202E';

/** A recording in which everything that may be any text is an attack. */
const recording = (test, index) => ({
  reprise: 1,
  test,
  request: { method: 'POST', path: '/v1/chat/completions', body: { model: '<i>m</i>', messages: [{ role: 'system', content: attack }, { role: 'user', content: [{ type: 'text', text: `${index} ${attack}` }, { type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } }, { type: 'image_url', image_url: { url: 'https://evil.example/c.png' } }] }], tools: [{ type: 'function', function: { name: '<b>', description: attack, parameters: { type: 'object' } } }], stream: true } },
  response: { status: 200, headers: { 'content-type': 'text/event-stream', 'x-html': '<b>x</b>' }, framing: 'sse', chunks: [{ at: 212, data: { id: 'c', choices: [{ index: 0, delta: { role: 'assistant', content: '<img src=x on' }, finish_reason: null }] } }, { at: 240, data: { id: 'c', choices: [{ index: 0, delta: { content: 'error=alert(1)> end' }, finish_reason: null }] } }, { at: 433, data: { id: 'c', choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: '<i>', type: 'function', function: { name: '<b>', arguments: '{"a":"<u>"}' } }] }, finish_reason: 'tool_calls' }] } }, { at: 433, raw: 'data: [DONE]\n\n' }] },
});

const files = { 'a.json': recording('tests/<b>::one', 1), 'b.json': recording('tests/<b>::two', 2), ...Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`many/${index}.json`, recording(`many/test_${index}`, index + 3)])), 'broken.json': '{"reprise":1' };

/** An answer that is no stream, to `content`. */
const answered = (test, content, answer, more = {}) => ({ reprise: 1, test, request: { method: 'POST', path: '/v1/chat/completions', body: { model: 'm', messages: [{ role: 'user', content }], ...more } }, response: { status: 200, headers: { 'content-type': 'application/json' }, body: answer } });
const choices = (count, content) => ({ id: 'c', object: 'chat.completion', choices: Array.from({ length: count }, (_, index) => ({ index, message: { role: 'assistant', content }, finish_reason: 'stop' })) });
const deep = (depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);

const odd = {
  'proto.json': JSON.stringify(answered('__proto__', 'members', choices(1, 'x'), { own: 1 })).replace('"own":1', '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}'),
  'nul.json': JSON.stringify(answered('nul', 'nul', choices(1, 'x'))).replace('"nul"}', '"nul \\u0000 lone \\ud800 \\u202e bidi"}'),
  'line.json': answered('line', 'long '.repeat(200_000), choices(1, 'y'.repeat(1_000_000))),
  'many.json': answered('many', 'choices', choices(10_000, 'x')),
  'deep.json': JSON.stringify(answered('deep', 'deep', choices(1, 'x'), { tools: 'deep' })).replace('"tools":"deep"', `"tools":[${deep(400)}]`),
  'urls.json': answered('urls', [{ type: 'text', text: '>'.repeat(5000) + '['.repeat(5000) }, { type: 'image_url', image_url: { url: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"/>' } }, { type: 'image_url', image_url: { url: 'data:text/html,<script>document.title=1</script>' } }, { type: 'image_url', image_url: { url: 'javascript:document.title=1' } }], choices(1, '*'.repeat(10_000))),
};

async function onStore(browser, hash, test, parameters = [], content = files) {
  await withStore(content, async (directory) => {
    const server = await startProgram(['serve', '--mode', 'replay', '--recordings', directory, '--port', '0', ...parameters]);
    try {
      await withPage(browser, `${server.url}/__reprise/${hash}`, (page) => test(page, server, directory));
    } finally {
      await server.stop();
    }
  });
}

export default {
  'a store of hostile recordings: every view shows it as text, and axe finds nothing': (browser) =>
    onStore(browser, '#/store', async (page) => {
      await page.getByText('62 recordings').waitFor();
      await page.getByText('1 broken').waitFor();
      assert.deepEqual(await axe(page), []);
      for (const [key, ready] of [['', '.parts-count'], ['?tab=stream', 'canvas.plot'], ['?tab=request', '.raw-bytes'], ['?tab=answer', '.raw-bytes'], ['?tab=diff', '.compare'], ['?tab=about', '.about tr']]) {
        await page.evaluate((to) => (location.hash = to), `#/store/a.json${key}`);
        await page.locator(ready).first().waitFor();
        assert.deepEqual(await axe(page), [], key);
        assert.equal(await page.title(), 'Store · Reprise');
      }
      await page.keyboard.press('1');
      const [, shown, all] = /parts shown (\d+) of (\d+)/.exec(await page.locator('.parts-count').innerText());
      assert.equal(shown, all);
      await page.locator('img.picture').waitFor();
      assert.equal(await page.locator('main script, main iframe, main [onerror]').count(), 0);
    }),

  'members, texts and numbers that nobody expects: each view of each recording is shown, and the page goes on': (browser) =>
    onStore(
      browser,
      '#/store',
      async (page) => {
        await page.getByText('6 recordings').waitFor();
        for (const name of Object.keys(odd)) {
          for (const [tab, ready] of [['', '.parts-count'], ['?tab=request', '.raw-bytes'], ['?tab=answer', '.raw-bytes'], ['?tab=stream', '.stream'], ['?tab=about', '.about tr']]) {
            await page.evaluate((to) => (location.hash = to), `#/store/${name}${tab}`);
            await page.locator(ready).first().waitFor();
            const now = await page.evaluate(() => ({ title: document.title, polluted: {}.polluted, elements: document.querySelectorAll('*').length, wide: document.documentElement.scrollWidth <= innerWidth }));
            assert.ok(now.elements < 60_000, `${name}${tab}: ${now.elements} elements`);
            assert.deepEqual([now.title, now.polluted, now.wide], ['Store · Reprise', undefined, true], `${name}${tab}`);
          }
        }
      },
      [],
      odd,
    ),

  'a recording is deleted after a question, and the file is gone': (browser) =>
    onStore(browser, '#/store/a.json', async (page, server, directory) => {
      await page.getByRole('button', { name: 'Delete…' }).click();
      await page.getByRole('button', { name: 'Keep' }).click();
      assert.ok(existsSync(join(directory, 'a.json')));
      await page.getByRole('button', { name: 'Delete…' }).click();
      await page.getByRole('button', { name: 'Delete it' }).click();
      await page.getByText('1 file deleted').waitFor();
      assert.ok(!existsSync(join(directory, 'a.json')));
      assert.ok(existsSync(join(directory, 'b.json')));
    }),

  'the filter of the server narrows the store, and says what it does not know': (browser) =>
    onStore(browser, '#/store', async (page) => {
      await page.getByLabel('Filter').fill('test:many*');
      await page.getByText('60 recordings').waitFor();
      await page.getByLabel('Filter').fill('nope:1');
      await page.locator('#filter-error', { hasText: 'nope' }).waitFor();
    }),

  'a server with an access token asks for it': (browser) =>
    onStore(browser, '#/store', async (page) => {
      await page.locator('#token').fill('let-me-in-please');
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByText('62 recordings').waitFor();
      await page.getByRole('link', { name: 'Live' }).click();
      await page.locator('.lamp-open').waitFor();
    }, ['--token', 'let-me-in-please']),

  'the demo: a browser is led from / to the page, sees requests come, and what they missed': async (browser) => {
    const server = await startProgram(['serve', '--demo', '--port', '0']);
    try {
      await withPage(browser, `${server.url}/`, async (page) => {
        assert.equal(new URL(page.url()).pathname, '/__reprise/');
        await page.locator('.lamp-open').waitFor();
        await fetch(`${server.url}/v1/chat/completions`, { method: 'POST', headers: { 'x-reprise-test': 'tests/a' }, body: JSON.stringify({ model: '<b>m', messages: [{ role: 'user', content: '<img src=x onerror=alert(1)>' }] }) });
        await page.locator('.live-rows .row', { hasText: 'missed' }).click();
        await page.getByText('Nearest recording').waitFor();
        await page.locator('.miss ins', { hasText: '<img src=x onerror=alert(1)>' }).waitFor();
        assert.deepEqual(await axe(page), []);
        await page.getByRole('link', { name: 'Faults & paces' }).click();
        await page.getByRole('button', { name: 'cut,after=3; first=1' }).click();
        await page.getByRole('region', { name: 'Faults' }).getByRole('button', { name: 'Switch on' }).click();
        await page.getByText('1 fault is on.').waitFor();
        await page.getByRole('button', { name: 'Switch off cut,after=3; first=1' }).click();
        await page.getByText('1 fault is on.').waitFor({ state: 'hidden' });
      });
    } finally {
      await server.stop();
    }
  },

  'each example of a fault and of a pace is a rule': async (browser) => {
    const server = await startProgram(['serve', '--demo', '--port', '0']);
    try {
      await withPage(browser, `${server.url}/__reprise/#/faults`, async (page) => {
        for (const [kind, title] of [['faults', 'Faults'], ['pace', 'Paces']]) {
          const half = page.getByRole('region', { name: title });
          for (const rule of await half.locator('.examples button').allInnerTexts()) {
            const answer = await fetch(`${server.url}/__reprise/${kind}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ rules: [rule] }) });
            assert.equal(answer.status, 200, `'${rule}': ${await answer.text()}`);
          }
        }
      });
    } finally {
      await server.stop();
    }
  },
};

// The packaged program with traffic of its own: an upstream made here, a store that it records, and what people do with it on the page.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { axe, withPage } from '../browser.mjs';
import { startProgram, withStore } from '../program.mjs';

const attack = '<img src=x onerror=alert(1)> \u202E <b>';
const event = (data, name) => `${name ? `event: ${name}\n` : ''}data: ${JSON.stringify(data)}\n\n`;

/** An upstream that speaks three APIs, and gives back the words that it was asked. */
async function upstream() {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const data of request) {
      body += data;
    }
    const { model, messages = [], contents = [], stream } = body ? JSON.parse(body) : {};
    const words = `You said: ${messages.at(-1)?.content ?? contents[0]?.parts[0].text}`;
    if (request.url.includes('/messages')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 'msg_1', type: 'message', role: 'assistant', model, content: [{ type: 'text', text: words }], stop_reason: 'end_turn', usage: { input_tokens: 9, output_tokens: 5 } }));
    } else if (request.url.includes(':generateContent')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ candidates: [{ index: 0, content: { role: 'model', parts: [{ text: words }] }, finishReason: 'STOP' }] }));
    } else if (stream) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'x-html': '<b>x</b>' });
      for (const part of words.match(/.{1,6}/gsu)) {
        response.write(event({ id: 'c1', object: 'chat.completion.chunk', model, choices: [{ index: 0, delta: { content: part }, finish_reason: null }] }));
      }
      response.end('data: [DONE]\n\n');
    } else {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 'c2', object: 'chat.completion', model, choices: [{ index: 0, message: { role: 'assistant', content: words }, finish_reason: 'stop' }], usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 } }));
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) };
}

const asking = (base) => async (path, test, body) => {
  const response = await fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/json', ...(test ? { 'x-reprise-test': test } : {}) }, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
};
const chat = (content, more = {}) => ({ model: 'gpt-x', messages: [{ role: 'user', content }], ...more });

/** Calls `work({url, ask, directory, open})` with a server that records; `open(hash, test)` opens the page. */
async function recorded(browser, work) {
  const up = await upstream();
  try {
    await withStore({}, async (directory) => {
      const server = await startProgram(['serve', '--mode', 'record-if-missing', '--upstream', up.url, '--recordings', directory, '--port', '0']);
      try {
        const open = (hash, test) => withPage(browser, `${server.url}/__reprise/${hash}`, test);
        await work({ url: server.url, ask: asking(server.url), directory, open });
      } finally {
        await server.stop();
      }
    });
  } finally {
    up.close();
  }
}

const files = async (directory) => (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('.json') && !name.startsWith('.'));

export default {
  'what comes while the page is open is shown as it is, in each API, and each address opens the same view again': (browser) =>
    recorded(browser, async ({ ask, open }) => {
      await open('', async (page) => {
        await page.locator('.lamp-open').waitFor();
        await ask('/v1/chat/completions', 'tests/a', chat(`stream ${attack}`, { stream: true }));
        await ask('/v1/chat/completions', 'tests/a', chat('one answer'));
        await ask('/v1/messages', 'tests/b', { model: 'claude-x', max_tokens: 9, messages: [{ role: 'user', content: `claude ${attack}` }] });
        await ask('/v1beta/models/gemini-x:generateContent', 'tests/b', { contents: [{ role: 'user', parts: [{ text: 'gemini' }] }] });
        await ask('/v1/chat/completions', 'tests/a', chat('one answer'));
        await page.waitForFunction(() => document.querySelectorAll('.live-rows .row').length === 5);
        await page.locator('.live-rows').focus();
        for (let step = 0; step < 5; step++) {
          await page.keyboard.press('j');
          await page.keyboard.press('Enter');
          await page.locator('.parts-count').waitFor();
          await page.getByText('You said:').first().waitFor();
          const [, shown, all] = /parts shown (\d+) of (\d+)/.exec(await page.locator('.parts-count').innerText());
          assert.equal(shown, all);
        }
        for (const [key, ready] of [['2', '.stream'], ['3', '.raw-bytes'], ['4', '.raw-bytes'], ['6', '.about tr'], ['1', '.parts-count']]) {
          await page.keyboard.press(key);
          await page.locator(ready).first().waitFor();
          const title = await page.locator('.detail h2').innerText();
          await page.reload();
          await page.locator(ready).first().waitFor();
          assert.equal(await page.locator('.detail h2').innerText(), title);
        }
        assert.deepEqual(await axe(page), []);
      });
    }),

  'a fault for one test holds for a while, and says so; others go on': (browser) =>
    recorded(browser, async ({ url, ask, open }) => {
      await ask('/v1/chat/completions', 'tests/a', chat('hello'));
      await open('#/faults', async (page) => {
        const faults = page.getByRole('region', { name: 'Faults' });
        await faults.getByLabel('Rule').fill('status=503');
        await faults.getByLabel('Test').fill('tests/a');
        await faults.getByLabel('It holds').selectOption('5 minutes');
        await faults.getByRole('button', { name: 'Switch on' }).press('Enter');
        await faults.getByText(/until \d\d:\d\d/).waitFor();
        await faults.getByLabel('It holds').selectOption('until it is switched off');
        await faults.getByLabel('Rule').fill('delay=1ms');
        await faults.getByLabel('Test').fill('tests/a');
        await faults.getByRole('button', { name: 'Switch on' }).click();
        await page.getByText('2 faults are on.').waitFor();
        assert.deepEqual(await axe(page), []);
        assert.equal((await ask('/v1/chat/completions', 'tests/a', chat('hello'))).status, 503);
        assert.equal((await ask('/v1/chat/completions', 'tests/b', chat('hello'))).status, 200);
        const { ends } = await (await fetch(`${url}/__reprise/faults`)).json();
        assert.deepEqual(ends.map(({ rule, test }) => [rule, test]), [['status=503', 'tests/a']]);
        await page.getByRole('button', { name: 'Switch off status=503' }).click();
        await page.getByText('1 fault is on.').waitFor();
      });
    }),

  'tests are started over and deleted, and the store is pruned after a look': (browser) =>
    recorded(browser, async ({ ask, directory, open }) => {
      await ask('/v1/chat/completions', 'tests/a', chat('one'));
      await ask('/v1/chat/completions', 'tests/b', chat('two'));
      assert.equal((await files(directory)).length, 2);
      await open('#/store?test=tests%2Fa', async (page) => {
        await page.getByText('1 recording', { exact: true }).waitFor();
        await page.getByRole('button', { name: 'Start over…' }).press('Enter');
        await page.getByRole('dialog').getByRole('button', { name: 'Start over' }).press('Enter');
        await page.getByText('The test was started over.').waitFor();
        await page.getByRole('button', { name: 'Delete test…' }).press('Enter');
        await page.getByRole('button', { name: 'Delete them' }).press('Enter');
        await page.getByText('1 file deleted').waitFor();
        assert.equal((await files(directory)).length, 1);
        await page.keyboard.press('Escape');
        await page.goto(page.url().replace(/#.*/, '#/store'));
        await page.getByRole('button', { name: 'Prune…' }).press('Enter');
        await page.getByRole('button', { name: 'Show what would be deleted' }).press('Enter');
        await page.getByText('There is nothing to prune').waitFor();
        assert.ok(existsSync(join(directory, (await files(directory))[0])));
      });
    }),
};

// The program with a store of its own: differences, misses and their rules, what needs care, pruning, paces, playing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { axe, until, withPage } from '../browser.mjs';
import { startProgram, withStore } from '../program.mjs';
import { say, talks, upstream } from '../traffic.mjs';

const words = (text, begin, step) => text.split(/(?<= )/).map((content, index) => ({ at: begin + index * step, data: { id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }] } }));
const recording = (test, question, answer, { begin = 200, step = 40, more = {} } = {}) => ({
  reprise: 1,
  ...(test ? { test } : {}),
  request: { method: 'POST', path: '/v1/chat/completions', body: { model: 'm', messages: [{ role: 'user', content: question }], stream: true, ...more } },
  response: { status: 200, headers: { 'content-type': 'text/event-stream' }, framing: 'sse', chunks: [...words(answer, begin, step), { at: begin + 900, raw: 'data: [DONE]\n\n' }] },
});
const secret = `ghp_${'x7Kq2mVb9TzR4wLc8NfJ'}${'h3Ys6PdG1aQe'}`; // made up

const files = {
  'a/sun.json': recording('tests/a', 'How is the weather?', 'It is sunny in Basel, and warm.'),
  'b/sun.json': recording('tests/b', 'How is the weather today?', 'It is rainy in Basel, and cold.', { begin: 500, step: 80 }),
  'a/warm.json': recording('tests/a', 'Say something', 'Something.', { more: { temperature: 0.2 } }),
  'a/one.json': recording('tests/a', 'Twice?', 'Once.'),
  'one.json': recording(null, 'Twice?', 'Once.'),
  'broken.json': '{"reprise":1',
};

async function onStore(browser, hash, test, { parameters = [], more = {}, mode = 'replay' } = {}) {
  await withStore({ ...files, ...more }, async (directory) => {
    const server = await startProgram(['serve', '--mode', mode, '--recordings', directory, '--port', '0', ...parameters]);
    try {
      await withPage(browser, `${server.url}/__reprise/${hash}`, (page) => test(page, server, directory));
    } finally {
      await server.stop();
    }
  });
}

const ask = (server, test, content, more = {}) => fetch(`${server.url}/v1/chat/completions`, { method: 'POST', headers: { 'x-reprise-test': test }, body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content }], stream: true, ...more }) });

export default {
  'two recordings differ in words and in time': (browser) =>
    onStore(browser, '#/store/a%2Fsun.json', async (page) => {
      await page.locator('.parts-count').waitFor();
      await page.keyboard.press('m');
      await page.evaluate(() => (location.hash = '#/store/b%2Fsun.json'));
      await page.locator('.detail h2', { hasText: 'today' }).waitFor();
      await page.keyboard.press('d');
      await page.locator('.diff-result del', { hasText: 'sunny' }).waitFor();
      await page.locator('.diff-result ins', { hasText: 'rainy' }).waitFor();
      assert.deepEqual(await axe(page), []);
      await page.keyboard.press('6');
      await page.locator('canvas.plot').waitFor();
      assert.match(await page.locator('.two').innerText(), /first token\s+200 ms\s+500 ms/);
    }),

  'an open recording is marked before the list is there': (browser) =>
    onStore(browser, '#/store/a%2Fsun.json', async (page) => {
      let letList;
      const held = new Promise((done) => (letList = done));
      await page.route(/__reprise\/recordings(\?|$)/, async (route) => {
        await held;
        await route.continue().catch(() => {}); // the page may have left it
      });
      await page.reload();
      await page.locator('.parts-count').waitFor();
      await page.keyboard.press('m');
      await page.evaluate(() => (location.hash = '#/store/b%2Fsun.json'));
      await page.locator('.detail h2', { hasText: 'today' }).waitFor();
      letList();
      await page.keyboard.press('d');
      await page.locator('.diff-result del', { hasText: 'sunny' }).waitFor();
    }),

  'two tests that were recorded': async (browser) => {
    const up = await upstream();
    try {
      await withStore({}, async (directory) => {
        const server = await startProgram(['serve', '--mode', 'record-if-missing', '--upstream', up.url, '--recordings', directory, '--port', '0']);
        try {
          const [, , , , translates, capital] = talks;
          await Promise.all([say(server.url, translates), say(server.url, capital)]);
          await withPage(browser, `${server.url}/__reprise/#/store?test=${encodeURIComponent(translates.test)}`, async (page) => {
            await page.getByRole('button', { name: 'Compare…' }).click();
            await page.getByLabel('B: a test').fill(capital.test);
            await page.getByRole('button', { name: 'Compare' }).click();
            await page.locator('.pair summary').click();
            await page.locator('.pair ins', { hasText: 'Ouagadougou' }).waitFor();
            assert.deepEqual(await axe(page), []);
            await page.getByLabel('B: a test').fill('tests/nobody');
            await page.getByRole('button', { name: 'Compare' }).first().click();
            await page.getByText("the test 'tests/nobody' has no recordings").waitFor();
          });
        } finally {
          await server.stop();
        }
      });
    } finally {
      up.close();
    }
  },

  'the store before and after a commit': async (browser) => {
    await withStore(files, async (directory) => {
      const git = (...words) => execFileSync('git', ['-C', directory, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words]);
      git('init', '-q');
      git('add', '-A');
      git('commit', '-qm', 'one');
      const text = await readFile(join(directory, 'a/sun.json'), 'utf8');
      await writeFile(join(directory, 'a/sun.json'), text.replace('sunny', 'windy'));
      const server = await startProgram(['serve', '--mode', 'replay', '--recordings', directory, '--port', '0']);
      try {
        await withPage(browser, `${server.url}/__reprise/#/diff`, async (page) => {
          await page.getByLabel('What is compared').selectOption('The store at two git revisions');
          await page.getByRole('button', { name: 'Compare' }).click(); // HEAD is there
          await page.locator('summary', { hasText: 'a/sun.json' }).click();
          await page.locator('.pair ins', { hasText: 'windy' }).waitFor();
          assert.match(page.url(), /a_revision=HEAD/);
          await page.reload();
          await page.locator('summary', { hasText: 'a/sun.json' }).click();
          await page.getByRole('link', { name: /^Compare / }).click();
          await page.locator('.diff-result ins', { hasText: 'windy' }).waitFor();
        });
      } finally {
        await server.stop();
      }
    });
  },

  'a miss names the recording that is nearest, and its rule would let it match': (browser) =>
    onStore(browser, '#/misses', async (page, server) => {
      await page.getByText('No request has missed').waitFor();
      assert.equal((await ask(server, 'tests/a', 'Say something', { temperature: 0.9 })).status, 404);
      await page.keyboard.press('g');
      await page.keyboard.press('l');
      await page.keyboard.press('g');
      await page.keyboard.press('m');
      await page.locator('.miss-rows .row').click();
      await page.locator('.nearest', { hasText: 'a/warm.json' }).waitFor();
      await page.getByRole('button', { name: 'Try this rule' }).first().click();
      await page.getByText('This request would match.').waitFor();
      await page.keyboard.press('r');
      await page.getByText('Copied: rule').waitFor();
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /temperature/);
      assert.equal((await ask(server, 'tests/a', 'Say something', { temperature: 0.9 })).status, 404); // nothing was written
    }),

  'broken files and credentials are said, and the credential is not': (browser) =>
    onStore(
      browser,
      '#/store',
      async (page) => {
        await page.locator('summary', { hasText: '1 broken' }).click();
        await page.locator('.care li', { hasText: 'broken.json' }).waitFor();
        await page.locator('summary', { hasText: '1 with credentials' }).click();
        await page.locator('.care li', { hasText: 'secret.json' }).waitFor();
        await page.evaluate(() => (location.hash = '#/store/secret.json'));
        await page.locator('.parts-count').waitFor();
        await page.getByText('[masked]').first().waitFor();
        assert.ok(!(await page.content()).includes(secret));
        assert.deepEqual(await axe(page), []);
      },
      { more: { 'secret.json': recording('tests/c', `My token is ${secret}, use it`, 'No.') } },
    ),

  'pruning deletes what it has shown, and nothing else': (browser) =>
    onStore(browser, '#/store', async (page, server, directory) => {
      await page.getByRole('button', { name: 'Prune…' }).click();
      await page.getByRole('button', { name: 'Show what would be deleted' }).click();
      await page.getByRole('dialog').getByText('a/one.json').waitFor();
      assert.ok(existsSync(join(directory, 'a/one.json')));
      await page.getByRole('button', { name: 'Delete 1 file' }).click();
      await page.getByText('1 file deleted').waitFor();
      assert.ok(!existsSync(join(directory, 'a/one.json')));
      for (const name of ['one.json', 'a/sun.json', 'a/warm.json', 'b/sun.json', 'broken.json']) {
        assert.ok(existsSync(join(directory, name)), name);
      }
    }),

  'a pace is set for a test, holds, and is switched off': (browser) =>
    onStore(browser, '#/faults', async (page, server) => {
      const paces = page.getByRole('region', { name: 'Paces' });
      await paces.getByRole('button', { name: 'recorded', exact: true }).click();
      await paces.getByLabel('Test').fill('tests/a');
      await paces.getByRole('button', { name: 'Switch on' }).press('Enter');
      await page.getByText('1 pace is on.').waitFor();
      assert.deepEqual((await (await fetch(`${server.url}/__reprise/pace`)).json()).tests, { 'tests/a': ['recorded'] });
      assert.match(await (await ask(server, 'tests/a', 'How is the weather?')).text(), /sunny/);
      await page.reload();
      await page.getByRole('button', { name: 'Switch off recorded' }).click();
      await page.getByText('1 pace is on.').waitFor({ state: 'hidden' });
    }),

  'a stream plays at its pace, and stops': (browser) =>
    onStore(
      browser,
      '#/store/long.json?tab=stream',
      async (page) => {
        await page.locator('canvas.plot').waitFor();
        await page.keyboard.press('p');
        await page.getByRole('button', { name: 'Stop' }).waitFor();
        await until(page, () => document.querySelector('.stream-text').textContent.startsWith('First'));
        assert.ok(!(await page.locator('.stream-text').innerText()).includes('last'));
        await page.keyboard.press('p');
        await page.getByRole('button', { name: 'Play' }).waitFor();
      },
      { more: { 'long.json': recording('tests/long', 'Go on', 'First, and last', { begin: 100, step: 60_000 }) } },
    ),
};

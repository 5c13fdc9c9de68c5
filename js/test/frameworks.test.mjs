// What the frameworks do with tests that go wrong, are tried again, or share a process.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { jest, nodeTest, projectWith, run, startUpstream, vitest } from './running.mjs';

const work = mkdtempSync(join(tmpdir(), 'reprise-js-frameworks-'));
let upstream;

before(async () => {
  upstream = await startUpstream();
});

after(() => {
  upstream.kill();
  rmSync(work, { recursive: true, force: true });
});

const project = (files) => projectWith(work, files);

test('node:test: after a test that times out, the next one has its variables, and then none are left', async () => {
  const root = project({
    'late.test.mjs': `
      import assert from 'node:assert';
      import { test as plain } from 'node:test';
      import { test } from 'reprise/node-test';
      const never = () => new Promise((done) => setTimeout(done, 4_000));
      test('starts the server', () => {});
      test('hangs', { timeout: 300 }, never);
      test('hangs in a subtest', { timeout: 300 }, (t) => t.test('inner', never));
      test('comes after', ({ reprise }) => assert.equal(process.env.OPENAI_BASE_URL, reprise.baseUrl + '/v1'));
      plain('has none', () => assert.equal(process.env.REPRISE_BASE_URL, undefined));`,
  });

  const { status, said } = await run(root, [...nodeTest, 'late.test.mjs'], { REPRISE_UPSTREAM: upstream.url });

  assert.equal(status, 1, said);
  assert.match(said, /✖ hangs /);
  assert.match(said, /✔ comes after/);
  assert.match(said, /✔ has none/);
});

test('Vitest: settings that make tests fail hold for the last try, too', async () => {
  const root = project({
    'retry.test.mjs': `
      import { createTest, describe, expect } from 'reprise/vitest';
      const test = await createTest({ mode: 'live', failOnLive: true });
      const ask = (reprise) => fetch(reprise.baseUrl + '/v1/chat/completions', {
        method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer none' }, body: '{"model":"tiny","messages":[{"role":"user","content":"hi"}]}' });
      let tries = 0;
      test('asks', { retry: 1 }, async ({ reprise }) => expect((await ask(reprise)).status).toBe(200));
      test('fails, and then asks', { retry: 1 }, async ({ reprise }) => {
        expect(++tries).toBe(2);
        await ask(reprise);
      });
      test('asks once', { retry: 1 }, async ({ reprise, task }) => void (task.result.retryCount || (await ask(reprise))));`,
  });

  const { status, said } = await run(root, [...vitest, '--reporter=verbose'], { REPRISE_UPSTREAM: upstream.url });

  assert.equal(status, 1, said);
  assert.match(said, /× retry.test.mjs > asks /, said);
  assert.match(said, /× retry.test.mjs > fails, and then asks /, said);
  assert.match(said, /✓ retry.test.mjs > asks once /, said);
});

for (const [name, command, file, text] of [
  ['Vitest', vitest, 'told.test.mjs', "import { expect, test } from 'reprise/vitest'; test('starts', async ({ reprise }) => expect(await reprise.requests()).toEqual([]));"],
  ['node:test', [...nodeTest, 'told.test.mjs'], 'told.test.mjs', "import { test } from 'reprise/node-test'; test('starts', ({ reprise }) => reprise.requests());"],
  ['Jest', [...jest, '--testEnvironment=reprise/jest'], 'told.test.cjs', "test('starts', async () => expect(await reprise.requests()).toEqual([]));"],
]) {
  test(`${name}: what the environment says about another server does not count`, async () => {
    const root = project({ [file]: text, 'jest.config.json': '{"testMatch": ["**/*.test.cjs"]}' });

    const { status, said } = await run(root, command, { REPRISE_TOKEN: 'x'.repeat(32), REPRISE_HOST: '203.0.113.7', REPRISE_TLS: 'self-signed', REPRISE_TLS_CERT: '/none', REPRISE_TLS_KEY: '/none' });

    assert.equal(status, 0, said);
  });
}

test('Vitest: each file of a process that they share has variables while it is imported', async () => {
  const file = (name, and = '') => `
    import { expect, test } from 'reprise/vitest';
    const found = process.env.REPRISE_BASE_URL;
    ${and}
    test('of its own', ({ reprise }) => {
      expect(found).toMatch(/${name}.test.mjs$/);
      expect(process.env.OPENAI_BASE_URL).toBe(reprise.baseUrl + '/v1');
    });`;
  const root = project({
    'one.test.mjs': file('one'),
    'two.test.mjs': file('two'),
    'wrong.test.mjs': file('wrong', "throw new Error('while it is imported');"),
    'last.test.mjs': "import { expect, test } from 'vitest'; const found = process.env.REPRISE_BASE_URL; test('has none', () => expect(found).toBeUndefined());",
    'vitest.config.mjs': `
      import reprise from 'reprise/vitest-plugin';
      const order = ['one', 'wrong', 'two', 'last'];
      class Sequencer {
        shard(files) { return files; }
        sort(files) { return files.toSorted((a, b) => order.findIndex((each) => a.moduleId.includes(each)) - order.findIndex((each) => b.moduleId.includes(each))); }
      }
      export default { plugins: [reprise()], test: { isolate: false, maxWorkers: 1, fileParallelism: false, sequence: { sequencer: Sequencer } } };`,
  });

  const { said } = await run(root, [...vitest, '--reporter=verbose'], { REPRISE_UPSTREAM: upstream.url });

  assert.match(said, /✓ one.test.mjs > of its own/, said);
  assert.match(said, /✓ two.test.mjs > of its own/, said);
  assert.match(said, /✓ last.test.mjs > has none/, said);
  assert.match(said, /FAIL {2}wrong.test.mjs[^]*while it is imported/, said);
  assert.match(said, /Test Files {2}1 failed \| 3 passed/, said);
});

test('Jest: a file that fails while it is imported leaves nothing in the environment of the next one', async () => {
  const root = project({
    'a.test.cjs': "throw new Error('while it is imported');",
    'b.test.cjs': `/** @jest-environment node */
      test('has none', () => expect([process.env.REPRISE_BASE_URL, process.env.OPENAI_API_KEY]).toEqual([undefined, '']));`,
    'sequencer.cjs': `
      const Sequencer = require('@jest/test-sequencer').default;
      module.exports = class extends Sequencer { sort(tests) { return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1)); } };`,
    'jest.config.cjs': "module.exports = { testMatch: ['**/*.test.cjs'], testEnvironment: 'reprise/jest', testSequencer: './sequencer.cjs' };",
  });

  const { said } = await run(root, [...jest, '-i'], { CI: 'true', OPENAI_API_KEY: '' });

  assert.match(said, /Error: while it is imported|● Test suite failed to run[^]*while it is imported/, said);
  assert.match(said, /PASS .*b.test.cjs/, said);
});

test('Vitest: a file that fails while it is imported leaves nothing in the environment of one without Reprise', async () => {
  const root = project({
    'a.test.mjs': "import { test } from 'reprise/vitest'; throw new Error('while it is imported');",
    'b.test.mjs': "import { expect, test } from 'vitest'; const found = process.env.REPRISE_BASE_URL; test('has none', () => expect([found, process.env.REPRISE_BASE_URL]).toEqual([undefined, undefined]));",
    'c.test.mjs': "import { expect, test } from 'reprise/vitest'; const found = process.env.REPRISE_BASE_URL; test('has its own', () => expect(found).toMatch(/c.test.mjs$/));",
    'vitest.config.mjs': `
      import reprise from 'reprise/vitest-plugin';
      class Sequencer {
        shard(files) { return files; }
        sort(files) { return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1)); }
      }
      export default { plugins: [reprise()], test: { isolate: false, maxWorkers: 1, fileParallelism: false, sequence: { sequencer: Sequencer } } };`,
  });

  const { said } = await run(root, [...vitest, '--reporter=verbose'], { REPRISE_UPSTREAM: upstream.url });

  assert.match(said, /FAIL {2}a.test.mjs[^]*while it is imported/, said);
  assert.match(said, /✓ b.test.mjs > has none/, said);
  assert.match(said, /✓ c.test.mjs > has its own/, said);
});

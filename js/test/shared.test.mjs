// Clients that several tests share: what a test that did not run, or did not get that far, has recorded stays.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { jest, nodeTest, projectWith, recordingsOf, run, startUpstream, vitest } from './running.mjs';

const work = mkdtempSync(join(tmpdir(), 'reprise-js-shared-'));
let upstream;

before(async () => {
  upstream = await startUpstream();
});

after(() => {
  upstream.kill();
  rmSync(work, { recursive: true, force: true });
});

const ask = `
  const ask = (url, content) => fetch(url + '/v1/chat/completions', {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer none' }, body: JSON.stringify({ model: 'tiny', messages: [{ role: 'user', content }] }) });
  const failsHere = (name) => { if (process.env.FAILS === name) throw new Error(name + ' fails'); };`;
const shared = `${ask}
  const url = process.env.REPRISE_BASE_URL; // of a client that is made at import
  test('first', () => ask(url, 'one'));
  test('second', () => { failsHere('second'); return ask(url, 'two'); });`;
const subtests = `import { test } from 'reprise/node-test'; ${ask}
  test('around', async (t) => {
    const url = t.reprise.baseUrl;
    await t.test('first', () => ask(url, 'one'));
    await t.test('second', async (inner) => {
      await inner.test('deeper', () => { failsHere('second'); return ask(url, 'two'); });
    });
  });`;

for (const [name, command, file, text, only] of [
  ['Vitest', vitest, 'shared.test.mjs', `import { test } from 'reprise/vitest'; ${shared}`, ['-t', 'first']],
  ['Jest', [...jest, '--testEnvironment=reprise/jest'], 'shared.test.cjs', shared, ['-t', 'first']],
  ['node:test', nodeTest, 'shared.test.mjs', subtests, undefined],
]) {
  test(`${name}: recording again deletes nothing of a test that did not run, or failed before it asked`, async () => {
    const root = projectWith(work, { [file]: text, 'jest.config.json': '{"testMatch": ["**/*.test.cjs"]}' });
    const variables = { REPRISE_UPSTREAM: `${upstream.url}/v1` };
    const again = { ...variables, REPRISE_MODE: 'record' };
    const first = await run(root, [...command, file], variables);
    const before = recordingsOf(root);

    const part = only && (await run(root, [...command, ...only, file], again));
    const afterPart = recordingsOf(root);
    const failed = await run(root, [...command, file], { ...again, FAILS: 'second' });
    const afterFailure = recordingsOf(root);

    assert.equal(first.status, 0, first.said);
    assert.equal(part?.status ?? 0, 0, part?.said);
    assert.equal(failed.status, 1, failed.said);
    assert.match(failed.said, /second fails/);
    assert.equal(before.length, 2);
    assert.deepEqual(afterPart, before);
    assert.deepEqual(afterFailure, before);
  });

  test(`${name}: a recording of a test that did not run is not said to be unused`, async () => {
    const strict = text.replace("import { test } from 'reprise/node-test';", "import { createTest } from 'reprise/node-test'; const test = createTest({ failOnUnused: true });");
    const root = projectWith(work, {
      [file]: strict, 'jest.config.cjs': "module.exports = { testMatch: ['**/*.test.cjs'], globalSetup: 'reprise/global-setup', globalTeardown: 'reprise/global-teardown' };",
      'vitest.config.mjs': "import reprise from 'reprise/vitest-plugin'; export default { plugins: [reprise()] };",
    });
    await run(root, [...command, file], { REPRISE_UPSTREAM: `${upstream.url}/v1` });

    const part = await run(root, [...command, ...(only ?? []), file], { CI: 'true', FAILS: only ? '' : 'second' });

    assert.doesNotMatch(part.said, /recordings of this test that it did not use|not used by the tests that passed/);
    assert.equal(part.status, only ? 0 : 1, part.said);
  });
}

for (const [name, command, text] of [
  ['Vitest', vitest, `import { test } from 'reprise/vitest'; ${ask} test('skips', async ({ reprise, skip }) => {`],
  ['node:test', nodeTest, `import { test } from 'reprise/node-test'; ${ask} test('skips', async (t) => { const { reprise } = t; const skip = (why) => t.skip(why);`],
]) {
  test(`${name}: recording again deletes nothing of a test that says half way that it is skipped`, async () => {
    const file = 'skips.test.mjs';
    const root = projectWith(work, {
      [file]: `${text}
        await ask(reprise.baseUrl, 'one');
        if (process.env.SKIPS) {
          skip('for today');
          return;
        }
        await ask(reprise.baseUrl, 'two');
      });`,
    });
    await run(root, [...command, file], { REPRISE_UPSTREAM: `${upstream.url}/v1` });
    const before = recordingsOf(root);

    const { status, said } = await run(root, [...command, file], { REPRISE_UPSTREAM: `${upstream.url}/v1`, REPRISE_MODE: 'record', SKIPS: 'true' });

    assert.equal(status, 0, said);
    assert.equal(before.length, 2);
    assert.deepEqual(recordingsOf(root), before);
  });
}

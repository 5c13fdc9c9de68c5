// node:test: what hooks ask belongs to the test that they are for.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { nodeTest, projectWith, recordingsOf, run, startUpstream } from './running.mjs';

const work = mkdtempSync(join(tmpdir(), 'reprise-js-hooks-'));
let upstream;

before(async () => {
  upstream = await startUpstream();
});

after(() => {
  upstream.kill();
  rmSync(work, { recursive: true, force: true });
});

const start = `
  import assert from 'node:assert';
  import { test as plain } from 'node:test';
  import { afterEach, beforeEach, createTest, describe, test } from 'reprise/node-test';
  const ask = async (url, content) => {
    const answer = await fetch(url + '/v1/chat/completions', {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer none' }, body: JSON.stringify({ model: 'tiny', messages: [{ role: 'user', content }] }) });
    if (!answer.ok) {
      throw new Error((await answer.json()).error.message);
    }
  };
  const url = () => process.env.REPRISE_BASE_URL;
  const isOf = (id, name) => assert.equal(decodeURIComponent(id.split('/t/')[1]), 'hooks.test.mjs > ' + name);`;

/** Runs a file of tests in a new project twice: it records, and then replays. */
async function twice(text, variables = {}) {
  const root = projectWith(work, { 'hooks.test.mjs': start + text });
  const command = [...nodeTest, 'hooks.test.mjs'];
  const recorded = await run(root, command, { REPRISE_UPSTREAM: `${upstream.url}/v1` });
  return { root, command, recorded, replayed: await run(root, command, { CI: 'true', ...variables }) };
}

test('clients that beforeEach makes ask in the name of the test, in groups and subtests, too', async () => {
  const { root, recorded, replayed } = await twice(`
    let client;
    beforeEach(() => (client = url()));
    afterEach(async (t) => t.fullName === 'plain' ? assert.equal(url(), undefined) : await ask(url(), 'after each'));
    test('one', () => isOf(client, 'one'));
    test('same name', () => isOf(client, 'same name'));
    test('same name', () => isOf(client, 'same name (2)'));
    test('around', async (t) => {
      isOf(client, 'around');
      await t.test('sub', () => isOf(client, 'around > sub'));
      await t.test('sub', () => isOf(client, 'around > sub (2)'));
      isOf(url(), 'around');
    });
    describe('group', () => {
      let inner;
      beforeEach(async (t) => {
        isOf(t.reprise.baseUrl, t.fullName);
        await ask((inner = url()), 'before each');
      });
      test('two', () => ask(inner, 'two'));
      describe('deeper', () => test('three', () => isOf(inner, 'group > deeper > three')));
    });
    plain('plain', () => assert.equal(client, undefined));
    test('times out', { timeout: 500, todo: true }, () => new Promise((done) => setTimeout(done, 3_000)));
    test('the next one', () => isOf(client, 'the next one'));
    plain('plain', () => assert.equal(client, undefined));`);

  assert.equal(recorded.status, 0, recorded.said);
  assert.equal(replayed.status, 0, replayed.said);
  const recordings = recordingsOf(root);
  assert.equal(recordings.filter((file) => file.includes('group-two')).length, 3, recordings.join('\n'));
});

test('what afterEach asks is used, and may miss', async () => {
  const text = `
    afterEach((t) => ask(t.reprise.baseUrl, process.env.ASKS ?? 'bye').catch(() => {}));
    createTest({ failOnUnused: true })('asks', (t) => ask(t.reprise.baseUrl, 'hello'));`;
  const { root, command, recorded, replayed } = await twice(text);

  const again = await run(root, command, { REPRISE_UPSTREAM: `${upstream.url}/v1`, REPRISE_MODE: 'record' });
  const missed = await run(root, command, { CI: 'true', ASKS: 'something else' });

  assert.equal(recorded.status, 0, recorded.said);
  assert.equal(replayed.status, 0, replayed.said);
  assert.equal(again.status, 0, again.said);
  assert.equal(recordingsOf(root).length, 2);
  assert.equal(missed.status, 1, missed.said);
  assert.match(missed.said, /a request of this test had no recording/);
});

test('a hook that fails ends the run of its test, and options of tests hold where others are called the same', async () => {
  const { replayed } = await twice(`
    beforeEach((t) => {
      if (t.name === 'fails before') {
        throw new Error('before each');
      }
    });
    test('fails before', () => {});
    plain('same', () => {});
    test.skip('same', { reprise: { mode: 'record' } }, () => {});
    test('same', { reprise: { mode: 'live' } }, ({ reprise }) => assert.equal(reprise.mode, 'live'));
    test('same', ({ reprise }) => assert.equal(reprise.mode, 'replay'));
    plain('comes last', () => assert.equal(url(), undefined));`, { REPRISE_UPSTREAM: upstream.url });

  assert.equal(replayed.status, 1);
  assert.match(replayed.said, /✖ fails before/);
  assert.match(replayed.said, /Error: before each/);
  assert.match(replayed.said, /ℹ pass 4/);
});

test('tests that run at the same time ask with what their hooks are given', async () => {
  const { recorded, replayed } = await twice(`
    describe('together', { concurrency: true }, () => {
      beforeEach((t) => ask(t.reprise.baseUrl, t.name));
      for (const name of ['one', 'two', 'three']) {
        test(name, async (t) => {
          isOf(t.reprise.baseUrl, 'together > ' + name);
          assert.equal((await t.reprise.requests()).length, 1);
        });
      }
    });
    plain('has none', () => assert.equal(url(), undefined));`);

  assert.equal(recorded.status, 0, recorded.said);
  assert.equal(replayed.status, 0, replayed.said);
});

test('a server that cannot be started is said before a hook could ask elsewhere', async () => {
  const root = projectWith(work, { 'hooks.test.mjs': `${start}
    beforeEach(() => console.log('asks', 'elsewhere'));
    test('one', () => {});` });

  const { status, said } = await run(root, [...nodeTest, 'hooks.test.mjs'], { REPRISE_JAVA_HOME: '/nonexistent' });

  assert.equal(status, 1, said);
  assert.match(said, /needs Java 17 or later/);
  assert.doesNotMatch(said, /asks elsewhere/);
});

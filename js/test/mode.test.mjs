// Which of those that name a mode counts.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { chosenMode } from '../src/mode.mjs';
import { nodeTest, projectWith, run, startUpstream } from './running.mjs';

const modeOf = (declared, environment) => chosenMode(declared, environment).mode;

test('in CI, tests replay, unless the variable or the options of the test say something else', () => {
  const CI = 'true';

  assert.deepEqual(chosenMode(undefined, { CI }), { mode: 'replay', origin: 'the environment variable CI is set' });
  assert.equal(modeOf('record', { CI }), 'replay');
  assert.equal(modeOf('live', { CI }), 'live');
  assert.equal(modeOf('live', { CI, REPRISE_MODE: 'record' }), 'record');
  assert.equal(modeOf(undefined, { CI: 'false' }), undefined);
});

test('a server that runs already has considered CI itself', () => {
  const environment = { CI: 'true', REPRISE_URL: 'http://127.0.0.1:1' };

  assert.deepEqual(chosenMode(undefined, environment), { mode: undefined, origin: 'the setting of the server' });
  assert.equal(modeOf('record', environment), 'replay');
});

test('the mode of reprise.yaml does not record in CI, but elsewhere', async () => {
  const work = mkdtempSync(join(tmpdir(), 'reprise-js-mode-'));
  const upstream = await startUpstream();
  try {
    const root = projectWith(work, {
      'reprise.yaml': `upstreams: ["${upstream.url}/v1"]\nmode: record\n`,
      'mode.test.mjs': `
        import assert from 'node:assert';
        import { test } from 'reprise/node-test';
        test('has a mode', ({ reprise }) => assert.equal(reprise.mode, process.env.CI ? 'replay' : 'record'));`,
    });

    const elsewhere = await run(root, [...nodeTest, 'mode.test.mjs']);
    const inCi = await run(root, [...nodeTest, 'mode.test.mjs'], { CI: 'true' });

    assert.equal(elsewhere.status, 0, elsewhere.said);
    assert.equal(inCi.status, 0, inCi.said);
  } finally {
    upstream.kill();
    rmSync(work, { recursive: true, force: true });
  }
});

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

test('in CI, tests replay also from a server that runs already, unless reprise run has started it', () => {
  const ofRun = { CI: 'true', REPRISE_URL: 'http://127.0.0.1:1', REPRISE_RUN_URL: 'http://127.0.0.1:1' };
  const ofServer = { mode: undefined, origin: 'the server at REPRISE_URL' };
  const ofCi = { mode: 'replay', origin: 'the environment variable CI is set' };

  assert.deepEqual(chosenMode(undefined, ofRun), ofServer);
  assert.deepEqual(chosenMode('record-if-missing', ofRun), ofServer);
  assert.equal(modeOf('live', ofRun), 'live');
  for (const others of [undefined, '', 'http://127.0.0.1:2']) {
    const elsewhere = { ...ofRun, REPRISE_RUN_URL: others };
    assert.deepEqual(chosenMode(undefined, elsewhere), ofCi);
    assert.deepEqual(chosenMode('record', elsewhere), ofCi);
    assert.equal(modeOf(undefined, { ...elsewhere, REPRISE_MODE: 'record' }), 'record');
    assert.deepEqual(chosenMode(undefined, { ...elsewhere, CI: '' }), ofServer);
  }
  assert.deepEqual(chosenMode(undefined, { ...ofRun, REPRISE_URL: '' }), ofCi);
  assert.deepEqual(chosenMode(undefined, { CI: 'true', REPRISE_URL: '', REPRISE_RUN_URL: '' }), ofCi);
});

test('in CI, reprise run records if it is told to, also where a test has a mode', async () => {
  const work = mkdtempSync(join(tmpdir(), 'reprise-js-run-'));
  const upstream = await startUpstream();
  try {
    const root = projectWith(work, {
      'run.test.mjs': `
        import assert from 'node:assert';
        import { createTest, test } from 'reprise/node-test';
        test('has none', ({ reprise }) => assert.equal(reprise.mode, 'record'));
        createTest({ mode: 'record-if-missing' })('has one', ({ reprise }) => assert.equal(reprise.mode, 'record'));`,
    });
    const command = ['node_modules/reprise/bin/reprise.mjs', 'run', '--mode', 'record', '--upstream', `${upstream.url}/v1`, '--'];

    const { status, said } = await run(root, [...command, process.execPath, ...nodeTest, 'run.test.mjs'], { CI: 'true' });

    assert.equal(status, 0, said);
  } finally {
    upstream.kill();
    rmSync(work, { recursive: true, force: true });
  }
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

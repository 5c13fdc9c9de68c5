// The variables that a test gets.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { variablesFor } from '../src/environment.mjs';

const started = (mode, text = 'placeholder') => ({ mode, key_placeholder: text });
const keysOf = (start, environment) =>
  Object.entries(variablesFor('http://127.0.0.1:1', start, environment)).filter(([, value]) => value === 'placeholder').map(([name]) => name);

test('keys that are missing have a placeholder, and no key is hidden by one', () => {
  const environment = { GEMINI_API_KEY: 'mine', ANTHROPIC_AUTH_TOKEN: 'mine' };

  for (const mode of ['replay', 'record', 'record-if-missing', 'live']) {
    const keys = keysOf(started(mode), environment);

    assert.ok(keys.includes('OPENAI_API_KEY'), mode);
    ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'ANTHROPIC_API_KEY'].forEach((name) => assert.ok(!keys.includes(name), `${name} in ${mode}`));
    assert.equal(keys.includes('AWS_ACCESS_KEY_ID'), mode === 'replay', mode);
  }
});

test('there is none where the server gives none', () => {
  assert.deepEqual(keysOf(started('record', null), {}), []);
});

test('a key in a file .env is left to the code, but for replay', () => {
  const before = process.cwd();
  const directory = mkdtempSync(join(tmpdir(), 'reprise-env-'));
  try {
    writeFileSync(join(directory, '.env.local'), '# keys\r\nexport OPENAI_API_KEY="mine"\r\nGROQ_API_KEY=\r\n');
    process.chdir(directory);

    const keys = keysOf(started('record-if-missing'), {});

    assert.ok(!keys.includes('OPENAI_API_KEY'));
    assert.ok(keys.includes('GROQ_API_KEY'));
    assert.ok(keysOf(started('replay'), {}).includes('OPENAI_API_KEY'));
  } finally {
    process.chdir(before);
    rmSync(directory, { recursive: true });
  }
});

const exceptions = (environment) => {
  const variables = variablesFor('http://127.0.0.1:1', started('replay'), { HTTPS_PROXY: 'http://proxy.example:3128', ...environment });
  return [variables.no_proxy, variables.NO_PROXY];
};

test('hosts that need no proxy are the same in both spellings', () => {
  const loopback = '127.0.0.1,localhost,::1';
  const both = [`internal.example,${loopback}`, `internal.example,${loopback}`];

  assert.deepEqual(exceptions({}), [loopback, loopback]);
  assert.deepEqual(exceptions({ NO_PROXY: 'internal.example' }), both);
  assert.deepEqual(exceptions({ no_proxy: 'internal.example' }), both);
  assert.deepEqual(exceptions({ no_proxy: ' ', NO_PROXY: 'internal.example' }), both);
  assert.deepEqual(exceptions({ no_proxy: 'a', NO_PROXY: 'b' }), [`a,${loopback}`, `b,${loopback}`]);
});

test('a star among the hosts that need no proxy stays alone', () => {
  assert.deepEqual(exceptions({ NO_PROXY: '*' }), ['*', '*']);
  assert.deepEqual(exceptions({ no_proxy: ' * ' }), ['*', '*']);
  assert.deepEqual(exceptions({ no_proxy: 'a', NO_PROXY: '*' }), ['a,127.0.0.1,localhost,::1', '*']);
});

test('a proxy for all is one as well', () => {
  for (const name of ['ALL_PROXY', 'all_proxy']) {
    const variables = variablesFor('http://127.0.0.1:1', started('replay'), { [name]: 'http://proxy.example:3128' });
    assert.equal(variables.NO_PROXY, '127.0.0.1,localhost,::1', name);
  }
});

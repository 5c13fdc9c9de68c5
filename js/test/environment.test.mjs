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

// Tries the package in projects of Vitest, Jest and node:test, against a stand-in for the APIs: records, replays, misses.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { install, jest, nodeTest, run, startUpstream, vitest } from './running.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'reprise-js-'));
let upstream;

before(async () => {
  upstream = await startUpstream();
});

after(() => {
  upstream.kill();
  rmSync(work, { recursive: true, force: true });
});

let projects = 0;

/** A project of a stranger, with the package and its clients installed. */
function project(name) {
  const root = join(work, `${name}-${++projects}`);
  cpSync(join(here, 'projects', name), root, { recursive: true });
  install(root);
  return root;
}

const commands = { vitest, jest, 'node-test': [...nodeTest, 'test/jokes.test.mjs'] };

for (const [name, command] of Object.entries(commands)) {
  test(`${name}: records, replays without an upstream, and fails where a miss was swallowed`, async () => {
    const root = project(name);

    const recorded = await run(root, command, { REPRISE_UPSTREAM: `${upstream.url}/v1` });
    const replayed = await run(root, command, { CI: 'true' });
    const missed = await run(root, command, { CI: 'true', SUBJECT: 'ducks' });

    assert.equal(recorded.status, 0, recorded.said);
    assert.ok(existsSync(join(root, '__recordings__')), recorded.said);
    assert.equal(replayed.status, 0, replayed.said);
    assert.equal(missed.status, 1, missed.said);
    assert.match(missed.said, /a request of this test had no recording \(mode replay: the environment variable CI is set\)/);
    assert.match(missed.said, /a joke about \[-chickens-\]\{\+ducks\+\}/);
    assert.match(missed.said, /run the test again with REPRISE_MODE=record-if-missing/);
    assert.match(missed.said, name === 'node-test' ? /The test itself failed, too, and says the same/ : /RepriseError/);
    if (name !== 'node-test') {
      assert.match(recorded.said, /reprise: 6 tests, 0 requests replayed, 6 recorded, 0 missed/);
      assert.match(replayed.said, /reprise: 6 tests, 6 requests replayed, 0 recorded, 0 missed; saved/);
    }
  });
}

test('recordings answer without a key, and what is not recorded is a miss that names it', async () => {
  const root = project('node-test');
  const elsewhere = { REPRISE_UPSTREAM: 'http://upstream.invalid/v1' };

  const recorded = await run(root, commands['node-test'], { REPRISE_UPSTREAM: `${upstream.url}/v1` });
  const replayed = await run(root, commands['node-test'], { ...elsewhere, WITHOUT_KEY: 'true' });
  const missed = await run(root, commands['node-test'], { ...elsewhere, WITHOUT_KEY: 'true', SUBJECT: 'ducks' });

  assert.equal(recorded.status, 0, recorded.said);
  assert.equal(replayed.status, 0, replayed.said);
  assert.equal(missed.status, 1, missed.said);
  assert.match(missed.said, /OPENAI_API_KEY/);
});

test('two runs at once record each answer once', async () => {
  const root = project('node-test');

  const runs = await Promise.all([1, 2].map(() => run(root, commands['node-test'], { REPRISE_UPSTREAM: `${upstream.url}/v1` })));

  runs.forEach(({ status, said }) => assert.equal(status, 0, said));
  const recorded = readdirSync(join(root, '__recordings__'), { recursive: true }).filter((file) => file.endsWith('.json'));
  assert.equal(recorded.length, 5, recorded.join('\n'));
});

test('a mode of another tool is named with the word for it here', async () => {
  const { status, said } = await run(project('node-test'), commands['node-test'], { REPRISE_MODE: 'once' });

  assert.equal(status, 1);
  assert.match(said, /REPRISE_MODE: 'once' is not a mode; the modes are .*; what other tools call 'once' is 'record-if-missing'/);
});

test('without Java, the first test says how to get it', async () => {
  const { status, said } = await run(project('vitest'), commands.vitest, { REPRISE_JAVA_HOME: '/nonexistent' });

  assert.equal(status, 1);
  assert.match(said, /needs Java 17 or later/);
  assert.match(said, /apt-get install/);
});

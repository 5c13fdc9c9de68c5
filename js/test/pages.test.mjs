// Blocks of JavaScript in the pages for users: the syntax of each, and the tests of docs/javascript-tests.md in projects of their own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { install, jest, nodeTest, run, startUpstream, vitest } from './running.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'reprise-js-pages-'));
const pages = ['README.md', 'js/README.md', 'python/README.md', 'examples/README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
let upstream;

before(async () => {
  upstream = await startUpstream();
});

after(() => {
  upstream.kill();
  rmSync(work, { recursive: true, force: true });
});

/** The blocks of a page; what stands after "// before" and after "// after" in a block are two. */
function blocks(page) {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].flatMap((found) => found[1].split(/^(?=\/\/ (?:before|after|or)\b)/m)).filter((code) => code.trim());
}

test('each block of each page has the syntax of a module', () => {
  const found = pages.flatMap((page) => blocks(page).map((code) => ({ page, code })));
  const file = join(work, 'block.mjs');

  const wrong = found.flatMap(({ page, code }) => {
    writeFileSync(file, code);
    const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
    return status === 0 ? [] : [`${page}: ${stderr}`];
  });

  assert.ok(found.length > 15, `only ${found.length} blocks`);
  assert.deepEqual(wrong, []);
});

/** What the reader's project has: the function that is under test. */
const joke = `
async function joke(openai) {
  const messages = [{ role: 'user', content: 'a joke about chickens' }];
  return (await openai.chat.completions.create({ model: 'tiny', messages })).choices[0].message.content;
}
`;

/** A block of docs/javascript-tests.md that has this text. */
function block(text) {
  const found = blocks('docs/javascript-tests.md').filter((code) => code.includes(text));
  assert.equal(found.length, 1, text);
  return found[0];
}

function project(name, files) {
  const directory = join(work, name);
  install(directory);
  for (const [file, text] of Object.entries({ 'package.json': '{"private": true}', ...files })) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text.replaceAll('https://api.openai.com', upstream.url));
  }
  return directory;
}

const projects = {
  vitest: {
    files: () => ({ 'joke.test.mjs': block("from 'reprise/vitest';\n\ntest(") + joke, 'vitest.config.mjs': block('reprise/vitest-plugin') }),
    command: vitest,
  },
  jest: {
    files: () => ({ 'test/joke.test.js': block("require('openai')") + joke, 'jest.config.js': block('testEnvironment') }),
    command: jest,
  },
  'node:test': {
    files: () => ({ 'joke.test.mjs': block("from 'reprise/node-test';\n\ntest(") + joke }),
    command: [...nodeTest, 'joke.test.mjs'],
  },
};

for (const [name, { files, command }] of Object.entries(projects)) {
  test(`the example for ${name} records, and replays`, async () => {
    const directory = project(name.replace(':', '-'), files());

    const recorded = await run(directory, command, { REPRISE_UPSTREAM: `${upstream.url}/v1` });
    const replayed = await run(directory, command, { CI: 'true' });

    assert.equal(recorded.status, 0, recorded.said);
    assert.equal(replayed.status, 0, replayed.said);
    assert.equal(readdirSync(join(directory, '__recordings__')).filter((each) => !each.startsWith('.')).length, 1);
  });
}

// Projects of strangers, with the package and its clients installed; how their tests run, and what they ask instead of APIs.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const packageOf = join(here, '..');
const home = process.env.REPRISE_HOME ?? join(packageOf, '../reprise-cli/target/reprise');

export const vitest = ['node_modules/vitest/vitest.mjs', 'run'];
export const jest = ['node_modules/jest/bin/jest.js', '--watchman=false'];
export const nodeTest = ['--test', '--test-reporter=spec'];

/** Starts the stand-in for APIs. Answers with its process, which has `url`. */
export async function startUpstream() {
  const upstream = spawn(process.execPath, [join(here, 'upstream.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((done) => createInterface({ input: upstream.stdout }).once('line', done));
  upstream.url = line.replace('listening on ', '');
  return upstream;
}

/** Installs the package and its clients in the directory of a project. */
export function install(directory) {
  mkdirSync(join(directory, 'node_modules'), { recursive: true });
  for (const each of readdirSync(join(packageOf, 'node_modules'))) {
    symlinkSync(join(packageOf, 'node_modules', each), join(directory, 'node_modules', each));
  }
  symlinkSync(packageOf, join(directory, 'node_modules/reprise'));
}

/** A project with these files, in a new directory below the given one. */
export function projectWith(work, files) {
  const directory = mkdtempSync(join(work, 'project-'));
  install(directory);
  for (const [file, text] of Object.entries({ 'package.json': '{"private": true, "type": "module"}', ...files })) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return directory;
}

/** The recordings of a project. */
export const recordingsOf = (root) =>
  readdirSync(join(root, '__recordings__'), { recursive: true }).filter((file) => file.endsWith('.json')).sort();

/** Runs Node in a project. Answers with its exit status and all that it said. */
export function run(directory, command, variables = {}) {
  const environment = { ...process.env, REPRISE_HOME: home, REPRISE_LINGER_MS: '100', NO_COLOR: '1', ...variables };
  ['NODE_TEST_CONTEXT', 'REPRISE_RUN', ...(variables.CI ? [] : ['CI'])].forEach((name) => delete environment[name]);
  return new Promise((done) => {
    const child = spawn(process.execPath, command, { cwd: directory, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (data) => (said += data));
    child.stderr.on('data', (data) => (said += data));
    child.on('close', (status) => done({ status, said }));
  });
}

// A run that is killed leaves no server behind.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const home = process.env.REPRISE_HOME ?? join(here, '../../reprise-cli/target/reprise');
const work = mkdtempSync(join(tmpdir(), 'reprise-js-'));

/** A worker that holds the server, and leaves what the keeper tells it unread: so its connection is reset when it is killed. */
const worker = `
  import { projectOf } from ${JSON.stringify(join(here, '../src/project.mjs'))};
  import { serverFor } from ${JSON.stringify(join(here, '../src/server.mjs'))};
  const server = await serverFor(projectOf(process.cwd()));
  console.log(server.control.url);
  for (let i = 0; i < 1000; i++) server.totals();
  for (;;);`;

test('the server ends when all workers were killed', { timeout: 60_000 }, async () => {
  const environment = { ...process.env, REPRISE_HOME: home, REPRISE_LINGER_MS: '100' };
  ['NODE_TEST_CONTEXT', 'REPRISE_RUN', 'REPRISE_URL'].forEach((name) => delete environment[name]);
  const child = spawn(process.execPath, ['--input-type=module', '-e', worker], { cwd: work, env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = new URL(await new Promise((done) => createInterface({ input: child.stdout }).once('line', done)));
  const connection = net.connect(url.port, url.hostname);
  await new Promise((done) => connection.once('connect', done));
  const ended = new Promise((done) => connection.once('close', done));
  connection.on('error', () => {}).resume();

  child.kill('SIGKILL');

  await ended; // by the server, since this side sends nothing
  rmSync(work, { recursive: true, force: true });
});

// Starts the program that REPRISE names, and stops it by its id.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A server, with its URL. `REPRISE` may have arguments of its own, separated by spaces. */
export async function startProgram(parameters, options = {}) {
  const [program, ...own] = process.env.REPRISE.split(' ');
  const child = spawn(program, [...own, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const ended = new Promise((done) => child.on('exit', done));
  let [out, err] = ['', ''];
  child.stderr.on('data', (data) => (err = (err + data).slice(-20_000)));
  const url = await new Promise((found, failed) => {
    child.stdout.on('data', (data) => {
      out += data;
      const match = /^listening on (\S+)/m.exec(out);
      if (match) {
        found(match[1]);
      }
    });
    child.on('exit', (status) => failed(new Error(`the program ended with ${status}:\n${out}${err}`)));
    child.on('error', failed);
  });
  return { url, log: () => err, stop: () => (child.kill(), ended) };
}

/** Writes files into a directory of their own, for as long as `work` takes. */
export async function withStore(files, work) {
  const directory = await mkdtemp(join(tmpdir(), 'reprise-page-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(directory, name)), { recursive: true });
      await writeFile(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
    }
    await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

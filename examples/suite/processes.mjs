// Starts servers and drivers, and stops by its id each process that it started.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const running = new Set();
const maySeconds = 60;

function start(command, environment, stdio) {
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', ...stdio], env: { ...process.env, ...environment } });
  running.add(child);
  const ended = new Promise((done) => {
    child.on('error', (error) => done(String(error)));
    child.on('exit', (status, signal) => done(status ?? signal));
  }).finally(() => running.delete(child));
  return { child, ended };
}

/** A server that says where it listens; its log is the file. */
export async function startServer(command, log, environment = {}) {
  const [out, err] = [openSync(`${log}.out`, 'w'), openSync(log, 'w')];
  const { child, ended } = start(command, environment, [out, err]);
  closeSync(out);
  closeSync(err);
  let isOver = false;
  ended.then(() => (isOver = true));
  for (;;) {
    const url = /^listening on (\S+)/m.exec(readFileSync(`${log}.out`, 'utf8'))?.[1];
    if (url) {
      return { url, log: () => readFileSync(log, 'utf8'), stop: () => (child.kill(), ended) };
    }
    if (isOver) {
      throw new Error(`${command.join(' ')} did not start:\n${readFileSync(log, 'utf8')}`);
    }
    await pause(50);
  }
}

/** Runs a driver, for that time at most: its output, its status or the signal that ended it. */
export async function runDriver(command, environment = {}, seconds = maySeconds) {
  const { child, ended } = start(command, environment, ['pipe', 'pipe']);
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  const [out, err] = await Promise.all([child.stdout.toArray(), child.stderr.toArray()]);
  const status = await ended;
  clearTimeout(timer);
  return { out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString(), status };
}

/** Does the work for each item, two at a time. */
export async function forEach(items, work) {
  const rest = [...items];
  const worker = async () => {
    while (rest.length > 0) {
      await work(rest.shift());
    }
  };
  await Promise.all([worker(), worker()]);
}

export function stopAll() {
  running.forEach((child) => child.kill());
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopAll();
    process.exit(130);
  });
}

// The server of a run: given by REPRISE_URL, or kept by a process that all workers of the run share.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { Control } from './control.mjs';
import { eachLine } from './lines.mjs';
import { chosenMode } from './mode.mjs';
import { Totals } from './totals.mjs';

const keeper = fileURLToPath(new URL('keeper.mjs', import.meta.url));
const millisForStart = 60_000;

/** The process that started the workers of this run; the same for all of them. */
const runner = isMainThread && (process.send || process.env.NODE_TEST_CONTEXT) ? process.ppid : process.pid;

/** A server, as one worker of the run sees it. */
class Server {
  #control;
  #socket;
  #answers = [];
  #totals = new Totals(); // used where no keeper counts

  constructor(url, socket) {
    this.#control = new Control(url);
    this.#socket = socket;
  }

  get control() {
    return this.#control;
  }

  add(report) {
    if (this.#socket) {
      this.#socket.write(`${JSON.stringify({ add: report })}\n`);
    } else {
      this.#totals.add(report);
    }
  }

  /** The summary of all workers up to now. */
  totals() {
    if (!this.#socket) {
      return Promise.resolve(this.#totals.taken());
    }
    this.#socket.ref(); // nothing else may keep the process alive
    return new Promise((done) => {
      this.#answers.push(done);
      this.#socket.once('close', () => done(''));
      this.#socket.write('{"totals":true}\n');
    });
  }

  told(message) {
    if ('totals' in message) {
      this.#answers.shift()?.(message.totals);
    }
  }

  /** Says that the run is over. */
  stop() {
    this.#socket?.end('{"stop":true}\n');
  }
}

const digest = (value) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** How the addresses of all keepers of a run begin, without the directory. */
const prefix = () => `reprise-${digest(process.env.REPRISE_RUN ?? String(runner))}-`;

/** The directory of the addresses, which belongs to this user alone. Windows has one for all pipes. */
function directoryOfAddresses() {
  if (process.platform === 'win32') {
    return '\\\\.\\pipe';
  }
  const user = userInfo().uid;
  const directory = join(tmpdir(), `reprise-${user}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const found = statSync(directory);
  if (found.uid !== user || (found.mode & 0o077) !== 0) {
    throw new Error(`reprise: '${directory}' must belong to you, and only you may read it: delete it`);
  }
  return directory;
}

function connected(address) {
  return new Promise((done) => {
    const socket = net.connect(address);
    socket.once('connect', () => done(socket));
    socket.once('error', () => done(undefined));
  });
}

async function joined(address, root, options) {
  const until = Date.now() + millisForStart;
  let socket = await connected(address);
  if (!socket) {
    spawn(process.execPath, [keeper, address, root, JSON.stringify(options)], { detached: true, stdio: 'ignore', env: ownEnvironment() }).unref();
  }
  while (!socket) {
    if (Date.now() > until) {
      throw new Error(`reprise: no server could be started; nothing answers at '${address}'`);
    }
    await pause(20);
    socket = await connected(address);
  }
  return serverBehind(socket);
}

/** Without what the test framework meant for its own processes. */
function ownEnvironment() {
  const environment = { ...process.env };
  ['NODE_OPTIONS', 'NODE_TEST_CONTEXT', 'NODE_V8_COVERAGE', 'NODE_CHANNEL_FD'].forEach((name) => delete environment[name]);
  return environment;
}

function serverBehind(socket) {
  return new Promise((done, fail) => {
    let server;
    eachLine(socket, (line) => {
      const message = JSON.parse(line);
      if (message.url) {
        server = new Server(message.url, socket);
        socket.unref();
        done(server);
      } else if (server) {
        server.told(message);
      } else if (message.error) {
        socket.destroy();
        fail(new Error(message.error));
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => fail(new Error('reprise: the process that keeps the server has ended')));
  });
}

const servers = new Map();

/** The server for the tests of a project; the same for each call with the same options. */
export function serverFor(project, { upstream = [] } = {}) {
  const options = [
    ...(project.configuration ? ['--config', project.configuration] : []),
    ...(project.recordings ? ['--recordings', project.recordings] : []),
    ...[upstream].flat().flatMap((one) => ['--upstream', one]),
  ];
  const key = JSON.stringify([project.root, options]);
  if (!servers.has(key)) {
    const url = process.env.REPRISE_URL;
    servers.set(key, url ? Promise.resolve(new Server(url)) : connect(project.root, options));
  }
  return servers.get(key);
}

async function connect(root, options) {
  chosenMode(); // a wrong one in the environment is said here, before the server says it in its words
  return joined(join(directoryOfAddresses(), prefix() + digest([root, options])), root, options);
}

/** Stops all servers of this run. Answers with the summaries. */
export async function endRun() {
  const directory = directoryOfAddresses();
  const summaries = [];
  for (const name of readdirSync(directory).filter((each) => each.startsWith(prefix()))) {
    const socket = await connected(join(directory, name));
    const server = socket && (await serverBehind(socket).catch(() => undefined));
    if (server) {
      summaries.push(await server.totals());
      server.stop();
    }
  }
  return summaries.filter(Boolean).join('\n');
}

// A process that keeps one server for all workers of a run. Workers hold a connection to it; when none has been left for some
// seconds, also because all were killed, it stops the server and ends. So no server is left behind.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import net from 'node:net';
import { eachLine } from './lines.mjs';
import { explained, program } from './program.mjs';
import { Totals } from './totals.mjs';

const [address, root, options] = process.argv.slice(2);
const lingerMillis = Number(process.env.REPRISE_LINGER_MS ?? 5000);
const killMillis = 5000;
const workers = new Set();
const totals = new Totals();
let state; // what workers are told, once it is known
let child;
let leaving;
let isStopping = false;

const tell = (socket, message) => socket.writable && socket.write(`${JSON.stringify(message)}\n`);

function say(message) {
  state = message;
  workers.forEach((socket) => tell(socket, message));
}

/** Without what is said about other servers, and to this package: workers reach this server by its URL alone. */
function environmentOfServer() {
  const isLeftOut = (name) => /^REPRISE_(HOST|PORT|TOKEN|TLS(_.*)?|FAIL_ON|HOME|RUN|LINGER_MS)$/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isLeftOut(name)));
}

function startServer() {
  let said = '';
  let command;
  try {
    command = program();
  } catch (error) {
    return say({ error: error.message });
  }
  child = spawn(command.file, [...command.args, 'serve', '--host', '127.0.0.1', '--port', '0', '--quiet', ...JSON.parse(options)], {
    cwd: root, env: environmentOfServer(), stdio: ['ignore', 'pipe', 'pipe'],
  });
  eachLine(child.stdout, (line) => {
    const url = /^listening on (http:\S+)/.exec(line)?.[1];
    if (url) {
      say({ url });
    }
  });
  child.stderr.on('data', (data) => (said = (said + data).slice(-10_000)));
  child.on('error', (error) => say({ error: explained(error.code, `reprise: cannot run '${command.file}': ${error.message}`) }));
  child.on('exit', (status) => {
    child = undefined;
    say({ error: explained(status, said) || `reprise: the server ended with status ${status}` });
    leave();
  });
}

function leave() {
  if (workers.size || leaving) {
    return;
  }
  leaving = setTimeout(stop, state?.error ? 0 : lingerMillis);
}

function stop() {
  if (isStopping) {
    return;
  }
  isStopping = true;
  listener.close();
  rmSync(address, { force: true });
  if (!child) {
    process.exit(0);
  }
  child.once('exit', () => process.exit(0));
  child.kill('SIGTERM');
  setTimeout(() => child?.kill('SIGKILL'), killMillis);
}

const listener = net.createServer((socket) => {
  clearTimeout(leaving);
  leaving = undefined;
  workers.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    workers.delete(socket);
    leave();
  });
  eachLine(socket, (line) => {
    const message = JSON.parse(line);
    if (message.add) {
      totals.add(message.add);
    } else if (message.totals) {
      tell(socket, { totals: totals.taken() });
    } else if (message.stop) {
      stop();
    }
  });
  if (state) {
    tell(socket, state);
  }
});

let isSecondTry = false;
listener.on('error', (error) => {
  if (error.code !== 'EADDRINUSE' || isSecondTry) {
    process.exit(1);
  }
  isSecondTry = true;
  // either another keeper was faster, or one was killed here before
  net.connect(address)
    .on('connect', () => process.exit(0))
    .on('error', () => {
      rmSync(address, { force: true });
      listener.listen(address);
    });
});
listener.on('listening', () => {
  startServer();
  leave();
});
['SIGINT', 'SIGHUP'].forEach((signal) => process.on(signal, () => {})); // they are meant for the tests
process.on('SIGTERM', stop);
process.on('exit', () => child?.kill('SIGTERM')); // also where this process itself went wrong
listener.listen(address);

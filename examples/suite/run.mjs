// Runs the clients against the packaged program; ../run says how it is called, ../README.md what is tried.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clients as all, examples, node } from './clients.mjs';
import { http } from './http.mjs';
import { mcp } from './mcp.mjs';
import { awayExpectations, expectations, missExpectations, scenariosOf, shows } from './output.mjs';
import { forEach, runDriver, startServer, stopAll } from './processes.mjs';
import { Results } from './results.mjs';
import { sockets } from './sockets.mjs';

const wanted = process.argv.slice(2);
const clients = wanted.length ? all.filter((client) => wanted.includes(client.name)) : all;
const unknown = wanted.find((name) => !['http', 'mcp', 'sockets'].includes(name) && !all.some((client) => client.name === name));
if (unknown) {
  console.error(`there is no client '${unknown}'; there are: ${all.map((client) => client.name).join(' ')} http mcp sockets`);
  process.exit(2);
}

const key = 'sk-suite-0123456789abcdefghijklmnop';
const reprise = process.env.REPRISE ?? join(examples, '../reprise');
const work = mkdtempSync(join(tmpdir(), 'client-suite-'));
const recordings = join(work, 'recordings');
const results = new Results();
const said = new Map(); // by client, what it showed while it was recorded
delete process.env.CI;
delete process.env.REPRISE_MODE;

const serve = (name, ...options) => startServer([reprise, 'serve', '--port', '0', ...options], join(work, `${name}.log`));

/** What the client shows; servers differ in their port only. */
async function show(client, server, scenarios, seconds) {
  const { out, ...rest } = await runDriver([...client.command, `${server.url}/t/${client.name}`, ...scenarios], { SUITE_KEY: key }, seconds);
  return scenariosOf({ out: out.replaceAll(server.url, 'http://REPRISE'), ...rest });
}

async function stopped(name, server) {
  const status = await server.stop();
  results.add('reprise', `${name}: stops when told`, status === 0 ? undefined : `exit status ${status}`, { detail: server.log() });
}

const recorded = (client) => client.scenarios.filter((each) => each !== 'demo');
const turns = (client) => client.scenarios.filter((each) => ['plain', 'streamed', 'tool', 'tool-streamed'].includes(each));

async function record(upstream) {
  const server = await serve('record', '--upstream', upstream.url, '--recordings', recordings);
  await forEach(clients, async (client) => said.set(client, await show(client, server, recorded(client))));
  await stopped('record', server);
}

/** What is replayed is what was shown while it was recorded, and what the upstream said. */
async function replay() {
  const server = await serve('replay', '--mode', 'replay', '--recordings', recordings);
  await indexed(server);
  await forEach(clients, async (client) => {
    const replayed = await show(client, server, [...recorded(client), 'miss', 'miss-streamed']);
    for (const scenario of recorded(client)) {
      const first = said.get(client).get(scenario).text;
      const second = replayed.get(scenario).text;
      const isSaid = client.hides?.[scenario] || shows(readable(client, first), expectations(client, scenario));
      const problem = !isSaid ? 'is not what the upstream said' : first !== second ? 'replay differs' : undefined;
      results.add(client.name, scenario, problem, { remark: client.hides?.[scenario], detail: `recorded:\n${first}replayed:\n${second}` });
    }
    for (const scenario of ['miss', 'miss-streamed']) {
      checkMiss(client, scenario, replayed.get(scenario));
    }
  });
  await stopped('replay', server); // its log is whole now
  for (const client of clients) {
    const asked = [...counts(server, 'missed', client).values()];
    const problem = asked.length === 2 && asked.every((count) => count === 1) ? undefined : `requests for two misses: ${asked.join(' + ')}`;
    results.add(client.name, 'one request for each miss', problem);
  }
}

/** Waits until all recordings have been read: before that, a miss names the nearest of those that have been. */
async function indexed(server) {
  for (let left = 600; left > 0; left--) {
    const miss = await fetch(`${server.url}/v1/chat/completions`, { method: 'POST', body: '{"model":"none","messages":[]}' });
    const text = await miss.text();
    if (miss.status === 404 && !text.includes('so far')) {
      return;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the recordings have not been read within a minute');
}

function checkMiss(client, scenario, { text, millis }) {
  const hidden = client.hides?.[scenario];
  const problem = !hidden && !shows(text, missExpectations) ? 'does not show the miss' : millis > 5000 ? `took ${millis} ms` : undefined;
  results.add(client.name, scenario, problem, { remark: hidden, detail: text });
}

/** How often each key was asked: log lines that begin with the word. */
function counts(server, word, client) {
  const byKey = new Map();
  for (const [, key] of server.log().matchAll(new RegExp(`^${word} .* test=${client.name} key=(\\w+)`, 'gm'))) {
    byKey.set(key, (byKey.get(key) ?? 0) + 1);
  }
  return byKey;
}

/** New ids with each replay: the words are the same, and a second turn that names a new id is found. */
async function freshIds() {
  const server = await serve('fresh-ids', '--mode', 'replay', '--fresh-ids', '--recordings', recordings);
  await forEach(clients, async (client) => {
    const replayed = await show(client, server, turns(client));
    const words = (text) => (client.isRaw ? wordsIn(text) : text.replace(/^id: .*\n/m, ''));
    const differs = turns(client).filter((each) => words(replayed.get(each).text) !== words(said.get(client).get(each).text));
    const [before, now] = [said.get(client), replayed].map((output) => /^id: .*/m.exec(output.get('plain').text)?.[0]);
    const isOld = before && before === now && !client.hasIdInHeader;
    const problem = differs.length ? `differs: ${differs.join(', ')}` : isOld ? 'the id is not new' : undefined;
    results.add(client.name, 'fresh-ids', problem, { detail: differs.map((each) => replayed.get(each).text).join('') });
  });
  await stopped('fresh ids', server);
}

/** The same words with new ids: no file changes, and what is replayed afterwards is what was recorded first. */
async function recordAgain(upstream) {
  const before = files(recordings);
  const server = await serve('again', '--mode', 'record', '--upstream', upstream.url, '--recordings', recordings);
  await forEach(clients, (client) => show(client, server, turns(client)));
  await stopped('again', server);
  const after = files(recordings);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));

  const replaying = await serve('replay-again', '--mode', 'replay', '--recordings', recordings);
  await forEach(clients, async (client) => {
    const replayed = await show(client, replaying, turns(client));
    const own = changed.filter((path) => path.startsWith(`${client.name}/`));
    const differs = turns(client).filter((scenario) => replayed.get(scenario).text !== said.get(client).get(scenario).text);
    const problem = own.length ? `${own.length} ${own.length === 1 ? 'file' : 'files'} changed` : differs.length ? `differs: ${differs.join(', ')}` : undefined;
    results.add(client.name, 'again', problem, { detail: [...own, ...differs.map((each) => replayed.get(each).text)].join('\n') });
  });
  await stopped('replay again', replaying);
}

function files(directory) {
  const paths = readdirSync(directory, { recursive: true }).filter((path) => statSync(join(directory, path)).isFile());
  return new Map(paths.map((path) => [path, readFileSync(join(directory, path), 'utf8')]));
}

/** No recording, and an upstream that is not there: the client says so within 10 s, but for those that are known to insist. */
async function away() {
  const server = await serve('away', '--upstream', 'http://127.0.0.1:9', '--recordings', join(work, 'none'));
  const shown = new Map();
  await forEach(clients, async (client) => shown.set(client, (await show(client, server, ['away'], client.insists ? 15 : 60)).get('away')));
  await stopped('away', server); // its log is whole now
  for (const [client, { text, millis }] of shown) {
    const asked = [...counts(server, 'failed', client).values()].reduce((sum, count) => sum + count, 0);
    checkAway(client, text, millis, asked);
  }
}

function checkAway(client, text, millis, asked) {
  if (millis > 10_000) {
    const problem = client.insists ? undefined : `${asked} requests in ${millis === Infinity ? 'over 60' : Math.round(millis / 1000)} s`;
    return results.add(client.name, 'away', problem, { remark: 'asks again for long', detail: text });
  }
  const isShown = client.hides?.away || shows(text, awayExpectations);
  const remark = client.hides?.away ?? (asked === 1 ? 'ok' : `ok, ${asked} requests`);
  results.add(client.name, 'away', isShown ? undefined : 'does not show what is wrong', { remark, detail: text });
}

async function demo() {
  const server = await serve('demo', '--demo');
  await forEach(clients.filter((client) => client.scenarios.includes('demo')), async (client) => {
    const { text } = (await show(client, server, ['demo'])).get('demo');
    const isShown = shows(readable(client, text), expectations(client, 'demo'));
    results.add(client.name, 'demo', isShown ? undefined : 'is not what the demo says', { detail: text });
  });
  await stopped('demo', server);
}

/** curl shows JSON: the words in it, as lines. */
function wordsIn(json) {
  const words = json.matchAll(/"(?:content|text)": ?("(?:[^"\\]|\\.)*")/g);
  return [...words.map(([, each]) => JSON.parse(each))].join('').replace(/(?<=你好\.)(?=Answer)/g, '\n');
}

const readable = (client, text) => (client.isRaw ? `${text}\n${wordsIn(text)}` : text);

/** The upstream is gone when the phase is over. It hears nothing of Reprise, and nobody else of the key. */
async function withUpstream(phase) {
  const upstream = await startServer([node, join(examples, 'upstream/server.mjs')], join(work, 'upstream.log'), { SUITE_KEY: key });
  await phase(upstream);
  await upstream.stop();
  const told = upstream.log();
  results.add('upstream', `${phase.name}: has no complaint`, told ? 'complains' : undefined, { detail: told });
  const leaks = [...files(work)].filter(([, text]) => text.includes(key)).map(([path]) => path);
  results.add('reprise', `${phase.name}: keeps the key to itself`, leaks.length ? 'tells the key' : undefined, { detail: leaks.join('\n') });
}

const start = performance.now();
try {
  if (clients.length) {
    await withUpstream(record);
    await replay();
    await freshIds();
    await withUpstream(recordAgain);
    await away();
    await demo();
  }
  if (!wanted.length || wanted.includes('http')) {
    await http(serve, work, results);
  }
  if (!wanted.length || wanted.includes('mcp')) {
    await mcp(serve, reprise, work, results);
  }
  const writeSockets = !wanted.length || wanted.includes('sockets') ? await sockets(serve, work, key, results) : () => {};
  if (!wanted.length) {
    writeSockets();
    results.write(join(examples, '../docs/clients.md'), clients);
  }
} finally {
  stopAll();
  if (process.env.KEEP) {
    console.log(`kept: ${work}`);
  } else {
    rmSync(work, { recursive: true, force: true });
  }
}
console.log(`${results.passed} passed, ${results.failed} failed, ${Math.round((performance.now() - start) / 1000)} s`);
process.exit(results.failed === 0 ? 0 : 1);

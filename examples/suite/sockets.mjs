// WebSocket conversations: records those of node/realtime.mjs, replays them without the upstream, and misses.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { examples, node } from './clients.mjs';
import { scenariosOf } from './output.mjs';
import { runDriver, startServer } from './processes.mjs';
import { writeTable } from './results.mjs';

const titles = { ws: 'npm `ws`', openai: 'npm `openai`, `OpenAIRealtimeWS`', google: 'npm `@google/genai`, `live`', builtIn: '`WebSocket` of Node, as in browsers' };
const names = Object.keys(titles);
const difference = /Tell me a \[-joke-\]\{\+poem\+\}\./;

/** @param serve starts Reprise; @param work an empty directory; @param key that the clients send */
export async function sockets(serve, work, key, results) {
  const tls = join(work, 'tls');
  const flags = ['--recordings', join(work, 'realtime'), '--tls', 'self-signed', '--tls-directory', tls];
  const environment = { SUITE_KEY: key, NODE_EXTRA_CA_CERTS: join(tls, 'localhost.pem') };
  const show = async (server, scenarios) =>
    scenariosOf(await runDriver([node, join(examples, 'node/realtime.mjs'), `${server.url}/t/realtime`, ...scenarios], environment));

  const upstream = await startServer([node, join(examples, 'node/realtime-upstream.mjs')], join(work, 'upstream-realtime.log'), { SUITE_KEY: key });
  const recording = await serve('realtime-record', '--upstream', upstream.url, ...flags);
  const first = await show(recording, names);
  await recording.stop();
  await upstream.stop();
  const replaying = await serve('realtime-replay', '--mode', 'replay', ...flags);
  const second = await show(replaying, [...names, ...names.map((name) => `${name}-miss`)]);
  await replaying.stop();

  const rows = names.map((name) => {
    const [recorded, replayed, miss] = [first.get(name), second.get(name), second.get(`${name}-miss`)].map(({ text }) => text);
    const isSaid = recorded.includes(`text: You said: Hello from ${name}.\ntext: You said: Tell me a joke.\nclose: `);
    const problem = !isSaid ? 'is not what the upstream said' : recorded !== replayed ? 'replay differs' : undefined;
    results.add('sockets', name, problem, { detail: `recorded:\n${recorded}replayed:\n${replayed}` });
    const isMissed = /^close: 4404 miss: message 3/m.test(miss) && (name === 'google' || difference.test(miss));
    results.add('sockets', `${name}-miss`, isMissed ? undefined : 'does not show the miss', { detail: miss });
    return [titles[name], problem ? `**${problem}**` : 'ok', isMissed ? (/^error: /m.test(miss) ? 'message, code and reason' : 'code and reason') : '**not shown**'];
  });
  const told = upstream.log();
  results.add('sockets', 'the upstream has no complaint', told ? 'complains' : undefined, { detail: told });
  const kept = readdirSync(join(work, 'realtime'), { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const leaks = kept.filter((each) => readFileSync(join(each.parentPath, each.name), 'utf8').includes(key));
  results.add('sockets', 'keeps the key to itself', kept.length === 0 ? 'keeps nothing' : leaks.length ? 'tells the key' : undefined);
  return () => writeTable(join(examples, '../docs/clients.md'), 'sockets', ['client', 'recorded and replayed', 'miss'], rows);
}

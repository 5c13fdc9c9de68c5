// Coding agents: node/mcp.mjs asks a server after a real miss, and the command `reprise mcp`, about the recordings of ../pytest.
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { examples, node } from './clients.mjs';
import { scenariosOf } from './output.mjs';
import { runDriver } from './processes.mjs';

const reading = ['why_missed', 'list_misses', 'list_recordings', 'show_recording', 'diff_recordings', 'try_rule', 'list_unused', 'stats'];
const writing = ['record_again', 'prune', 'start_over'];
const question = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Tell me a joke about dogs.' }] };
const path = '/v1/chat/completions';

const store = join(examples, 'pytest/recordings');
const of = (subject) => readdirSync(store, { recursive: true }).find((file) => file.includes(`tells_a_joke-${subject}`) && file.endsWith('.json'));

const calls = {
  why_missed: { miss: 'last' },
  diff_recordings: { a: of('chickens'), b: of('bicycles') },
  try_rule: { rule: 'leave out $.messages' },
  prune: {},
};

/** What each answer must show. */
const expected = {
  initialize: /^server: reprise$/m,
  why_missed: /differs from what is recorded[^]*about \[-\w+-\]\{\+dogs\+\}/,
  diff_recordings: /\[-chickens-\]\{\+bicycles\+\}/,
  try_rule: /^answer: [^]*Tried on 4 recordings\. Nothing was written\./,
};

/** @param serve starts Reprise; @param reprise the program; @param work an empty directory */
export async function mcp(serve, reprise, work, results) {
  const recordings = join(work, 'mcp');
  cpSync(store, recordings, { recursive: true });
  const flags = ['--mode', 'replay', '--recordings', recordings];
  const [replaying, allowing] = await Promise.all([serve('mcp', ...flags), serve('mcp-write', ...flags, '--mcp-write')]);
  const ids = [];
  for (const server of [replaying, allowing]) {
    await fetch(`${server.url}/t/shows_a_miss.py${encodeURIComponent('::')}test_tells_a_joke${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });
    ids.push((await (await fetch(`${server.url}/__reprise/misses`)).json()).misses[0].id);
  }
  const url = '/__reprise/mcp';
  const about = (miss) => ({ ...calls, try_rule: { ...calls.try_rule, miss } });
  const withoutMiss = { ...calls, why_missed: { path, body: JSON.stringify(question) } };
  await Promise.all([
    check(results, 'over HTTP', [replaying.url + url], { tools: reading, asked: about(ids[0]) }),
    check(results, 'over HTTP with --mcp-write', [allowing.url + url], { tools: [...reading, ...writing], asked: about(ids[1]) }),
    check(results, 'reprise mcp --url', [reprise, 'mcp', '--url', replaying.url], { tools: reading, asked: about(ids[0]) }),
    check(results, 'reprise mcp --recordings', [reprise, 'mcp', '--recordings', recordings], { tools: reading, asked: withoutMiss }),
  ]);
  await replaying.stop();
  await allowing.stop();
}

async function check(results, way, address, { tools, asked }) {
  const shown = scenariosOf(await runDriver([node, join(examples, 'node/mcp.mjs'), JSON.stringify(asked), ...address]));
  const add = (name, isGood, problem) => results.add('mcp', `${way}: ${name}`, isGood ? undefined : problem, { detail: shown.get(name.split(' ')[0]).text });
  for (const [name, pattern] of Object.entries(expected)) {
    add(name, pattern.test(shown.get(name).text), 'does not show it');
  }
  add('try_rule for the miss', /The miss would match\./.test(shown.get('try_rule').text) === ('miss' in asked.try_rule), 'is wrong about the miss');
  const names = (shown.get('tools').text.match(/(?<=names: ).*/)?.[0] ?? '').split(' ');
  add('tools', tools.every((name) => names.includes(name)) && names.length === tools.length, 'are others');
  add('prune', tools.includes('prune') === /^answer: /.test(shown.get('prune').text), tools.includes('prune') ? 'is refused' : 'is not refused');
}

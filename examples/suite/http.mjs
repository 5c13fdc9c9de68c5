// HTTP as it is: records what node/http.mjs does, and replays it without the upstream.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { examples, node } from './clients.mjs';
import { scenariosOf } from './output.mjs';
import { runDriver, startServer } from './processes.mjs';

/** What each scenario shows. */
const expected = {
  poll: 'status: validating\nstatus: in_progress\nstatus: in_progress\nstatus: completed\n',
  ranges: 'part: 206 bytes 4-8/44 quick\npart: 206 bytes 10-14/44 brown\npart: 200 null The quick brown fox jumps over the lazy dog.\n',
  condition: 'answer: 200 The quick brown fox jumps over the lazy dog.\n',
  head: 'length: 200 44\n',
  list: 'before: file-a file-b file-c\ndeleted: true\nafter: file-a file-c\n',
  retries: 'text: At last.\n',
  samples: 'texts: Sample 1, Sample 2, Sample 3, Sample 4, Sample 5\n',
  models: 'models: [{"id":"tiny","object":"model","extra":{"pages":1}}]\nheader: as it was\n',
  redirect: 'got: /v1/here?from=moved {"got":"over there"}\n',
  upload: 'got: {"file":{"size":10}}\n',
  packed: 'got: {"coding":"gzip","got":"small"}\n',
  mcp: 'tools: add\nsum: 5\ntold: hello\n',
};

/** @param serve starts Reprise; @param work an empty directory */
export async function http(serve, work, results) {
  const recordings = join(work, 'http');
  const flags = ['--recordings', recordings, '--keep-errors', '--share-calls', 'false'];
  const upstream = await startServer([node, join(examples, 'node/http-upstream.mjs')], join(work, 'upstream-http.log'));
  const recording = await serve('http-record', '--upstream', upstream.url, ...flags);
  const first = await show(recording);
  const open = await streamsOf(upstream);
  await recording.stop();
  await upstream.stop();
  const replaying = await serve('http-replay', '--mode', 'replay', ...flags);
  const second = await show(replaying);
  await replaying.stop();
  const errors = recording.log().split('\n').filter((line) => /^failed|status=[45]/.test(line)).join('\n');
  for (const [name, text] of Object.entries(expected)) {
    const [recorded, replayed] = [first, second].map((shown) => shown.get(name)?.text);
    const replayedText = name === 'poll' ? text.replace('status: in_progress\n', '') : text; // what was said twice is kept once
    const problem = recorded !== text ? 'is not what the upstream said' : replayed !== replayedText ? 'replay differs' : undefined;
    results.add('http', name, problem, { detail: `recorded:\n${recorded}replayed:\n${replayed}errors while recording:\n${errors}` });
  }
  results.add('http', 'the upstream of a stream without an end is let go', open === '0' ? undefined : `${open} streams are open`);
  const told = upstream.log();
  results.add('http', 'the upstream has no complaint', told ? 'complains' : undefined, { detail: told });
}

const show = async (server) => scenariosOf(await runDriver([node, join(examples, 'node/http.mjs'), `${server.url}/t/http`]));

/** How many streams without an end the upstream still has, after a moment. */
async function streamsOf(upstream) {
  for (let left = 50; ; left--) {
    const open = await (await fetch(`${upstream.url}/streams`)).text();
    if (open === '0' || left === 0) {
      return open;
    }
    await pause(100);
  }
}

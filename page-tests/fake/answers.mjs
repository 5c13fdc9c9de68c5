// Answers of a small, friendly store.
import { png, wav } from './media.mjs';

const prompts = ['Write a haiku about garbage collection', 'What is the capital of Burkina Faso?', 'Summarise the release notes', 'Which trains leave Basel before 9?', 'Translate to French: good morning', 'Explain the borrow checker to a child', 'List three risks of the migration', 'What is on this picture?'];
const models = ['gpt-5-mini', 'claude-sonnet-5', 'gemini-3-flash', 'llama3.2:1b'];
const folders = ['tests/chat/test_answers.py', 'tests/chat/test_tools.py', 'tests/agents/test_travel.py', 'tests/test_stream.py', 'web/e2e/checkout.spec.ts'];

export function recording(index) {
  const test = `${folders[index % folders.length]}::test_${['short', 'long', 'retry', 'tools', 'picture'][Math.floor(index / 5) % 5]}_${Math.floor(index / 25)}`;
  return { location: `${test.replace(/[^a-z0-9]+/gi, '-')}/openai-chat-${index}.json`, test, key: `${index}`.padStart(64, 'a'), occurrence: (index % 9) + 1 > 8 ? 2 : 1, upstream: 'default', method: 'POST', path: '/v1/chat/completions', model: models[index % 4], title: prompts[index % prompts.length], status: index % 23 === 7 ? 429 : 200, chunks: index % 3 ? 40 + (index % 50) : 1, bytes: 700 + ((index * 7919) % 90_000), answer: 'Sweeping quietly', tokens: { input: 29, output: 55 }, family: 'openai-chat', stream: index % 3 > 0, recorded_at: new Date(Date.now() - index * 3_700_000).toISOString(), first_token_ms: 212, duration_ms: 1800, ending: 'complete', tools: [], cost_usd: '0.00041' };
}

export function chunks(count = 64, seed = 7) {
  let at = 310;
  let state = seed;
  const words = 'Sweeping quietly, the collector walks the heap at night. What no root can reach it lets go, and memory breathes again. '.split(/(?<= )/);
  return Array.from({ length: count }, (_, index) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    at += index === 0 ? 0 : 12 + (state % 30) + (index % 21 === 13 ? 260 : 0);
    return { index, at_ms: at, bytes: 180 + (state % 60), kind: 'text', text: words[index % words.length] };
  });
}

export const timing = { first_chunk_ms: 310, first_token_ms: 322, last_chunk_ms: 2840, chunks: 64, gap_p50_ms: 26, gap_p95_ms: 280, gap_max_ms: 291, tokens_per_second: 38.4, tokens_are: 'counted' };

const messages = [
  { index: 0, side: 'asked', choice: null, role: 'system', name: null, finish_reason: null, parts: [{ part: 0, kind: 'text', text: 'You are a careful travel assistant.\n\nAnswer in short sentences. Use the tools for facts that change, such as timetables and the weather.\n\n- never guess a time\n- say where a fact is from\n- use the 24-hour clock\n- ask before you book\n\nIf a tool fails, say so, and offer to try again.', total: 280 }, { part: 1, kind: 'tools', tools: [{ name: 'get_departures', description: 'Trains that leave a station in a range of time', schema: { type: 'object', properties: { station: { type: 'string' }, before: { type: 'string' } } } }, { name: 'get_weather', description: 'Weather now and for the next hours', schema: { type: 'object' } }] }] },
  { index: 1, side: 'asked', role: 'user', parts: [{ part: 2, kind: 'text', text: 'Which trains leave Basel for Milan before 9? And do I need an umbrella? This is the board that I see:' }, { part: 3, kind: 'media', media_type: 'image/png', bytes: png.length, is_here: true, show: 'image', url: null }] },
  { index: 2, side: 'answered', choice: 0, role: 'assistant', finish_reason: 'tool_calls', parts: [{ part: 4, kind: 'reasoning', text: 'The user wants departures and the weather. Both change, so I call both tools.', total: 77 }, { part: 5, kind: 'tool_call', id: 'call_8f2a', name: 'get_departures', arguments: '{"station":"Basel SBB","to":"Milano Centrale","before":"09:00"}', is_json: true }, { part: 6, kind: 'tool_call', id: 'call_91bc', name: 'get_weather', arguments: '{"place":"Milan"}', is_json: true }] },
  { index: 3, side: 'asked', role: 'tool', parts: [{ part: 7, kind: 'tool_result', id: 'call_8f2a', name: 'get_departures', text: '[{"train":"EC 51","at":"06:28"},{"train":"EC 307","at":"08:28"}]', total: 64, is_error: false }] },
  { index: 4, side: 'asked', role: 'tool', parts: [{ part: 8, kind: 'tool_result', id: 'call_91bc', name: 'get_weather', text: 'upstream timed out after 5 s', total: 28, is_error: true }] },
  { index: 5, side: 'answered', choice: 0, role: 'assistant', finish_reason: 'stop', parts: [{ part: 9, kind: 'text', text: 'Two direct trains leave **before 9**:\n\n| train | leaves | arrives |\n|---|---|---|\n| EC 51 | 06:28 | 10:35 |\n| EC 307 | 08:28 | 12:35 |\n\nI could not read the weather; the service did not answer. Shall I try again?\n\n```bash\ncurl https://example.com/departures?from=basel\n```', total: 260 }, { part: 10, kind: 'citation', title: 'Timetable 2026', url: 'https://timetable.example/ec', text: 'EC 51 Basel SBB 06:28' }] },
];

const miss = (id) => ({ id, at: '2026-11-27T01:00:00Z', method: 'POST', path: '/v1/chat/completions', model: models[id % 4], test: `${folders[id % 5]}::test_short_0`, upstream: null, key: 'd4'.padEnd(64, '5'), reason: 'not-recorded', nearest: { location: recording(id).location, test: recording(id).test, upstream: null, occurrence: 1, differences: id % 3 === 2 ? [] : [{ where: 'messages[1].content', what: 'Which trains leave Basel [-before 9-]{+before 10:30+}? And do I need an [-umbrella-]{+umbrella or a coat+}?' }, { where: 'temperature', what: '0.7 → 0.8' }], other_tests: [], more_tests: 0 }, rules: id % 4 === 3 ? ['leave out $.temperature', 'leave out $.user'] : ['leave out $.temperature'], never_keep: null, command: 'reprise serve --mode record-if-missing --recordings recordings --upstream https://api.example.com/v1', move_command: id % 3 === 2 ? `reprise mv '${recording(id).test}' '${folders[id % 5]}::test_short_0'` : null, replay_asked: false, missing_key: null, index: { recordings: 240, complete: true }, message: 'no recording answers POST /v1/chat/completions model=gpt-5-mini\nnearest: …' });

const start = Date.now();
const outcomes = ['replayed', 'replayed', 'replayed', 'recorded', 'replayed', 'missed', 'joined', 'replayed', 'forwarded', 'client-left', 'replayed', 'faulted', 'refused', 'failed'];
export function row(seq) {
  const outcome = outcomes[seq % outcomes.length];
  const one = recording(seq % 240);
  return { seq, at: new Date(start - (1_000_000 - seq) * 900).toISOString(), outcome, method: 'POST', path: one.path, model: one.model, title: one.title, test: one.test, key: one.key, status: outcome === 'missed' ? 404 : outcome === 'failed' ? 502 : outcome === 'refused' ? 400 : 200, chunks: 55, duration_ms: 3 + ((seq * 37) % 900), fault: outcome === 'faulted' ? 'cut,after=3' : null, note: null, location: ['missed', 'failed', 'refused', 'forwarded'].includes(outcome) ? null : one.location, miss: outcome === 'missed' ? seq % 8 : null };
}

/** Pages of a list, by a cursor that is a number. */
export function pageOf(length, make, member, extra = {}) {
  return ({ limit = 100, cursor = 0, from: first = cursor }) => {
    const from = Number(first);
    const to = Math.min(length, from + Number(limit));
    return { [member]: Array.from({ length: to - from }, (_, index) => make(from + index)), total: length, cursor: to < length ? String(to) : null, ...extra };
  };
}

const difference = { verdict: '2 words differ', same: false, coarse: false, words: [{ where: 'answer', pieces: [{ what: 'equal', text: 'It is ' }, { what: 'deleted', text: 'sunny' }, { what: 'inserted', text: 'rainy' }] }], tools: [], headers: [], request: [], shape: {}, usage: {}, timing: {} };
const setDifference = (revision, later) => ({ verdict: '2 changed, 1 only in B, 97 the same', changed: [{ location_a: recording(1).location, location_b: recording(1).location, verdict: '2 words differ', difference }, { location_a: recording(2).location, location_b: recording(3).location, verdict: `9 words differ between ${revision} and ${later}`, difference: null }], only_a: [], only_b: [recording(4).location], same: 97 });

/** All routes; `size` recordings. */
export function friendly({ size = 240, on = { faults: { rules: [], tests: {} }, pace: { rules: [], tests: {} } } } = {}) {
  const all = (index) => recording(index);
  const tests = () => {
    const byTest = new Map();
    for (let index = 0; index < size; index++) {
      const { test, bytes } = recording(index);
      const one = byTest.get(test) ?? { test, recordings: 0, bytes: 0, newest_at: new Date().toISOString(), requests: 0, replayed: 0, recorded: 0, missed: index % 17 === 3 ? 1 : 0, unused: index % 29 === 5 ? 2 : 0 };
      one.recordings++;
      one.bytes += bytes;
      byTest.set(test, one);
    }
    return [...byTest.values()];
  };
  const known = tests();
  const set = (kind) => ({ test }, body) => {
    if (body && body.rules.some((each) => each.startsWith('bad'))) {
      return { status: 400, error: `'${body.rules.at(-1)}' is not a rule of this kind` };
    }
    if (test) {
      on[kind].tests[test] = body?.rules ?? [];
    } else {
      on[kind].rules = body?.rules ?? [];
    }
    return on[kind];
  };
  return {
    'GET health': () => ({ status: 'ok', mode: 'replay', upstreams: 1 }),
    'GET report': () => ({ replayed: 1204, recorded: 38, missed: 8, failed: 2, upstream_calls: 40 }),
    'GET faults': () => on.faults,
    'GET pace': () => on.pace,
    'POST faults': set('faults'),
    'POST pace': set('pace'),
    'DELETE faults': set('faults'),
    'DELETE pace': set('pace'),
    'GET tests': pageOf(known.length, (index) => known[index], 'tests'),
    'GET recordings': (query) => {
      if (/(^|\s)nope:/.test(query.filter ?? '')) {
        return { status: 400, error: "the filter has no 'nope:'; it has outcome, status, model, test, …" };
      }
      const found = query.test || query.filter ? Array.from({ length: Math.min(size, 240) }, (_, index) => recording(index)).filter((each) => (!query.test || each.test === query.test) && (!query.filter || JSON.stringify(each).toLowerCase().includes(query.filter.toLowerCase()))) : null;
      return found ? { recordings: found, broken: [], total: found.length, cursor: null, complete: true } : pageOf(size, all, 'recordings', { broken: [{ location: 'tests-old/openai-chat-x.json', error: 'line 3: a comma is missing' }], complete: true })(query);
    },
    'GET recordings/show': ({ location }) => {
      if (location === 'gone.json') {
        return { status: 404, error: 'there is no recording; GET recordings lists the locations' };
      }
      const one = { ...recording(Number(/(\d+)\.json$/.exec(location)?.[1] ?? 0)), location };
      return { ...one, request: { method: 'POST', path: one.path, query: null, headers: [['content-type', 'application/json']], content_type: 'application/json', bytes: 420 }, response: { status: one.status, headers: [['content-type', 'text/event-stream'], ['x-request-id', 'req_011']], content_type: 'text/event-stream', bytes: one.bytes, ending: 'complete' }, choices: 1, messages: 6, parts: 11, tools: ['get_departures', 'get_weather'], timing, cost: { input_tokens: 1290, output_tokens: 214, cached_input_tokens: 1024, cache_write_tokens: 0, reasoning_tokens: 64, cost_usd: '0.00041', price_as_of: '2026-11-01', price_source: 'models.dev' } };
    },
    'GET recordings/messages': ({ from = 0, limit = 50 }) => ({ messages: messages.slice(Number(from), Number(from) + Number(limit)), total: messages.length, parts: 11, shown: 11 }),
    'GET recordings/part': ({ part, offset = 0 }) => ({ part: Number(part), text: '', offset: Number(offset), length: 0, total: 0 }),
    'GET recordings/chunks': ({ location, from = 0, limit = 5000 }) => ({ ...timing, chunks: chunks(64, location.length).slice(Number(from), Number(from) + Number(limit)), total: 64 }),
    'GET recordings/body': ({ side }) => ({ raw: side === 'request' ? '{"model":"gpt-5-mini","messages":[{"role":"user","content":"Which trains leave Basel?"}],"stream":true}' : 'data: {"id":"chatcmpl-1","choices":[{"index":0,"delta":{"content":"Two"}}]}\n\ndata: [DONE]\n\n', type: 'text/plain; charset=utf-8' }),
    'GET recordings/media': ({ part }) => (part === '99' ? { raw: wav, type: 'audio/wav' } : { raw: png, type: 'image/png' }),
    'GET recordings/copy': ({ as, location }) => ({ as, text: `${as} of ${location}` }),
    'DELETE recordings': ({ location }) => ({ deleted: [location], undo: `git -C recordings --literal-pathspecs ls-files -d -z -- '${location}' | git -C recordings checkout-index -z --stdin` }),
    'DELETE tests': ({ test }) => ({ deleted: [`${test}/a.json`], undo: null }),
    'POST tests/start-over': ({ test }) => ({ started_over: test ?? 'all tests' }),
    'POST prune': (query, { dry_run: dry }) => ({
      dry_run: dry,
      files: [
        { location: 'tests-old/a.json', reason: 'unused', test: 'tests/old', bytes: 812, because: 'the last run of its test did not use it' },
        { location: 'tests-old/b.json', reason: 'duplicate', test: 'tests/old', bytes: 640, because: "'b.json', a recording without a test, has the same answer" },
      ],
      total: 2,
      bytes: 1452,
      tests_with_too_few_runs: 3,
      broken: 0,
      not_deleted: [],
      undo: dry ? null : 'git -C recordings ls-files -d -z | git -C recordings checkout-index -z --stdin',
    }),
    'GET unused': () => ({ unused: Array.from({ length: 9 }, (_, index) => recording(index * 29 + 5)), tests: 12, total: 9, cursor: null, command: 'reprise prune --unused' }),
    'GET findings': () => ({ findings: [{ location: recording(2).location, kind: 'credential', problem: 'API key (sk-…) in the request body' }] }),
    'GET requests': (query) => (/(^|\s)nope:/.test(query.filter ?? '') ? { status: 400, error: "the filter has no 'nope:'; it has outcome, status, model, test, …" } : pageOf(120, (index) => row(1_000_000 - 1 - index), 'requests')(query)),
    'GET misses': pageOf(8, miss, 'misses'),
    'POST rules/try': (query, { rule = null, rules = [rule], miss: id }) => ({ rule, rules, matches_miss: Number(id) % 4 !== 3 || rules.length > 1, joined: [{ locations: [recording(1).location, recording(9).location], test: recording(1).test }], joined_questions: 2, recordings: 240, complete: true }),
    'GET diff': ({ a, a_test: test, a_revision: revision, b_revision: later }) => (test || (!a && revision) ? setDifference(revision, later) : { verdict: '3 words differ, same shape, 1.4 × slower', same: false, coarse: false, words: [{ where: 'answer, choice 0', pieces: [{ what: 'equal', text: 'Two direct trains leave ' }, { what: 'deleted', text: 'before 9' }, { what: 'inserted', text: 'before half past ten' }, { what: 'equal', words: 412, text: null }, { what: 'equal', text: 'Shall I try again?' }] }], tools: [{ name: 'get_departures', what: 'changed', hunks: [{ where: 'arguments.before', pieces: [{ what: 'deleted', text: '09:00' }, { what: 'inserted', text: '10:30' }] }] }], shape: { a: { messages: 6, choices: 1, finish_reason: 'stop' }, b: { messages: 6, choices: 1, finish_reason: 'stop' } }, usage: { a: { output_tokens: 214 }, b: { output_tokens: 220 } }, headers: [{ name: 'x-request-id', a: 'req_011', b: 'req_044' }], timing: { a: timing, b: { ...timing, first_token_ms: 455, last_chunk_ms: 3975 } }, request: [{ where: 'messages[1].content', what: 'before 9 → before 10:30' }], a }),
  };
}

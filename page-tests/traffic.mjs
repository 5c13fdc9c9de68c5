// An upstream that answers like a model, with words that come one by one, and the tests of a made-up travel agency that ask it.
import { createServer } from 'node:http';
import { png } from './fake/media.mjs';

const tools = [
  { type: 'function', function: { name: 'get_departures', description: 'Trains that leave a station before a time', parameters: { type: 'object', properties: { from: { type: 'string' }, to: { type: 'string' }, before: { type: 'string' } }, required: ['from'] } } },
  { type: 'function', function: { name: 'get_weather', description: 'The weather in a town for the next hours', parameters: { type: 'object', properties: { place: { type: 'string' } } } } },
];
const system = { role: 'system', content: 'You are a careful travel assistant. Use the tools for facts that change. Never guess a time, and say where a fact is from. It is 2026-11-26T08:12:44Z.' };
const picture = { type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } };
const trip = { role: 'user', content: [{ type: 'text', text: 'Which trains to Milan leave before 9?' }, picture] };
const calls = [
  { id: 'call_8f2a', type: 'function', function: { name: 'get_departures', arguments: '{"from":"Basel SBB","to":"Milano Centrale","before":"09:00"}' } },
  { id: 'call_91bc', type: 'function', function: { name: 'get_weather', arguments: '{"place":"Milan"}' } },
];
const results = [
  { role: 'tool', tool_call_id: 'call_8f2a', content: '[{"train":"EC 51","at":"06:28"},{"train":"EC 307","at":"08:28"}]' },
  { role: 'tool', tool_call_id: 'call_91bc', content: '{"now":"light rain","18:00":"dry"}' },
];
const ask = (content) => [{ role: 'user', content }];
const haiku = 'Write a haiku about garbage collection';

/** Who asks, what, and what the model says. */
export const talks = [
  { test: 'tests/agents/test_travel.py::test_asks_for_trains', model: 'gpt-5-mini', messages: [system, trip], tools, calls },
  { test: 'tests/agents/test_travel.py::test_answers_with_a_table', model: 'gpt-5-mini', temperature: 0.2, messages: [system, trip, { role: 'assistant', content: null, tool_calls: calls }, ...results], tools, says: 'Two direct trains leave **before 9**:\n\n| train | leaves | arrives |\n|---|---|---|\n| EC 51 | 06:28 | 10:35 |\n| EC 307 | 08:28 | 12:35 |\n\nTake an umbrella: there is light rain in Milan now, and it is dry from 18:00. Both facts are from the tools.' },
  { test: 'tests/chat/test_answers.py::test_haiku[gpt-5-mini]', model: 'gpt-5-mini', messages: ask(haiku), says: 'Sweeping quietly,\nthe collector walks the heap\nand memory breathes.\n\nWhat no root can reach is let go, so that the program has room for what comes next.', pause: 400 },
  { test: 'tests/chat/test_answers.py::test_haiku[gpt-5]', model: 'gpt-5', messages: ask(haiku), says: 'Sweeping every night,\nthe collector walks the heap\nand memory sleeps.\n\nWhatever no root can reach is let go, so that the program has room for what comes next.', pause: 900, first: 620 },
  { test: 'tests/chat/test_answers.py::test_translates', model: 'gpt-5-mini', messages: ask('Translate to French: good morning'), says: 'Bonjour, et merci pour le café.' },
  { test: 'tests/chat/test_answers.py::test_capital', model: 'gpt-5-mini', messages: ask('What is the capital of Burkina Faso?'), says: 'The capital of Burkina Faso is Ouagadougou.' },
  { test: 'tests/chat/test_summaries.py::test_release_notes', model: 'gpt-5', messages: ask('Summarise the release notes'), says: '1. Streams keep their pace.\n2. A store can be shared between machines.\n3. The command `migrate` is gone; nothing needs it.' },
  { test: 'web/e2e/checkout.spec.ts > a refund is explained', model: 'gpt-5-mini', messages: ask('Can order 1183 be refunded?'), says: 'We take it back: the order is 12 days old, and our limit is 30 days. The money is on the card in about five days.' },
  { test: 'web/e2e/checkout.spec.ts > an address is checked', model: 'gpt-5-mini', messages: ask('Is "Rheinweg 9, Basel" a full address?'), says: 'Not yet. It has a street, a number and a town, but no postal code.' },
];

/** An upstream with these answers; the times between words are the same in each run, as far as the machine keeps them. */
export async function upstream() {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const data of request) {
      body += data;
    }
    const asked = JSON.parse(body);
    const talk = talks.find(({ model, messages }) => model === asked.model && JSON.stringify(messages) === JSON.stringify(asked.messages));
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': `req_${talks.indexOf(talk)}c0ffee` });
    const send = (choice, more = {}) => response.write(`data: ${JSON.stringify({ id: 'chatcmpl-7', object: 'chat.completion.chunk', model: asked.model, choices: choice ? [choice] : [], ...more })}\n\n`);
    const words = talk.calls ? talk.calls.map((call, index) => ({ tool_calls: [{ index, ...call }] })) : talk.says.match(/\s*\S+/g).map((content) => ({ content }));
    await rest(talk.first ?? 320);
    send({ index: 0, delta: { role: 'assistant', content: talk.calls ? null : '' }, finish_reason: null });
    let state = 7;
    for (const [index, delta] of words.entries()) {
      state = (state * 1103515245 + 12345) % 2147483648;
      await rest(index === 14 ? (talk.pause ?? 30) : 12 + (state % 38));
      send({ index: 0, delta, finish_reason: null });
    }
    send({ index: 0, delta: {}, finish_reason: talk.calls ? 'tool_calls' : 'stop' });
    send(null, { usage: { prompt_tokens: 40 + Math.round(body.length / 60), completion_tokens: words.length + 9, total_tokens: 49 + Math.round(body.length / 60) + words.length } });
    response.end('data: [DONE]\n\n');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) };
}

// a scripted model needs time for each word: this is what the tests look at
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

/** Sends the question of a talk; `more` are other members of the body, `headers` other headers. */
export async function say(base, talk, more = {}, headers = {}) {
  const { test, model, messages, tools: some, temperature } = talk;
  const response = await fetch(`${base}/t/${encodeURIComponent(test)}/v1/chat/completions`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ model, messages, ...(some ? { tools: some } : {}), ...(temperature ? { temperature } : {}), stream: true, stream_options: { include_usage: true }, ...more }) });
  return { status: response.status, text: await response.text() };
}

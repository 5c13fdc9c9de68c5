// A stand-in for a model API: answers chat and text completions as OpenAI does, streamed (an event every 20 ms) or not.
// Each answer carries a number that no other answer has, so that mixed-up recordings would show.
// It refuses requests without the key as the client was given it, and requests that tell of Reprise.
//
//   UPSTREAM_KEY=sk-… node upstream.mjs       prints "listening on http://127.0.0.1:PORT"; complaints on standard error
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const key = process.env.UPSTREAM_KEY;
const refusals = new Map();
let answers = 0;

const server = createServer(async (request, response) => {
  const body = (await request.toArray()).join('');
  const complaint = complaintAbout(request);
  if (complaint) {
    console.error(`upstream: ${complaint} in ${request.method} ${request.url}`);
    return send(response, 400, { error: { message: complaint, type: 'invalid_request_error' } });
  }
  if (request.url === '/v1/models') {
    return send(response, 200, { object: 'list', data: ['tiny', 'small'].map((id) => ({ id, object: 'model', created: 1, owned_by: 'examples' })) });
  }
  const asked = JSON.parse(body);
  const prompt = asked.prompt ?? asked.messages.at(-1).content;
  if (prompt.includes('busy') && refuse(body, response)) {
    return;
  }
  const answer = new Answer(asked, request.url.endsWith('/chat/completions'), ++answers, prompt);
  await (asked.stream ? stream(response, answer) : send(response, 200, answer.whole()));
});

function complaintAbout(request) {
  const ours = Object.keys(request.headers).find((name) => /reprise|llamastack|ogx/.test(name));
  if (ours) {
    return `header ${ours}, which is none of the upstream's business,`;
  }
  if (!request.url.startsWith('/v1/')) {
    return 'a path that does not start with /v1/';
  }
  return request.headers.authorization === `Bearer ${key}` ? undefined : 'not the key that the client was given';
}

/** The first two times 429 and 503; what a client does then is its business. */
function refuse(body, response) {
  const count = (refusals.get(body) ?? 0) + 1;
  refusals.set(body, count);
  if (count > 2) {
    return false;
  }
  const status = count === 1 ? 429 : 503;
  response.setHeader('retry-after-ms', '10');
  send(response, status, { error: { message: `busy, for the ${count}. time`, type: 'server_error' } });
  return true;
}

function send(response, status, json) {
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': `req_${answers}` });
  response.end(JSON.stringify(json));
}

async function stream(response, answer) {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  for (const event of answer.events()) {
    response.write(`data: ${event}\n\n`);
    await pause(20);
  }
  response.end();
}

class Answer {
  constructor(asked, isChat, number, prompt) {
    Object.assign(this, { asked, isChat, number, prompt, choices: [...Array(asked.n ?? 1).keys()] });
    this.frame = { id: `${isChat ? 'chatcmpl' : 'cmpl'}-upstream-${number}`, created: 1700000000 + number, model: asked.model };
    this.usage = { prompt_tokens: 3, completion_tokens: 9, total_tokens: 12 };
  }

  text(index) {
    return `Answer ${this.number}, choice ${index}, to "${this.prompt}": Schrödinger's 🐱 says 你好.`;
  }

  whole() {
    const choices = this.choices.map((index) =>
      this.isChat
        ? { index, message: { role: 'assistant', content: this.text(index), refusal: null }, logprobs: null, finish_reason: 'stop' }
        : { index, text: this.text(index), logprobs: null, finish_reason: 'stop' });
    return { ...this.frame, object: this.isChat ? 'chat.completion' : 'text_completion', choices, usage: this.usage };
  }

  /** The choices take turns, a word each. */
  *events() {
    if (this.isChat) {
      yield* this.choices.map((index) => this.chunk({ index, delta: { role: 'assistant', content: '' }, finish_reason: null }));
    }
    const words = this.choices.map((index) => this.text(index).split(/(?= )/));
    for (let at = 0; at < words[0].length; at++) {
      yield* this.choices.map((index) => this.chunk(this.piece(index, words[index][at], null)));
    }
    yield* this.choices.map((index) => this.chunk(this.piece(index, '', 'stop')));
    if (this.asked.stream_options?.include_usage) {
      yield JSON.stringify({ ...this.frame, object: this.object(), choices: [], usage: this.usage });
    }
    yield '[DONE]';
  }

  piece(index, text, finish_reason) {
    return this.isChat ? { index, delta: text ? { content: text } : {}, finish_reason } : { index, text, finish_reason };
  }

  chunk(choice) {
    return JSON.stringify({ ...this.frame, object: this.object(), choices: [choice] });
  }

  object() {
    return this.isChat ? 'chat.completion.chunk' : 'text_completion';
  }
}

server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));

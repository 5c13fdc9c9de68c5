// A stand-in for the model APIs of several vendors: answers what script.mjs says, in the form that the path asks for, streamed or not.
// It speaks HTTP/1.1 and HTTP/2 (prior knowledge) on one port. It refuses requests without the key that the clients were given, and
// requests that tell of Reprise; both are complaints on standard error.
//
//   SUITE_KEY=… node server.mjs       prints "listening on http://127.0.0.1:PORT"
import { setTimeout as pause } from 'node:timers/promises';
import { listen } from './listen.mjs';
import { Script } from './script.mjs';
import * as anthropic from './anthropic.mjs';
import * as bedrock from './bedrock.mjs';
import * as cohere from './cohere.mjs';
import * as events from './events.mjs';
import * as gemini from './gemini.mjs';
import * as ollama from './ollama.mjs';
import * as openai from './openai.mjs';
import * as responses from './responses.mjs';

const apis = [responses, openai, anthropic, gemini, ollama, cohere, bedrock, events];
const millisBetweenChunks = 4;
const millisBeforeTheEnd = 25; // some clients go on after the last chunk, and do not wait for the end
const script = new Script();

async function answer(request, response) {
  const body = Buffer.concat(await request.toArray()).toString();
  const [path, query] = request.url.split('?');
  const api = apis.find((each) => each.owns(path));
  const complaint = complaintAbout(request, api);
  if (complaint) {
    console.error(`upstream: ${complaint} in ${request.method} ${request.url}`);
    return send(response, (api ?? openai).error(400, complaint));
  }
  if (request.method === 'GET' && api === events) {
    const asked = events.read(query);
    return stream(response, events.frames(asked, script.answer(asked)));
  }
  if (request.method === 'GET') {
    return send(response, api.list());
  }
  const asked = api.read(JSON.parse(body), path);
  const busy = script.refusalOfBusy(asked.prompt, body);
  if (busy) {
    response.setHeader('retry-after-ms', '10');
    return send(response, api.error(busy.status, busy.message));
  }
  const said = script.answer(asked);
  if (said.refusal) {
    return send(response, api.error(400, said.refusal));
  }
  await (asked.stream ? stream(response, api.frames(asked, said)) : send(response, api.whole(asked, said)));
}

function complaintAbout(request, api) {
  const ours = Object.keys(request.headers).find((name) => /reprise|llamastack|ogx/.test(name));
  if (ours) {
    return `header ${ours}, which is none of the upstream's business,`;
  }
  if (!api) {
    return 'a path that no API has';
  }
  return JSON.stringify(request.headers).includes(process.env.SUITE_KEY) || api.needsNoKey ? undefined : 'not the key that the client was given';
}

/** An answer: status, content type, JSON, perhaps further headers. */
function send(response, { status = 200, type = 'application/json', headers = {}, json }) {
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(JSON.stringify(json));
}

async function stream(response, { type, headers = {}, chunks }) {
  response.writeHead(200, { 'content-type': type, ...headers });
  for (const chunk of chunks) {
    response.write(chunk);
    await pause(millisBetweenChunks);
  }
  await pause(millisBeforeTheEnd);
  response.end();
}

listen(answer);

// An upstream whose answers depend on what was asked before, and that uses more of HTTP than an answer to a POST: jobs, ranges, redirects,
// refusals that pass, streams without an end. http.mjs asks it.
//
//   node http-upstream.mjs       prints "listening on http://127.0.0.1:PORT"
import { gunzipSync } from 'node:zlib';
import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';
import { listen } from '../upstream/listen.mjs';

const text = 'The quick brown fox jumps over the lazy dog.';
const asked = new Map(); // by method and URL, how often
const files = new Set(['file-a', 'file-b', 'file-c']);
const sessions = new Map();
let streams = 0;

const job = (status) => ({ id: 'batch_1', object: 'batch', status, endpoint: '/v1/chat/completions', created_at: 1_760_000_000 });
const chat = (content) => ({
  id: `chatcmpl-${randomUUID()}`,
  object: 'chat.completion',
  created: 1_760_000_000,
  model: 'tiny',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
});

function count(key) {
  asked.set(key, (asked.get(key) ?? 0) + 1);
  return asked.get(key);
}

/** What is asked for, by method and path. */
const answers = {
  'GET /v1/batches/batch_1': ({ send, times }) => send(200, job(['validating', 'in_progress', 'in_progress', 'completed'][Math.min(times, 4) - 1])),
  'GET /v1/files/file-a/content': ({ request, response }) => download(request, response),
  'HEAD /v1/files/file-a/content': ({ response }) => response.writeHead(200, { 'content-type': 'text/plain', 'content-length': text.length }).end(),
  'GET /v1/files': ({ send }) => send(200, { object: 'list', data: [...files].map((id) => ({ id, object: 'file' })), has_more: false }),
  'DELETE /v1/files/file-b': ({ send }) => (files.delete('file-b'), send(200, { id: 'file-b', object: 'file', deleted: true })),
  'GET /v1/models': ({ send }) => send(200, { object: 'list', data: [{ id: 'tiny', object: 'model', extra: { pages: 1 } }], extra: true }, { 'x-list': 'as it was' }),
  'POST /v1/moved': ({ request, response }) => response.writeHead(307, { location: `http://${request.headers.host}/v1/here?from=moved` }).end(),
  'POST /v1/here': ({ body, send }) => send(200, { got: JSON.parse(body).text }),
  'POST /upload/v1beta/files': ({ request, response }) => response.writeHead(200, { 'x-goog-upload-url': `http://${request.headers.host}/upload/v1beta/files?upload_id=abc`, 'content-length': 0 }).end(),
  'PUT /upload/v1beta/files': ({ body, send }) => send(200, { file: { size: body.length } }),
  'POST /v1/packed': ({ request, body, send }) => send(200, { coding: request.headers['content-encoding'], got: JSON.parse(gunzipSync(body)).text }),
  'POST /v1/chat/completions': ({ body, send, times }) => converse(JSON.parse(body).messages[0].content, send, times),
};

function converse(prompt, send, times) {
  if (prompt !== 'Fail at first.') {
    return send(200, chat(`Sample ${count(prompt)}`));
  }
  const status = [500, 429][count(prompt) - 1];
  return status ? send(status, { error: { message: `not yet: ${status}` } }, { 'retry-after-ms': '10' }) : send(200, chat('At last.'));
}

function download(request, response) {
  const etag = '"v1"';
  if (request.headers['if-none-match'] === etag) {
    return response.writeHead(304, { etag }).end();
  }
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined) {
    return response.writeHead(200, { 'content-type': 'text/plain', etag }).end(text);
  }
  const part = text.slice(Number(from), Number(to) + 1);
  response.writeHead(206, { 'content-type': 'text/plain', 'content-range': `bytes ${from}-${to}/${text.length}`, etag }).end(part);
}

/** An MCP server with sessions; its GET has no end, and says something soon. */
async function mcp(request, response, body) {
  const known = sessions.get(request.headers['mcp-session-id']);
  const transport = known ?? (await newSession());
  if (request.method === 'GET') {
    streams++;
    response.on('close', () => streams--);
    setTimeout(() => transport.server.sendLoggingMessage({ level: 'info', data: 'hello' }), 50);
  }
  await transport.handleRequest(request, response, body.length ? JSON.parse(body) : undefined);
}

async function newSession() {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID, onsessioninitialized: (id) => sessions.set(id, transport) });
  const server = new McpServer({ name: 'suite', version: '1' }, { capabilities: { logging: {} } });
  server.registerTool('add', { inputSchema: { a: z.number(), b: z.number() } }, ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] }));
  await server.connect(transport);
  transport.server = server.server;
  return transport;
}

async function answer(request, response) {
  const body = Buffer.concat(await request.toArray());
  const path = request.url.split('?')[0];
  if (path === '/mcp') {
    return mcp(request, response, body);
  }
  if (path === '/streams') {
    return response.end(String(streams)); // how many are open, for the suite itself
  }
  const send = (status, json, headers = {}) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
  const known = answers[`${request.method} ${path}`];
  if (!known) {
    console.error(`upstream: ${request.method} ${request.url} is not known`);
    return send(404, { error: { message: 'not known' } });
  }
  return known({ request, response, body, send, times: count(`${request.method} ${request.url}`) });
}

listen(answer);

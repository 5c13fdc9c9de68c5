// Uses more of HTTP than an answer to a POST, with the clients with which people do so.
//
//   node http.mjs http://127.0.0.1:8000/t/http poll ranges …
import { gzipSync } from 'node:zlib';
import OpenAI from 'openai';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { say } from './driver.mjs';

const [base, ...names] = process.argv.slice(2);
const openai = new OpenAI({ baseURL: `${base}/v1`, apiKey: 'sk-http', maxRetries: 2 });
const ask = (content) => openai.chat.completions.create({ model: 'tiny', messages: [{ role: 'user', content }] });
const post = (path, body, headers = {}) => fetch(base + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

const scenarios = {
  /** A job, until it is done. */
  async poll() {
    for (let i = 0; i < 10; i++) {
      const { status } = await openai.batches.retrieve('batch_1');
      say('status', status);
      if (status === 'completed') {
        return;
      }
    }
  },

  async ranges() {
    for (const range of ['bytes=4-8', 'bytes=10-14', undefined]) {
      const part = await fetch(`${base}/v1/files/file-a/content`, { headers: range ? { range } : {} });
      say('part', `${part.status} ${part.headers.get('content-range')} ${await part.text()}`);
    }
  },

  /** A client with a cache gets the whole answer, too. */
  async condition() {
    const answer = await fetch(`${base}/v1/files/file-a/content?again`, { headers: { 'if-none-match': '"v1"' } });
    say('answer', `${answer.status} ${await answer.text()}`);
  },

  async head() {
    const { status, headers } = await fetch(`${base}/v1/files/file-a/content`, { method: 'HEAD' });
    say('length', `${status} ${headers.get('content-length')}`);
  },

  async list() {
    const ids = async () => (await openai.files.list()).data.map((file) => file.id).join(' ');
    say('before', await ids());
    say('deleted', (await openai.files.delete('file-b')).deleted);
    say('after', await ids());
  },

  async retries() {
    say('text', (await ask('Fail at first.')).choices[0].message.content);
  },

  async samples() {
    const five = await Promise.all(Array.from({ length: 5 }, () => ask('Say something.')));
    say('texts', five.map((answer) => answer.choices[0].message.content).sort().join(', '));
  },

  /** With one upstream, nothing of it is lost. */
  async models() {
    const { data, response } = await openai.models.list().withResponse();
    say('models', JSON.stringify(data.data));
    say('header', response.headers.get('x-list'));
  },

  async redirect() {
    const answer = await post('/v1/moved', '{"text":"over there"}');
    say('got', `${answer.url.replace(/.*(?=\/v1)/, '')} ${JSON.stringify(await answer.json())}`);
  },

  async upload() {
    const begun = await post('/upload/v1beta/files', '{"file":{}}', { 'x-goog-upload-command': 'start' });
    const answer = await fetch(begun.headers.get('x-goog-upload-url'), { method: 'PUT', body: 'ten bytes.' });
    say('got', JSON.stringify(await answer.json()));
  },

  async packed() {
    const answer = await post('/v1/packed', gzipSync('{"text":"small"}'), { 'content-encoding': 'gzip' });
    say('got', JSON.stringify(await answer.json()));
  },

  /** The client listens to a stream without an end, and leaves. */
  async mcp() {
    const client = new Client({ name: 'suite', version: '1' });
    const told = new Promise((done) => client.setNotificationHandler(LoggingMessageNotificationSchema, done));
    await client.connect(new StreamableHTTPClientTransport(new URL(`${base}/mcp`)));
    say('tools', (await client.listTools()).tools.map((tool) => tool.name).join(' '));
    say('sum', (await client.callTool({ name: 'add', arguments: { a: 2, b: 3 } })).content[0].text);
    say('told', (await told).params.data);
    await client.close();
  },
};

for (const name of names.length ? names : Object.keys(scenarios)) {
  console.log(`== ${name}`);
  const start = performance.now();
  try {
    await scenarios[name]();
  } catch (error) {
    say('error', `${error.constructor.name}: ${error.message}`);
  }
  console.log(`== took ${Math.round(performance.now() - start)} ms`);
}
process.exit(0);

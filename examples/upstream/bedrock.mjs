// Amazon Bedrock's converse and converse-stream; the stream consists of binary frames with checksums
// (https://smithy.io/2.0/aws/amazon-eventstream.html).
import { crc32 } from 'node:zlib';
import { piecesOf, randomId, usage as counts, words } from './script.mjs';

export const owns = (path) => /^\/model\/[^/]+\/converse(-stream)?$/.test(path);

export function read(body, path) {
  const parts = body.messages.flatMap(({ role, content }) => content.map((part) => ({ role, ...part })));
  const results = parts.filter((part) => part.toolResult).map((part) => part.toolResult);
  return {
    model: decodeURIComponent(path.split('/')[2]),
    prompt: parts.findLast((part) => part.role === 'user' && part.text !== undefined).text,
    tools: Boolean(body.toolConfig?.tools?.length),
    stream: path.endsWith('-stream'),
    results: results.map((result) => ({ id: result.toolUseId, text: result.content.map((part) => part.text).join('') })),
    handedBack: parts.flatMap((part) => [part.toolUse?.toolUseId, part.toolResult?.toolUseId]).filter(Boolean),
  };
}

const requestId = () => ({ 'x-amzn-requestid': randomId('') });

const errorTypes = {
  400: 'ValidationException',
  404: 'ResourceNotFoundException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
};

export const error = (status, message) => ({
  status,
  headers: { ...requestId(), ...(errorTypes[status] ? { 'x-amzn-errortype': errorTypes[status] } : {}) },
  json: { message },
});

const usage = { inputTokens: counts.input, outputTokens: counts.output, totalTokens: counts.input + counts.output };
const metrics = () => ({ latencyMs: Math.floor(Math.random() * 1000) });
const stopReason = (said) => (said.call ? 'tool_use' : 'end_turn');
const toolUse = (said) => ({ toolUseId: said.id('tooluse_'), name: said.call.name });

export function whole(_asked, said) {
  const content = [said.call ? { toolUse: { ...toolUse(said), input: said.call.arguments } } : { text: said.text }];
  return { headers: requestId(), json: { metrics: metrics(), output: { message: { content, role: 'assistant' } }, stopReason: stopReason(said), usage } };
}

export const frames = (_asked, said) => ({ type: 'application/vnd.amazon.eventstream', headers: requestId(), chunks: events(said) });

function* events(said) {
  yield frame('messageStart', { role: 'assistant' });
  if (said.call) {
    yield frame('contentBlockStart', { contentBlockIndex: 0, start: { toolUse: toolUse(said) } });
  }
  const deltas = said.call ? piecesOf(said.call.arguments).map((input) => ({ toolUse: { input } })) : words(said.text).map((text) => ({ text }));
  yield* deltas.map((delta) => frame('contentBlockDelta', { contentBlockIndex: 0, delta }));
  yield frame('contentBlockStop', { contentBlockIndex: 0 });
  yield frame('messageStop', { stopReason: stopReason(said) });
  yield frame('metadata', { metrics: metrics(), usage });
}

/** Total length, length of the headers, CRC of these; headers; payload; CRC of all. `p` is padding, as Bedrock adds it. */
function frame(type, json) {
  const headers = Buffer.concat([
    header(':event-type', type),
    header(':content-type', 'application/json'),
    header(':message-type', 'event'),
  ]);
  const payload = Buffer.from(JSON.stringify({ ...json, p: 'abcdefghijklmnopqrstuvwxyz'.slice(0, 1 + Math.floor(Math.random() * 26)) }));
  const prelude = Buffer.concat([uint32(16 + headers.length + payload.length), uint32(headers.length)]);
  const most = Buffer.concat([prelude, uint32(crc32(prelude)), headers, payload]);
  return Buffer.concat([most, uint32(crc32(most))]);
}

function header(name, value) {
  const bytes = Buffer.from(value);
  const stringOfLength = Buffer.from([7, bytes.length >> 8, bytes.length & 255]);
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), stringOfLength, bytes]);
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

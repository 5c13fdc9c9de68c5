// Cohere's chat, version 2.
import { piecesOf, randomId, sse, textOf, usage as counts, words } from './script.mjs';

export const owns = (path) => path === '/v2/chat';

export function read(body) {
  return {
    model: body.model,
    prompt: textOf(body.messages.findLast((message) => message.role === 'user').content),
    tools: Boolean(body.tools?.length),
    stream: body.stream,
    results: body.messages.filter((message) => message.role === 'tool').map((message) => ({ id: message.tool_call_id, text: textOf(message.content) })),
    handedBack: body.messages.flatMap((message) => [message.tool_call_id, ...(message.tool_calls ?? []).map((call) => call.id)]).filter(Boolean),
  };
}

export const error = (status, message) => ({ status, json: { id: randomId(''), message } });

const tokens = { input_tokens: counts.input, output_tokens: counts.output };
const usage = { billed_units: tokens, tokens };
const finish = (said) => ({ finish_reason: said.call ? 'TOOL_CALL' : 'COMPLETE', usage });
const call = (said, json) => ({ id: said.id('get_weather_'), type: 'function', function: { name: said.call.name, arguments: json } });

export function whole(_asked, said) {
  const message = said.call
    ? { role: 'assistant', tool_plan: 'I will look it up.', tool_calls: [call(said, JSON.stringify(said.call.arguments))] }
    : { role: 'assistant', content: [{ type: 'text', text: said.text }] };
  return { json: { id: randomId(''), message, ...finish(said) } };
}

export const frames = (_asked, said) => ({ type: 'text/event-stream', chunks: named(events(said)) });

function* named(all) {
  for (const event of all) {
    yield sse(event, event.type);
  }
  yield sse('[DONE]');
}

const event = (type, index, message) => ({ type, index, ...(message ? { delta: { message } } : {}) });

function* events(said) {
  yield { id: randomId(''), ...event('message-start', undefined, { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] }) };
  if (said.call) {
    yield event('tool-plan-delta', undefined, { tool_plan: 'I will look it up.' });
    yield event('tool-call-start', 0, { tool_calls: call(said, '') });
    yield* piecesOf(said.call.arguments).map((piece) => event('tool-call-delta', 0, { tool_calls: { function: { arguments: piece } } }));
    yield event('tool-call-end', 0);
  } else {
    yield event('content-start', 0, { content: { type: 'text', text: '' } });
    yield* words(said.text).map((text) => event('content-delta', 0, { content: { text } }));
    yield event('content-end', 0);
  }
  yield { type: 'message-end', delta: finish(said) };
}

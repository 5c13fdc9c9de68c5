// Anthropic's messages.
import { piecesOf, randomId, sse, textOf, usage as counts, words } from './script.mjs';

export const owns = (path) => path === '/v1/messages';

export function read(body) {
  const parts = body.messages.flatMap(({ role, content }) =>
    (typeof content === 'string' ? [{ type: 'text', text: content }] : content).map((part) => ({ role, ...part })));
  return {
    model: body.model,
    prompt: parts.findLast((part) => part.role === 'user' && part.type === 'text').text,
    tools: Boolean(body.tools?.length),
    stream: body.stream,
    results: parts.filter((part) => part.type === 'tool_result').map((part) => ({ id: part.tool_use_id, text: textOf(part.content) })),
    handedBack: parts.flatMap((part) => (part.type === 'tool_use' ? [part.id] : part.type === 'tool_result' ? [part.tool_use_id] : [])),
  };
}

export const error = (status, message) => ({
  status,
  json: { type: 'error', error: { type: status === 400 ? 'invalid_request_error' : 'overloaded_error', message }, request_id: randomId('req_') },
});

const usage = { input_tokens: counts.input, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: counts.output };

function message(asked, said, content, stop_reason) {
  return { id: said.id('msg_'), type: 'message', role: 'assistant', model: asked.model, content, stop_reason, stop_sequence: null, usage };
}

const toolUse = (said, input) => ({ type: 'tool_use', id: said.id('toolu_'), name: said.call.name, input });

export function whole(asked, said) {
  return {
    json: said.call
      ? message(asked, said, [toolUse(said, said.call.arguments)], 'tool_use')
      : message(asked, said, [{ type: 'text', text: said.text }], 'end_turn'),
  };
}

export const frames = (asked, said) => ({ type: 'text/event-stream; charset=utf-8', chunks: named(events(asked, said)) });

function* named(all) {
  for (const event of all) {
    yield sse(event, event.type);
  }
}

function* events(asked, said) {
  yield { type: 'message_start', message: message(asked, said, [], null) };
  const content_block = said.call ? toolUse(said, {}) : { type: 'text', text: '' };
  yield { type: 'content_block_start', index: 0, content_block };
  yield { type: 'ping' };
  const deltas = said.call
    ? piecesOf(said.call.arguments).map((partial_json) => ({ type: 'input_json_delta', partial_json }))
    : words(said.text).map((text) => ({ type: 'text_delta', text }));
  yield* deltas.map((delta) => ({ type: 'content_block_delta', index: 0, delta }));
  yield { type: 'content_block_stop', index: 0 };
  yield { type: 'message_delta', delta: { stop_reason: said.call ? 'tool_use' : 'end_turn', stop_sequence: null }, usage: { output_tokens: counts.output } };
  yield { type: 'message_stop' };
}

// OpenAI's responses.
import { created, piecesOf, sse, textOf, usage as counts, words } from './script.mjs';

export { error } from './openai.mjs';
export const owns = (path) => path === '/v1/responses';

export function read(body) {
  const items = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : body.input;
  return {
    body,
    model: body.model,
    prompt: textOf(items.findLast((item) => item.role === 'user')?.content),
    tools: Boolean(body.tools?.length),
    stream: body.stream,
    results: items.filter((item) => item.type === 'function_call_output').map((item) => ({ id: item.call_id, text: textOf(item.output) })),
    handedBack: [body.previous_response_id, ...items.flatMap((item) => [item.call_id, item.id])].filter(Boolean),
  };
}

function response(asked, said, output, status) {
  return {
    id: said.responseId ??= said.id('resp_'),
    object: 'response',
    created_at: (said.created ??= created()),
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model: asked.model,
    output,
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: asked.body.tools ?? [],
    top_p: 1,
    usage: status === 'completed' ? usage : null,
  };
}

const usage = {
  input_tokens: counts.input,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: counts.output,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: counts.input + counts.output,
};

function item(said) {
  return said.call
    ? { id: said.id('fc_'), type: 'function_call', status: 'completed', call_id: said.id('call_'), name: said.call.name, arguments: JSON.stringify(said.call.arguments) }
    : { id: said.id('msg_'), type: 'message', status: 'completed', role: 'assistant', content: [part(said.text)] };
}

const part = (text) => ({ type: 'output_text', text, annotations: [], logprobs: [] });

export const whole = (asked, said) => ({ json: response(asked, said, [item(said)], 'completed') });

export const frames = (asked, said) => ({ type: 'text/event-stream; charset=utf-8', chunks: numbered(events(asked, said)) });

function* numbered(all) {
  let sequence_number = 0;
  for (const event of all) {
    yield sse({ ...event, sequence_number: sequence_number++ }, event.type);
  }
}

function* events(asked, said) {
  const done = item(said);
  yield { type: 'response.created', response: response(asked, said, [], 'in_progress') };
  yield { type: 'response.in_progress', response: response(asked, said, [], 'in_progress') };
  const place = { item_id: done.id, output_index: 0 };
  if (said.call) {
    yield { type: 'response.output_item.added', output_index: 0, item: { ...done, status: 'in_progress', arguments: '' } };
    for (const delta of piecesOf(said.call.arguments)) {
      yield { type: 'response.function_call_arguments.delta', ...place, delta };
    }
    yield { type: 'response.function_call_arguments.done', ...place, name: done.name, arguments: done.arguments };
  } else {
    yield { type: 'response.output_item.added', output_index: 0, item: { ...done, status: 'in_progress', content: [] } };
    yield { type: 'response.content_part.added', ...place, content_index: 0, part: part('') };
    for (const delta of words(said.text)) {
      yield { type: 'response.output_text.delta', ...place, content_index: 0, delta, logprobs: [] };
    }
    yield { type: 'response.output_text.done', ...place, content_index: 0, text: said.text, logprobs: [] };
    yield { type: 'response.content_part.done', ...place, content_index: 0, part: part(said.text) };
  }
  yield { type: 'response.output_item.done', output_index: 0, item: done };
  yield { type: 'response.completed', response: response(asked, said, [done], 'completed') };
}

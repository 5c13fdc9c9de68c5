// OpenAI's chat completions, text completions and models; Mistral, llama-stack and others have them too.
import { created, piecesOf, sse, textOf, usage as counts, words } from './script.mjs';

const usage = { prompt_tokens: counts.input, completion_tokens: counts.output, total_tokens: counts.input + counts.output };

export const owns = (path) => /^\/v1\/((chat\/)?completions|models)$/.test(path);

export function read(body, path) {
  const messages = body.messages ?? [];
  return {
    body,
    chat: path.endsWith('/chat/completions'),
    model: body.model,
    prompt: body.prompt ?? textOf(messages.findLast((message) => message.role === 'user').content),
    tools: Boolean(body.tools?.length),
    stream: body.stream,
    choices: body.n ?? 1,
    results: messages.filter((message) => message.role === 'tool').map((message) => ({ id: message.tool_call_id, text: textOf(message.content) })),
    handedBack: messages.flatMap((message) => [message.tool_call_id, ...(message.tool_calls ?? []).map((call) => call.id)]).filter(Boolean),
  };
}

export const error = (status, message) => ({
  status,
  json: { error: { message, type: status === 400 ? 'invalid_request_error' : 'server_error', param: null, code: null } },
});

export const list = () => ({
  json: { object: 'list', data: ['tiny', 'small'].map((id) => ({ id, object: 'model', created: 1, owned_by: 'examples' })) },
});

const frame = (asked, said) => ({ id: said.id(asked.chat ? 'chatcmpl-' : 'cmpl-'), created: created(), model: asked.model });

export function whole(asked, said) {
  const choices = said.call
    ? [{ index: 0, message: { role: 'assistant', content: null, tool_calls: [call(said)] }, logprobs: null, finish_reason: 'tool_calls' }]
    : said.texts.map((text, index) =>
        asked.chat
          ? { index, message: { role: 'assistant', content: text, refusal: null }, logprobs: null, finish_reason: 'stop' }
          : { index, text, logprobs: null, finish_reason: 'stop' });
  return { json: { ...frame(asked, said), object: asked.chat ? 'chat.completion' : 'text_completion', choices, usage } };
}

function call(said, json = JSON.stringify(said.call.arguments)) {
  return { id: said.id('call_'), type: 'function', function: { name: said.call.name, arguments: json } };
}

export const frames = (asked, said) => ({ type: 'text/event-stream; charset=utf-8', chunks: chunksOf(asked, said) });

function* chunksOf(asked, said) {
  const same = { ...frame(asked, said), object: asked.chat ? 'chat.completion.chunk' : 'text_completion' };
  const choice = (index, delta, finish_reason = null) =>
    sse({ ...same, choices: [asked.chat ? { index, delta, finish_reason } : { index, text: delta.content ?? '', finish_reason }] });
  if (said.call && asked.model.startsWith('mistral')) {
    // Mistral sends a call as a whole, and its clients insist on it
    yield choice(0, { content: '', tool_calls: [{ index: 0, ...call(said) }] }, 'tool_calls');
  } else if (said.call) {
    yield choice(0, { role: 'assistant', content: null, tool_calls: [{ index: 0, ...call(said, '') }] });
    for (const piece of piecesOf(said.call.arguments)) {
      yield choice(0, { tool_calls: [{ index: 0, function: { arguments: piece } }] });
    }
    yield choice(0, {}, 'tool_calls');
  } else {
    yield* textChunks(said.texts, choice);
  }
  if (asked.body.stream_options?.include_usage) {
    yield sse({ ...same, choices: [], usage });
  }
  yield sse('[DONE]');
}

/** The choices take turns, a word each. */
function* textChunks(texts, choice) {
  const all = texts.map(words);
  yield* all.map((_, index) => choice(index, { role: 'assistant', content: '' }));
  for (let at = 0; at < all[0].length; at++) {
    yield* all.map((each, index) => choice(index, { content: each[at] }));
  }
  yield* all.map((_, index) => choice(index, {}, 'stop'));
}

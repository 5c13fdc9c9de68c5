// Ollama's own chat, as lines of JSON.
import { usage as counts, words } from './script.mjs';

export const needsNoKey = true;
export const owns = (path) => path === '/api/chat';

export function read(body) {
  return {
    model: body.model,
    prompt: body.messages.findLast((message) => message.role === 'user').content,
    tools: Boolean(body.tools?.length),
    stream: body.stream ?? true,
    results: body.messages.filter((message) => message.role === 'tool').map((message) => ({ text: message.content })),
    handedBack: body.messages.flatMap((message) => (message.tool_calls ?? []).map((call) => call.id)).filter(Boolean),
  };
}

export const error = (status, message) => ({ status, json: { error: message } });

const now = () => new Date().toISOString().replace('Z', '123456Z');
const nanos = () => Math.floor(Math.random() * 1e9);
const part = (asked, message) => ({ model: asked.model, created_at: now(), message: { role: 'assistant', content: '', ...message }, done: false });

function end(asked, message) {
  return {
    ...part(asked, message),
    done: true,
    done_reason: 'stop',
    total_duration: nanos(),
    load_duration: nanos(),
    prompt_eval_count: counts.input,
    prompt_eval_duration: nanos(),
    eval_count: counts.output,
    eval_duration: nanos(),
  };
}

const calls = (said) => ({ tool_calls: [{ id: said.id('call_'), function: { index: 0, name: said.call.name, arguments: said.call.arguments } }] });

export const whole = (asked, said) => ({ type: 'application/json; charset=utf-8', json: end(asked, said.call ? calls(said) : { content: said.text }) });

export const frames = (asked, said) => ({ type: 'application/x-ndjson', chunks: lines(asked, said) });

function* lines(asked, said) {
  const messages = said.call ? [calls(said)] : words(said.text).map((content) => ({ content }));
  for (const message of messages) {
    yield `${JSON.stringify(part(asked, message))}\n`;
  }
  yield `${JSON.stringify(end(asked, {}))}\n`;
}

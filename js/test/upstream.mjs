// A stand-in for OpenAI's and Anthropic's APIs: says the last message back. Prints "listening on http://127.0.0.1:PORT".
import { createServer } from 'node:http';

const usage = { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 };

function answer(path, asked) {
  const last = asked.messages?.at(-1)?.content;
  const said = `you said: ${typeof last === 'string' ? last : last?.map((part) => part.text).join('')}`;
  if (path.endsWith('/messages')) {
    return {
      id: 'msg_1', type: 'message', role: 'assistant', model: asked.model, content: [{ type: 'text', text: said }],
      stop_reason: 'end_turn', stop_sequence: null, usage: { input_tokens: 7, output_tokens: 5 },
    };
  }
  return {
    id: 'chatcmpl-1', object: 'chat.completion', created: 1_790_000_000, model: asked.model, usage,
    choices: [{ index: 0, message: { role: 'assistant', content: said }, logprobs: null, finish_reason: 'stop' }],
  };
}

const server = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer(request.url, JSON.parse(body))));
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));

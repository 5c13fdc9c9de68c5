import { Ollama } from 'ollama';
import { Pieces, drive, say, sayCall, weather, weatherIn, weatherSchema } from './driver.mjs';

const model = 'tiny';
const tools = [{ type: 'function', function: { ...weather, parameters: weatherSchema } }];
const asked = (prompt) => [{ role: 'user', content: prompt }];

drive((base) => {
  const ollama = new Ollama({ host: base });

  function secondTurn(messages, message) {
    const call = message.tool_calls[0].function;
    sayCall(call.name, call.arguments);
    return [...messages, message, { role: 'tool', tool_name: call.name, content: weatherIn(call.arguments.city) }];
  }

  async function sayStream(stream) {
    const pieces = new Pieces();
    for await (const part of stream) {
      pieces.add(part.message.content);
      if (part.done) {
        say('end', `${part.done_reason} ${part.eval_count}`);
      }
    }
    pieces.say();
  }

  return {
    async plain(prompt) {
      const answer = await ollama.chat({ model, messages: asked(prompt) });
      say('id', answer.created_at); // the only one that Ollama has
      say('text', answer.message.content);
      say('usage', answer.eval_count);
    },

    streamed: async (prompt) => sayStream(await ollama.chat({ model, messages: asked(prompt), stream: true })),

    async tool(prompt) {
      const first = await ollama.chat({ model, messages: asked(prompt), tools });
      say('text', (await ollama.chat({ model, messages: secondTurn(asked(prompt), first.message), tools })).message.content);
    },

    async toolStreamed(prompt) {
      let message;
      for await (const part of await ollama.chat({ model, messages: asked(prompt), tools, stream: true })) {
        message = part.message.tool_calls ? part.message : message;
      }
      await sayStream(await ollama.chat({ model, messages: secondTurn(asked(prompt), message), tools, stream: true }));
    },
  };
});

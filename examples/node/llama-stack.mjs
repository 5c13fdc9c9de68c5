import LlamaStackClient from 'llama-stack-client';
import { Pieces, drive, key, say, sayCall, weather, weatherIn, weatherSchema } from './driver.mjs';

const model = 'tiny';
const tools = [{ type: 'function', function: { ...weather, parameters: weatherSchema } }];
const asked = (prompt) => [{ role: 'user', content: prompt }];

drive((base) => {
  const { chat } = new LlamaStackClient({ baseURL: base, apiKey: key });
  const create = (options) => chat.completions.create({ model, ...options });

  function secondTurn(messages, message) {
    const [call] = message.tool_calls;
    sayCall(call.function.name, call.function.arguments);
    const { city } = JSON.parse(call.function.arguments);
    return [...messages, message, { role: 'tool', tool_call_id: call.id, content: weatherIn(city) }];
  }

  async function sayStream(stream) {
    const pieces = new Pieces();
    for await (const chunk of stream) {
      pieces.add(chunk.choices[0].delta.content);
    }
    pieces.say();
  }

  return {
    async plain(prompt) {
      const answer = await create({ messages: asked(prompt) });
      say('id', answer.id);
      say('text', answer.choices[0].message.content);
    },

    streamed: async (prompt) => sayStream(await create({ messages: asked(prompt), stream: true })),

    async tool(prompt) {
      const first = await create({ messages: asked(prompt), tools });
      say('text', (await create({ messages: secondTurn(asked(prompt), first.choices[0].message), tools })).choices[0].message.content);
    },

    async toolStreamed(prompt) {
      const calls = [];
      for await (const chunk of await create({ messages: asked(prompt), tools, stream: true })) {
        for (const call of chunk.choices[0].delta.tool_calls ?? []) {
          calls[0] ??= { ...call, function: { ...call.function, arguments: '' } };
          calls[0].function.arguments += call.function.arguments;
        }
      }
      const message = { role: 'assistant', content: '', tool_calls: calls.map(({ index, ...call }) => call) };
      await sayStream(await create({ messages: secondTurn(asked(prompt), message), tools, stream: true }));
    },
  };
});

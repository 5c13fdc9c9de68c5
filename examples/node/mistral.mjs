import { Mistral } from '@mistralai/mistralai';
import { Pieces, drive, key, say, sayCall, weather, weatherIn, weatherSchema } from './driver.mjs';

const model = 'mistral-tiny';
const tools = [{ type: 'function', function: { ...weather, parameters: weatherSchema } }];
const asked = (prompt) => [{ role: 'user', content: prompt }];

drive((base) => {
  const { chat } = new Mistral({ serverURL: base, apiKey: key });

  function secondTurn(messages, toolCalls) {
    const call = toolCalls[0];
    sayCall(call.function.name, call.function.arguments);
    const { city } = JSON.parse(call.function.arguments);
    return [...messages, { role: 'assistant', content: '', toolCalls }, { role: 'tool', toolCallId: call.id, name: weather.name, content: weatherIn(city) }];
  }

  async function sayStream(stream) {
    const pieces = new Pieces();
    for await (const event of stream) {
      pieces.add(event.data.choices[0].delta.content);
    }
    pieces.say();
  }

  return {
    async plain(prompt) {
      const answer = await chat.complete({ model, messages: asked(prompt) });
      say('id', answer.id);
      say('text', answer.choices[0].message.content);
      say('usage', answer.usage.totalTokens);
    },

    streamed: async (prompt) => sayStream(await chat.stream({ model, messages: asked(prompt) })),

    async tool(prompt) {
      const first = await chat.complete({ model, messages: asked(prompt), tools });
      const messages = secondTurn(asked(prompt), first.choices[0].message.toolCalls);
      say('text', (await chat.complete({ model, messages, tools })).choices[0].message.content);
    },

    async toolStreamed(prompt) {
      let calls;
      for await (const { data } of await chat.stream({ model, messages: asked(prompt), tools })) {
        calls = data.choices[0].delta.toolCalls ?? calls;
      }
      await sayStream(await chat.stream({ model, messages: secondTurn(asked(prompt), calls), tools }));
    },
  };
});

import OpenAI from 'openai';
import { Pieces, drive, key, say, sayCall, weather, weatherIn, weatherSchema } from './driver.mjs';

const model = 'tiny';
const tools = [{ type: 'function', ...weather, parameters: weatherSchema, strict: false }];

drive((base) => {
  const openai = new OpenAI({ baseURL: `${base}/v1`, apiKey: key });
  const create = (options) => openai.responses.create({ model, ...options });

  /** The second turn names the first answer instead of repeating it. */
  async function secondTurn(first, options) {
    const call = first.output.find((item) => item.type === 'function_call');
    sayCall(call.name, call.arguments);
    const output = { type: 'function_call_output', call_id: call.call_id, output: weatherIn(JSON.parse(call.arguments).city) };
    return create({ previous_response_id: first.id, input: [output], tools, ...options });
  }

  async function sayStream(stream) {
    const pieces = new Pieces();
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') {
        pieces.add(event.delta);
      }
    }
    pieces.say();
  }

  return {
    async plain(prompt) {
      const answer = await create({ input: prompt });
      say('id', answer.id);
      say('text', answer.output_text);
      say('usage', answer.usage.total_tokens);
    },

    streamed: async (prompt) => sayStream(await create({ input: prompt, stream: true })),

    async tool(prompt) {
      say('text', (await secondTurn(await create({ input: prompt, tools }))).output_text);
    },

    async toolStreamed(prompt) {
      const first = await openai.responses.stream({ model, input: prompt, tools }).finalResponse();
      await sayStream(await secondTurn(first, { stream: true }));
    },
  };
});

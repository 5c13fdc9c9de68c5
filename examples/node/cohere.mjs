import { CohereClientV2 } from 'cohere-ai';
import { Pieces, drive, key, say, sayCall, weather, weatherIn, weatherSchema } from './driver.mjs';

const model = 'tiny';
const tools = [{ type: 'function', function: { ...weather, parameters: weatherSchema } }];
const asked = (prompt) => [{ role: 'user', content: prompt }];

drive((base) => {
  const cohere = new CohereClientV2({ token: key, environment: base });

  function secondTurn(messages, toolPlan, toolCalls) {
    const [call] = toolCalls;
    sayCall(call.function.name, call.function.arguments);
    const { city } = JSON.parse(call.function.arguments);
    return [...messages, { role: 'assistant', toolPlan, toolCalls }, { role: 'tool', toolCallId: call.id, content: weatherIn(city) }];
  }

  async function sayStream(stream) {
    const pieces = new Pieces();
    for await (const event of stream) {
      if (event.type === 'content-delta') {
        pieces.add(event.delta.message.content.text);
      } else if (event.type === 'message-end') {
        say('end', event.delta.finishReason);
      }
    }
    pieces.say();
  }

  return {
    async plain(prompt) {
      const answer = await cohere.chat({ model, messages: asked(prompt) });
      say('id', answer.id);
      say('text', answer.message.content[0].text);
      say('usage', answer.usage.tokens.outputTokens);
    },

    streamed: async (prompt) => sayStream(await cohere.chatStream({ model, messages: asked(prompt) })),

    async tool(prompt) {
      const { message } = await cohere.chat({ model, messages: asked(prompt), tools });
      const messages = secondTurn(asked(prompt), message.toolPlan, message.toolCalls);
      say('text', (await cohere.chat({ model, messages, tools })).message.content[0].text);
    },

    async toolStreamed(prompt) {
      let plan = '';
      let call;
      for await (const { type, delta } of await cohere.chatStream({ model, messages: asked(prompt), tools })) {
        if (type === 'tool-plan-delta') {
          plan += delta.message.toolPlan;
        } else if (type === 'tool-call-start') {
          call = delta.message.toolCalls;
        } else if (type === 'tool-call-delta') {
          call.function.arguments += delta.message.toolCalls.function.arguments;
        }
      }
      await sayStream(await cohere.chatStream({ model, messages: secondTurn(asked(prompt), plan, [call]), tools }));
    },
  };
});

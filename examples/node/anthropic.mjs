import Anthropic from '@anthropic-ai/sdk';
import { Pieces, drive, key, say, sayCall, weather, weatherIn, weatherSchema } from './driver.mjs';

const same = { model: 'tiny', max_tokens: 100 };
const tools = [{ ...weather, input_schema: weatherSchema }];
const asked = (prompt) => [{ role: 'user', content: prompt }];

drive((base) => {
  const anthropic = new Anthropic({ baseURL: base, apiKey: key });

  function secondTurn(messages, first) {
    const call = first.content.find((block) => block.type === 'tool_use');
    sayCall(call.name, call.input);
    const result = { type: 'tool_result', tool_use_id: call.id, content: weatherIn(call.input.city) };
    return [...messages, { role: 'assistant', content: first.content }, { role: 'user', content: [result] }];
  }

  async function sayStream(stream) {
    const pieces = new Pieces();
    stream.on('text', (text) => pieces.add(text));
    const message = await stream.finalMessage();
    pieces.say();
    say('end', message.stop_reason);
  }

  return {
    async plain(prompt) {
      const answer = await anthropic.messages.create({ ...same, messages: asked(prompt) });
      say('id', answer.id);
      say('text', answer.content[0].text);
      say('usage', answer.usage.output_tokens);
    },

    streamed: (prompt) => sayStream(anthropic.messages.stream({ ...same, messages: asked(prompt) })),

    async tool(prompt) {
      const first = await anthropic.messages.create({ ...same, messages: asked(prompt), tools });
      const answer = await anthropic.messages.create({ ...same, messages: secondTurn(asked(prompt), first), tools });
      say('text', answer.content[0].text);
    },

    async toolStreamed(prompt) {
      const first = await anthropic.messages.stream({ ...same, messages: asked(prompt), tools }).finalMessage();
      await sayStream(anthropic.messages.stream({ ...same, messages: secondTurn(asked(prompt), first), tools }));
    },
  };
});

import OpenAI from 'openai';
import { Pieces, drive, key, say, sayCall, weather, weatherIn, weatherSchema } from './driver.mjs';

const model = 'tiny';
const tools = [{ type: 'function', function: { ...weather, parameters: weatherSchema } }];
const asked = (prompt) => [{ role: 'user', content: prompt }];

drive((base) => {
  const openai = new OpenAI({ baseURL: `${base}/v1`, apiKey: key, dangerouslyAllowBrowser: true });
  const create = (options) => openai.chat.completions.create({ model, ...options });

  async function secondTurn(messages, message, options) {
    for (const call of message.tool_calls) {
      sayCall(call.function.name, call.function.arguments);
      messages.push(message, { role: 'tool', tool_call_id: call.id, content: weatherIn(JSON.parse(call.function.arguments).city) });
    }
    return create({ messages, tools, ...options });
  }

  return {
    async plain(prompt) {
      const answer = await create({ messages: asked(prompt) });
      say('id', answer.id);
      say('text', answer.choices[0].message.content);
      say('usage', answer.usage.total_tokens);
    },

    async streamed(prompt, from = model) {
      const stream = await create({ model: from, messages: asked(prompt), stream: true, stream_options: { include_usage: true } });
      const pieces = new Pieces();
      for await (const chunk of stream) {
        pieces.add(chunk.choices[0]?.delta.content);
        if (chunk.usage) {
          say('usage', chunk.usage.total_tokens);
        }
      }
      pieces.say();
    },

    async tool(prompt) {
      const messages = asked(prompt);
      const first = await create({ messages, tools });
      say('text', (await secondTurn(messages, first.choices[0].message)).choices[0].message.content);
    },

    async toolStreamed(prompt) {
      const messages = asked(prompt);
      const first = await openai.chat.completions.stream({ model, messages, tools }).finalMessage();
      const pieces = new Pieces();
      for await (const chunk of await secondTurn(messages, first, { stream: true })) {
        pieces.add(chunk.choices[0].delta.content);
      }
      pieces.say();
    },

    async choices(prompt) {
      const answer = await create({ messages: asked(prompt), n: 2 });
      answer.choices.forEach((choice) => say('text', choice.message.content));
      const all = [new Pieces(), new Pieces()];
      for await (const chunk of await create({ messages: asked(prompt), n: 2, stream: true })) {
        chunk.choices.forEach((choice) => all[choice.index].add(choice.delta.content));
      }
      all.forEach((pieces) => pieces.say());
    },

    async completion(prompt) {
      say('text', (await openai.completions.create({ model, prompt })).choices[0].text);
      const pieces = new Pieces();
      for await (const chunk of await openai.completions.create({ model, prompt, stream: true })) {
        pieces.add(chunk.choices[0].text);
      }
      pieces.say();
    },

    /** Goes away after the first word; Reprise reads the rest, so that the recording is whole. */
    async aborted(prompt) {
      const stream = await create({ messages: asked(prompt), stream: true, stream_options: { include_usage: true } });
      for await (const chunk of stream) {
        if (chunk.choices[0]?.delta.content) {
          stream.controller.abort();
          return say('first', chunk.choices[0].delta.content);
        }
      }
    },

    async models() {
      say('models', (await openai.models.list()).data.map((each) => each.id).sort().join(' '));
    },
  };
});

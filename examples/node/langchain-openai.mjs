import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';
import { Pieces, drive, key, say, sayCall, weather, weatherIn } from './driver.mjs';

const tools = [tool(({ city }) => weatherIn(city), { ...weather, schema: z.object({ city: z.string() }) })];

drive((base) => {
  const model = new ChatOpenAI({ model: 'tiny', apiKey: key, configuration: { baseURL: `${base}/v1` } });
  const withTools = model.bindTools(tools);

  async function secondTurn(prompt, first) {
    const [call] = first.tool_calls;
    sayCall(call.name, call.args);
    const content = await tools[0].invoke(call.args);
    return [new HumanMessage(prompt), first, new ToolMessage({ tool_call_id: call.id, content })];
  }

  async function sayStream(stream) {
    const pieces = new Pieces();
    for await (const chunk of stream) {
      pieces.add(chunk.content);
    }
    pieces.say();
  }

  return {
    async plain(prompt) {
      const answer = await model.invoke(prompt);
      say('id', answer.id);
      say('text', answer.content);
      say('usage', answer.usage_metadata.total_tokens);
    },

    streamed: async (prompt) => sayStream(await model.stream(prompt)),

    async tool(prompt) {
      const first = await withTools.invoke([new HumanMessage(prompt)]);
      say('text', (await withTools.invoke(await secondTurn(prompt, first))).content);
    },

    async toolStreamed(prompt) {
      let first;
      for await (const chunk of await withTools.stream([new HumanMessage(prompt)])) {
        first = first ? first.concat(chunk) : chunk;
      }
      await sayStream(await withTools.stream(await secondTurn(prompt, first)));
    },
  };
});

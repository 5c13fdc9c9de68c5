import { GoogleGenAI } from '@google/genai';
import { Pieces, drive, key, say, sayCall, weather, weatherIn, weatherSchema } from './driver.mjs';

const model = 'tiny';
const config = { tools: [{ functionDeclarations: [{ ...weather, parametersJsonSchema: weatherSchema }] }] };
const asked = (prompt) => [{ role: 'user', parts: [{ text: prompt }] }];

drive((base) => {
  const { models } = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: base } });

  function secondTurn(contents, content) {
    const call = content.parts.find((part) => part.functionCall).functionCall;
    sayCall(call.name, call.args);
    const functionResponse = { id: call.id, name: call.name, response: { output: weatherIn(call.args.city) } };
    return [...contents, content, { role: 'user', parts: [{ functionResponse }] }];
  }

  async function sayStream(stream) {
    const pieces = new Pieces();
    for await (const chunk of stream) {
      pieces.add(chunk.text);
    }
    pieces.say();
  }

  return {
    async plain(prompt) {
      const answer = await models.generateContent({ model, contents: prompt });
      say('id', answer.responseId);
      say('text', answer.text);
      say('usage', answer.usageMetadata.totalTokenCount);
    },

    streamed: async (prompt) => sayStream(await models.generateContentStream({ model, contents: prompt })),

    async tool(prompt) {
      const first = await models.generateContent({ model, contents: asked(prompt), config });
      const contents = secondTurn(asked(prompt), first.candidates[0].content);
      say('text', (await models.generateContent({ model, contents, config })).text);
    },

    async toolStreamed(prompt) {
      let content;
      for await (const chunk of await models.generateContentStream({ model, contents: asked(prompt), config })) {
        content = chunk.functionCalls ? chunk.candidates[0].content : content;
      }
      await sayStream(await models.generateContentStream({ model, contents: secondTurn(asked(prompt), content), config }));
    },
  };
});

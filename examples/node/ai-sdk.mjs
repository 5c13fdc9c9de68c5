// Vercel's AI SDK; the drivers of its providers differ in the model only.
import { generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { Pieces, drive, say, sayCall, weather, weatherIn } from './driver.mjs';

const tools = {
  [weather.name]: tool({
    description: weather.description,
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => {
      sayCall(weather.name, { city });
      return weatherIn(city);
    },
  }),
};

export function driveModel(modelOf) {
  drive((base) => {
    const model = modelOf(base);

    async function sayStream(options) {
      let problem;
      const { textStream } = streamText({ model, onError: ({ error }) => (problem = error), ...options });
      const pieces = new Pieces();
      for await (const text of textStream) {
        pieces.add(text);
      }
      if (problem) {
        throw problem;
      }
      pieces.say();
    }

    return {
      async plain(prompt) {
        const answer = await generateText({ model, prompt });
        say('id', answer.response.id);
        say('text', answer.text);
        say('usage', answer.usage.outputTokens);
      },
      streamed: (prompt) => sayStream({ prompt }),
      async tool(prompt) {
        say('text', (await generateText({ model, prompt, tools, stopWhen: stepCountIs(2) })).text);
      },
      toolStreamed: (prompt) => sayStream({ prompt, tools, stopWhen: stepCountIs(2) }),
    };
  });
}

import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { Pieces, drive, key, say, sayCall, weather, weatherIn, weatherSchema } from './driver.mjs';

const modelId = 'vendor.tiny-v1:0';
const toolConfig = { tools: [{ toolSpec: { ...weather, inputSchema: { json: weatherSchema } } }] };
const asked = (prompt) => [{ role: 'user', content: [{ text: prompt }] }];

drive((base) => {
  const bedrock = new BedrockRuntimeClient({ endpoint: base, region: 'eu-central-1', credentials: { accessKeyId: key, secretAccessKey: 'secret' } });
  const converse = (messages, options) => bedrock.send(new ConverseCommand({ modelId, messages, ...options }));
  const converseStream = async (messages, options) => (await bedrock.send(new ConverseStreamCommand({ modelId, messages, ...options }))).stream;

  function secondTurn(messages, message) {
    const { toolUse } = message.content.find((block) => block.toolUse);
    sayCall(toolUse.name, toolUse.input);
    const toolResult = { toolUseId: toolUse.toolUseId, content: [{ text: weatherIn(toolUse.input.city) }] };
    return [...messages, message, { role: 'user', content: [{ toolResult }] }];
  }

  async function sayStream(stream) {
    const pieces = new Pieces();
    for await (const event of stream) {
      pieces.add(event.contentBlockDelta?.delta.text);
      if (event.metadata) {
        say('usage', event.metadata.usage.totalTokens);
      }
    }
    pieces.say();
  }

  return {
    async plain(prompt) {
      const answer = await converse(asked(prompt));
      say('id', answer.$metadata.requestId);
      say('text', answer.output.message.content[0].text);
      say('usage', answer.usage.totalTokens);
    },

    streamed: async (prompt) => sayStream(await converseStream(asked(prompt))),

    async tool(prompt) {
      const first = await converse(asked(prompt), { toolConfig });
      const answer = await converse(secondTurn(asked(prompt), first.output.message), { toolConfig });
      say('text', answer.output.message.content[0].text);
    },

    async toolStreamed(prompt) {
      let toolUse;
      let input = '';
      for await (const event of await converseStream(asked(prompt), { toolConfig })) {
        toolUse ??= event.contentBlockStart?.start.toolUse;
        input += event.contentBlockDelta?.delta.toolUse.input ?? '';
      }
      const message = { role: 'assistant', content: [{ toolUse: { ...toolUse, input: JSON.parse(input) } }] };
      await sayStream(await converseStream(secondTurn(asked(prompt), message), { toolConfig }));
    },
  };
});

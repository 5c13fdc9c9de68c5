import { describe, expect, test } from 'reprise/vitest';
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import { generateText } from 'ai';
import OpenAI from 'openai';

const question = `a joke about ${process.env.SUBJECT ?? 'chickens'}`;
const messages = [{ role: 'user', content: question }];
const ask = async (baseURL, asked = messages) =>
  (await new OpenAI({ baseURL, apiKey: 'none' }).chat.completions.create({ model: 'tiny', messages: asked })).choices[0].message.content;

test('a client with the base URL of the test', async ({ reprise }) => {
  expect(await ask(`${reprise.baseUrl}/v1`)).toBe(`you said: ${question}`);
});

test('a client that reads the environment', async () => {
  const message = await new Anthropic({ apiKey: 'none' }).messages.create({ model: 'claude-tiny', max_tokens: 9, messages });

  expect(message.content[0].text).toBe(`you said: ${question}`);
});

test('the AI SDK', async ({ reprise }) => {
  const { text } = await generateText({ model: createOpenAI({ apiKey: 'none' }).chat('tiny'), prompt: question });

  expect(text).toBe(`you said: ${question}`);
  expect((await reprise.requests()).map((each) => each.path)).toEqual(['/v1/chat/completions']);
});

describe('at the same time', () => {
  test.concurrent('one', async ({ reprise, expect }) => {
    expect(await ask(`${reprise.baseUrl}/v1`, [{ role: 'user', content: 'one' }])).toBe('you said: one');
  });
  test.concurrent('two', async ({ reprise, expect }) => {
    expect(await ask(`${reprise.baseUrl}/v1`, [{ role: 'user', content: 'two' }])).toBe('you said: two');
  });
});

test('swallows each error', { retry: 1 }, async ({ reprise }) => {
  await ask(`${reprise.baseUrl}/v1`).catch(() => {});
});

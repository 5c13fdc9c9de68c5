const Anthropic = require('@anthropic-ai/sdk');
const OpenAI = require('openai');

const question = `a joke about ${process.env.SUBJECT ?? 'chickens'}`;
const messages = [{ role: 'user', content: question }];
const ask = async (baseURL, asked = messages) =>
  (await new OpenAI({ baseURL, apiKey: 'none' }).chat.completions.create({ model: 'tiny', messages: asked })).choices[0].message.content;

test('a client with the base URL of the test', async () => {
  expect(await ask(`${reprise.baseUrl}/v1`)).toBe(`you said: ${question}`);
});

test('clients that read the environment', async () => {
  const message = await new Anthropic({ apiKey: 'none' }).messages.create({ model: 'claude-tiny', max_tokens: 9, messages });

  expect(message.content[0].text).toBe(`you said: ${question}`);
});

test('more than one', async () => {
  expect(await ask()).toBe(`you said: ${question}`);
});

describe('at the same time', () => {
  test.concurrent('one', async () => {
    expect(await ask(`${reprise.baseUrl}/v1`, [{ role: 'user', content: 'one' }])).toBe('you said: one');
  });
  test.concurrent('two', async () => {
    expect(await ask(`${reprise.baseUrl}/v1`, [{ role: 'user', content: 'two' }])).toBe('you said: two');
  });
});

test('swallows each error', async () => {
  await ask(`${reprise.baseUrl}/v1`).catch(() => {});
});

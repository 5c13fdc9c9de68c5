import { describe, test } from 'reprise/node-test';
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const question = `a joke about ${process.env.SUBJECT ?? 'chickens'}`;
const ask = async (baseURL, content = question) =>
  (await new OpenAI(baseURL || !process.env.WITHOUT_KEY ? { baseURL, apiKey: 'none' } : {}).chat.completions.create({ model: 'tiny', messages: [{ role: 'user', content }] })).choices[0].message.content;

test('a client with the base URL of the test', async ({ reprise }) => {
  assert.equal(await ask(`${reprise.baseUrl}/v1`), `you said: ${question}`);
});

test('a client that reads the environment', async (t) => {
  await t.test('in a subtest', async ({ reprise }) => {
    assert.equal(await ask(), `you said: ${question}`);
    assert.equal(reprise.testId, 'test/jokes.test.mjs > a client that reads the environment > in a subtest');
  });
});

describe('at the same time', { concurrency: true }, () => {
  test('one', async ({ reprise }) => {
    assert.equal(await ask(`${reprise.baseUrl}/v1`, 'one'), 'you said: one');
    assert.equal(reprise.testId, 'test/jokes.test.mjs > at the same time > one');
  });
  test('two', async ({ reprise }) => {
    assert.equal(await ask(`${reprise.baseUrl}/v1`, 'two'), 'you said: two');
  });
});

test('swallows each error', async ({ reprise }) => {
  await ask(`${reprise.baseUrl}/v1`).catch(() => {});
});

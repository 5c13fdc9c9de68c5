// @vitest-environment node
//
// Shows how a test uses Reprise. "reprise init" has written it; delete it when you have tests of your own.
//
//     reprise run -- npx vitest run test/reprise-example.test.mjs
//
// It passes without network and without a key: the recording of its answer is in the directory of the recordings.

import { expect, test } from 'vitest';

const server = process.env.REPRISE_URL ?? 'http://127.0.0.1:8000';

// The test id is part of the base URL, so that recordings of different tests never mix.
const baseUrl = `${server}/t/reprise-example/v1`;

/** Sends a chat request, and joins the streamed text. */
async function ask(question) {
  const answer = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      model: 'llama3.2:1b',
      messages: [{ role: 'user', content: question }],
      stream: true,
      stream_options: { include_usage: true },
    }),
  });
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .flatMap((line) => JSON.parse(line.slice('data: '.length)).choices)
    .map((choice) => choice.delta.content ?? '')
    .join('');
}

test('tells a joke', async () => {
  // Change the question: the error says which recording is nearest, and what differs.
  expect(await ask('tell me a joke')).toMatch(/^A man walked into a library/);
});

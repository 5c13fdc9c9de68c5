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
  if (answer.status !== 200) {
    throw new Error(text); // a miss says why
  }
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .flatMap((line) => JSON.parse(line.slice('data: '.length)).choices)
    .map((choice) => choice.delta.content ?? '')
    .join('');
}

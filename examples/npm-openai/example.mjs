// The official OpenAI client for JavaScript, pointed at Reprise by OPENAI_BASE_URL=http://127.0.0.1:8000/v1
import OpenAI from 'openai';

const openai = new OpenAI(); // reads OPENAI_BASE_URL and OPENAI_API_KEY

/** A client for one test: what tests record never mixes, even if they ask the same at the same time. */
function clientOf(test) {
  return new OpenAI({ baseURL: `${process.env.REPRISE_URL}/t/${encodeURIComponent(test)}/v1` });
}

async function chat(client, prompt, options = {}) {
  const messages = [{ role: 'user', content: prompt }];
  const answer = await client.chat.completions.create({ model: 'tiny', messages, ...options });
  return answer.choices.map((choice) => choice.message.content);
}

async function streamedChat(client, prompt, options = {}) {
  const messages = [{ role: 'user', content: prompt }];
  const stream = await client.chat.completions.create({ model: 'tiny', messages, stream: true, ...options });
  const texts = [];
  for await (const chunk of stream) {
    for (const choice of chunk.choices) {
      texts[choice.index] = (texts[choice.index] ?? '') + (choice.delta.content ?? '');
    }
    if (chunk.usage) {
      texts.push(`${chunk.usage.total_tokens} tokens`);
    }
  }
  return texts;
}

async function completion(client, prompt, options = {}) {
  const answer = await client.completions.create({ model: 'tiny', prompt, ...options });
  return answer.choices.map((choice) => choice.text);
}

async function streamedCompletion(client, prompt, options = {}) {
  const stream = await client.completions.create({ model: 'tiny', prompt, stream: true, ...options });
  const texts = [];
  for await (const chunk of stream) {
    for (const choice of chunk.choices) {
      texts[choice.index] = (texts[choice.index] ?? '') + choice.text;
    }
    if (chunk.usage) {
      texts.push(`${chunk.usage.total_tokens} tokens`);
    }
  }
  return texts;
}

/** Goes away after the first words; Reprise reads the rest, so that the recording is whole. */
async function abortedChat(client, prompt) {
  const messages = [{ role: 'user', content: prompt }];
  const stream = await client.chat.completions.create({ model: 'tiny', messages, stream: true });
  for await (const chunk of stream) {
    if (chunk.choices[0].delta.content) {
      stream.controller.abort();
      return [chunk.choices[0].delta.content];
    }
  }
}

const usage = { stream_options: { include_usage: true } };

async function everything() {
  show('chat', await chat(openai, 'tell me a joke'));
  show('chat, streamed', await streamedChat(openai, 'tell me a joke', usage));
  show('chat, n=2', await chat(openai, 'two jokes', { n: 2 }));
  show('chat, n=2, streamed', await streamedChat(openai, 'two jokes', { n: 2 }));
  show('completion', await completion(openai, 'once upon a time'));
  show('completion, streamed', await streamedCompletion(openai, 'once upon a time', usage));
  show('completion, n=2, streamed', await streamedCompletion(openai, 'twice upon a time', { n: 2 }));
  show('in a second test', await chat(clientOf('jokes/test_joke.js::second[1]'), 'tell me a joke'));
  show('after retries', await chat(openai, 'are you busy?'));
  show('after retries, streamed', await streamedChat(openai, 'are you busy?'));
  show('aborted', await abortedChat(openai, 'a long story'));
  show('aborted, and asked again', await streamedChat(openai, 'a long story'));
  show('models', (await openai.models.list()).data.map((model) => model.id));
}

/** Asks what nobody has recorded. */
async function miss() {
  try {
    show('no miss', await chat(openai, 'tell me a poem'));
  } catch (error) {
    console.log(`${error.constructor.name}: ${error.message}`);
  }
}

/** Asks what the recordings of `reprise serve --demo` answer. */
async function demo() {
  const small = { model: 'llama3.2:1b', ...usage };
  const large = { model: 'llama3.2:3b-instruct-fp16' };
  const sun = "What's the name of the Sun in latin?";
  show('joke', await streamedChat(openai, 'tell me a joke', small));
  show('joke, completed', await streamedCompletion(openai, 'tell me a joke', small));
  show('hello', await streamedChat(openai, 'Hello, world!', large));
  show('sun', await streamedChat(openai, sun, large));
  show('sun, n=2', await streamedChat(openai, sun, { model: 'meta-llama/Llama-3.2-1B-Instruct', n: 2 }));
}

function show(name, texts) {
  texts.forEach((text) => console.log(`${name}: ${text}`));
}

await { everything, miss, demo }[process.argv[2]]();

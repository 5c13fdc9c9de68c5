// Talks over WebSockets with several clients, and prints what a user would see.
//
//   SUITE_KEY=… node realtime.mjs https://127.0.0.1:8000/t/realtime ws openai … ws-miss openai-miss …
import { GoogleGenAI, Modality } from '@google/genai';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import WebSocket from 'ws';

const key = process.env.SUITE_KEY;
const [base, ...names] = process.argv.slice(2);
const say = (what, value) => console.log(`${what}: ${value}`);

const item = (text) => ({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] } });

/** Goes through the questions with whatever sends and receives events of OpenAI's realtime API. */
class Talk {
  #text = '';

  constructor(questions, send, close) {
    Object.assign(this, { questions: [...questions], send, close });
  }

  take(event) {
    if (event.type === 'response.output_text.delta') {
      this.#text += event.delta;
    } else if (event.type === 'session.created' || event.type === 'response.done') {
      this.#next(event);
    }
  }

  #next(event) {
    if (event.type === 'response.done') {
      say('text', this.#text);
      this.#text = '';
    }
    const question = this.questions.shift();
    if (question === undefined) {
      return this.close();
    }
    this.send(item(question));
    this.send({ type: 'response.create' });
  }
}

const url = (scheme) => `${base.replace(/^https?/, scheme)}/v1/realtime?model=gpt-realtime`;

/** The `ws` package, as server programs use it. */
function ws(questions) {
  return new Promise((done) => {
    const socket = new WebSocket(url('ws'), { headers: { Authorization: `Bearer ${key}` } });
    const talk = new Talk(questions, (event) => socket.send(JSON.stringify(event)), () => socket.close(1000));
    socket.on('message', (data) => sayError(JSON.parse(data)) || talk.take(JSON.parse(data)));
    socket.on('error', (error) => say('failed', error.message));
    socket.on('close', (code, reason) => done(say('close', `${code} ${reason}`)));
  });
}

/** What browsers and Node have built in: no headers, the key among the protocols. */
function builtIn(questions) {
  return new Promise((done) => {
    const socket = new globalThis.WebSocket(url('wss'), ['realtime', `openai-insecure-api-key.${key}`]);
    const talk = new Talk(questions, (event) => socket.send(JSON.stringify(event)), () => socket.close(1000));
    socket.onopen = () => say('protocol', socket.protocol);
    socket.onmessage = ({ data }) => sayError(JSON.parse(data)) || talk.take(JSON.parse(data));
    socket.onerror = (error) => say('failed', error.message);
    socket.onclose = ({ code, reason }) => done(say('close', `${code} ${reason}`));
  });
}

function sayError(event) {
  if (event.type === 'error') {
    say('error', event.error.message);
  }
  return event.type === 'error';
}

/** Uses TLS whatever the base URL says. */
function openai(questions) {
  return new Promise((done) => {
    const realtime = new OpenAIRealtimeWS({ model: 'gpt-realtime' }, new OpenAI({ baseURL: `${base}/v1`, apiKey: key }));
    const talk = new Talk(questions, (event) => realtime.send(event), () => realtime.close());
    realtime.on('event', (event) => talk.take(event));
    realtime.on('error', (error) => say('error', error.message));
    realtime.socket.on('close', (code, reason) => done(say('close', `${code} ${reason}`)));
  });
}

async function google(questions) {
  const ai = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: base } });
  let turn;
  let text = '';
  let isOver = false;
  const onmessage = ({ serverContent }) => {
    text += serverContent?.modelTurn?.parts.map((part) => part.text).join('') ?? '';
    if (serverContent?.turnComplete) {
      say('text', text);
      text = '';
      turn();
    }
  };
  const onclose = ({ code, reason }) => {
    isOver = true;
    say('close', `${code} ${reason}`);
    turn?.();
  };
  const session = await ai.live.connect({
    model: 'gemini-live',
    config: { responseModalities: [Modality.TEXT] },
    callbacks: { onmessage, onclose, onerror: (error) => say('failed', error.message) },
  });
  for (const question of questions) {
    const done = new Promise((resolve) => (turn = resolve));
    session.sendClientContent({ turns: [{ role: 'user', parts: [{ text: question }] }] });
    await done;
    if (isOver) {
      return;
    }
  }
  const closed = new Promise((resolve) => (turn = resolve));
  session.close();
  await closed;
}

const clients = { ws, builtIn, openai, google };
for (const name of names) {
  console.log(`== ${name}`);
  const start = performance.now();
  const client = name.replace(/-miss$/, '');
  const last = name.endsWith('-miss') ? 'Tell me a poem.' : 'Tell me a joke.';
  try {
    await clients[client]([`Hello from ${client}.`, last]);
  } catch (error) {
    say('error', `${error.constructor.name}: ${error.message}`);
  }
  console.log(`== took ${Math.round(performance.now() - start)} ms`);
}
process.exit(0);

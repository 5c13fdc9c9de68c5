// What the drivers of all clients have in common: the scenarios and their questions, and how they print what a user would see.
//
//   node openai.mjs http://127.0.0.1:8000/t/openai plain streamed …
import { basename } from 'node:path';

export const key = process.env.SUITE_KEY;
const client = basename(process.argv[1], '.mjs');

/** A scenario calls one of the client's functions with a question. */
const scenarios = {
  plain: (driver) => driver.plain(`Tell ${client} a joke.`),
  streamed: (driver) => driver.streamed(`Tell ${client} a joke.`),
  tool: (driver) => driver.tool(`What is the weather for ${client}?`),
  'tool-streamed': (driver) => driver.toolStreamed(`What is the weather for ${client}?`),
  error: (driver) => driver.plain(`${client} is refused.`),
  'error-streamed': (driver) => driver.streamed(`${client} is refused.`),
  miss: (driver) => driver.plain(`Tell ${client} a poem.`),
  'miss-streamed': (driver) => driver.streamed(`Tell ${client} a poem.`),
  away: (driver) => driver.plain(`Tell ${client} of far away.`),
  'second-test': (driver) => driver.plain(`Tell ${client} a joke.`),
  choices: (driver) => driver.choices(`Tell ${client} two jokes.`),
  completion: (driver) => driver.completion(`Once upon a time, ${client}`),
  retries: (driver) => driver.plain(`Are you busy, ${client}?`),
  'retries-streamed': (driver) => driver.streamed(`Are you busy, ${client}?`),
  aborted: (driver) => driver.aborted(`Tell ${client} a long story.`),
  'aborted-again': (driver) => driver.streamed(`Tell ${client} a long story.`),
  models: (driver) => driver.models(),
  events: (driver) => driver.events(`Tell ${client} the news.`),
  demo: (driver) => driver.streamed('tell me a joke', 'llama3.2:1b'),
};

/** What a client learns from the tool that the scripted upstream calls. */
export const weather = { name: 'get_weather', description: 'Get the weather of a city' };
export const weatherIn = (city) => `18 °C in ${city} for ${client}`;
export const weatherSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

export function say(what, value) {
  console.log(`${what}: ${value}`);
}

export function sayCall(name, json) {
  say('call', `${name} ${typeof json === 'string' ? json : JSON.stringify(json)}`);
}

/** Runs the scenarios of the command line; driverOf(base) makes a driver that asks this base URL. */
export async function drive(driverOf) {
  const [base, ...names] = process.argv.slice(2);
  for (const name of names) {
    console.log(`== ${name}`);
    const start = performance.now();
    try {
      await scenarios[name](driverOf(name === 'second-test' ? `${base}.second%5B1%2F2%5D` : base));
    } catch (error) {
      say('error', `${error.constructor.name}: ${error.message}`);
    }
    console.log(`== took ${Math.round(performance.now() - start)} ms`);
  }
  process.exit(0);
}

/** Joins what arrives, and counts the pieces that have something in them. */
export class Pieces {
  #pieces = [];

  add(text) {
    if (text) {
      this.#pieces.push(text);
    }
  }

  say() {
    say('text', this.#pieces.join(''));
    say('pieces', this.#pieces.length);
  }
}

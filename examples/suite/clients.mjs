// The clients and what is tried with each.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const examples = join(import.meta.dirname, '..');
export const node = join(examples, 'node/node_modules/.bin/node');

const common = ['plain', 'streamed', 'tool', 'tool-streamed', 'error', 'error-streamed', 'second-test'];
const chat = ['retries', 'retries-streamed', 'aborted', 'aborted-again'];
const openai = [...common, 'choices', 'completion', ...chat, 'models', 'demo'];

/** A driver in node/, for a package that is called so unless given. */
function npm(name, packageName = name, { scenarios = common, ...more } = {}) {
  const version = JSON.parse(readFileSync(join(examples, 'node/package.json'))).dependencies[packageName];
  return { name, title: `npm ${packageName}${more.api ? ` (${more.api})` : ''}`, version, scenarios, command: [node, join(examples, 'node', `${name}.mjs`)], ...more };
}

/** A class in java/MODULE, for an artifact. */
function java(name, module, main, artifact, { scenarios = common, ...more } = {}) {
  const path = join(examples, 'java', module, 'target/classpath');
  const libraries = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const version = new RegExp(`/${artifact}-([0-9][^/:]*)\\.jar`).exec(libraries)?.[1] ?? 'not built';
  const classes = [join(examples, 'java', module, 'target/classes'), libraries].join(':');
  const command = ['java', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m', '-cp', classes, main];
  return { name, title: `${artifact}${more.api ? ` (${more.api})` : ''}`, version, scenarios, command, java: true, ...more };
}

function curl(name, option) {
  const scenarios = ['plain', 'streamed', 'error', 'error-streamed', 'second-test', 'choices', 'completion', 'models', 'demo'];
  return { name, title: `curl ${option}`, version: '', scenarios, command: [join(examples, 'curl/driver'), option], isRaw: true };
}

export const clients = [
  npm('openai', 'openai', { scenarios: openai, api: 'chat' }),
  npm('openai-responses', 'openai', { api: 'responses' }),
  npm('anthropic', '@anthropic-ai/sdk'),
  npm('ai-sdk-openai', '@ai-sdk/openai', { api: 'responses' }),
  npm('ai-sdk-openai-chat', '@ai-sdk/openai', { api: 'chat' }),
  npm('ai-sdk-anthropic', '@ai-sdk/anthropic'),
  npm('ollama'),
  npm('google-genai', '@google/genai'),
  npm('mistral', '@mistralai/mistralai'),
  npm('cohere', 'cohere-ai'),
  npm('langchain-openai', '@langchain/openai'),
  npm('aws-bedrock', '@aws-sdk/client-bedrock-runtime'),
  npm('llama-stack', 'llama-stack-client'),
  curl('curl-http2', '--http2'),
  curl('curl-http2-prior-knowledge', '--http2-prior-knowledge'),
];

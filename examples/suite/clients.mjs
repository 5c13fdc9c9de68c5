// The clients and what is tried with each.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const examples = join(import.meta.dirname, '..');
export const node = join(examples, 'node/node_modules/.bin/node');

const common = ['plain', 'streamed', 'tool', 'tool-streamed', 'error', 'error-streamed', 'second-test'];
const aborted = ['aborted', 'aborted-again'];
const springAi = [...common, 'choices', ...aborted];
const langchain4j = [...common, 'completion', 'retries', ...aborted, 'models', 'demo']; // never asks again for a stream
const openai = [...common, 'choices', 'completion', 'retries', 'retries-streamed', ...aborted, 'models', 'demo'];

/** What a client does not show, whatever it is sent. */
const hidesBody = 'the client hides the text';
const springAi1 = { 'error-streamed': hidesBody, 'miss-streamed': hidesBody };

// insists: asks again for longer than 10 s after a 502

const versionOf = (packageName) => JSON.parse(readFileSync(join(examples, 'node/package.json'))).dependencies[packageName];

/** A driver in node/, for a package that is called so unless given. */
function npm(name, packageName = name, { scenarios = common, ...more } = {}) {
  const version = versionOf(packageName);
  return { name, title: `npm ${packageName}${more.api ? ` (${more.api})` : ''}`, version, scenarios, command: [node, join(examples, 'node', `${name}.mjs`)], ...more };
}

/** A class in java/MODULE, for an artifact that is called so unless given. */
function java(name, module, main, { artifact = name.replace('-responses', ''), scenarios = common, ...more } = {}) {
  const path = join(examples, 'java', module, 'target/classpath');
  const libraries = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const version = new RegExp(`/${artifact}-([0-9][^/:]*)\\.jar`).exec(libraries)?.[1] ?? 'not built';
  const classes = [join(examples, 'java', module, 'target/classes'), libraries].join(':');
  const command = [process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m', '-Dfile.encoding=UTF-8', '-cp', classes, main];
  return { name, title: `${artifact}${more.api ? ` (${more.api})` : ''}`, version, scenarios, command, ...more };
}

/** A program that runs in a page of Chromium. */
function inBrowser(name, program, title, version, scenarios) {
  const command = [node, join(examples, 'browser/driver.mjs'), join(examples, program), name];
  return { name, title: `${title} in Chromium`, version, scenarios, command, isInBrowser: true };
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
  npm('langchain-openai', '@langchain/openai', { insists: true }),
  npm('aws-bedrock', '@aws-sdk/client-bedrock-runtime', { hasIdInHeader: true }),
  npm('llama-stack', 'llama-stack-client'),
  inBrowser('browser-openai', 'node/openai.mjs', 'npm openai (chat)', versionOf('openai'), openai),
  inBrowser('browser-fetch', 'browser/fetch.mjs', '`fetch`, `EventSource`', '', ['plain', 'streamed', 'error', 'error-streamed', 'second-test', 'models', 'events', 'demo']),
  java('openai-java', 'openai-java', 'OpenAiDriver', { scenarios: openai, api: 'chat' }),
  java('openai-java-responses', 'openai-java', 'ResponsesDriver', { api: 'responses' }),
  java('anthropic-java', 'anthropic-java', 'AnthropicDriver'),
  java('langchain4j-openai', 'langchain4j', 'OpenAiDriver', { artifact: 'langchain4j-open-ai', scenarios: langchain4j }),
  java('langchain4j-anthropic', 'langchain4j', 'AnthropicDriver'),
  java('langchain4j-ollama', 'langchain4j', 'OllamaDriver'),
  java('spring-ai-1', 'spring-ai-1', 'SpringAiDriver', { artifact: 'spring-ai-openai', scenarios: springAi, hides: springAi1, insists: true }),
  java('spring-ai-2', 'spring-ai-2', 'SpringAiDriver', { artifact: 'spring-ai-openai', scenarios: [...springAi, 'retries', 'retries-streamed', 'demo'] }),
  java('google-genai-java', 'google-genai', 'GoogleGenAiDriver', { artifact: 'google-genai', title: 'google-genai for Java', insists: true }),
  // it decodes the path of its base URL and encodes it again: a slash in a test id is lost
  java('bedrock-java', 'aws-bedrock', 'BedrockDriver', { artifact: 'bedrockruntime', title: 'AWS SDK for Java, bedrockruntime', hasIdInHeader: true, scenarios: common.filter((each) => each !== 'second-test') }),
  curl('curl-http2', '--http2'),
  curl('curl-http2-prior-knowledge', '--http2-prior-knowledge'),
];

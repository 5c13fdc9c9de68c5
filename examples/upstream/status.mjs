// Answers each request with the status that its path begins with, as an error in the form of the API: /s/502/NAME/v1/chat/completions, or
// /s/502-no-retry/NAME/… with the header x-should-retry: false. A line on standard error for each request: "502 NAME".
import { listen } from './listen.mjs';
import * as anthropic from './anthropic.mjs';
import * as bedrock from './bedrock.mjs';
import * as cohere from './cohere.mjs';
import * as gemini from './gemini.mjs';
import * as ollama from './ollama.mjs';
import * as openai from './openai.mjs';

const apis = [openai, anthropic, gemini, ollama, cohere, bedrock];

listen(async (request, response) => {
  await request.toArray();
  const [, kind, name, path] = /^\/s\/([^/]+)\/([^/]+)(\/.*)$/.exec(request.url);
  console.error(`${kind} ${name}`);
  const api = apis.find((each) => each.owns(path.split('?')[0])) ?? openai;
  const { json, headers } = api.error(Number.parseInt(kind), 'what the static server says');
  const noRetry = kind.endsWith('-no-retry') ? { 'x-should-retry': 'false' } : {};
  response.writeHead(Number.parseInt(kind), { 'content-type': 'application/json', ...headers, ...noRetry });
  response.end(JSON.stringify(json));
});

// The variables by which SDKs find their API.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const withV1 = ['OPENAI_BASE_URL', 'OPENAI_API_BASE', 'TOGETHER_BASE_URL', 'ANTHROPIC_VERTEX_BASE_URL'];
const hosts = [
  'ANTHROPIC_BASE_URL', 'ANTHROPIC_API_URL', 'ANTHROPIC_API_BASE', 'ANTHROPIC_BEDROCK_BASE_URL', 'GOOGLE_GEMINI_BASE_URL',
  'GOOGLE_VERTEX_BASE_URL', 'OLLAMA_HOST', 'OLLAMA_BASE_URL', 'OLLAMA_API_BASE', 'CO_API_URL', 'CO_BASE_URL', 'GROQ_BASE_URL',
  'CEREBRAS_BASE_URL', 'AZURE_OPENAI_ENDPOINT', 'HF_INFERENCE_ENDPOINT', 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
];
/** Variables with a key, and others that serve as well: where one of them is set, an SDK might take the placeholder before it. */
const keys = {
  OPENAI_API_KEY: ['OPENAI_ADMIN_KEY'],
  ANTHROPIC_API_KEY: ['ANTHROPIC_AUTH_TOKEN'],
  GEMINI_API_KEY: ['GOOGLE_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI'],
  GOOGLE_API_KEY: ['GEMINI_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI'],
  CO_API_KEY: [],
  MISTRAL_API_KEY: [],
  GROQ_API_KEY: [],
  AZURE_OPENAI_API_KEY: ['AZURE_OPENAI_AD_TOKEN'],
  TOGETHER_API_KEY: [],
  CEREBRAS_API_KEY: [],
  AWS_ACCESS_KEY_ID: ['AWS_PROFILE'],
  AWS_SECRET_ACCESS_KEY: ['AWS_PROFILE'],
};
/** SDKs find credentials of AWS also elsewhere, such as in files, and take these before them. */
const beforeOthers = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
const dotenvLine = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*[^\s#]/;
const largestDotenv = 1 << 20; // bytes; larger files hold something else
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
const loopback = ['127.0.0.1', 'localhost', '::1'];

/** The variables that files `.env` and `.env.*` set, in a directory and in those above it, as far as the one that is a git repository. */
function dotenvVariables(directory) {
  const names = new Set();
  for (let current = directory; ; current = dirname(current)) {
    try {
      for (const file of readdirSync(current).filter((name) => /^\.env(\..*)?$/.test(name)).map((name) => join(current, name))) {
        const found = statSync(file);
        if (found.isFile() && found.size <= largestDotenv) {
          const lines = readFileSync(file, 'latin1').split(/\r?\n/);
          lines.map((line) => dotenvLine.exec(line)).filter(Boolean).forEach(([, name]) => names.add(name));
        }
      }
    } catch {
      // whoever wants to read it says so
    }
    if (existsSync(join(current, '.git')) || current === dirname(current)) {
      return names;
    }
  }
}

/** For keys that the user has not set. A key that a test may still load from a file `.env` is not hidden, unless none is needed. */
function placeholders(mode, text, environment) {
  if (!text) {
    return {};
  }
  const loaded = mode === 'replay' ? new Set() : new Set([...beforeOthers, ...dotenvVariables(process.cwd())]);
  const isThere = (name) => environment[name] || loaded.has(name);
  const missing = Object.keys(keys).filter((name) => ![name, ...keys[name]].some(isThere));
  return Object.fromEntries(missing.map((name) => [name, text]));
}

/** The hosts that need no proxy. Some clients look at one spelling first, others at the other: where only one is set, it counts for both. */
function withoutProxy(own = '', other = '') {
  const hosts = own.trim() || other.trim();
  return hosts === '*' ? hosts : [hosts, ...loopback].filter(Boolean).join(','); // clients know a star only where it stands alone
}

/**
 * The variables for clients that ask `baseUrl`. Where the environment has no keys, they also have a placeholder for them, since most SDKs do
 * not start without one.
 *
 * `start` is the server's answer to the start of the test.
 */
export function variablesFor(baseUrl, start, environment = process.env) {
  const variables = { REPRISE_BASE_URL: baseUrl };
  withV1.forEach((name) => (variables[name] = `${baseUrl}/v1`));
  hosts.forEach((name) => (variables[name] = baseUrl));
  Object.assign(variables, placeholders(start.mode, start.key_placeholder, environment));
  if (start.mode === 'replay' && !environment.AWS_REGION) {
    variables.AWS_REGION = 'us-east-1';
  }
  if (proxies.some((name) => environment[name])) {
    variables.no_proxy = withoutProxy(environment.no_proxy, environment.NO_PROXY);
    variables.NO_PROXY = withoutProxy(environment.NO_PROXY, environment.no_proxy);
  }
  return variables;
}

/** Sets the variables in the given environments. The function that it returns puts back what was there. */
export function setVariables(variables, ...environments) {
  const restores = environments.map((environment) => {
    const before = Object.keys(variables).map((name) => [name, environment[name]]);
    Object.assign(environment, variables);
    return () => before.forEach(([name, value]) => (value === undefined ? delete environment[name] : (environment[name] = value)));
  });
  return () => restores.forEach((restore) => restore());
}

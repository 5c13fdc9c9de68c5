// The variables by which SDKs find their API.

const withV1 = ['OPENAI_BASE_URL', 'OPENAI_API_BASE', 'TOGETHER_BASE_URL', 'ANTHROPIC_VERTEX_BASE_URL'];
const hosts = [
  'ANTHROPIC_BASE_URL', 'ANTHROPIC_API_URL', 'ANTHROPIC_API_BASE', 'ANTHROPIC_BEDROCK_BASE_URL', 'GOOGLE_GEMINI_BASE_URL',
  'GOOGLE_VERTEX_BASE_URL', 'OLLAMA_HOST', 'OLLAMA_BASE_URL', 'OLLAMA_API_BASE', 'CO_API_URL', 'CO_BASE_URL', 'GROQ_BASE_URL',
  'CEREBRAS_BASE_URL', 'AZURE_OPENAI_ENDPOINT', 'HF_INFERENCE_ENDPOINT', 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
];
const keys = [
  'OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GEMINI_API_KEY', 'GOOGLE_API_KEY', 'CO_API_KEY', 'MISTRAL_API_KEY', 'GROQ_API_KEY',
  'AZURE_OPENAI_API_KEY', 'TOGETHER_API_KEY', 'CEREBRAS_API_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY',
];
const noKey = 'no-key-is-needed-in-replay';
const loopback = ['127.0.0.1', 'localhost', '::1'];

/**
 * The variables for clients that ask `baseUrl`. In replay they also have keys, where the environment has none, since most SDKs do not
 * start without one.
 */
export function variablesFor(baseUrl, mode, environment = process.env) {
  const variables = { REPRISE_BASE_URL: baseUrl };
  withV1.forEach((name) => (variables[name] = `${baseUrl}/v1`));
  hosts.forEach((name) => (variables[name] = baseUrl));
  if (mode === 'replay') {
    keys.filter((name) => !environment[name]).forEach((name) => (variables[name] = noKey));
    if (!environment.AWS_REGION) {
      variables.AWS_REGION = 'us-east-1';
    }
  }
  if (['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].some((name) => environment[name])) {
    for (const name of ['NO_PROXY', 'no_proxy']) {
      variables[name] = [environment[name], ...loopback].filter(Boolean).join(',');
    }
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

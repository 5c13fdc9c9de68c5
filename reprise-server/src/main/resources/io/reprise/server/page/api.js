// Asks the control API. With an access token, each request carries it, so nothing is loaded by an element's URL.

let token = sessionStorage.getItem('token');
let asking = null;

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Set by the application: asks a person for the access token. */
export const person = { askToken: async () => null };

export function url(path, parameters = {}) {
  const words = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') {
      words.set(key, value);
    }
  }
  const query = words.toString();
  return new URL(path + (query ? `?${query}` : ''), document.baseURI.replace(/#.*/s, ''));
}

/** The access token, if one is known; otherwise an empty text. */
export const knownToken = () => token ?? '';

async function askOnce() {
  asking ??= person.askToken().finally(() => (asking = null));
  token = (await asking) ?? token;
  if (token) {
    sessionStorage.setItem('token', token);
  }
  return token;
}

/** The response, if it is good. */
export async function request(path, parameters, options = {}) {
  for (;;) {
    const headers = { ...options.headers, ...(token ? { 'x-reprise-token': token } : {}) };
    const used = token;
    let response;
    try {
      response = await fetch(url(path, parameters), { ...options, headers, redirect: 'error', cache: 'no-store' });
    } catch (problem) {
      if (problem.name === 'AbortError') {
        throw problem;
      }
      throw new ApiError(0, 'the server does not answer; is it still running?');
    }
    if (response.status === 401 && (used !== token || (await askOnce()))) {
      continue;
    }
    if (!response.ok && !(path === 'health' && response.status === 503)) {
      throw new ApiError(response.status, await problemOf(response));
    }
    return response;
  }
}

async function problemOf(response) {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text);
    return error.message ?? String(error);
  } catch {
    return `status ${response.status}: ${text.slice(0, 500)}`;
  }
}

export const get = async (path, parameters, options) => (await request(path, parameters, options)).json();

export const send = async (method, path, parameters, body) =>
  (
    await request(path, parameters, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  ).json();

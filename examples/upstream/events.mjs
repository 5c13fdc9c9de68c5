// Events of no vendor, for clients that can only send GET and no key.
import { sse, words } from './script.mjs';

export const needsNoKey = true;
export const owns = (path) => path === '/v1/events';

export const read = (query) => ({ prompt: new URLSearchParams(query).get('about'), results: [], handedBack: [], stream: true });

export const error = (status, message) => ({ status, json: { error: { message } } });

export const frames = (asked, said) => ({ type: 'text/event-stream', chunks: words(said.text).map((word) => sse(JSON.stringify(word))) });

// Server-sent events by fetch, which can carry a token. The stream is closed while the tab is hidden.
import { request } from './api.js';

/** Reads events from texts that are cut anywhere. */
export function eventReader(onEvent) {
  let rest = '';
  return (text) => {
    rest += text;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      let type = 'message';
      const data = [];
      for (const each of block.split(/\r?\n/)) {
        if (each.startsWith('event:')) {
          type = each.slice(6).trim();
        } else if (each.startsWith('data:')) {
          data.push(each.slice(5).replace(/^ /, ''));
        }
      }
      if (data.length > 0) {
        onEvent(type, data.join('\n'));
      }
    }
  };
}

/** Follows a route of events until `stop()`. `onState`: `open`, `hidden`, `lost` and the error. */
export class EventStream {
  #parameters;
  #listener;
  #abort = null;
  #stopped = false;
  #timer = null;
  #pause = 1000;
  #visibility = () => (document.hidden ? this.#close('hidden') : this.#open());

  constructor(parameters, listener) {
    this.#parameters = parameters;
    this.#listener = listener;
    document.addEventListener('visibilitychange', this.#visibility);
    if (document.hidden) {
      listener.onState('hidden');
    } else {
      this.#open();
    }
  }

  async #open() {
    if (this.#abort || this.#stopped) {
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const response = await request('events', this.#parameters, { signal: abort.signal, headers: { accept: 'text/event-stream' } });
      this.#listener.onState('open');
      this.#pause = 1000;
      const read = eventReader((type, data) => abort.signal.aborted || this.#listener.onEvent(type, JSON.parse(data)));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          break;
        }
        read(value);
      }
      this.#lost(abort, new Error('the server has closed the stream of events'));
    } catch (problem) {
      this.#lost(abort, problem);
    }
  }

  #lost(abort, problem) {
    if (this.#abort !== abort || this.#stopped) {
      return;
    }
    this.#abort = null;
    this.#listener.onState('lost', problem);
    if (problem.status === 400) {
      return; // asking again would not help
    }
    this.#timer = setTimeout(() => document.hidden || this.#open(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, 15_000);
  }

  #close(state) {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = null;
    this.#listener.onState(state);
  }

  stop() {
    this.#stopped = true;
    document.removeEventListener('visibilitychange', this.#visibility);
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = null;
  }
}

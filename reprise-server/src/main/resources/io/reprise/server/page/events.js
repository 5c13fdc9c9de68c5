// Server-sent events by fetch, which can carry a token. Tabs share them: a browser opens six connections to a host, and streams must not use them up.
import { get, knownToken, request } from './api.js';

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

// of the six connections, so many are for streams; tabs beyond them ask from time to time
const streams = 3;
const everySo = 2000;
const canShare = 'locks' in navigator && 'BroadcastChannel' in globalThis;

const rest = (ms, signal) =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });

/**
 * Follows the route of events until `stop()`. `onState`: `open`, `hidden`, `lost` and the error, `refused` and what is wrong with the filter; then whether that has just happened. Of several tabs with the same
 * filter, the one that has the lock asks the server, and tells the others. Nothing is followed while the tab is hidden.
 */
export class EventStream {
  #parameters;
  #listener;
  #abort = null;
  #channel = null;
  #stopped = false;
  #state = null;
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

  #open() {
    if (this.#abort || this.#stopped) {
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    if (!canShare) {
      this.#read(abort.signal);
      return;
    }
    const name = `events ${knownToken()} ${this.#parameters.filter ?? ''}`;
    const channel = new BroadcastChannel(name);
    this.#channel = channel;
    let leads = false;
    channel.onmessage = ({ data: { asks, state, problem, isNew, type, data } }) => {
      if (asks) {
        if (leads && this.#state) {
          channel.postMessage({ state: this.#state });
        }
      } else if (state) {
        this.#listener.onState(state, problem ? Object.assign(new Error(problem.message), problem) : undefined, isNew);
      } else {
        this.#listener.onEvent(type, data);
      }
    };
    channel.postMessage({ asks: true });
    const lead = () => ((leads = true), this.#lead(abort.signal));
    navigator.locks.request(name, { signal: abort.signal }, lead).catch(() => {}); // only ever aborted
  }

  async #lead(signal) {
    for (let slot = 0; slot < streams && !signal.aborted; slot++) {
      const isDone = await navigator.locks.request(`stream ${slot}`, { ifAvailable: true }, async (lock) => lock !== null && (await this.#read(signal), true));
      if (isDone) {
        return;
      }
    }
    await this.#poll(signal);
  }

  #said(state, problem) {
    this.#state = state;
    this.#channel?.postMessage({ state, problem: problem ? { message: problem.message, status: problem.status } : null, isNew: true });
    this.#listener.onState(state, problem, true);
  }

  #came(type, data) {
    this.#channel?.postMessage({ type, data });
    this.#listener.onEvent(type, data);
  }

  /** Does `work` again and again until the signal, and waits longer after each failure. */
  async #again(signal, work) {
    let pause = 1000;
    while (!signal.aborted) {
      try {
        await work(() => (pause = 1000));
      } catch (problem) {
        if (signal.aborted) {
          return;
        }
        if (problem.status === 400) {
          this.#said('refused', problem);
          return; // asking again would not help
        }
        this.#said('lost', problem);
        await rest(pause, signal);
        pause = Math.min(pause * 2, 15_000);
      }
    }
  }

  async #read(signal) {
    await this.#again(signal, async (isGood) => {
      const response = await request('events', this.#parameters, { signal, headers: { accept: 'text/event-stream' } });
      this.#said('open');
      isGood();
      const read = eventReader((type, data) => signal.aborted || this.#came(type, JSON.parse(data)));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          throw new Error('the server has closed the stream of events');
        }
        read(value);
      }
    });
  }

  async #poll(signal) {
    let last = { seq: -1 };
    await this.#again(signal, async (isGood) => {
      const [{ requests }, counts] = await Promise.all([get('requests', { ...this.#parameters, limit: 200 }, { signal }), get('report', {}, { signal })]);
      const newest = requests[0] ?? { seq: -1 };
      const isOther = newest.seq < last.seq || requests.some(({ seq, at }) => seq === last.seq && at !== last.at); // the server was started again
      if (this.#state !== 'open' || isOther) {
        this.#said('open');
      }
      isGood();
      const from = isOther ? -1 : last.seq;
      this.#came('rows', { rows: requests.filter(({ seq }) => seq > from).reverse(), dropped: 0, counts });
      this.#came('state', {});
      last = newest;
      await rest(everySo, signal);
    });
  }

  #end() {
    this.#abort?.abort();
    this.#abort = null;
    this.#channel?.close();
    this.#channel = null;
    this.#state = null;
  }

  #close(state) {
    this.#end();
    this.#listener.onState(state);
  }

  stop() {
    this.#stopped = true;
    document.removeEventListener('visibilitychange', this.#visibility);
    this.#end();
  }
}

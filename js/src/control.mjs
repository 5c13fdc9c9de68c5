// What docs/test-protocol.md has: a test starts, ends, and is told what happened.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: false });

/** Asks a server. It uses no `fetch`: tests replace that one. */
export class Control {
  #url;

  constructor(url) {
    this.#url = url.replace(/\/+$/, '');
  }

  get url() {
    return this.#url;
  }

  /** @param aloneMs how long to wait until no other server records the test */
  start(test, { mode, faults, pace, aloneMs = 0 }) {
    return this.#send('POST', `tests/start?test=${encodeURIComponent(test)}`, { mode, faults, pace, alone_ms: aloneMs });
  }

  end(run, { waitMs = 2000, unused = false, deleteUnused = false } = {}) {
    return this.#send('POST', 'tests/end', { run, wait_ms: waitMs, unused, delete_unused: deleteUnused });
  }

  async requests(run) {
    return (await this.#send('GET', `tests/requests?run=${encodeURIComponent(run)}`)).requests;
  }

  /** @param kind `faults` or `pace` */
  rules(kind, test, rules) {
    return this.#send('POST', `${kind}?test=${encodeURIComponent(test)}`, { rules });
  }

  #send(method, path, body) {
    return new Promise((done, fail) => {
      const headers = body ? { 'content-type': 'application/json' } : {};
      if (process.env.REPRISE_TOKEN) {
        headers['x-reprise-token'] = process.env.REPRISE_TOKEN;
      }
      const request = http.request(`${this.#url}/__reprise/${path}`, { method, agent, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          try {
            const answer = JSON.parse(Buffer.concat(chunks).toString() || '{}');
            if (response.statusCode >= 400) {
              fail(new Error(`reprise: ${answer.error ?? `status ${response.statusCode} for ${path}`}`));
            } else {
              done(answer);
            }
          } catch {
            fail(new Error(`reprise: what answers at ${this.#url} is no Reprise server`));
          }
        });
      });
      request.on('error', (error) => fail(new Error(`reprise: the server does not answer at ${this.#url}: ${error.message}`)));
      request.end(body && JSON.stringify(body));
    });
  }
}

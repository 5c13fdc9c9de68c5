// A server with the page's files and answers in the shape of the contract, for tests of what a real store can hardly have.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const files = join(import.meta.dirname, '../../reprise-server/src/main/resources/io/reprise/server/page');
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };
export const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; font-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Listens on a free port; `routes['GET path'](query, body)` gives the JSON of a route, or `{raw, type}`, or `{error, status}`. The stream of events begins after the promise `held`. */
export async function fakeServer(routes, { perSecond = 0, row = null, token = null, held = null } = {}) {
  const asked = [];
  const streams = new Set();
  let opened = 0;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const path = url.pathname.replace(/^\/__reprise\//, '');
    const headers = { 'content-security-policy': policy, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
    if (path === '' || path.startsWith('page/')) {
      const file = normalize(path === '' ? 'index.html' : path.slice(5));
      try {
        const content = await readFile(join(files, file));
        response.writeHead(200, { ...headers, 'content-type': types[extname(file)] ?? 'text/plain' }).end(content);
      } catch {
        response.writeHead(404, headers).end();
      }
      return;
    }
    if (token && request.headers['x-reprise-token'] !== token) {
      response.writeHead(401, { ...headers, 'content-type': 'application/json' }).end('{"error":{"message":"the access token is missing"}}');
      return;
    }
    asked.push(`${request.method} ${path}${url.search}`);
    if (path === 'events') {
      await held;
      events(request, response, headers);
      return;
    }
    const body = await new Promise((done) => {
      let text = '';
      request.on('data', (data) => (text += data)).on('end', () => done(text));
    });
    const route = routes[`${request.method} ${path}`];
    const answer = route ? await route(Object.fromEntries(url.searchParams), body ? JSON.parse(body) : null) : { error: `there is no '${path}'`, status: 404 };
    if (answer.raw !== undefined) {
      response.writeHead(200, { ...headers, 'content-type': answer.type }).end(answer.raw);
    } else {
      response.writeHead(answer.status && answer.error ? answer.status : 200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }
  });

  function events(request, response, headers) {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
    response.write('event: state\ndata: {}\n\n');
    streams.add(response);
    opened++;
    let seq = 1_000_000;
    let total = 0;
    const timer = perSecond > 0 && row ? setInterval(() => {
      total += perSecond / 5;
      const rows = Array.from({ length: Math.min(40, perSecond / 5) }, () => row(seq++));
      response.write(`event: rows\ndata: ${JSON.stringify({ rows, dropped: perSecond / 5 - rows.length, counts: { replayed: total } })}\n\n`);
    }, 200) : null;
    response.on('close', () => (clearInterval(timer), streams.delete(response)));
  }

  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}/__reprise/`,
    asked,
    streams,
    opened: () => opened,
    send: (type, data) => streams.forEach((each) => each.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`)),
    close: () => (server.closeAllConnections(), server.close()),
  };
}

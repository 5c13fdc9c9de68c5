// Serves HTTP/1.1 and HTTP/2 in clear text on one port of the loopback interface. The first bytes of a connection tell which; Node has a
// server for each, so the connection is passed on to one of them.
import { createServer as createHttp1 } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import { connect, createServer as createTcp } from 'node:net';

/** Calls handle(request, response) for each request; prints "listening on http://127.0.0.1:PORT" as soon as it can. */
export async function listen(handle) {
  const careful = (request, response) =>
    handle(request, response).catch((error) => {
      console.error(`upstream: ${error.stack} in ${request.method} ${request.url}`);
      response.destroy?.();
    });
  const http1 = await portOf(createHttp1({ keepAliveTimeout: 60_000 }, careful));
  const http2 = await portOf(createHttp2(careful));
  const port = await portOf(createTcp((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      const behind = connect(first.subarray(0, 3).toString() === 'PRI' ? http2 : http1, '127.0.0.1');
      behind.on('error', () => socket.destroy());
      behind.write(first);
      socket.pipe(behind).pipe(socket);
      socket.on('close', () => behind.destroy());
      behind.on('close', () => socket.destroy());
    });
  }));
  console.log(`listening on http://127.0.0.1:${port}`);
  process.on('SIGTERM', () => process.exit(0));
}

function portOf(server) {
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
}

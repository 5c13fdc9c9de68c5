// An upstream that talks over WebSockets, in the form of OpenAI's realtime API and of Gemini Live. realtime.mjs talks to it. The same
// question gets the same words; each conversation has its own ids. It refuses a handshake without the key, and complains of one that tells
// of Reprise.
//
//   SUITE_KEY=… node realtime-upstream.mjs       prints "listening on http://127.0.0.1:PORT"
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { WebSocketServer } from 'ws';

const id = (prefix) => prefix + randomBytes(12).toString('hex');
const words = (text) => `You said: ${text}`.split(/(?= )/);

function openai(socket) {
  const send = (event) => socket.send(JSON.stringify({ event_id: id('event_'), ...event }));
  let said = '';
  send({ type: 'session.created', session: { id: id('sess_'), type: 'realtime', model: 'gpt-realtime' } });
  socket.on('message', (data) => {
    const event = JSON.parse(data);
    if (event.type === 'conversation.item.create') {
      said = event.item.content[0].text;
      send({ type: 'conversation.item.done', item: { ...event.item, id: id('item_') } });
    } else if (event.type === 'response.create') {
      const response = { id: id('resp_'), object: 'realtime.response', status: 'in_progress', output: [] };
      send({ type: 'response.created', response });
      words(said).forEach((delta) => send({ type: 'response.output_text.delta', response_id: response.id, delta }));
      send({ type: 'response.done', response: { ...response, status: 'completed', usage: { input_tokens: 11, output_tokens: 7, total_tokens: 18 } } });
    }
  });
}

/** JSON in binary frames, as from Google. */
function gemini(socket) {
  const send = (message) => socket.send(Buffer.from(JSON.stringify(message)));
  socket.on('message', (data) => {
    const message = JSON.parse(data);
    if (message.setup) {
      send({ setupComplete: { sessionId: id('') } });
    } else if (message.clientContent) {
      const said = message.clientContent.turns[0].parts[0].text;
      words(said).forEach((text) => send({ serverContent: { modelTurn: { parts: [{ text }] } } }));
      send({ serverContent: { turnComplete: true }, usageMetadata: { promptTokenCount: 11, responseTokenCount: 7, totalTokenCount: 18 } });
    }
  });
}

const http = createServer((request, response) => response.writeHead(426).end());
const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => (offered.has('realtime') ? 'realtime' : false) });
http.on('upgrade', (request, socket, head) => {
  const told = `${request.url} ${JSON.stringify(request.headers)}`;
  if (/reprise|llamastack|\/t\//i.test(told)) {
    console.error(`upstream: a handshake tells of Reprise: ${told}`);
  }
  if (!told.includes(process.env.SUITE_KEY)) {
    return socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n');
  }
  sockets.handleUpgrade(request, socket, head, request.url.includes('BidiGenerateContent') ? gemini : openai);
});
http.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${http.address().port}`));

// What browsers bring themselves: fetch, also of streams and with cookies, and EventSource. Prints JSON as it is.
import { drive, key, say } from '../node/driver.mjs';

drive((base) => {
  async function ask(path, body) {
    const response = await fetch(`${base}/v1/${path}`, {
      method: body ? 'POST' : 'GET',
      credentials: 'include',
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    if (response.status === 404 && !response.headers.get('x-reprise-miss')) {
      throw new Error('the page cannot read x-reprise-miss');
    }
    if (!response.ok) {
      throw new Error(`${response.status} ${JSON.parse(await response.text()).error.message}`);
    }
    return response;
  }

  const chat = (prompt, more) => ask('chat/completions', { model: 'tiny', messages: [{ role: 'user', content: prompt }], ...more });

  return {
    async plain(prompt) {
      say('text', (await (await chat(prompt)).json()).choices[0].message.content);
    },

    async streamed(prompt, model = 'tiny') {
      const response = await chat(prompt, { model, stream: true, stream_options: { include_usage: true } });
      let text = '';
      for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
        text += piece;
      }
      const events = text.split('\n\n').filter((event) => event.startsWith('data: {'));
      say('text', events.map((event) => JSON.parse(event.slice(6)).choices[0]?.delta.content ?? '').join(''));
      say('events', events.length);
    },

    async models() {
      say('models', (await (await ask('models')).json()).data.map((each) => each.id).sort().join(' '));
    },

    /** Ends with the stream, before it is opened again. */
    async events(prompt) {
      const events = new EventSource(`${base}/v1/events?about=${encodeURIComponent(prompt)}`);
      const words = [];
      events.onmessage = ({ data }) => words.push(JSON.parse(data));
      await new Promise((ended) => (events.onerror = ended));
      events.close();
      say('text', words.join(''));
    },
  };
});

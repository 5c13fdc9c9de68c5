// A conversation as one file of HTML that needs nothing else: no script, no other host.
import { get, request } from './api.js';
import { h } from './dom.js';
import { pretty, prettyValue } from './json.js';
import { bytes, count, duration, line, money, visible } from './text.js';
import { whole, wholeText } from './whole.js';

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);
const largestPicture = 5_000_000;
const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 900px; margin: 24px auto; padding: 0 16px; overflow-wrap: anywhere; }
h1 { font-size: 20px; } h2 { font-size: 14px; margin: 0 0 6px; } h3 { font-size: 13px; margin: 8px 0 2px; font-weight: 600; }
article { border-top: 1px solid #8886; padding: 12px 0; }
pre { font: inherit; white-space: pre-wrap; margin: 0 0 8px; } pre.code { font: 12px/1.45 ui-monospace, monospace; }
img { max-width: 100%; max-height: 480px; } .facts { opacity: 0.75; } .unseen { font: 11px ui-monospace, monospace; border: 1px solid; border-radius: 3px; padding: 0 2px; }
`;

/** The text of the file. The server has masked what it tells. */
export async function asHtml(location) {
  const shown = await get('recordings/show', { location });
  const title = line(shown.title ?? shown.path ?? location, 200);
  const articles = [];
  let total = 1;
  for (let from = 0; from < total; ) {
    const answer = await get('recordings/messages', { location, from, limit: 50 });
    for (const message of answer.messages) {
      articles.push(await article(message, location));
    }
    from += answer.messages.length;
    total = answer.messages.length === 0 ? 0 : answer.total;
  }
  const cost = shown.cost ?? {};
  const facts = [shown.model, shown.test, shown.status && `status ${shown.status}`, shown.recorded_at, `${count(cost.input_tokens)} tokens in, ${count(cost.output_tokens)} out`, money(cost.cost_usd), duration(shown.duration_ms ?? shown.timing?.last_chunk_ms), location];
  const body = h('body', {}, h('h1', { dir: 'auto' }, visible(title)), h('p', { class: 'facts', dir: 'auto' }, visible(line(facts.filter(Boolean).join(' · '), 2000))), articles);
  const inert = document.implementation.createHTMLDocument('');
  inert.body.replaceWith(body);
  inert.querySelectorAll('.picture').forEach((each) => drawn(inert, each));
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width">${h('title', {}, title).outerHTML}<style>${style}</style>`;
  return `<!doctype html>\n<html lang="en"><head>${head}</head>\n${inert.body.outerHTML}</html>\n`;
}

// in a document that loads nothing: the policy of this page does not allow such pictures
function drawn(inert, place) {
  const image = inert.createElement('img');
  image.setAttribute('src', place.dataset.picture);
  image.setAttribute('alt', place.textContent);
  place.replaceWith(image);
}

async function article(message, location) {
  const who = [message.role ?? (message.side === 'answered' ? 'answer' : 'request'), message.name, message.choice > 0 ? `choice ${message.choice}` : null].filter(Boolean).join(', ');
  const parts = [];
  for (const part of message.parts ?? []) {
    parts.push(...(await partOf(part, location)));
  }
  return h('article', {}, h('h2', { dir: 'auto' }, visible(line(who, 200))), parts, message.finish_reason ? h('p', { class: 'facts' }, 'finish reason: ', visible(line(message.finish_reason, 100))) : null);
}

const label = (words) => h('h3', { dir: 'auto' }, visible(line(words, 300)));
const code = (text) => h('pre', { class: 'code', dir: 'ltr' }, visible(text));

async function partOf(part, location) {
  switch (part.kind) {
    case 'text':
      return [h('pre', { dir: 'auto' }, visible(await whole(part, location)))];
    case 'reasoning':
      return [label(part.encrypted ? `reasoning, encrypted, ${bytes(part.encrypted)}` : 'reasoning'), h('pre', { dir: 'auto' }, visible(await whole(part, location)))];
    case 'refusal':
      return [label('refusal'), h('pre', { dir: 'auto' }, visible(await whole(part, location)))];
    case 'tool_call': {
      const text = await whole(part, location, 'arguments');
      return [label(['calls', part.name, part.id].filter(Boolean).join(' ')), code(part.is_json === false ? text : pretty(text))];
    }
    case 'tool_result':
      return [label([part.is_error ? 'result, an error:' : 'result', part.name, part.id].filter(Boolean).join(' ')), code(await whole(part, location))];
    case 'media':
      return [await picture(part, location), part.transcript ? h('pre', { dir: 'auto' }, visible(part.transcript)) : null];
    case 'tools':
    case 'table':
      return [label(part.kind), code(await wholeText(part, location))];
    case 'other':
      return [label(part.where ?? 'other'), code(part.json === undefined ? await whole(part, location) : prettyValue(part.json))];
    default:
      return [label(part.kind), code(prettyValue(typeof part.text === 'string' ? { ...part, text: await whole(part, location) } : part))];
  }
}

async function picture(part, location) {
  const words = `[${line(part.media_type ?? 'file', 80)}, ${bytes(part.bytes)}${part.url ? `: ${line(part.url, 2000)}` : ''}]`;
  if (!part.is_here || part.show !== 'image' || part.bytes > largestPicture) {
    return h('p', { class: 'facts' }, visible(words));
  }
  try {
    const response = await request('recordings/media', { location, part: part.part });
    const type = (response.headers.get('content-type') ?? '').split(';')[0].trim();
    if (!pictures.has(type)) {
      return h('p', { class: 'facts' }, visible(words));
    }
    return h('span', { class: 'picture', 'data-picture': await dataUrl(new Blob([await response.blob()], { type })) }, words);
  } catch {
    return h('p', { class: 'facts' }, visible(words));
  }
}

const dataUrl = (blob) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });

/** Lets the browser save the file. */
export async function saveAsHtml(location) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([await asHtml(location)], { type: 'text/html' }));
  link.download = `${location.split('/').pop().replace(/\.json$/, '').replace(/[^\w.-]+/g, '-').slice(0, 100) || 'conversation'}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

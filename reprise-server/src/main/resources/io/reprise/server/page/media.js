// Pictures and sounds that are in the recording. Their bytes come from this server; what only has a URL is not loaded.
import { request } from './api.js';
import { button, h, replace } from './dom.js';
import { bytes, line, visible } from './text.js';

const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);
const most = 40_000_000;

export function media(part, at) {
  const what = `${line(part.media_type ?? 'unknown type', 80)}, ${bytes(part.bytes)}`;
  const place = h('div', { class: 'media' });
  const words = h('span', { class: 'muted' }, what);
  const transcript = part.transcript ? h('p', { dir: 'auto' }, visible(part.transcript.slice(0, 20_000))) : null;
  if (!part.is_here) {
    replace(place, h('span', { class: 'not-loaded' }, `[${part.media_type?.startsWith('audio') ? 'sound' : 'file'}, not loaded: `, h('span', { class: 'url' }, visible(line(part.url, 2000))), ']'), ' ', words, transcript);
  } else if (part.show === 'image' || part.show === 'audio') {
    const load = () => show(place, part, at, words, transcript);
    replace(place, button(part.show === 'image' ? 'Show picture' : 'Load sound', load, { class: 'quiet' }), ' ', words, transcript);
    if (part.bytes <= 2_000_000) {
      load();
    }
  } else {
    replace(place, h('span', { class: 'label' }, 'File'), ' ', words, h('span', { class: 'muted' }, ' is not drawn here'), transcript);
  }
  return place;
}

async function show(place, part, at, words, transcript) {
  try {
    const response = await request('recordings/media', at);
    const type = (response.headers.get('content-type') ?? '').split(';')[0].trim();
    const data = await response.blob();
    if (data.size > most || (part.show === 'image' ? !pictures.has(type) : !type.startsWith('audio/'))) {
      throw new Error(`${line(type, 60)} is not drawn here`);
    }
    if (!place.closest('.detail')) {
      return; // another recording is shown meanwhile
    }
    const source = URL.createObjectURL(new Blob([data], { type }));
    const element = part.show === 'image' ? h('img', { alt: `picture in the conversation, ${line(part.media_type, 60)}`, class: 'picture' }) : h('audio', { controls: true, preload: 'metadata', 'aria-label': 'sound in the conversation' });
    const release = () => URL.revokeObjectURL(source);
    element.addEventListener('error', release);
    if (part.show === 'image') {
      element.addEventListener('load', release);
    }
    element.addEventListener('error', () => replace(place, h('span', { class: 'not-loaded' }, part.show === 'image' ? '[a picture that cannot be drawn]' : '[a sound that cannot be played]'), ' ', words, transcript));
    element.src = source;
    replace(place, element, ' ', words, transcript);
  } catch (problem) {
    replace(place, h('span', { class: 'not-loaded' }, `[${line(problem.message, 200)}]`), ' ', words, transcript);
  }
}

/** Lets the sounds in an element go, which nobody can play any more. Pictures are let go when they are drawn. */
export function releaseSounds(element) {
  element.querySelectorAll('.media audio').forEach((each) => URL.revokeObjectURL(each.src));
}

// An outcome as a shape and a word; colour only adds to them.
import { h } from './dom.js';
import { line } from './text.js';

const words = {
  replayed: 'from a recording',
  recorded: 'from the upstream, and kept',
  joined: 'shared the answer to the same question',
  forwarded: 'from the upstream, and not kept',
  faulted: 'with a fault, on purpose',
  missed: 'no recording answers it',
  refused: 'not understood or not allowed',
  failed: 'got no answer',
  'client-left': 'the client left before the end',
};

export function outcome(name, { word = true } = {}) {
  const known = Object.hasOwn(words, name) ? name : 'other';
  return h(
    'span',
    { class: `outcome outcome-${known}`, title: `${line(name, 40)}: ${words[known] ?? 'an outcome that this page does not know'}` },
    h('span', { class: 'shape', 'aria-hidden': 'true' }),
    word ? line(name, 40) : null,
  );
}

export const outcomes = Object.keys(words);

export function status(code) {
  return h('span', { class: `status ${code >= 400 ? 'status-bad' : ''}` }, code ?? '–');
}

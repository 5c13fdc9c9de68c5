// Short messages, also for screen readers.
import { h, button } from './dom.js';
import { line } from './text.js';

const place = h('div', { class: 'say', role: 'status', 'aria-live': 'polite' });
let timer = null;

export const sayPlace = place;

export function say(text) {
  clearTimeout(timer);
  place.textContent = line(text, 300);
  timer = setTimeout(() => (place.textContent = ''), 4000);
}

/** Takes the message away before its time. */
export function hush() {
  clearTimeout(timer);
  place.textContent = '';
}

/** A problem where its result would stand; `again` tries once more. */
export function problem(error, again) {
  return h('div', { class: 'problem', role: 'alert' }, h('strong', {}, 'That did not work. '), h('span', { dir: 'auto' }, line(error.message, 1000)), again ? button('Try again', again, { class: 'quiet' }) : null);
}

/** What stands where there is nothing: the reason, and the command that fills it. */
export function empty(title, text, command, copyOf) {
  return h('div', { class: 'empty' }, h('h2', {}, title), text ? h('p', {}, text) : null, command ? h('div', { class: 'command' }, h('code', { tabindex: '0' }, command), copyOf) : null);
}

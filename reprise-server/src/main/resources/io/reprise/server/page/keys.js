// Single keys. They are off while a field has the focus, and can be switched off altogether.
import { h } from './dom.js';
import { dialog } from './dialogs.js';
import { choice } from './theme.js';

export const singleKeys = choice('single-keys', 'on');

const table = [
  ['j k ↓ ↑', 'next, previous row'],
  ['Enter', 'open the row'],
  ['Esc', 'close what is open, leave a field'],
  ['/', 'filter'],
  ['1 – 6', 'parts of the recording, or of the difference'],
  ['m', 'mark the recording for a comparison'],
  ['d', 'compare with the marked one, or choose another'],
  ['p', 'play the stream, stop it'],
  ['c', 'copy; then c curl, w PowerShell, m command, t test id, d Markdown, p prompt; the command of a miss'],
  ['r', 'copy the rules that would let a miss match'],
  ['e', 'expand all, fold all'],
  ['x', 'the raw bytes of the answer, and back'],
  ['Ctrl .', 'pause Live'],
  ['g then l s m d f', 'go to Live, Store, Misses, Diff, Faults & paces'],
  ['?', 'this help'],
];

export function help() {
  const box = h('input', { type: 'checkbox', id: 'single-keys', checked: singleKeys.get() === 'on', onchange: () => singleKeys.set(box.checked ? 'on' : 'off') });
  return dialog('Keys', () => [
    h('table', { class: 'keys' }, h('tbody', {}, table.map(([key, does]) => h('tr', {}, h('th', { scope: 'row' }, h('kbd', {}, key)), h('td', {}, does))))),
    h('p', {}, box, h('label', { for: 'single-keys' }, ' Single keys do this. Arrow keys, Enter and Esc always do.')),
    h('h3', {}, 'Filter'),
    h('p', {}, 'Words are joined by and; "quoted words" are one; - negates. Names: ', h('code', {}, 'outcome: status:4xx model:gpt-* test: family: upstream: tool: key: path: is:stream is:broken is:unused is:error larger-than:1MB slower-than:2s since:10m text:')),
  ]);
}

const isField = (element) => element?.closest?.('input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]');

/** Whether the focused element itself does something with the key. */
const isOwn = ({ key, target }) => (key === 'Enter' && target?.closest?.('button, a[href], summary')) || (key.startsWith('Arrow') && target?.closest?.('input[type=range]'));

/** Calls `actions[key]` for single keys; `actions.Escape` always. */
export function listenToKeys(actions) {
  let prefix = null;
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) {
      return;
    }
    if (event.ctrlKey && event.key === '.') {
      event.preventDefault();
      actions.pause();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
      return;
    }
    if (event.key === 'Escape') {
      actions.escape(isField(event.target));
      return;
    }
    if (isOwn(event) || isField(event.target) || singleKeys.get() === 'off') {
      return;
    }
    const key = prefix ? `${prefix} ${event.key}` : event.key;
    prefix = null;
    if (key === 'g') {
      prefix = 'g';
    } else if (/^[1-6]$/.test(key)) {
      event.preventDefault();
      actions.tab(Number(key) - 1);
    } else if (Object.hasOwn(actions.keys, key)) {
      event.preventDefault();
      actions.keys[key]();
    }
  });
}

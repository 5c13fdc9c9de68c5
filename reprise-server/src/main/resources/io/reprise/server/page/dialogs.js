// Questions and other dialogs, with the browser's own element.
import { button, h } from './dom.js';

/** Shows a dialog until it is closed. `content(close)` gives its children; the promise has what `close` was called with. */
export function dialog(title, content, { wide = false } = {}) {
  return new Promise((done) => {
    const before = document.activeElement;
    let result = null;
    const close = (value) => {
      result = value;
      element.close();
    };
    const element = h(
      'dialog',
      { class: wide ? 'wide' : '', 'aria-labelledby': 'dialog-title', onclose: () => (element.remove(), done(result), before.isConnected || dispatchEvent(new Event('focuslost'))) },
      h('div', { class: 'dialog-head' }, h('h2', { id: 'dialog-title' }, title), button('Close', () => close(null), { class: 'quiet' })),
      h('div', { class: 'dialog-body' }, content(close)),
    );
    document.body.append(element);
    element.showModal();
  });
}

/** Asks whether something shall be done that cannot be undone here; `refusal` is the button that does nothing. */
export const confirmed = (title, body, action, refusal = 'Keep') =>
  dialog(title, (close) => [
    body,
    h('div', { class: 'buttons' }, button(refusal, () => close(false), { autofocus: true }), button(action, () => close(true), { class: 'danger' })),
  ]);

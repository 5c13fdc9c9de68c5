// The edge between two panes, which can be moved; its place is kept in this browser.
import { h, property } from './dom.js';
import { choice } from './theme.js';

const least = 140;
const step = 24;

/** An edge that says how wide the pane before it is: `name` is part of the custom property that the style sheet uses. */
export function splitter(name, label) {
  const kept = choice(`width-${name}`, '');
  const root = document.documentElement;
  const element = h('div', { class: 'splitter', role: 'separator', tabindex: '0', 'aria-orientation': 'vertical', 'aria-label': label, title: 'Drag it, or use the arrow keys; a double click brings the usual width back' });
  const pane = () => element.parentElement.previousElementSibling;
  const most = () => Math.max(least, Math.round(innerWidth * 0.6));
  const now = () => Math.round(pane().getBoundingClientRect().width);

  function tell() {
    if (element.isConnected && !element.parentElement.hidden) {
      element.setAttribute('aria-valuemin', least);
      element.setAttribute('aria-valuemax', Math.max(most(), now()));
      element.setAttribute('aria-valuenow', Math.max(least, now()));
    }
  }

  /** @param width in pixels; null for the usual one */
  function set(width) {
    if (width === null) {
      root.style.removeProperty(`--${name}-width`);
    } else {
      property(root, `--${name}-width`, `${Math.min(most(), Math.max(least, Math.round(width)))}px`);
    }
  }

  function choose(width) {
    set(width);
    kept.set(width === null ? '' : String(now()));
    tell();
  }

  function drag(event) {
    const [from, start] = [event.clientX, now()];
    const move = ({ clientX }) => set(start + clientX - from);
    const end = () => {
      element.removeEventListener('pointermove', move);
      choose(now());
    };
    element.setPointerCapture(event.pointerId);
    element.addEventListener('pointermove', move);
    element.addEventListener('lostpointercapture', end, { once: true });
  }

  function key(event) {
    const widths = { ArrowLeft: () => now() - step, ArrowRight: () => now() + step, Home: () => least, End: most, Delete: () => null };
    if (Object.hasOwn(widths, event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      choose(widths[event.key]());
    }
  }

  element.addEventListener('pointerdown', drag);
  element.addEventListener('dblclick', () => choose(null));
  element.addEventListener('keydown', key);
  element.addEventListener('focus', tell);
  if (Number(kept.get()) > 0) {
    set(Number(kept.get()));
  }
  requestAnimationFrame(tell);
  return element;
}

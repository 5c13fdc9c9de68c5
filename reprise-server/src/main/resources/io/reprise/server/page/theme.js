// Light, dark, or as the system has it; kept in this browser.
import { h } from './dom.js';

const names = ['system', 'light', 'dark'];

function stored(key, otherwise) {
  try {
    return localStorage.getItem(key) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** A choice of this person, which survives the page. */
export function choice(key, otherwise) {
  return { get: () => stored(key, otherwise), set: (value) => keep(key, value) };
}

function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // a browser that keeps nothing
  }
}

export const theme = choice('theme', 'system');

export function applyTheme() {
  const name = theme.get();
  if (name === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = name;
  }
  dispatchEvent(new Event('themechange'));
}

export function themeSwitch() {
  const select = h('select', { 'aria-label': 'Colours', title: 'Colours', onchange: () => (theme.set(select.value), applyTheme()) }, names.map((name) => h('option', { value: name, selected: name === theme.get() }, name === 'system' ? 'System' : name === 'light' ? 'Light' : 'Dark')));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => dispatchEvent(new Event('themechange')));
  return select;
}

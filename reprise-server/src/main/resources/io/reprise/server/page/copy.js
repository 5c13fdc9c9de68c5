// Copies texts, and says so.
import { get } from './api.js';
import { button, h } from './dom.js';
import { say } from './say.js';

export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h('textarea', { class: 'off-screen', 'aria-label': 'text to copy' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  say(`Copied: ${what}`);
}

/** `text` is the text, or gives it, at once or later. */
export function copyButton(text, what, label = 'Copy') {
  const copies = async () => copy(typeof text === 'function' ? await text() : text, what);
  return button(label, () => copies().catch((error) => say(error.message)), { class: 'quiet', 'aria-label': `Copy ${what}`, 'data-copy': what });
}

/** What can be copied of a recording: the key to press after `c`, the form, and its name. */
export const forms = [
  ['c', 'curl', 'curl command'],
  ['w', 'powershell', 'PowerShell command'],
  ['m', 'command', 'command that records it again'],
  ['t', 'test', 'test id'],
  ['d', 'markdown', 'conversation as Markdown'],
  ['p', 'prompt', 'prompt for a coding agent'],
];

export async function copyForm(location, form) {
  const [, , name] = forms.find(([, as]) => as === form);
  const { text } = await get('recordings/copy', { location, as: form });
  await copy(text ?? '', name);
}

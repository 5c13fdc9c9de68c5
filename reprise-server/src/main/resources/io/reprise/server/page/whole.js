// The whole text of a part, of which the list of messages has the beginning.
import { get } from './api.js';

const step = 100_000;

/** The text in that member of a part, with the rest of it. */
export async function whole(part, location, member = 'text') {
  let text = String(part[member] ?? '');
  let total = part.total ?? 0;
  while (text.length < total) {
    const more = await get('recordings/part', { location, part: part.part, offset: text.length, length: step });
    if (!more.text) {
      return text;
    }
    text += more.text;
    total = more.total ?? total;
  }
  return text;
}

/** What a part says in one text; the list of messages may have only some of its rows or items. */
export const wholeText = ({ part }, location) => whole({ part, total: Infinity }, location);

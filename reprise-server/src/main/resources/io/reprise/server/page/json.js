// JSON for people: indented, and otherwise as it was written.

const tokens = /"(?:[^"\\]|\\[^])*"|[[\]{},:]|[^\s[\]{},:"]+/g;
const most = 200_000;
const deepest = 40;

/** Indents a text of JSON. Numbers keep their spelling, and members their order, also where they are doubled. */
export const pretty = (text) => (text.length > most ? text : indented(text));

/** A value as indented JSON. */
export function prettyValue(value) {
  try {
    return pretty(JSON.stringify(value) ?? 'null');
  } catch {
    return 'This is nested too deeply to be shown here; Request and Answer have it.';
  }
}

function indented(text) {
  const lines = [];
  let line = '';
  let depth = 0;
  const feed = () => {
    lines.push(line);
    line = '  '.repeat(Math.min(depth, deepest));
  };
  const all = text.match(tokens) ?? [];
  for (let at = 0; at < all.length; at++) {
    const token = all[at];
    if (token === '{' || token === '[') {
      line += token;
      const isEmpty = all[at + 1] === (token === '{' ? '}' : ']');
      depth += isEmpty ? 0 : 1;
      if (isEmpty) {
        line += all[++at];
      } else {
        feed();
      }
    } else if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      feed();
      line += token;
    } else if (token === ',') {
      line += token;
      feed();
    } else {
      line += token === ':' ? ': ' : token;
    }
  }
  lines.push(line);
  return lines.join('\n');
}

/**
 * Calls `take` for each whole line of a stream. Not readline: that one ends the process where a connection was reset, as it is when
 * the other side was killed.
 */
export function eachLine(stream, take) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    lines.forEach(take);
  });
}

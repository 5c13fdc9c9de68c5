// The recording that is marked for a comparison, in this tab of the browser.
import { change } from './route.js';
import { hush, say } from './say.js';

export const mark = {
  get: () => sessionStorage.getItem('mark'),
  set: (location) => sessionStorage.setItem('mark', location),
};

export function markRecording(location) {
  mark.set(location);
  say('Marked. Open another recording and press d to compare them.');
}

/** Compares the marked recording with this one; where one of them is missing, a person chooses it. */
export function compareWithMark(location) {
  hush();
  const marked = mark.get();
  if (marked) {
    change({ view: 'diff', id: null, a: marked, b: location !== marked ? location : null, tab: null });
  } else {
    change({ id: location, tab: 'diff' });
  }
}

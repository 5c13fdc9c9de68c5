// Deletes after a question; a list of the files and a command that brings them back.
import { send } from './api.js';
import { copyButton } from './copy.js';
import { h } from './dom.js';
import { confirmed, dialog } from './dialogs.js';
import { say } from './say.js';
import { count, line, plural } from './text.js';

export const fileList = (files) =>
  h('div', { class: 'file-list', tabindex: '0', role: 'group', 'aria-label': 'files' }, h('ul', {}, files.slice(0, 500).map((each) => h('li', { dir: 'ltr' }, line(each, 300)))), files.length > 500 ? h('p', { class: 'muted' }, `and ${count(files.length - 500)} more`) : null);

function told() {
  dispatchEvent(new Event('storechange'));
}

/** What was deleted, and how it comes back. */
function deleted({ deleted: files = [], kept = [], undo = null }) {
  told();
  return dialog(`${plural(files.length, 'file')} deleted`, () => [fileList(files), kept.length > 0 ? [h('p', {}, 'These could not be deleted:'), fileList(kept)] : null, undo ? [h('p', {}, 'This command brings them back, if they are in git:'), h('div', { class: 'command' }, h('code', { tabindex: '0' }, undo), copyButton(undo, 'command'))] : h('p', {}, 'They are not in git, so no command can bring them back.')]);
}

async function attempt(work) {
  try {
    await deleted(await work());
    return true;
  } catch (error) {
    await dialog('Nothing was deleted', () => h('p', { dir: 'auto' }, line(error.message, 1000)));
    told();
    return false;
  }
}

export async function deleteRecording(location) {
  if (await confirmed('Delete this recording?', fileList([location]), 'Delete it')) {
    await attempt(() => send('DELETE', 'recordings', { location }));
  }
}

export async function deleteTest(test, known) {
  if (await confirmed('Delete all recordings of this test?', [h('p', { dir: 'auto' }, line(test, 400)), h('p', {}, known ? `${plural(known.recordings, 'recording')} will be deleted.` : null)], 'Delete them')) {
    await attempt(() => send('DELETE', 'tests', { test }));
  }
}

export async function startOver(test) {
  if (await confirmed(test ? 'Start this test over?' : 'Start all tests over?', h('p', {}, 'The next request gets the first occurrence again, and begins a new run: from then on, recordings are unused until the new run uses them. Recordings stay as they are.', test ? [' Test: ', h('bdi', {}, line(test, 300))] : null), 'Start over', 'Cancel')) {
    try {
      await send('POST', 'tests/start-over', { test });
      told();
      say(test ? 'The test was started over.' : 'All tests were started over.');
    } catch (error) {
      await dialog('Nothing was started over', () => h('p', { dir: 'auto' }, line(error.message, 1000)));
    }
  }
}

/** Asks what to prune, shows what that would delete, and deletes it after a second question. */
export async function prune() {
  const wish = await dialog('Prune the store', (close) => {
    const runs = h('input', { type: 'number', min: '0', max: '50', value: '3', id: 'prune-runs' });
    const withoutTest = h('input', { type: 'checkbox', id: 'prune-without-test' });
    const orphaned = h('input', { type: 'checkbox', id: 'prune-orphaned', checked: true });
    const duplicates = h('input', { type: 'checkbox', id: 'prune-duplicates', checked: true });
    const wanted = () => ({ unused_runs: Number(runs.value), without_test: withoutTest.checked, orphaned: orphaned.checked, duplicates: duplicates.checked });
    return h(
      'form',
      { class: 'form', onsubmit: (event) => (event.preventDefault(), close(wanted())) },
      h('div', {}, h('label', { for: 'prune-runs' }, 'Unused in the last '), runs, h('span', {}, ' runs of their test (0 = skip)')),
      h('div', {}, withoutTest, h('label', { for: 'prune-without-test' }, ' Unused recordings without a test as well')),
      h('div', {}, orphaned, h('label', { for: 'prune-orphaned' }, ' Orphaned bodies: no recording names them')),
      h('div', {}, duplicates, h('label', { for: 'prune-duplicates' }, ' Duplicates: the recordings without a test give the same answers')),
      h('div', { class: 'buttons' }, h('button', { type: 'submit' }, 'Show what would be deleted')),
    );
  });
  if (!wish) {
    return;
  }
  try {
    const plan = await send('POST', 'prune', {}, { ...wish, dry_run: true });
    if (plan.files.length === 0) {
      await dialog('There is nothing to prune', () => [h('p', {}, 'No file meets these conditions.'), ...remarks(plan)]);
    } else if (await confirmed(`Delete ${plural(plan.files.length, 'file')}?`, [fileList(plan.files.map(named)), ...remarks(plan)], `Delete ${plural(plan.files.length, 'file')}`)) {
      await attempt(async () => pruned(await send('POST', 'prune', {}, { ...wish, dry_run: false })));
    }
  } catch (error) {
    await dialog('Nothing was pruned', () => h('p', { dir: 'auto' }, line(error.message, 1000)));
  }
}

const named = ({ location, because }) => `${location}: ${because}`;

/** Why some files stay. */
function remarks({ tests_with_too_few_runs: tests, unused_without_test: apart, broken }) {
  return [
    apart > 0 ? h('p', { class: 'muted' }, `${plural(apart, 'unused recording')} without a test stay${apart === 1 ? 's' : ''}: a request by hand is a run without a test, and need not have asked for all.`) : null,
    tests > 0 ? h('p', { class: 'muted' }, `All recordings of ${plural(tests, 'test')} stay, because too few runs without a miss are known. A run counts when its server has stopped.`) : null,
    broken > 0 ? h('p', { class: 'muted' }, `${plural(broken, 'file')} cannot be read, and stay.`) : null,
  ].filter(Boolean);
}

/** What became of the files that were to be deleted. */
function pruned({ files, not_deleted: kept, undo }) {
  const left = new Map(kept.map(({ location, reason }) => [location, reason]));
  return { deleted: files.map(({ location }) => location).filter((location) => !left.has(location)), kept: [...left].map(([location, reason]) => `${location}: ${reason}`), undo };
}

// Deletes after a question; a list of the files and a command that brings them back.
import { send } from './api.js';
import { copyButton } from './copy.js';
import { h } from './dom.js';
import { confirmed, dialog } from './dialogs.js';
import { count, line, plural } from './text.js';

export const fileList = (files) =>
  h('div', { class: 'file-list', tabindex: '0', role: 'group', 'aria-label': 'files' }, h('ul', {}, files.slice(0, 500).map((each) => h('li', { dir: 'ltr' }, line(each, 300)))), files.length > 500 ? h('p', { class: 'muted' }, `and ${count(files.length - 500)} more`) : null);

function told() {
  dispatchEvent(new Event('storechange'));
}

/** What was deleted, and how it comes back. */
function deleted({ deleted: files = [], undo = null }) {
  told();
  return dialog(`${plural(files.length, 'file')} deleted`, () => [fileList(files), undo ? [h('p', {}, 'This command brings them back, if they are in git:'), h('div', { class: 'command' }, h('code', { tabindex: '0' }, undo), copyButton(undo, 'command'))] : h('p', {}, 'They are not in git, so that no command brings them back.')]);
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
  if (await confirmed(test ? 'Start this test over?' : 'Start all tests over?', h('p', {}, 'The next request gets the first occurrence again. Recordings stay as they are.', test ? [' Test: ', h('bdi', {}, line(test, 300))] : null), 'Start over')) {
    try {
      await send('POST', 'tests/start-over', { test });
      told();
    } catch (error) {
      await dialog('Nothing was started over', () => h('p', { dir: 'auto' }, line(error.message, 1000)));
    }
  }
}

/** Asks what to prune, shows what that would delete, and deletes it after a second question. */
export async function prune() {
  const wish = await dialog('Prune the store', (close) => {
    const runs = h('input', { type: 'number', min: '0', max: '100', value: '0', id: 'prune-runs' });
    const orphaned = h('input', { type: 'checkbox', id: 'prune-orphaned' });
    const duplicates = h('input', { type: 'checkbox', id: 'prune-duplicates', checked: true });
    const wanted = () => ({ ...(Number(runs.value) > 0 ? { unused_runs: Number(runs.value) } : {}), orphaned: orphaned.checked, duplicates: duplicates.checked });
    return h(
      'form',
      { class: 'form', onsubmit: (event) => (event.preventDefault(), close(wanted())) },
      h('div', {}, h('label', { for: 'prune-runs' }, 'Not used in the last runs (0: do not look) '), runs),
      h('div', {}, orphaned, h('label', { for: 'prune-orphaned' }, ' Orphaned: their test is gone')),
      h('div', {}, duplicates, h('label', { for: 'prune-duplicates' }, ' Duplicates: the same question and answer twice')),
      h('div', { class: 'buttons' }, h('button', { type: 'submit' }, 'Show what would be deleted')),
    );
  });
  if (!wish) {
    return;
  }
  try {
    const plan = await send('POST', 'prune', {}, { ...wish, dry_run: true });
    const files = filesOf(plan);
    if (files.length === 0) {
      await dialog('There is nothing to prune', () => h('p', {}, line(plan.verdict ?? 'No recording is unused, orphaned or a duplicate.', 400)));
    } else if (await confirmed(`Delete ${plural(files.length, 'file')}?`, fileList(files), `Delete ${plural(files.length, 'file')}`)) {
      await attempt(async () => {
        const done = await send('POST', 'prune', {}, { ...wish, dry_run: false });
        return { deleted: filesOf(done), undo: done.undo };
      });
    }
  } catch (error) {
    await dialog('Nothing was pruned', () => h('p', { dir: 'auto' }, line(error.message, 1000)));
  }
}

function filesOf(answer) {
  const list = answer.deleted ?? answer.would_delete ?? answer.recordings ?? [];
  return list.map((each) => (typeof each === 'string' ? each : `${each.location}${each.reason ? ` (${each.reason})` : ''}`));
}

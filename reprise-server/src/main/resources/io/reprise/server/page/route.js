// The address of a view: #/VIEW/ID?filter=…&tab=…

const listeners = new Set();

export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [view = '', ...rest] = path.split('/');
  let id = rest.join('/');
  try {
    id = decodeURIComponent(id);
  } catch {
    // an address with a bare percent sign, typed by hand
  }
  return { view: view || 'live', id: id || null, query: new URLSearchParams(query) };
}

export function format({ view, id, query }) {
  const words = new URLSearchParams(query);
  for (const [key, value] of [...words]) {
    if (value === '') {
      words.delete(key);
    }
  }
  const tail = words.toString();
  return `#/${view}${id ? `/${encodeURIComponent(id)}` : ''}${tail ? `?${tail}` : ''}`;
}

export const current = () => parse(location.hash);

/** Goes to a view; `replace` leaves no step for Back. */
export function go(route, { replace = false } = {}) {
  const hash = format(route);
  if (hash === (location.hash || '#/live')) {
    return;
  }
  history[replace ? 'replaceState' : 'pushState'](null, '', hash);
  changed();
}

/** The present address with other members: `null` takes one away. */
export function change({ view, id, ...members }, options) {
  const now = current();
  const query = new URLSearchParams(view && view !== now.view ? {} : now.query);
  if (id !== undefined && id !== now.id) {
    query.delete('range'); // of the stream that was shown
  }
  for (const [key, value] of Object.entries(members)) {
    if (value === null) {
      query.delete(key);
    } else {
      query.set(key, value);
    }
  }
  go({ view: view ?? now.view, id: id === undefined ? now.id : id, query }, options);
}

export const onChange = (listener) => listeners.add(listener);

function changed() {
  const now = current();
  listeners.forEach((listener) => listener(now));
}

addEventListener('popstate', changed);

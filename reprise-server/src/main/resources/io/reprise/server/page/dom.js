// Builds elements. Text becomes text nodes only, so that nothing from a recording is ever read as HTML.

const svgNames = new Set(['svg', 'path', 'circle', 'line', 'rect', 'g']);

/**
 * An element with attributes and children.
 *
 * `on…` attributes are listeners; `true` sets an attribute without a value; `null`, `undefined` and `false` leave it out.
 * `style` and `href` to another place than a view of this page are refused.
 */
export function h(name, attributes, ...children) {
  const element = svgNames.has(name) ? document.createElementNS('http://www.w3.org/2000/svg', name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    set(element, key, value);
  }
  append(element, children);
  return element;
}

function set(element, key, value) {
  if (value === null || value === undefined || value === false) {
    return;
  }
  if (key.startsWith('on')) {
    element.addEventListener(key.slice(2), value);
  } else if (key === 'style' || (key === 'href' && !String(value).startsWith('#/'))) {
    throw new Error(`'${key}' must not be set to '${value}'`);
  } else {
    element.setAttribute(key, value === true ? '' : value);
  }
}

export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
}

export function replace(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

export function button(label, onclick, attributes = {}) {
  return h('button', { type: 'button', onclick, ...attributes }, label);
}

/** Does `work`, which draws what is in `element` again. The focus stays on the control with the same id, or goes to `otherwise()`. */
export function keepingFocus(element, work, otherwise) {
  const { activeElement } = document;
  const had = element.contains(activeElement);
  work();
  if (had && !element.contains(document.activeElement)) {
    const again = activeElement.id ? element.querySelector(`#${CSS.escape(activeElement.id)}`) : null;
    (again ?? otherwise())?.focus({ preventScroll: true });
  }
}

/** Sets a custom property, which style sheets use; style attributes are not allowed on this page. */
export function property(element, name, value) {
  element.style.setProperty(name, value);
  return element;
}

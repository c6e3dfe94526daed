// The list of all cameras: says to the server which rows are on screen, so that no others are drawn, and moves within them by keys. The table
// is one stop of the Tab key with aria-activedescendant: rows come and go as it scrolls, and a focus that were on one would go with it.
let root, server, watcher, frame = 0, asking = false, asked = '', wanted;
let active = { id: undefined, index: 0 };

// The browser's way back from a camera leads to its row: where it was left is kept in the tab, for each list by its address.
let cameBack = -Infinity, place;
addEventListener('popstate', () => cameBack = performance.now());
const placeOf = () => `mihari.fleet${location.search}`;

const rows = () => root?.querySelector('[data-rows]');
const grid = () => root?.querySelector('[data-grid]');
const tiles = () => root?.querySelector('[data-tiles]');
const search = () => root?.querySelector('[data-fleet-search]');
const headOf = () => (grid()?.querySelector('.columns')?.getBoundingClientRect().height ?? 0) + bar();
const bar = () => document.querySelector('header.bar, .bar')?.getBoundingClientRect().height ?? 56;

export function attach(page, reference) {
  [root, server] = [page, reference];
  active = { id: undefined, index: 0 };
  addEventListener('scroll', later, { passive: true });
  addEventListener('resize', later, { passive: true });
  document.addEventListener('keydown', onKey);
  root.addEventListener('focusin', onFocus);
  root.addEventListener('click', leave, { capture: true });
  place = performance.now() - cameBack < 5000 ? +(sessionStorage.getItem(placeOf()) ?? NaN) : NaN;
  watcher = new MutationObserver(changes => changes.some(change => change.attributeName === 'data-list') ? toTop() : later());
  watcher.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-first', 'data-count', 'data-list'] });
  later();
}

export function detach() {
  removeEventListener('scroll', later);
  removeEventListener('resize', later);
  document.removeEventListener('keydown', onKey);
  root?.removeEventListener('focusin', onFocus);
  root?.removeEventListener('click', leave, { capture: true });
  watcher?.disconnect();
  cancelAnimationFrame(frame);
  root = server = undefined;
}

/** Another list: its first rows, where the screen has gone past them. */
function toTop() {
  active = { id: undefined, index: 0 };
  const top = rows()?.getBoundingClientRect().top ?? 0;
  if (top < headOf() - 1) scrollTo({ top: Math.max(0, scrollY + top - headOf()) });
  later();
}

/** A camera is opened. */
function leave(event) {
  const row = event.target.closest('a') && event.target.closest('[data-index], [data-tiles] > li');
  if (!row) return;
  const index = row.dataset.index ?? +rows().dataset.first + [...tiles().children].indexOf(row);
  sessionStorage.setItem(placeOf(), index);
}

/** Back at the row, or tile, that was opened, as soon as there are rows. */
async function comeBack(index) {
  await go(index);
  if (grid()) grid().focus({ preventScroll: true });
  else rowAt(index)?.querySelector('a').focus();
}

/** What came before is drawn by the next frame; a hidden tab has none. The server gives nothing newer until then. */
export function drawn() {
  return new Promise(done => {
    const late = setTimeout(done, 250);
    requestAnimationFrame(() => {
      clearTimeout(late);
      done();
    });
  });
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not on a page without TLS.
    const field = document.createElement('textarea');
    field.value = text;
    field.style.position = 'fixed';
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand('copy');
    field.remove();
    return isCopied;
  }
}

function later() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    look();
  });
}

function shape() {
  const body = rows();
  if (!body) return undefined;
  const count = +body.dataset.count, first = +body.dataset.first, list = tiles();
  const drawn = list ? list.children.length : body.querySelectorAll(':scope > [data-index]').length;
  let columns = 1, line = parseFloat(getComputedStyle(body).getPropertyValue('--line'));
  if (list?.firstElementChild) {
    columns = getComputedStyle(list).gridTemplateColumns.split(' ').length;
    const gap = parseFloat(getComputedStyle(list).rowGap);
    const height = Math.round(list.firstElementChild.getBoundingClientRect().height + gap);
    if (height !== line) body.style.setProperty('--line', `${line = height}px`);
  }
  return { body, count, first, drawn, columns, line, top: body.getBoundingClientRect().top };
}

/** Asks for what is on screen and as much again around it, where it is not drawn; once at a time. */
async function look() {
  mark();
  const seen = shape();
  if (!seen || asking || !seen.count) return;
  if (!isNaN(place)) {
    const index = place;
    place = NaN;
    if (index < seen.count) return comeBack(index);
  }
  const { count, first, drawn, columns, line, top } = seen;
  const from = Math.max(0, Math.floor((bar() - top) / line)) * columns;
  const to = Math.min(count, Math.ceil((innerHeight - top) / line) * columns);
  const spare = Math.ceil(innerHeight / line / 3) * columns;
  const isCovered = (first <= Math.max(0, from - spare) || first === 0 && from <= spare) && (first + drawn >= Math.min(count, to + spare)) && first % columns === 0;
  if (isCovered || to <= 0) return;
  const begin = Math.max(0, from - 2 * spare), start = begin - begin % columns, size = to - from + 4 * spare;
  // More than the server draws is not had by asking again.
  if (asked === (asked = [start, size, columns, count, first].join())) return;
  await ask(start, size, columns);
}

/** False: the connection is lost, or the page is left; what is drawn stays. */
async function ask(first, size, columns) {
  asking = true;
  try {
    await server.invokeMethodAsync('Look', first, Math.ceil(size / columns) * columns, columns);
  } catch {
    return false;
  } finally {
    asking = false;
  }
  later();
  return true;
}

const rowAt = index => tiles()?.children[index - rows().dataset.first] ?? rows()?.querySelector(`:scope > [data-index="${index}"]`);

/** The row that the keys are at is marked wherever it stands now; where it is gone, the one in its place is. */
function mark() {
  const table = grid();
  if (!table || !table.matches(':focus')) return;
  const own = active.id && document.getElementById(active.id);
  if (own) active.index = +own.dataset.index;
  const row = own ?? rowAt(Math.min(active.index, +rows().dataset.count - 1));
  for (const other of table.querySelectorAll('[data-active]')) if (other !== row) other.removeAttribute('data-active');
  if (row && !own && wanted === undefined) active = { id: row.id, index: +row.dataset.index };
  if (row && row.id === active.id) {
    row.setAttribute('data-active', '');
    table.setAttribute('aria-activedescendant', row.id);
  } else {
    row?.removeAttribute('data-active');
    table.removeAttribute('aria-activedescendant');
  }
}

function onFocus(event) {
  if (event.target !== grid()) return;
  const seen = shape();
  if (!active.id || !document.getElementById(active.id)) {
    const index = Math.min(seen.count - 1, Math.max(0, Math.ceil((headOf() - seen.top) / seen.line)));
    active = { id: rowAt(index)?.id, index };
  }
  mark();
}

/** Goes to a row, which is drawn first where it is not. */
async function go(index) {
  const { count, columns, line, top } = shape();
  const target = Math.max(0, Math.min(count - 1, index));
  const isAsked = wanted !== undefined;
  [wanted, active] = [target, { id: rowAt(target)?.id, index: target }];
  if (rowAt(target)) return arrive(target);
  scrollTo({ top: scrollY + top + line * Math.floor(target / columns) - innerHeight / 2 });
  if (isAsked) return;
  while (wanted !== undefined && root && !rowAt(wanted)) {
    const size = Math.ceil(innerHeight / line) * 2 * columns;
    if (!await ask(Math.max(0, wanted - size / 2), size, columns)) break;
    await new Promise(drawn => requestAnimationFrame(drawn));
    if (!rows() || wanted >= +rows().dataset.count) break;
  }
  if (wanted !== undefined && rowAt(wanted)) arrive(wanted);
  wanted = undefined;
}

function arrive(index) {
  const row = rowAt(index);
  wanted = undefined;
  active = { id: row.id, index };
  row.scrollIntoView({ block: 'nearest' });
  mark();
}

const isTyping = element => element?.closest?.('input, textarea, select, [contenteditable], dialog');

function onKey(event) {
  if (!root || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/' && !isTyping(event.target) && search()) {
    event.preventDefault();
    search().focus();
    search().select();
  } else if (event.target === search()) {
    const first = grid() ?? tiles()?.querySelector('a');
    if (event.key === 'Escape' && search().value) {
      event.preventDefault();
      search().value = '';
      search().dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (event.key !== 'ArrowDown' || !first) return;
    event.preventDefault();
    first.focus({ preventScroll: true });
  } else if (event.target === grid()) {
    const seen = shape(), page = Math.max(1, Math.floor((innerHeight - headOf()) / seen.line) - 1);
    const to = { ArrowDown: active.index + 1, ArrowUp: active.index - 1, PageDown: active.index + page, PageUp: active.index - page, Home: 0, End: seen.count - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      go(to);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const row = active.id && document.getElementById(active.id);
      if (row) row.querySelector('a').click();
      else go(active.index);
    }
  } else if (tiles()?.contains(event.target)) {
    moveAmongTiles(event);
  }
}

/** Tiles are links, each a stop of its own; arrows go to those beside, and the next lines are drawn as they come on screen. */
function moveAmongTiles(event) {
  const { columns } = shape(), all = [...tiles().children];
  const at = all.indexOf(event.target.closest('li'));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns }[event.key];
  const tile = all[to];
  if (!tile) return;
  event.preventDefault();
  tile.querySelector('a').focus({ preventScroll: true });
  tile.scrollIntoView({ block: 'nearest' });
}

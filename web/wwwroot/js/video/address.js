// What a player shows stands in the page's address: a reload, a server that comes back, and whoever is given the address lead to the same moment.

/** The moment (ms since 1970) and how much of its day is shown (ms) as the address has them; undefined where it has none. */
export function fromAddress() {
  const query = new URLSearchParams(location.search);
  const at = Date.parse(query.get('at')), span = Number(query.get('span')) * 1000;
  return { at: Number.isNaN(at) ? undefined : at, span: span > 0 ? span : undefined };
}

/** Takes over a moment, to the second, and how much of its day is shown; only where the page is still the camera's. */
export function toAddress(camera, at, span) {
  if (location.pathname.toLowerCase().endsWith(`/cameras/${camera}`.toLowerCase())) write(at, span);
}

/** Something else than a moment of the card is shown. */
export function clearAddress() {
  write();
}

function write(at, span) {
  const query = new URLSearchParams(location.search);
  query.delete('at');
  query.delete('span');
  if (at !== undefined) query.set('at', `${new Date(at).toISOString().slice(0, 19)}Z`);
  if (span !== undefined) query.set('span', Math.round(span / 1000));
  const text = query.toString().replaceAll('%3A', ':');
  const search = text && `?${text}`;
  if (search !== location.search) history.replaceState(history.state, '', location.pathname + search);
}

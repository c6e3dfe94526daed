// A click on a camera's card leads to its live picture: the stream is opened with the click, while the page is still being drawn, and what comes
// is kept for the element that will show it. Nobody comes for it: it is closed again.
import { StreamConnection } from './connection.js';

const patience = 3000;
const waiting = new Map();

const livePath = camera => `media/live/${camera}`;

class Recorder {
  calls = [];

  format(...what) { this.calls.push(['format', what]); }

  fragment(...what) { this.calls.push(['fragment', what]); }

  state(...what) { this.calls.push(['state', what]); }
}

document.addEventListener('click', event => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || !document.documentElement.dataset.circuit) return;
  const camera = event.target.closest?.('a.cover')?.closest('li[data-camera]')?.dataset.camera;
  if (!camera || waiting.has(camera)) return;
  const connection = new StreamConnection(() => livePath(camera), new Recorder());
  const timer = setTimeout(() => {
    waiting.delete(camera);
    connection.close();
  }, patience);
  waiting.set(camera, { connection, timer });
}, true);

/** The camera's stream: the one that was opened with the click, else a new one. The sink hears all of it. */
export function openLive(camera, sink) {
  const early = waiting.get(camera);
  if (!early) return new StreamConnection(() => livePath(camera), sink);
  waiting.delete(camera);
  clearTimeout(early.timer);
  const { calls } = early.connection.sink;
  early.connection.sink = sink;
  // Not before its element knows its connection.
  queueMicrotask(() => calls.forEach(([name, what]) => sink[name](...what)));
  return early.connection;
}

// The connection to the server. While it is gone, what stands on the page may be old: the page says so at once, and its
// states are dimmed. It is tried again until it is back, with pauses that grow and are drawn by lot, so that the
// browsers of a server that starts again do not all come in the same moment.
const shortest = 300, longest = 10_000;
// The server says something every 2 s (Portal.cs). One that hangs takes connections and never answers.
const silence = 6_000, patience = 10_000;
const root = document.documentElement;
let isLost = false, isTrying = false;
// No connection can be taken up: there was no circuit yet, or the servers that answer do not know it.
let isGone = true;
let wake = () => { };

export const isStale = () => isLost;

const pause = attempt => Math.random() * Math.min(longest, shortest * 2 ** attempt);

const rest = ms => new Promise(done => {
  const timer = setTimeout(done, ms);
  wake = () => {
    clearTimeout(timer);
    done();
  };
});

// As the server writes times.
const time = () => new Intl.DateTimeFormat(root.lang, root.lang === 'ja'
  ? { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }
  : { timeStyle: 'medium' }).format();

function mark(lost) {
  isLost = lost;
  const bar = document.getElementById('connection');
  if (lost) {
    root.dataset.connection = 'lost';
    bar.querySelector('time').replaceChildren(time());
    bar.showPopover(); // Over an open panel, too.
  } else {
    delete root.dataset.connection;
    bar.hidePopover();
    document.getElementById('blazor-error-ui').style.display = ''; // An attempt that broke off half-way shows it.
  }
}

// Whether the page can be loaded anew.
async function isServed() {
  const answer = await fetch(location.href,
    { cache: 'no-store', redirect: 'manual', headers: { accept: 'text/html' }, signal: AbortSignal.timeout(patience) });
  return answer.type === 'opaqueredirect' || answer.status < 500;
}

// Only onConnectionUp says that the circuit was taken up. Once a server has refused it, or failed while it was asked, the
// connection for that stays open, and Blazor.reconnect() answers true for it alone.
async function takeUp() {
  let timer;
  try {
    await Promise.race([Blazor.reconnect(), new Promise(done => { timer = setTimeout(done, patience); })]);
    isGone = isLost;
  } catch {
    // Not there yet.
  } finally {
    clearTimeout(timer);
  }
}

async function comeBack() {
  if (isTrying) return;
  isTrying = true;
  for (let attempt = 0; isLost; attempt++) {
    await rest(pause(attempt));
    if (!isGone) await takeUp();
    // While the page cannot be had anew either, what stands here stays, and says that it may be old.
    if (isLost && isGone && await isServed().catch(() => false)) {
      location.reload();
      return;
    }
  }
  isTrying = false;
}

function down() {
  if (isLost) return;
  mark(true);
  comeBack();
}

function up() {
  isGone = false;
  if (isLost) mark(false);
}

export function connect() {
  addEventListener('online', () => wake());
  document.addEventListener('visibilitychange', () => document.hidden || wake());
  let isLeaving = false, starting;
  addEventListener('pagehide', () => { isLeaving = true; });
  addEventListener('pageshow', event => event.persisted && location.reload()); // Its circuit ended as it was left.
  return Blazor.start({
    circuit: {
      configureSignalR(builder) {
        builder.withServerTimeout(silence).withUrl('_blazor', { timeout: patience / 2 });
        // A circuit that never comes about is told by nobody else.
        starting ??= setTimeout(() => isGone && down(), patience);
      },
      circuitHandlers: [{ onCircuitOpened: up }],
      reconnectionHandler: {
        onConnectionDown: () => isLeaving || down(),
        onConnectionUp: up,
      },
    },
  });
}

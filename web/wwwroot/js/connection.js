// The connection to the server. While it is gone, what stands on the page may be old: the page says so at once, and its
// states are dimmed. It is tried again until it is back, with pauses that grow and are drawn by lot, so that the
// browsers of a server that starts again do not all come in the same moment.
const shortest = 300, longest = 10_000, silence = 15_000;
const root = document.documentElement;
let isLost = false;
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

// A server that takes the connection and does not know this page any more has been started anew.
async function isServed() {
  const answer = await fetch(location.href, { cache: 'no-store', redirect: 'manual', headers: { accept: 'text/html' } });
  return answer.type === 'opaqueredirect' || answer.status < 500;
}

async function comeBack() {
  for (let attempt = 0; isLost; attempt++) {
    await rest(pause(attempt));
    try {
      if (await Blazor.reconnect()) {
        mark(false);
      } else if (await isServed()) {
        location.reload();
        return;
      }
    } catch {
      // Not there yet.
    }
  }
}

export function connect() {
  addEventListener('online', () => wake());
  document.addEventListener('visibilitychange', () => document.hidden || wake());
  let isLeaving = false;
  addEventListener('pagehide', () => { isLeaving = true; });
  return Blazor.start({
    circuit: {
      configureSignalR: builder => builder.withServerTimeout(silence),
      reconnectionHandler: {
        onConnectionDown() {
          if (isLost || isLeaving) return;
          mark(true);
          comeBack();
        },
        onConnectionUp: () => mark(false),
      },
    },
  });
}

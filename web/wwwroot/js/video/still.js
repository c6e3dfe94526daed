// <mh-still camera src at alt active>: a tile of the wall. A picture that is taken anew each minute while the tile can be seen, and
// live while something happens; of those that can be seen at most nine are live, the ones where something happened last.
// Until the first picture has come, and where it is the newest, the one of the camera's last recording (src, at) shows.
import './live.js';
import { fullTime } from './times.js';

const period = 60_000, retryAfter = 15_000, atOnce = 4, mostLive = 9, lingers = 5_000;

const tiles = new Set();
const queue = [];
let running = 0;
let timer = 0;

const watcher = new IntersectionObserver(entries => {
  for (const entry of entries) entry.target.isSeen = entry.isIntersecting;
  look();
});

document.addEventListener('visibilitychange', look);

// All tiles of a page share one timer, which rests while the tab is hidden.
function look() {
  if (document.hidden) return;
  const now = Date.now();
  const wishes = [...tiles].filter(tile => tile.isSeen && tile.activeUntil > now).sort((a, b) => b.activeSince - a.activeSince);
  const chosen = new Set(wishes.slice(0, mostLive));
  for (const tile of tiles) {
    tile.showLive(chosen.has(tile));
    if (tile.isSeen && !tile.live && tile.due <= now) tile.enqueue();
  }
}

async function work() {
  while (running < atOnce && queue.length) {
    const tile = queue.shift();
    running++;
    tile.refresh().finally(() => {
      running--;
      work();
    });
  }
}

class Still extends HTMLElement {
  static observedAttributes = ['at', 'active', 'alt'];

  connectedCallback() {
    this.innerHTML = '<img alt="" decoding="async" hidden><time></time>';
    this.picture = this.querySelector('img');
    this.time = this.querySelector('time');
    this.texts = JSON.parse(this.closest('[data-live-texts]').dataset.liveTexts);
    this.picture.alt = this.getAttribute('alt') ?? '';
    this.isSeen = false;
    this.due = 0;
    this.at = 0;
    this.activeSince = this.activeUntil = 0;
    this.activeChanged();
    this.showLast();
    tiles.add(this);
    watcher.observe(this);
    timer ||= setInterval(look, 1000);
  }

  disconnectedCallback() {
    watcher.unobserve(this);
    tiles.delete(this);
    this.live?.remove();
    this.live = undefined;
    this.aborting?.abort();
    this.forget();
    if (!tiles.size) timer = clearInterval(timer) ?? 0;
  }

  attributeChangedCallback(name, before, value) {
    if (!this.picture || before === value) return;
    if (name === 'alt') this.picture.alt = value ?? '';
    else if (name === 'at') this.showLast();
    else this.activeChanged();
  }

  activeChanged() {
    if (this.hasAttribute('active')) {
      this.activeSince = Date.now();
      this.activeUntil = Infinity;
    } else if (this.activeUntil === Infinity) {
      this.activeUntil = Date.now() + lingers;
    }
    look();
  }

  /** The picture of the last recording, where there is no newer one. */
  showLast() {
    const at = Date.parse(this.getAttribute('at'));
    if (this.getAttribute('src') && at > this.at) this.show(this.getAttribute('src'), at);
  }

  enqueue() {
    this.due = Infinity;
    queue.push(this);
    work();
  }

  async refresh() {
    if (!this.isConnected || !this.isSeen) return this.due = 0;
    this.aborting = new AbortController();
    try {
      const answer = await fetch(`media/stills/${this.getAttribute('camera')}`, { signal: this.aborting.signal });
      const at = Date.parse(answer.headers.get('Last-Modified'));
      if (answer.status === 200 && at > this.at) this.show(URL.createObjectURL(await answer.blob()), at);
      // By when it was taken, as it may have been for somebody else, and not all tiles at the same moment again. Of a camera that sends none, the
      // next try is a period away, too.
      const next = at > Date.now() - period ? at + period : Date.now() + period;
      this.due = Math.max(Date.now() + 5000, next - 4000 * Math.random());
    } catch {
      this.due = Date.now() + retryAfter;
    }
  }

  async show(url, at) {
    const next = new Image();
    next.src = url;
    try {
      await next.decode();
    } catch {
      if (url.startsWith('blob:')) URL.revokeObjectURL(url);
      return;
    }

    if (!this.isConnected || at < this.at) {
      if (url.startsWith('blob:')) URL.revokeObjectURL(url);
      return;
    }

    this.forget();
    this.at = at;
    this.url = url;
    this.picture.src = url;
    this.picture.hidden = false;
    this.dataset.at = at;
    this.time.dateTime = new Date(at).toISOString();
    this.time.textContent = fullTime(at);
  }

  forget() {
    if (this.url?.startsWith('blob:')) URL.revokeObjectURL(this.url);
    this.url = undefined;
  }

  showLive(should) {
    if (should === !!this.live) return;
    if (should) {
      this.live = document.createElement('mh-live');
      this.live.setAttribute('camera', this.getAttribute('camera'));
      this.live.setAttribute('texts', JSON.stringify({ ...this.texts, video: this.picture.alt }));
      this.live.setAttribute('bare', '');
      this.append(this.live);
    } else {
      this.keepLast();
      this.live.remove();
      this.live = undefined;
      this.due = Math.max(this.due, Date.now() + 5000);
    }
    this.toggleAttribute('live', should);
  }

  /** The last live picture stays as the still, with its own time. */
  keepLast() {
    const { video, screen } = this.live;
    if (!video.videoWidth || !screen.shown) return;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    canvas.getContext('2d').drawImage(video, 0, 0);
    const at = screen.shown;
    canvas.toBlob(blob => blob && this.isConnected && this.show(URL.createObjectURL(blob), at), 'image/jpeg', 0.85);
  }
}

customElements.define('mh-still', Still);

// <mh-live camera texts bare>: a camera live; bare, without sound and without anything to press. What it says of its picture is true by the
// times at which pictures were taken: LIVE, DELAYED n s, or STALE; and while there is none, why.
import { openLive } from './early.js';
import { Screen } from './screen.js';
import { Controls } from './controls.js';
import { clearAddress } from './address.js';

const live = 3000, stale = 10_000, hiddenFor = 30_000;
const jumpAt = 3, fastest = 1.1, leastMargin = 0.08, slack = 0.03;

class Live extends HTMLElement {
  connectedCallback() {
    this.texts = JSON.parse(this.getAttribute('texts'));
    this.innerHTML = `<video playsinline></video><p class="mh-video-state" role="status" hidden></p>
      <p class="mh-video-note" role="status"><span class="mh-spin"></span><span class="text"></span></p>`;
    this.video = this.querySelector('video');
    this.video.setAttribute('aria-label', this.texts.video);
    this.badge = this.querySelector('.mh-video-state');
    this.note = this.querySelector('.mh-video-note');
    if (this.hasAttribute('bare')) {
      this.video.muted = true;
    } else {
      this.controls = new Controls(this, this.video, this.texts);
      clearAddress();
    }

    this.margin = leastMargin;
    this.least = Infinity;
    this.started = performance.now();
    this.screen = new Screen(this.video);
    this.screen.onpiece = piece => this.piece(piece);
    this.screen.onformat = () => this.controls?.has(this.screen.hasSound);
    this.screen.onbroken = () => this.renew();
    this.video.addEventListener('waiting', () => this.ranDry());
    this.video.addEventListener('error', () => this.renew());
    this.video.addEventListener('playing', () => this.first());
    this.onhidden = () => this.hiddenChanged();
    document.addEventListener('visibilitychange', this.onhidden);
    this.say('asked');
    this.open();
    this.timer = setInterval(() => this.look(), 250);
  }

  disconnectedCallback() {
    document.removeEventListener('visibilitychange', this.onhidden);
    clearInterval(this.timer);
    clearTimeout(this.hiding);
    this.connection?.close();
    this.screen.clear();
    this.controls?.dispose();
  }

  open() {
    this.connection = openLive(this.getAttribute('camera'), {
      format: (header, init) => this.format(header, init),
      fragment: (bytes, at) => this.screen.fragment(bytes, at),
      state: (state, reason) => this.told(state, reason),
    });
  }

  format(header, init) {
    try {
      this.screen.format(header, init);
    } catch {
      this.told('refused', 'codec');
    }
  }

  told(state, reason) {
    this.state = state;
    this.reason = reason;
    if (reason === 'signedOut') location.reload();
    this.look();
  }

  // A hidden tab is no viewer after a while, and is back at once when it is shown.
  hiddenChanged() {
    clearTimeout(this.hiding);
    if (document.hidden) {
      this.hiding = setTimeout(() => {
        this.connection?.close();
        this.connection = undefined;
      }, hiddenFor);
    } else if (!this.connection) {
      this.open();
    } else {
      this.toNewest();
    }
  }

  piece(piece) {
    if (this.screen.pieces.length === 1) {
      // Not from the fragment's start where it is older than it need be.
      const spare = (this.connection?.now ?? Date.now()) - piece.at - 1000 * (1 + this.margin);
      this.video.currentTime = piece.start + Math.max(0, Math.min(piece.end - piece.start - 0.1, spare / 1000));
      this.screen.play();
    }

    this.least = Math.min(this.least, this.screen.ahead - (piece.end - piece.start));
    this.steer();
  }

  // Just before each fragment is taken, what is still ahead is the reserve: as little as holds, so that the picture is as new as can be.
  steer() {
    if (this.screen.ahead > jumpAt) {
      this.toNewest();
    } else if (performance.now() - (this.steered ?? 0) > 2000) {
      this.video.playbackRate = this.least > this.margin + slack ? Math.min(fastest, 1 + (this.least - this.margin) / 4) : 1;
      if (this.least > this.margin && this.margin > leastMargin) this.margin -= 0.02;
      this.least = Infinity;
      this.steered = performance.now();
    }
  }

  toNewest() {
    if (!this.screen.pieces.length) return;
    this.video.currentTime = Math.max(this.video.currentTime, this.screen.end - 1 - this.margin);
    this.screen.play();
  }

  ranDry() {
    if (this.screen.ahead > 0.1) return;
    this.margin = Math.min(1, this.margin + 0.1);
    this.video.playbackRate = 1;
  }

  renew() {
    this.screen.clear();
    this.connection?.close();
    this.open();
  }

  first() {
    if (this.isPlaying) return;
    this.isPlaying = true;
    this.dataset.first = Math.round(performance.now() - this.started);
    this.dispatchEvent(new CustomEvent('mh-first', { bubbles: true }));
  }

  look() {
    const shown = this.screen.shown;
    const delay = shown === undefined || !this.isPlaying ? undefined : (this.connection?.now ?? Date.now()) - shown;
    const state = delay === undefined ? undefined : delay <= live ? 'live' : delay <= stale ? 'delayed' : 'stale';
    this.badge.hidden = state === undefined;
    this.dataset.state = state ?? 'none';
    this.dataset.delay = delay === undefined ? '' : Math.round(delay);
    const text = state && this.texts[state].replace('{0}', this.lasting(delay));
    if (text && this.badge.textContent !== text) this.badge.textContent = text;
    this.badge.className = `mh-video-state ${state}`;
    if (state === 'live' && this.state !== 'refused') this.say(undefined);
    else if (this.state === 'refused' || this.state === 'lost' || this.state === 'waiting') this.say(this.reason);
    else this.say(state === 'stale' ? 'noPictures' : state === undefined ? 'asked' : undefined);
  }

  say(reason) {
    const text = reason && (this.texts[reason] ?? this.texts.asked);
    this.note.hidden = !text;
    this.note.classList.toggle('final', this.state === 'refused');
    if (text) this.note.querySelector('.text').textContent = text;
  }

  lasting(delay) {
    const seconds = Math.floor(delay / 1000);
    const [value, unit] = seconds < 60 ? [seconds, 'second'] : seconds < 3600 ? [Math.floor(seconds / 60), 'minute'] : [Math.floor(seconds / 3600), 'hour'];
    const text = new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
    return document.documentElement.lang === 'ja' ? text.replaceAll(' ', '') : text;
  }
}

customElements.define('mh-live', Live);

// <mh-recorded camera texts>: what a camera's card holds (常時録画). The day's timeline comes from the server without the
// camera; the pictures come from the camera's card, from the chosen moment on, and run on from minute to minute. The page's address
// says which moment.
import { StreamConnection } from './connection.js';
import { Screen } from './screen.js';
import { Controls } from './controls.js';
import { Timeline } from './timeline.js';
import { fullTime } from './times.js';
import { Exports } from './exports.js';
import { fromAddress, toAddress } from './address.js';

const day = 24 * 60 * 60_000, kept = 10, refresh = 20_000;
const speeds = [1, 2, 4];
const ready = 12, most = 4, notedEvery = 5000, notedAtRest = 350, behind = 5000;
const earliest = Date.UTC(2000, 0);

// What may be over in a moment: it is tried again by itself.
const passing = ['cameraOffline', 'cameraFailed', 'cameraBusy'], retryAfter = 3000;

class Recorded extends HTMLElement {
  connectedCallback() {
    this.texts = JSON.parse(this.getAttribute('texts'));
    this.innerHTML = `<div class="mh-video-screen"><video playsinline></video><p class="mh-video-state moment" hidden></p>
        <p class="mh-video-note" role="status"><span class="mh-spin"></span><span class="text"></span></p></div>
      <div class="mh-timeline-head"><button type="button" class="mh-icon-button" data-day="-1"></button>
        <input type="date" required><button type="button" class="mh-icon-button" data-day="1"></button>
        <span class="legend"><i class="recorded"></i><span></span><i class="motion"></i><span></span></span>
        <span class="zoom"><button type="button" class="mh-icon-button" data-zoom="2">−</button><button type="button" class="mh-icon-button" data-zoom="0.5">+</button></span></div>
      <div class="mh-timeline"></div><p class="mh-timeline-none" hidden></p>
      <section class="mh-exports"></section>`;
    const { texts } = this;
    this.stage = this.querySelector('.mh-video-screen');
    this.video = this.querySelector('video');
    this.video.setAttribute('aria-label', texts.video);
    this.badge = this.querySelector('.mh-video-state');
    this.note = this.querySelector('.mh-video-note');
    this.none = this.querySelector('.mh-timeline-none');
    this.words();
    this.controls = new Controls(this.stage, this.video, texts);
    this.playing = this.controls.button('play', () => this.toggle(), true);
    this.controls.button('previous', () => this.jump(-1), true);
    this.next = this.controls.button('next', () => this.jump(1), true);
    this.speed = this.controls.button('speed', () => this.faster(), true);
    this.controls.button('download', () => this.exports.ask(), true);
    this.exports = new Exports(this.querySelector('.mh-exports'), this.getAttribute('camera'), texts, () => this.minute);
    this.screen = new Screen(this.video);
    this.screen.onpiece = piece => this.piece(piece);
    this.screen.onformat = () => this.controls.has(this.screen.hasSound);
    this.screen.onbroken = () => this.play(this.position);
    this.video.addEventListener('playing', () => this.first());
    this.video.addEventListener('click', () => this.toggle());
    this.timeline = new Timeline(this.querySelector('.mh-timeline'), texts, moment => this.play(moment));
    this.addEventListener('keydown', event => this.press(event));
    this.timer = setInterval(() => this.look(), 200);
    this.refresher = setInterval(() => this.load(), refresh);
    this.rate = 1;
    this.showSpeed();
    const { at, span } = fromAddress(), asked = at >= earliest && at <= Date.now() ? at : undefined;
    this.choose(asked ?? Date.now(), asked);
    if (span) this.timeline.zoom(span / this.timeline.span);
  }

  disconnectedCallback() {
    clearTimeout(this.again);
    clearInterval(this.timer);
    clearInterval(this.refresher);
    this.connection?.close();
    this.screen.clear();
    this.timeline.dispose();
    this.controls.dispose();
    this.exports.dispose();
  }

  words() {
    const { texts } = this;
    const label = (element, text) => {
      element.title = text;
      element.setAttribute('aria-label', text);
    };
    const chevron = turn => `<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" style="transform: rotate(${turn}deg)"><path d="m8 5 5 5-5 5"/></svg>`;
    const [back, on] = this.querySelectorAll('[data-day]');
    back.innerHTML = chevron(180);
    on.innerHTML = chevron(0);
    label(back, texts.dayBefore);
    label(on, texts.dayAfter);
    [back, on].forEach(button => button.addEventListener('click', () => this.choose(this.timeline.from + day / 2 + Number(button.dataset.day) * day)));
    this.date = this.querySelector('input[type=date]');
    this.date.setAttribute('aria-label', texts.day);
    this.date.addEventListener('change', () => this.date.value && this.choose(new Date(`${this.date.value}T12:00`).getTime()));
    const [out, inwards] = this.querySelectorAll('[data-zoom]');
    label(out, texts.zoomOut);
    label(inwards, texts.zoomIn);
    [out, inwards].forEach(button => button.addEventListener('click', () => this.timeline.zoom(Number(button.dataset.zoom))));
    const [recorded, motion] = this.querySelectorAll('.legend span');
    recorded.textContent = texts.recorded;
    motion.textContent = texts.motion;
  }

  // The day in which a moment lies becomes the one that is shown; it plays from there where it is said to.
  choose(moment, from) {
    const start = new Date(moment);
    start.setHours(0, 0, 0, 0);
    const end = new Date(start);
    end.setDate(end.getDate() + 1);
    const today = new Date();
    const first = new Date(today);
    first.setDate(first.getDate() - kept);
    const text = date => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
    [this.date.value, this.date.min, this.date.max] = [text(start), text(first), text(today)];
    const [back, on] = this.querySelectorAll('[data-day]');
    [back.disabled, on.disabled] = [this.date.value <= this.date.min, this.date.value >= this.date.max];
    this.timeline.show(start.getTime(), end.getTime());
    this.isFollowing = false; // The day was chosen: what plays from another one does not take it away.
    this.chosen = from ?? (Date.now() < this.timeline.to ? undefined : this.timeline.from);
    this.timeline.move(this.within(from ?? this.position));
    this.isFresh = from === undefined;
    this.noteSoon();
    this.wanted = from;
    this.load().then(() => this.isConnected && from !== undefined && this.wanted === from && this.play(from));
  }

  async load() {
    const { from, to } = this.timeline, asked = this.asked = {};
    try {
      const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
      const answer = await fetch(`api/v1/cameras/${this.getAttribute('camera')}/recordings?${query}`, { cache: 'no-store' });
      if (answer.status === 401) location.reload();
      if (!answer.ok || asked !== this.asked) return;
      const data = await answer.json();
      if (asked !== this.asked) return;
      this.timeline.set({
        minutes: data.minutes.map(one => ({ start: Date.parse(one.start), duration: one.durationMs, motion: one.motion })),
        gaps: data.gaps.map(gap => ({ from: Date.parse(gap.from), to: Date.parse(gap.to), cause: gap.cause })),
      });
    } catch {
      return; // Asked for again in a moment.
    }

    const { minutes } = this.timeline.data;
    this.none.hidden = minutes.length > 0;
    this.none.textContent = minutes.length ? '' : this.texts.nothing;
    if (this.isFresh && minutes.length) {
      this.isFresh = false;
      this.play(minutes.at(-1).start);
    } else if (this.isFresh) {
      // Nothing of the day that was chosen can be played: what played before does not pass for it. Today something may still come.
      this.isFresh = Date.now() < this.timeline.to;
      this.isPaused = true;
      this.clear();
      this.say(undefined);
    }
  }

  /** The start of the minute that is shown. */
  get minute() {
    const now = this.position;
    return now === undefined ? undefined : this.timeline.data.minutes.findLast(one => one.start <= now)?.start ?? now;
  }

  /** A moment, where it lies in the day that is shown. */
  within(moment) {
    return moment >= this.timeline.from && moment < this.timeline.to ? moment : undefined;
  }

  get position() {
    return this.target ?? this.screen.shown;
  }

  /** Plays from a moment on; from the next that is recorded where it lies in a gap, and from the newest where it lies ahead. */
  play(asked) {
    if (asked === undefined) return;
    const moment = Math.min(asked, Date.now() - behind);
    this.chosen = moment;
    this.isFresh = false;
    this.noteSoon();
    const { minutes, gaps } = this.timeline.data;
    const gap = gaps.find(gap => gap.cause !== 'recording' && moment >= gap.from && moment < gap.to);
    const next = gap && minutes.find(one => one.start >= gap.to - 1000);
    this.dataset.gap = gap?.cause ?? '';
    if (gap && !next) {
      this.stop(gap.cause);
      return;
    }

    this.open(next ? next.start : moment);
  }

  open(moment) {
    clearTimeout(this.again);
    this.wanted = undefined;
    this.target = moment;
    this.isPaused = false;
    this.over = undefined;
    this.began = performance.now();
    this.connection?.close();
    if (this.screen.seek(moment)) {
      this.target = undefined;
      this.resume = undefined;
      this.video.play().catch(() => { });
      const last = this.screen.pieces.at(-1);
      this.from = last.at + 1000 * (last.end - last.start) + 20;
    } else {
      this.screen.clear();
      this.from = moment;
    }

    this.given = most;
    this.connection = new StreamConnection(() => {
      this.given = most;
      return `media/recorded/${this.getAttribute('camera')}?from=${encodeURIComponent(new Date(this.from).toISOString())}`;
    }, {
      format: (header, init) => this.format(header, init),
      fragment: (bytes, at) => this.fragment(bytes, at),
      state: (state, reason) => this.told(state, reason),
    });
    this.timeline.move(moment);
    this.say('asked');
  }

  stop(reason) {
    this.wanted = undefined;
    this.connection?.close();
    this.connection = undefined;
    this.over = reason;
    this.target = undefined;
    this.say(reason);
  }

  format(header, init) {
    try {
      this.screen.format(header, init);
    } catch {
      this.stop('codec');
    }
  }

  fragment(bytes, at) {
    this.given--;
    // What was still being taken in when its time was asked for comes twice.
    const last = this.screen.pieces.at(-1);
    if (last && at < last.at + 500 * (last.end - last.start)) return;
    this.screen.fragment(bytes, at);
  }

  told(state, reason) {
    if (reason === 'signedOut') location.reload();
    if (state === 'ended' && passing.includes(reason)) {
      const moment = this.position;
      this.stop(reason);
      this.again = setTimeout(() => this.isConnected && this.over === reason && !this.isPaused && this.open(moment), retryAfter);
    } else if (state === 'refused' || (state === 'ended' && reason !== 'finished')) {
      this.stop(reason);
    } else if (state === 'ended') {
      // Cut off, or left paused for long: it goes on where it was.
      this.connection?.close();
      this.connection = undefined;
      if (!this.isPaused) setTimeout(() => this.isConnected && !this.connection && !this.over && this.open(this.position), 500);
    } else if (state === 'lost') {
      this.say('server');
    }
  }

  piece(piece) {
    this.from = piece.at + 1000 * (piece.end - piece.start) + 20;
    if (this.target !== undefined) {
      this.video.currentTime = piece.start + Math.max(0, Math.min(piece.end - piece.start - 0.05, (this.target - piece.at) / 1000));
      this.target = undefined;
      this.video.playbackRate = this.rate;
      this.screen.play();
    }

    this.want();
  }

  // As much as is played in the next seconds, and no more: the camera sends at the pace that is asked for.
  want() {
    if (this.given + this.screen.waiting < most && this.screen.ahead < ready * this.rate) {
      this.connection?.send({ take: most });
      this.given += most;
    }
  }

  first() {
    this.isStarted = true;
    if (this.began) this.dataset.first = Math.round(performance.now() - this.began);
    this.began = undefined;
    this.say(undefined);
    this.look();
  }

  toggle() {
    if (this.video.paused || !this.connection) {
      this.isPaused = false;
      if (this.connection) this.video.play().catch(() => { });
      else this.play(this.position ?? this.chosen ?? this.timeline.data.minutes.at(-1)?.start);
    } else {
      this.isPaused = true;
      this.video.pause();
    }
  }

  jump(by) {
    const { minutes } = this.timeline.data, now = this.position ?? this.timeline.to;
    const at = minutes.findLastIndex(one => one.start <= now + 500);
    // Back: first to the start of this minute, and from there to the one before.
    const target = by > 0 ? minutes[at + 1] : now - (minutes[at]?.start ?? 0) > 3000 ? minutes[at] : minutes[at - 1];
    if (target) this.play(target.start);
  }

  faster() {
    this.rate = speeds[(speeds.indexOf(this.rate) + 1) % speeds.length];
    this.video.playbackRate = this.rate;
    this.showSpeed();
    this.want();
  }

  showSpeed() {
    this.speed.textContent = `×${this.rate}`;
    this.speed.title = this.texts.speed;
    this.speed.setAttribute('aria-label', `${this.texts.speed} ×${this.rate}`);
  }

  press(event) {
    if (event.target.matches('input') || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = {
      ' ': () => this.toggle(), k: () => this.toggle(), m: () => this.controls.switchSound(), f: () => this.controls.switchFull(),
      ',': () => this.jump(-1), '.': () => this.jump(1), s: () => this.faster(),
      ArrowLeft: () => this.play((this.position ?? this.timeline.to) - 10_000), ArrowRight: () => this.play((this.position ?? this.timeline.from) + 10_000),
    }[event.key];
    if (!action || (event.key === ' ' && event.target.matches('button'))) return;
    event.preventDefault();
    action();
  }

  look() {
    this.controls.set(this.playing, this.video.paused ? 'play' : 'pause');
    const shown = this.target ?? (this.isStarted ? this.screen.shown : undefined);
    this.dataset.at = shown === undefined ? '' : new Date(shown).toISOString();
    this.badge.hidden = shown === undefined;
    const text = shown === undefined ? '' : fullTime(shown);
    if (this.badge.textContent !== text) this.badge.textContent = text;
    const inside = this.within(shown), at = inside ?? (shown === undefined ? this.within(this.chosen) : undefined);
    if (!this.timeline.isDragging) this.timeline.move(at);
    // Played past midnight, it goes on with the next day.
    if (this.isFollowing && inside === undefined && shown >= this.timeline.to && !this.video.paused) {
      this.choose(shown);
      this.isFresh = false;
    }

    this.isFollowing = inside !== undefined;
    this.next.disabled = !this.timeline.data.minutes.some(one => one.start > (shown ?? Infinity) + 500);
    this.want();
    const noted = inside ?? this.chosen ?? (this.none.hidden ? undefined : this.timeline.from);
    if (noted !== undefined) this.noteAddress(noted);
  }

  // Chosen anew, it is in the address as soon as a browser lets it be.
  noteSoon() {
    this.addressed = Math.min(this.addressed ?? -Infinity, performance.now() - notedEvery + notedAtRest);
  }

  // Nothing is shown any more.
  clear() {
    this.connection?.close();
    this.connection = this.target = this.over = undefined;
    this.isStarted = false;
    this.screen.clear();
  }

  // Not with each picture: a browser refuses an address that changes too often.
  noteAddress(at) {
    const now = performance.now(), isResting = this.video.paused || this.target !== undefined;
    if (now - (this.addressed ?? -Infinity) < (isResting ? notedAtRest : notedEvery)) return;
    this.addressed = now;
    const { from, to, span } = this.timeline;
    toAddress(this.getAttribute('camera'), at, span < to - from ? span : undefined);
  }

  say(reason) {
    const text = reason && (this.texts.causes[reason] ?? this.texts[reason] ?? this.texts.asked);
    this.note.hidden = !text;
    this.note.classList.toggle('final', Boolean(this.over));
    if (text) this.note.querySelector('.text').textContent = text;
  }
}

customElements.define('mh-recorded', Recorded);

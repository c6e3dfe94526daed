// A day of recording as a strip: what is recorded, what is not and why, motion in red, and where the picture is. Its window goes
// from the whole day to a minute. It is a slider: clicked, dragged, or moved by the keyboard.
import { hours } from './times.js';

const minute = 60_000, hour = 60 * minute, day = 24 * hour;
const lead = 3000, near = 4;
const steps = [1000, 5000, 10_000, 15_000, 30_000, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour];

export class Timeline {
  /** @param {HTMLElement} host @param {object} texts @param {(moment: number) => void} onseek */
  constructor(host, texts, onseek) {
    Object.assign(this, { host, texts, onseek });
    this.canvas = document.createElement('canvas');
    this.tip = document.createElement('p');
    this.tip.className = 'tip';
    this.tip.hidden = true;
    host.append(this.canvas, this.tip);
    host.tabIndex = 0;
    host.setAttribute('role', 'slider');
    host.setAttribute('aria-label', texts.timeline);
    this.data = { minutes: [], gaps: [] };
    const cycle = hours();
    this.clock = new Intl.DateTimeFormat(document.documentElement.lang, { ...cycle, minute: '2-digit', second: '2-digit' });
    this.hours = new Intl.DateTimeFormat(document.documentElement.lang, { ...cycle, minute: '2-digit' });
    host.addEventListener('pointerdown', event => this.grab(event));
    host.addEventListener('pointermove', event => this.point(event));
    host.addEventListener('pointerleave', () => { this.tip.hidden = true; });
    host.addEventListener('wheel', event => this.turn(event), { passive: false });
    host.addEventListener('keydown', event => this.press(event));
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(host);
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.redraw = () => this.draw();
    this.scheme.addEventListener('change', this.redraw);
  }

  dispose() {
    this.observer.disconnect();
    this.scheme.removeEventListener('change', this.redraw);
  }

  /** The day that is shown, as ms since 1970 of its start and end. */
  show(from, to) {
    Object.assign(this, { from, to, start: from, span: to - from });
    this.data = { minutes: [], gaps: [] };
    this.draw();
  }

  set(data) {
    this.data = data;
    this.draw();
  }

  /** Where the picture is. The window follows it, unless one drags. */
  move(moment) {
    this.at = moment;
    if (!this.isDragging && moment !== undefined && this.span < this.to - this.from && (moment < this.start || moment > this.start + this.span * 0.95)) {
      this.start = this.bounded(moment - this.span * 0.1);
    }

    if (moment !== undefined) {
      this.host.setAttribute('aria-valuemin', 0);
      this.host.setAttribute('aria-valuemax', Math.round((this.to - this.from) / 1000));
      this.host.setAttribute('aria-valuenow', Math.round((moment - this.from) / 1000));
      this.host.setAttribute('aria-valuetext', this.clock.format(moment));
    }

    this.draw();
  }

  zoom(factor, around = this.at ?? this.start + this.span / 2) {
    const span = Math.max(minute, Math.min(this.to - this.from, this.span * factor));
    const share = Math.max(0, Math.min(1, (around - this.start) / this.span));
    this.span = span;
    this.start = this.bounded(around - span * share);
    this.draw();
  }

  bounded(start) {
    return Math.max(this.from, Math.min(this.to - this.span, start));
  }

  momentAt(x) {
    return this.start + Math.max(0, Math.min(1, x / this.host.clientWidth)) * this.span;
  }

  // A click at motion starts a little before it.
  chosen(x) {
    const moment = this.momentAt(x), reach = near * this.span / this.host.clientWidth;
    for (const [from, to] of this.motion()) {
      if (moment >= from - reach && moment <= Math.max(to, from + reach)) return Math.max(this.from, from - lead);
    }

    return moment;
  }

  *motion() {
    for (const one of this.data.minutes) {
      for (const [from, to] of one.motion) yield [one.start + from, one.start + to];
    }
  }

  grab(event) {
    if (event.button !== 0) return;
    this.host.setPointerCapture(event.pointerId);
    const left = this.host.getBoundingClientRect().left, began = event.clientX;
    let last = began;
    const drag = e => {
      last = e.clientX;
      this.isDragging = this.isDragging || Math.abs(last - began) > 3;
      if (this.isDragging) {
        this.at = this.momentAt(last - left);
        this.draw();
      }
    };
    const drop = () => {
      this.host.removeEventListener('pointermove', drag);
      const moment = this.isDragging ? this.momentAt(last - left) : this.chosen(began - left);
      this.isDragging = false;
      this.onseek(moment);
    };
    this.host.addEventListener('pointermove', drag);
    this.host.addEventListener('pointerup', drop, { once: true });
    this.host.addEventListener('pointercancel', () => {
      this.host.removeEventListener('pointermove', drag);
      this.isDragging = false;
    }, { once: true });
  }

  point(event) {
    const x = event.clientX - this.host.getBoundingClientRect().left, moment = this.momentAt(x);
    const gap = this.data.gaps.find(gap => moment >= gap.from && moment < gap.to);
    this.tip.hidden = false;
    this.tip.textContent = gap ? `${this.clock.format(moment)} · ${this.texts.causes[gap.cause]}` : this.clock.format(moment);
    this.tip.style.insetInlineStart = `${Math.max(0, Math.min(this.host.clientWidth - this.tip.offsetWidth, x - this.tip.offsetWidth / 2))}px`;
  }

  turn(event) {
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.start = this.bounded(this.start + (event.deltaX || event.deltaY) / this.host.clientWidth * this.span);
      this.draw();
    } else {
      this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.momentAt(event.clientX - this.host.getBoundingClientRect().left));
    }
  }

  press(event) {
    const by = { ArrowLeft: -10_000, ArrowRight: 10_000, ArrowDown: -minute, ArrowUp: minute, PageDown: -10 * minute, PageUp: 10 * minute }[event.key];
    const last = this.data.minutes.at(-1);
    if (by) this.onseek(Math.max(this.from, Math.min(last ? last.start + last.duration - 1000 : this.to - 1, (this.at ?? this.start) + by)));
    else if (event.key === 'Home' && this.data.minutes.length) this.onseek(this.data.minutes[0].start);
    else if (event.key === 'End' && this.data.minutes.length) this.onseek(this.data.minutes.at(-1).start);
    else if (event.key === '+') this.zoom(0.5);
    else if (event.key === '-') this.zoom(2);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  draw() {
    if (this.from === undefined || this.isDrawing) return;
    this.isDrawing = requestAnimationFrame(() => {
      this.isDrawing = undefined;
      this.paint();
    });
  }

  paint() {
    const { clientWidth: width, clientHeight: height } = this.host, scale = devicePixelRatio || 1;
    if (!width) return;
    if (this.canvas.width !== Math.round(width * scale)) this.canvas.width = Math.round(width * scale);
    if (this.canvas.height !== Math.round(height * scale)) this.canvas.height = Math.round(height * scale);
    const pen = this.canvas.getContext('2d'), style = getComputedStyle(this.host);
    const color = name => style.getPropertyValue(`--mh-timeline-${name}`);
    const x = moment => (moment - this.start) / this.span * width;
    const top = 20, bottom = height - 2;
    const bar = (from, to, paint, least = 1, inset = 0) => {
      const left = Math.max(0, x(from)), right = Math.min(width, Math.max(x(to), x(from) + least));
      if (right <= 0 || left >= width) return;
      pen.fillStyle = paint;
      pen.fillRect(left, top + inset, right - left, bottom - top - inset);
    };
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = style.font;
    bar(this.from, this.to, color('empty'));

    // Minutes that follow on each other are one bar: seams between them would look like holes.
    let run;
    for (const one of [...this.data.minutes, undefined]) {
      const end = one && one.start + one.duration;
      if (run && one && one.start - run.to < 3000) {
        run.to = end;
        continue;
      }

      if (run) bar(run.from, run.to, color('recorded'));
      run = one && { from: one.start, to: end };
    }

    for (const gap of this.data.gaps) {
      if (gap.cause === 'recording') bar(gap.from, gap.to, color('soon'));
      else if (gap.cause !== 'notRecorded') bar(gap.from, gap.to, color('lost'), 1, bottom - top - 4);
    }

    for (const [from, to] of this.motion()) bar(from, to, color('motion'), 2);

    const step = steps.find(step => step / this.span * width >= 76) ?? steps.at(-1);
    const shift = new Date(this.from).getTime();
    pen.fillStyle = color('ink');
    pen.textBaseline = 'top';
    for (let moment = shift + Math.ceil((this.start - shift) / step) * step; moment <= this.start + this.span; moment += step) {
      const at = x(moment), text = (step < minute ? this.clock : this.hours).format(moment);
      pen.globalAlpha = 0.4;
      pen.fillRect(Math.round(at), top - 4, 1, 4);
      pen.globalAlpha = 1;
      const half = pen.measureText(text).width / 2;
      pen.fillText(text, Math.max(0, Math.min(width - 2 * half, at - half)), 1);
    }

    if (this.at !== undefined && this.at >= this.start && this.at <= this.start + this.span) {
      const at = Math.round(x(this.at));
      pen.fillStyle = color('cursor');
      pen.fillRect(at - 1, top - 5, 2, bottom - top + 7);
      pen.beginPath();
      pen.moveTo(at - 6, top - 8);
      pen.lineTo(at + 6, top - 8);
      pen.lineTo(at, top);
      pen.fill();
    }
  }
}

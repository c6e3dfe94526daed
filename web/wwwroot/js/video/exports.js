// 変換済みファイル一覧: what has been converted to an ordinary MP4, what is being made and how far it has come; and the form that has a
// span converted. It asks the server once a second while something is made, else now and then.
import { fullTime } from './times.js';

const busy = 1000, quiet = 30_000;
const running = ['fetching', 'converting'];

export class Exports {
  /** @param {HTMLElement} host @param {string} camera @param {object} texts @param {() => number | undefined} start of the minute that is shown */
  constructor(host, camera, texts, start) {
    Object.assign(this, { host, camera, texts, start });
    const lengths = [1, 2, 5, 10, 15, 30, 60].map(minutes => `<option value="${minutes}">${texts.minutes.replace('{0}', minutes)}</option>`).join('');
    host.innerHTML = `<form hidden><label><span></span><input type="datetime-local" step="1" required></label>
        <label><span></span><select>${lengths}</select></label><button class="mh-button mh-button-main"></button><p role="alert" hidden></p></form>
      <h3></h3><p class="none"></p><ul></ul>`;
    [this.form, this.list, this.none, this.problem] = ['form', 'ul', '.none', '[role=alert]'].map(one => host.querySelector(one));
    [this.from, this.length] = [host.querySelector('input'), host.querySelector('select')];
    const [from, length] = host.querySelectorAll('label span');
    from.textContent = texts.from;
    length.textContent = texts.length;
    this.form.querySelector('button').textContent = texts.convert;
    host.querySelector('h3').textContent = texts.exports;
    this.none.textContent = texts.noExports;
    this.size = new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
    this.form.addEventListener('submit', event => this.submit(event));
    this.list.addEventListener('click', event => event.target.matches('[data-cancel]') && this.cancel(event.target.dataset.cancel));
    this.load();
  }

  dispose() {
    clearTimeout(this.timer);
    this.isOver = true;
  }

  get address() {
    return `api/v1/cameras/${this.camera}/exports`;
  }

  /** Opens the form for the minute that is shown, or closes it. */
  ask() {
    this.form.hidden = !this.form.hidden;
    if (this.form.hidden) return;
    const moment = new Date(this.start() ?? Date.now() - 60_000);
    this.from.value = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
    this.problem.hidden = true;
    this.from.focus();
  }

  async submit(event) {
    event.preventDefault();
    const from = new Date(this.from.value), to = new Date(from.getTime() + Number(this.length.value) * 60_000);
    // The same id when the answer is lost and it is tried again: it is made once.
    this.id ??= crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
    try {
      const answer = await fetch(this.address, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id: this.id, from: from.toISOString(), to: to.toISOString() }),
      });
      if (answer.ok) {
        this.id = undefined;
        this.form.hidden = true;
        await this.load();
        return;
      }

      this.id = undefined;
      this.complain(answer.status === 409 ? this.texts.tooManyExports : answer.status === 400 ? this.texts.badSpan : this.texts.notNow);
    } catch {
      this.complain(this.texts.notNow);
    }
  }

  complain(text) {
    this.problem.textContent = text;
    this.problem.hidden = false;
  }

  async cancel(id) {
    await fetch(`${this.address}/${id}`, { method: 'DELETE' }).catch(() => { });
    await this.load();
  }

  async load() {
    clearTimeout(this.timer);
    let isBusy = false;
    try {
      const answer = await fetch(this.address, { cache: 'no-store' });
      if (answer.ok) {
        const { exports } = await answer.json();
        isBusy = exports.some(one => running.includes(one.step));
        this.show(exports);
      }
    } catch {
      // Asked for again.
    }

    if (!this.isOver) this.timer = setTimeout(() => this.load(), isBusy ? busy : quiet);
  }

  show(exports) {
    this.none.hidden = exports.length > 0;
    const shown = JSON.stringify(exports);
    if (shown === this.shown) return;
    this.shown = shown;
    const focused = document.activeElement?.closest?.('li')?.dataset.export;
    this.list.replaceChildren(...exports.map(one => this.row(one)));
    if (focused) this.list.querySelector(`[data-export="${focused}"] :is(a, button)`)?.focus();
  }

  row(one) {
    const row = document.createElement('li'), { texts } = this;
    Object.assign(row.dataset, { export: one.id, step: one.step });
    const minutes = Math.round((Date.parse(one.to) - Date.parse(one.from)) / 6000) / 10;
    const add = (tag, name, text) => {
      const element = document.createElement(tag);
      element.className = name;
      element.textContent = text;
      row.append(element);
      return element;
    };
    const what = add('span', 'what', '');
    what.append(Object.assign(document.createElement('strong'), { textContent: fullTime(Date.parse(one.from)) }), ` ${texts.minutes.replace('{0}', minutes)}`);
    if (one.step === 'ready') {
      add('span', 'quiet', `${this.size.format(one.bytes / 1e6)} · ${texts.until.replace('{0}', fullTime(Date.parse(one.expires)))}`);
      const link = add('a', 'mh-button', texts.download);
      Object.assign(link, { href: one.url, download: '' });
    } else if (running.includes(one.step)) {
      const bar = add('progress', '', '');
      Object.assign(bar, { max: 100, value: one.percent });
      bar.setAttribute('aria-label', texts[one.step]);
      add('span', 'quiet', `${texts[one.step]} ${one.percent}%`);
      add('button', 'mh-button', texts.cancel).dataset.cancel = one.id;
    } else {
      add('span', 'failed', one.step === 'cancelled' ? texts.cancelled : texts.failures[one.failure] ?? texts.failures.cameraFailed);
    }

    return row;
  }
}

// What the browser does on its own, so that the server need not: durations that tick, pictures that swap when they
// are loaded, and coming back when the connection is lost.
import { connect, isStale } from './connection.js';
import './password.js';
import './video/live.js';
import './video/recorded.js';
import { isSoundOn } from './video/controls.js';
import './video/still.js';
import { clearAddress } from './video/address.js';

// A form that the circuit handles is not sent before there is one: the browser would load the page anew, without what was typed.
document.addEventListener('submit', event => {
  if (!document.documentElement.dataset.circuit && !event.target.hasAttribute('action')) event.preventDefault();
}, true);

let offset = 0;
const elapsed = new Set();
let ticker = 0;

const unit = (value, name) => {
  const text = new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  return document.documentElement.lang === 'ja' ? text.replaceAll(' ', '') : text;
};

const duration = ms => {
  const minutes = Math.floor(ms / 60000);
  if (minutes < 1) return `<${unit(1, 'minute')}`;
  if (minutes < 60) return unit(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? unit(hours, 'hour') : unit(Math.floor(hours / 24), 'day');
};

// <mh-since at="…">: how long ago; all of a page share one timer, which rests while the tab is hidden and while nobody
// knows whether it is still so.
customElements.define('mh-since', class extends HTMLElement {
  static observedAttributes = ['at'];

  connectedCallback() {
    elapsed.add(this);
    this.tick();
    ticker ||= setInterval(() => document.hidden || isStale() || elapsed.forEach(element => element.tick()), 5000);
  }

  disconnectedCallback() {
    elapsed.delete(this);
    if (elapsed.size === 0) ticker = clearInterval(ticker) ?? 0;
  }

  attributeChangedCallback() {
    if (this.isConnected) this.tick();
  }

  tick() {
    const at = Date.parse(this.getAttribute('at'));
    const text = Number.isNaN(at) ? '' : duration(Math.max(0, Date.now() + offset - at));
    if (this.textContent !== text) this.textContent = text;
  }
});

// <mh-thumb src alt>: keeps the old picture until the new one is decoded, tries again when it is not there yet,
// and marks a change for a while with the class "fresh".
customElements.define('mh-thumb', class extends HTMLElement {
  static observedAttributes = ['src', 'alt'];

  connectedCallback() {
    this.load();
  }

  disconnectedCallback() {
    clearTimeout(this.retry);
    clearTimeout(this.fading);
    this.wanted = undefined;
  }

  attributeChangedCallback(name) {
    if (!this.isConnected) return;
    if (name === 'src') this.load();
    else if (this.shown) this.shown.alt = this.getAttribute('alt') ?? '';
  }

  load(attempt = 0) {
    const src = this.getAttribute('src');
    clearTimeout(this.retry);
    this.wanted = src;
    if (!src) return;

    const picture = new Image();
    picture.alt = this.getAttribute('alt') ?? '';
    picture.decoding = 'async';
    picture.src = src;
    picture.decode().then(() => this.show(picture, src), () => {
      if (this.wanted === src && attempt < 8) {
        this.retry = setTimeout(() => this.load(attempt + 1), Math.min(400 * 2 ** attempt, 15000));
      }
    });
  }

  show(picture, src) {
    if (this.wanted !== src) return;
    const previous = this.shown;
    picture.alt = this.getAttribute('alt') ?? '';
    this.shown = picture;
    this.append(picture);
    requestAnimationFrame(() => picture.classList.add('shown'));
    if (previous) {
      setTimeout(() => previous.remove(), 300);
      this.classList.add('fresh');
      clearTimeout(this.fading);
      this.fading = setTimeout(() => this.classList.remove('fresh'), 8000);
    }
  }
});

// <mh-leave href>: the session has ended, the viewer goes there at once; but not where this tab ends it itself, by signing out or
// with a new password: then it is on its way already.
let isChangingSession = false;
addEventListener('submit', event => { isChangingSession ||= event.target.matches('form[action^="/session/"]') && !event.defaultPrevented; });
customElements.define('mh-leave', class extends HTMLElement {
  connectedCallback() {
    if (isChangingSession) return;
    // Back to what is shown now: the server knows the address of when the page was opened.
    const page = new URL(this.getAttribute('href'), document.baseURI), back = page.searchParams.get('returnUrl');
    if (back?.split('?')[0] === location.pathname) page.searchParams.set('returnUrl', location.pathname + location.search);
    location.replace(page);
  }
});

// <mh-mail>: as high as the mail in its frame, whatever the width.
customElements.define('mh-mail', class extends HTMLElement {
  connectedCallback() {
    const fit = () => {
      const frame = this.querySelector('iframe'), mail = frame?.contentDocument?.documentElement;
      if (!mail || frame.clientWidth === this.width) return;
      this.width = frame.clientWidth;
      frame.style.height = '0';
      frame.style.height = `${mail.scrollHeight}px`;
    };
    // The frame comes after its element; its load does not bubble.
    this.addEventListener('load', () => {
      this.width = undefined;
      fit();
    }, true);
    this.sizes = new ResizeObserver(fit);
    this.sizes.observe(this);
  }

  disconnectedCallback() {
    this.sizes.disconnect();
  }
});

// <mh-dialog>: a question that is open for as long as it is on the page. Escape and a click beside it are its "cancel";
// the focus goes back to what opened it, or where that is gone to the page's heading.
customElements.define('mh-dialog', class extends HTMLElement {
  connectedCallback() {
    this.opener = document.activeElement;
    queueMicrotask(() => {
      const dialog = this.querySelector('dialog');
      if (!dialog || dialog.open) return;
      const cancel = () => dialog.querySelector('[data-cancel]')?.click();
      dialog.addEventListener('cancel', event => {
        event.preventDefault();
        cancel();
      });
      dialog.addEventListener('click', event => event.target === dialog && cancel());
      dialog.showModal();
    });
  }

  disconnectedCallback() {
    const opener = this.opener;
    queueMicrotask(() => (opener?.isConnected && opener !== document.body ? opener : document.querySelector('main h1'))?.focus());
  }
});

// A menu of the bar closes once one of its links is followed: the page stays, only what is on it changes.
document.addEventListener('click', event => {
  if (event.target.closest('[data-bar-menu] a[href]')) event.target.closest('[data-bar-menu]').hidePopover();
});

// The circuit draws the page anew as it comes: a menu that was opened before stays open.
const isOpen = id => document.getElementById(id)?.matches(':popover-open') ?? false;
let openMenu = document.querySelector('[data-bar-menu]:popover-open')?.id;
document.addEventListener('toggle', event => {
  if (!event.target.matches('[data-bar-menu]')) return;
  if (event.newState === 'open') openMenu = event.target.id;
  else if (openMenu === event.target.id) openMenu = undefined;
}, true);

function keepMenuOpen() {
  if (!openMenu || isOpen(openMenu)) return;
  const button = document.querySelector(`button[popovertarget="${CSS.escape(openMenu)}"]`);
  button?.popoverTargetElement?.showPopover({ source: button });
  button?.focus();
}

// The server's clock and the browser's may differ: durations follow the server's.
export function start(serverNow) {
  document.documentElement.dataset.circuit = 'up';
  offset = serverNow - Date.now();
  elapsed.forEach(element => element.tick());
  keepMenuOpen();
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function back() {
  history.back();
}

// After its panel is closed: to the camera's card, or where that is gone to the page's heading.
export function leavePanel(camera) {
  const card = document.querySelector(`li[data-camera="${CSS.escape(camera)}" i] a.cover`);
  (card ?? document.querySelector('main h1'))?.focus();
}

export function openPanel(dialog, panel) {
  dialog.addEventListener('cancel', event => {
    event.preventDefault();
    if (document.fullscreenElement) document.exitFullscreen(); // One step at a time.
    else panel.invokeMethodAsync('Close');
  });
  dialog.addEventListener('click', event => {
    if (event.target === dialog) panel.invokeMethodAsync('Close');
  });
  dialog.showModal();
}

// With sound where it was chosen, and the browser lets a page play unasked with it.
export function play(video) {
  clearAddress();
  if (video) video.muted = !isSoundOn();
  video?.play().catch(() => {
    video.muted = true;
    return video.play();
  }).catch(() => { });
}

document.addEventListener('click', event => {
  if (event.target.closest('[data-reload]')) location.reload();
  if (event.target.closest('[data-print]')) print();
});

connect();

// <mh-copy text done>: its button puts the text onto the clipboard, and says so; where the browser lets none do so, it marks the text.
customElements.define('mh-copy', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this.copy);
  }

  async copy(event) {
    const button = event.target.closest('button');
    if (!button) return;

    try {
      await navigator.clipboard.writeText(this.getAttribute('text'));
      const before = button.textContent;
      button.textContent = this.getAttribute('done');
      setTimeout(() => button.textContent = before, 2000);
    } catch {
      getSelection().selectAllChildren(this.querySelector('code'));
    }
  }
});

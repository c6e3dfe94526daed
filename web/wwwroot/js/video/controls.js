// What stands below a picture: sound and full screen for all, and what a player adds. Sound stays as it was chosen last, off at first.
const remembered = 'mihari.sound';

/** Whether sound was chosen last. */
export const isSoundOn = () => localStorage.getItem(remembered) === 'on';

const icon = paths =>
  `<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`;

export const icons = {
  speed: '',
  play: icon('<path d="M7 4.8v10.4l8-5.2z" fill="currentColor"/>'),
  pause: icon('<path d="M7 5v10M13 5v10" stroke-width="2.6"/>'),
  previous: icon('<path d="M15 5.5v9L8 10zM5.5 5v10" fill="currentColor"/>'),
  next: icon('<path d="M5 5.5v9L12 10zM14.5 5v10" fill="currentColor"/>'),
  sound: icon('<path d="M3.5 8v4h2.7L10 15V5L6.2 8zM13 7.5a3.6 3.6 0 0 1 0 5M15.2 5.3a6.7 6.7 0 0 1 0 9.4"/>'),
  soundless: icon('<path d="M3.5 8v4h2.7L10 15V5L6.2 8z"/><path d="M3 3l14 14"/>'),
  silent: icon('<path d="M3.5 8v4h2.7L10 15V5L6.2 8zM13 8l4 4M17 8l-4 4"/>'),
  download: icon('<path d="M10 3.5v9M6 9l4 4 4-4M4 16.5h12"/>'),
  full: icon('<path d="M3.5 7.5v-4h4M16.5 7.5v-4h-4M3.5 12.5v4h4M16.5 12.5v4h-4"/>'),
  small: icon('<path d="M7.5 3.5v4h-4M12.5 3.5v4h4M7.5 16.5v-4h-4M12.5 16.5v-4h4"/>'),
};

export class Controls {
  constructor(host, video, texts) {
    this.host = host;
    this.video = video;
    this.texts = texts;
    this.bar = document.createElement('div');
    this.bar.className = 'mh-video-controls';
    this.bar.append(document.createElement('span'));
    this.sound = this.button('sound', () => this.switchSound());
    this.full = this.button('full', () => this.switchFull());
    host.append(this.bar);
    video.muted = !isSoundOn();
    video.addEventListener('volumechange', () => this.show());
    this.onfull = () => this.show();
    document.addEventListener('fullscreenchange', this.onfull);
    this.show();
  }

  dispose() {
    document.removeEventListener('fullscreenchange', this.onfull);
  }

  /** Adds a button; before sound and full screen where asked. */
  button(name, action, first = false) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.control = name;
    button.addEventListener('click', action);
    this.set(button, name);
    if (first) this.bar.firstElementChild.append(button);
    else this.bar.append(button);
    return button;
  }

  set(button, name) {
    if (button.dataset.shows === name) return;
    button.dataset.shows = name;
    button.innerHTML = icons[name];
    button.title = this.texts[name];
    button.setAttribute('aria-label', this.texts[name]);
  }

  /** Whether what is played has sound: where it has none, there is nothing to switch. */
  has(sound) {
    this.isSoundless = !sound;
    this.show();
  }

  switchSound() {
    if (this.isSoundless) return;
    this.video.muted = !this.video.muted;
    localStorage.setItem(remembered, this.video.muted ? 'off' : 'on');
  }

  switchFull() {
    if (document.fullscreenElement === this.host) document.exitFullscreen();
    else this.host.requestFullscreen?.().catch(() => { });
  }

  show() {
    this.set(this.sound, this.isSoundless ? 'soundless' : this.video.muted ? 'silent' : 'sound');
    this.sound.disabled = Boolean(this.isSoundless);
    this.set(this.full, document.fullscreenElement === this.host ? 'small' : 'full');
  }
}

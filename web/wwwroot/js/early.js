// Runs before the first paint: the viewer's time zone goes to the server with the next request, and the theme
// switch, which needs no circuit, is defined here. The server writes the remembered theme into <html> itself.
(() => {
  const year = 60 * 60 * 24 * 365;
  const remember = (name, value) => {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${year}; samesite=lax`;
  };

  try {
    remember('mihari.tz', Intl.DateTimeFormat().resolvedOptions().timeZone);
  } catch {
    // Without a zone the server shows UTC, and says so.
  }

  const choices = ['auto', 'light', 'dark'];
  const current = () => document.documentElement.dataset.theme ?? 'auto';

  customElements.define('mh-theme', class extends HTMLElement {
    connectedCallback() {
      this.setAttribute('role', 'group');
      this.replaceChildren(...choices.map(choice => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = this.getAttribute(choice);
        button.addEventListener('click', () => this.choose(choice));
        button.dataset.choice = choice;
        return button;
      }));
      this.show();
    }

    choose(choice) {
      document.documentElement.dataset.theme = choice;
      remember('mihari.theme', choice);
      document.querySelectorAll('mh-theme').forEach(element => element.show());
    }

    show() {
      for (const button of this.children) {
        button.setAttribute('aria-pressed', String(button.dataset.choice === current()));
      }
    }
  });
})();

// <mh-password>: says what is wrong with a new password while it is typed; the server checks it again. Works without a circuit.
customElements.define('mh-password', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('input', event => this.check(event.target, false));
    this.addEventListener('change', event => this.check(event.target, true));
  }

  check(input, isDone) {
    const [password, again] = [this.querySelector('[name=password], [data-new]'), this.querySelector('[name=again]')];
    if (input !== password && input !== again) return;

    // What the server said of it was said of what stood there before.
    const said = input.form?.getAttribute('method') === 'post' && input.closest('.mh-form-field')?.querySelector('.mh-error:not(.says)');
    if (said) said.hidden = true;

    if (input === password) this.say('password', password, this.problemOf(password.value, isDone));
    const isApart = again?.value && again.value !== password.value && (isDone || !password.value.startsWith(again.value));
    if (again) this.say('again', again, isApart ? this.getAttribute('same') : '');
  }

  problemOf(text, isDone) {
    const symbols = this.getAttribute('symbols');
    const wrong = [...text].find(c => !/^[A-Za-z0-9]$/.test(c) && !symbols.includes(c));
    if (wrong !== undefined) return /^\s$/.test(wrong) ? this.getAttribute('space') : this.getAttribute('character').replace('{0}', () => wrong);

    const isTooShort = isDone && text.length > 0 && text.length < +this.getAttribute('min');
    return isTooShort || text.length > +this.getAttribute('max') ? this.getAttribute('length') : '';
  }

  say(name, input, text) {
    const place = this.querySelector(`[data-says="${name}"]`);
    if (place && place.textContent !== text) place.textContent = text;
    if (input.form?.getAttribute('method') === 'post') input.setCustomValidity(text);
  }
});

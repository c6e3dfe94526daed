// A stream's WebSocket: it comes back by itself, with pauses that grow, and says why there is nothing meanwhile.
// Text frames are JSON; what is binary is the init segment after a header, else a fragment after its mark.
const shortest = 250, longest = 3000, silence = 3000;

// The codes by which the server ends a connection for good (its other ends are tried again).
const final = { 4401: 'signedOut', 4403: 'notPermitted', 4404: 'unknown', 4429: 'tooMany' };

export class StreamConnection {
  /**
   * @param {() => string} path of the next attempt, below the portal's own address
   * @param {{ format(header, init): void, fragment(bytes, at): void, state(name, reason): void }} sink
   */
  constructor(path, sink) {
    this.path = path;
    this.sink = sink;
    this.attempt = 0;
    this.isOpen = false;
    // The server's clock less the browser's: what takes the least to arrive says it best.
    this.offset = -Infinity;
    this.watch = setInterval(() => this.isOpen && Date.now() - this.heard > silence && this.lose(), 500);
    this.open();
  }

  get now() {
    return Date.now() + (this.offset === -Infinity ? 0 : this.offset);
  }

  open() {
    clearTimeout(this.retry);
    const socket = new WebSocket(new URL(this.path(), document.baseURI.replace(/^http/, 'ws')));
    this.socket = socket;
    this.header = undefined;
    this.mark = undefined;
    this.heard = Date.now();
    this.isOpen = true;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = event => socket === this.socket && this.take(event.data);
    socket.onclose = event => socket === this.socket && this.closed(event.code);
  }

  take(data) {
    this.heard = Date.now();
    if (typeof data !== 'string') {
      if (this.header) this.sink.format(this.header, data);
      else if (this.mark) this.sink.fragment(data, this.mark);
      this.header = this.mark = undefined;
      return;
    }

    const text = JSON.parse(data);
    if (text.now) this.offset = Math.max(this.offset, Date.parse(text.now) - Date.now());
    if (text.codecs) this.header = text;
    else if (text.at) this.mark = Date.parse(text.at);
    else if (text.state) this.told(text.state, text.reason);
  }

  told(state, reason) {
    this.attempt = 0;
    this.over = state === 'ended';
    this.sink.state(state, reason);
  }

  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  closed(code) {
    this.isOpen = false;
    if (final[code]) {
      this.sink.state('refused', final[code]);
    } else if (!this.over) {
      // A connection that was good says nothing before the next one has failed, too.
      if (this.attempt > 0) this.sink.state('lost', 'server');
      this.retry = setTimeout(() => this.open(), Math.min(longest, shortest * 2 ** this.attempt++) * (0.5 + Math.random() / 2));
    }
  }

  lose() {
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
    this.closed(1006);
  }

  close() {
    clearInterval(this.watch);
    clearTimeout(this.retry);
    this.isOpen = false;
    const socket = this.socket;
    this.socket = undefined;
    socket?.close(1000);
  }
}

// A <video> that fragments are put into one after another (Media Source Extensions), and that knows of each picture when
// it was taken. Fragments are laid end to end whatever their own times are: after a gap, or another start of the camera,
// playing goes on.
const keep = 30;

export class Screen {
  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
    this.queue = [];
    this.pieces = []; // { start, end, at } in the video's seconds and in ms since 1970, ascending
    video.disableRemotePlayback = true;
  }

  /** Seconds of video ahead of the picture that is shown. */
  get ahead() {
    return Math.max(0, this.end - this.video.currentTime);
  }

  get end() {
    const buffered = this.buffer?.buffered;
    return buffered?.length ? buffered.end(buffered.length - 1) : 0;
  }

  get waiting() {
    return this.queue.length;
  }

  /** When the picture that is shown was taken; undefined before the first. */
  get shown() {
    const time = this.video.currentTime;
    const piece = this.pieces.findLast(piece => piece.start <= time + 0.001) ?? this.pieces[0];
    return piece && piece.at + 1000 * Math.max(0, Math.min(time, piece.end) - piece.start);
  }

  format(header, init) {
    const type = `video/mp4; codecs="${header.codecs}"`;
    if (!MediaSource.isTypeSupported(type)) throw new Error(type);
    if (this.type === type && this.buffer) {
      this.queue.push({ bytes: init });
      this.next();
      return;
    }

    this.clear();
    this.type = type;
    this.queue.push({ bytes: init });
    const source = new MediaSource();
    this.source = source;
    this.address = URL.createObjectURL(source);
    source.addEventListener('sourceopen', () => {
      if (source !== this.source) return;
      URL.revokeObjectURL(this.address);
      this.buffer = source.addSourceBuffer(type);
      this.buffer.mode = 'sequence';
      this.buffer.addEventListener('updateend', () => source === this.source && this.done());
      this.next();
    }, { once: true });
    this.video.src = this.address;
  }

  fragment(bytes, at) {
    if (!this.type) return;
    this.queue.push({ bytes, at });
    this.next();
  }

  next() {
    // Busy until the event has come, too: the buffer may be free a moment before, and what is told then belongs to what was appended.
    if (!this.buffer || this.isBusy || this.buffer.updating || this.source.readyState !== 'open') return;
    const old = this.video.currentTime - keep;
    if (this.buffer.buffered.length && this.buffer.buffered.start(0) < old - keep) {
      this.isBusy = true;
      this.buffer.remove(0, old);
      this.pieces = this.pieces.filter(piece => piece.end > old);
      return;
    }

    const item = this.queue.shift();
    if (!item) return;
    this.appending = item.at ? { at: item.at, start: this.end } : undefined;
    try {
      this.buffer.appendBuffer(item.bytes);
      this.isBusy = true;
    } catch (error) {
      this.onbroken?.(error);
    }
  }

  done() {
    this.isBusy = false;
    const piece = this.appending;
    this.appending = undefined;
    if (piece && this.end > piece.start) {
      piece.end = this.end;
      this.pieces.push(piece);
      this.onpiece?.(piece);
    }

    this.next();
  }

  /** To the picture that was taken at a moment, where it is still here; false where it is not. */
  seek(moment) {
    const piece = this.pieces.findLast(piece => piece.at <= moment);
    if (!piece || moment - piece.at > 1000 * (piece.end - piece.start) + 50) return false;
    this.video.currentTime = piece.start + Math.min(piece.end - piece.start - 0.01, (moment - piece.at) / 1000);
    return true;
  }

  /** Plays; without sound where the browser does not let a page play unasked with it. */
  play() {
    this.video.play().catch(error => {
      if (error.name !== 'NotAllowedError') return;
      this.video.muted = true;
      this.video.play().catch(() => { });
    });
  }

  clear() {
    this.queue = [];
    this.pieces = [];
    this.isBusy = false;
    this.buffer = this.source = this.type = this.appending = undefined;
    if (this.video.src) {
      this.video.removeAttribute('src');
      this.video.load();
    }
  }
}

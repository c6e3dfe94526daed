// A <video> that fragments are put into one after another (Media Source Extensions), and that knows of each picture when
// it was taken. Fragments are laid end to end whatever their own times are: after a gap, or another start of the camera,
// playing goes on. Where the encoding changes, or sound comes or goes, what is there is played to its end and then another source
// takes its place: a buffer takes no more and no fewer tracks than it began with.
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

  /** Whether what is played has sound. */
  get hasSound() {
    return Boolean(this.type?.includes('mp4a'));
  }

  format(header, init) {
    const type = `video/mp4; codecs="${header.codecs}"`;
    if (!MediaSource.isTypeSupported(type)) throw new Error(type);
    this.isGiven = true;
    this.queue.push({ bytes: init, type });
    this.next();
  }

  fragment(bytes, at) {
    if (!this.isGiven) return;
    this.queue.push({ bytes, at });
    this.next();
  }

  next() {
    const [first] = this.queue;
    if (!this.source && first?.type) this.begin(first.type);

    // Busy until the event has come, too: the buffer may be free a moment before, and what is told then belongs to what was appended.
    if (!this.buffer || this.isBusy || this.buffer.updating || this.source.readyState === 'closed') return;
    if (first?.type && first.type !== this.type) {
      this.change(first.type);
      return;
    }

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

  begin(type) {
    const source = new MediaSource();
    this.source = source;
    this.type = type;
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
    this.onformat?.();
  }

  // What waits in the queue waits on until the last picture of the old encoding was shown, which is at once where none is.
  change(type) {
    if (this.pieces.length && !this.video.ended) {
      if (this.source.readyState === 'open') this.source.endOfStream();
      this.video.onended = () => this.next();
      return;
    }

    this.video.onended = null;
    if (this.pieces.length) this.resumes = this.video.playbackRate;
    this.pieces = [];
    this.buffer = undefined;
    this.begin(type);
  }

  done() {
    this.isBusy = false;
    const piece = this.appending;
    this.appending = undefined;
    if (piece && this.end > piece.start) {
      piece.end = this.end;
      this.pieces.push(piece);
      this.resume(piece);
      this.onpiece?.(piece);
    }

    this.next();
  }

  // Another source begins at rest and at its own speed.
  resume(piece) {
    if (this.resumes === undefined) return;
    this.video.currentTime = piece.start;
    this.video.playbackRate = this.resumes;
    this.resumes = undefined;
    this.play();
  }

  /** To the picture that was taken at a moment, where it is still here; false where it is not. What is not here yet is to be given again. */
  seek(moment) {
    const piece = this.pieces.findLast(piece => piece.at <= moment);
    if (!piece || moment - piece.at > 1000 * (piece.end - piece.start) + 50) return false;
    this.queue = [];
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
    this.isBusy = this.isGiven = false;
    this.video.onended = null;
    this.buffer = this.source = this.type = this.appending = this.resumes = undefined;
    if (this.address) URL.revokeObjectURL(this.address); // Where it never opened.
    if (this.video.src) {
      this.video.removeAttribute('src');
      this.video.load();
    }
  }
}

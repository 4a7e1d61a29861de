// @ts-check
/**
 * A practice as paced text. It never starts by itself, shows one line and the next, keeps the
 * screen awake while it runs, and pauses when the page is left. The transcript stays.
 */

const TICK = 250;
const SOON = 60;

/** @typedef {{at: number, words: number, silence: number, element: HTMLElement}} Cue */

class Player {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.items = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-lines] > li")]);
    this.now = this.find("[data-now]");
    this.next = this.find("[data-next]");
    this.play = /** @type {HTMLButtonElement} */ (this.find("[data-play]"));
    this.minutes = /** @type {HTMLInputElement | null} */ (document.querySelector("input[data-minutes]"));
    this.place = 0;
    this.listened = 0;
    this.last = 0;
    this.timer = 0;
    /** @type {any} */
    this.awake = null;
    this.shown = -2;
  }

  /** @param {string} what @returns {HTMLElement} */
  find(what) {
    return /** @type {HTMLElement} */ (this.root.querySelector(what));
  }

  get speed() {
    return Number(/** @type {HTMLSelectElement} */ (this.find("[data-speed]")).value);
  }

  get quiet() {
    return Number(/** @type {HTMLSelectElement} */ (this.find("[data-quiet]")).value);
  }

  /** When each line begins, at the speed and silence of now. @returns {Cue[]} */
  cues() {
    let at = 0;
    return this.items.map((element) => {
      const words = Number(element.dataset.seconds) / this.speed;
      const silence = Number(element.dataset.silence) * this.quiet;
      const cue = { at, words, silence, element };
      at += words + silence;
      return cue;
    });
  }

  start() {
    this.find("[data-stage]").hidden = false;
    this.find("[data-tools]").hidden = false;
    this.find("[data-settings]").hidden = false;
    this.showTranscript(false);
    this.play.addEventListener("click", () => (this.timer ? this.pause() : this.run()));
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-jump]"))) {
      button.addEventListener("click", () => this.jump(Number(button.dataset.jump)));
    }
    for (const name of ["[data-speed]", "[data-quiet]"]) {
      this.find(name).addEventListener("change", () => this.stretch());
    }
    this.find("[data-transcript]").addEventListener("click", () => this.showTranscript(this.find("[data-lines]").hidden));
    document.addEventListener("visibilitychange", () => document.hidden && this.pause());
    this.total = this.length(this.cues());
    this.draw();
  }

  /** @param {Cue[]} cues */
  length(cues) {
    const end = cues[cues.length - 1];
    return end ? end.at + end.words + end.silence : 0;
  }

  /** Another speed keeps the place in the text. */
  stretch() {
    const share = this.total ? this.place / this.total : 0;
    this.total = this.length(this.cues());
    this.place = share * this.total;
    this.draw();
  }

  run() {
    if (this.place >= (this.total ?? 0)) this.place = 0;
    this.last = performance.now();
    this.timer = window.setInterval(() => this.tick(), TICK);
    this.play.textContent = this.root.dataset.sayPause ?? "";
    void this.stayAwake();
    const intro = /** @type {HTMLElement | null} */ (document.querySelector("[data-intro]"));
    if (intro) intro.hidden = true;
    this.find("[data-stage]").scrollIntoView({ block: "center" });
    this.draw();
  }

  pause() {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = 0;
    this.play.textContent = this.root.dataset.sayPlay ?? "";
    this.awake?.release?.().catch(() => undefined);
    this.awake = null;
  }

  async stayAwake() {
    this.awake = await /** @type {any} */ (navigator).wakeLock?.request("screen").catch(() => null);
  }

  tick() {
    const now = performance.now();
    const passed = (now - this.last) / 1000;
    this.last = now;
    this.place += passed;
    this.listened += passed;
    if (this.minutes) this.minutes.value = String(Math.round(this.listened / 60));
    if (this.place >= (this.total ?? 0)) {
      this.pause();
      this.play.textContent = this.root.dataset.sayAgain ?? "";
    }
    this.draw();
  }

  /** @param {number} seconds */
  jump(seconds) {
    this.place = Math.min(Math.max(0, this.place + seconds), this.total ?? 0);
    this.draw();
  }

  draw() {
    const cues = this.cues();
    const over = this.place >= (this.total ?? 0);
    const at = cues.findLastIndex((cue) => cue.at <= this.place);
    const cue = cues[at];
    const inSilence = cue && this.place > cue.at + cue.words;
    this.show(over ? -1 : at, inSilence);
    const line = /** @type {HTMLProgressElement} */ (this.find("[data-line]"));
    line.value = this.total ? this.place / this.total : 0;
    this.sayLeft(over);
  }

  /** @param {number} at @param {boolean} inSilence */
  show(at, inSilence) {
    const mark = at * 2 + Number(inSilence);
    if (mark === this.shown) return;
    this.shown = mark;
    const words = (/** @type {number} */ one) => this.items[one]?.querySelector("p")?.textContent ?? "";
    this.now.textContent = at < 0 ? (this.root.dataset.sayEnd ?? "") : words(at);
    const silence = Math.round(Number(this.items[at]?.dataset.silence ?? 0) * this.quiet);
    const rest = (this.root.dataset.saySilence ?? "").replace("{n}", String(silence));
    this.next.textContent = at < 0 ? "" : inSilence && silence ? rest : words(at + 1);
    this.items.forEach((one, index) => {
      if (index === at) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    });
  }

  /** Minutes, never seconds; said once a minute. @param {boolean} over */
  sayLeft(over) {
    const left = Math.max(0, (this.total ?? 0) - this.place);
    const words = left < SOON ? this.root.dataset.sayAlmost : this.root.dataset.sayLeft?.replace("{n}", String(Math.ceil(left / 60)));
    const place = this.find("[data-left]");
    const said = over ? "" : (words ?? "");
    if (place.textContent !== said) place.textContent = said;
  }

  /** @param {boolean} shown */
  showTranscript(shown) {
    this.find("[data-lines]").hidden = !shown;
    this.find("[data-transcript]").setAttribute("aria-pressed", String(shown));
  }
}

for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-pace]"))) {
  new Player(root).start();
}

// @ts-check
/**
 * The one place that says where the words are; "Saved" only after the server's receipt. Heard at
 * most once in ten seconds.
 */
const HEARD_EVERY = 10000;
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });

export class SavedState {
  /**
   * @param {HTMLElement} line
   * @param {HTMLElement | null} heard
   * @param {import("./outbox.js").Outbox} outbox
   */
  constructor(line, heard, outbox) {
    this.line = line;
    this.heard = heard;
    this.outbox = outbox;
    this.isTyping = false;
    this.last = 0;
    /** Since when the server does not answer. */
    this.since = "";
    /** @type {number | undefined} */
    this.later = undefined;
    outbox.addEventListener("change", () => this.show());
    outbox.addEventListener("receipt", () => this.show());
    outbox.addEventListener("clash", () => this.show());
    this.show();
  }

  /** Notes that are typed just now are not saved yet. @param {boolean} isTyping */
  typing(isTyping) {
    if (this.isTyping === isTyping) return;
    this.isTyping = isTyping;
    this.show();
  }

  show() {
    const { state, words, act } = this.now();
    if (!this.line.hidden && this.line.dataset.words === words) return;
    this.line.hidden = false;
    this.line.dataset.state = state;
    this.line.dataset.words = words;
    this.line.replaceChildren(act ? `${words}. ` : words, ...(act ? [act] : []));
    if (state !== "saving") this.announce(words);
  }

  /** @returns {{state: string, words: string, act?: HTMLElement}} */
  now() {
    const say = this.line.dataset;
    const { outbox } = this;
    const count = outbox.waiting.length + outbox.storing + Number(this.isTyping);
    if (!outbox.isSafe) return { state: "offline", words: this.counted(say.sayUnsafe, count) };
    if (outbox.trouble === "signed-out" || outbox.trouble === "other") {
      const words = outbox.trouble === "other" ? say.sayOther : say.saySignedOut;
      return { state: "offline", words: this.counted(words, count), act: this.link(say.signIn ?? "/", say.saySignIn, "_blank") };
    }
    if (outbox.inState("clash").length > 0) {
      const here = outbox.inState("clash").some((one) => one.part === outbox.shown);
      const part = outbox.inState("clash")[0].part;
      const act = here
        ? this.button(say.sayCompare, "[data-notes-clash] button")
        : this.link(`?part=${encodeURIComponent(part)}`, say.sayCompare);
      return { state: "conflict", words: say.sayClash ?? "", act };
    }
    if (outbox.inState("refused").length > 0) {
      const words = this.counted(say.sayRefused, outbox.inState("refused").length);
      return { state: "conflict", words, act: this.button(say.sayLook, "[data-left-over] button, [data-left-count]:not([hidden]) a") };
    }
    const isCut = outbox.trouble === "offline" || outbox.trouble === "server";
    this.since = isCut ? this.since || CLOCK.format(new Date()) : "";
    if (outbox.trouble && count > 0) {
      const words = outbox.trouble === "server" ? say.sayServer : say.sayOffline;
      return { state: "offline", words: this.counted(words, count) };
    }
    if (count > 0) return { state: "saving", words: say.saySaving ?? "" };
    const saved = outbox.savedAt && say.saySaved?.replace("{at}", outbox.savedAt);
    return { state: "saved", words: saved || (say.sayEvery ?? "") };
  }

  /** @param {string | undefined} words @param {number} count */
  counted(words, count) {
    const say = this.line.dataset;
    const changes = count === 1 ? say.sayOne : say.sayMany?.replace("{n}", String(count));
    return (words ?? "").replace("{n}", changes ?? "").replace("{since}", this.since);
  }

  /** @param {string} href @param {string | undefined} words @param {string} target */
  link(href, words, target = "") {
    const link = document.createElement("a");
    link.href = href;
    link.target = target;
    link.textContent = words ?? "";
    return link;
  }

  /** @param {string | undefined} words @param {string} target */
  button(words, target) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words ?? "";
    button.addEventListener("click", () => {
      const place = /** @type {HTMLElement | null} */ (document.querySelector(target));
      place?.scrollIntoView({ block: "center" });
      place?.focus();
    });
    return button;
  }

  /** @param {string} words */
  announce(words) {
    clearTimeout(this.later);
    const wait = Math.max(0, this.last + HEARD_EVERY - Date.now());
    this.later = setTimeout(() => {
      this.last = Date.now();
      if (this.heard) this.heard.textContent = words;
    }, wait);
  }
}

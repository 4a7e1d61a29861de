// @ts-check
/**
 * The page of a group session. Every press is stored on the tablet before it is sent, the page is
 * drawn from what the server said and what still waits, and ten minutes without network change
 * nothing of what can be done. It works without script as plain forms.
 */
import { Outbox } from "./outbox.js";
import { SavedState } from "./saved-state.js";
import { isBellOn, ring, turnBell } from "./session-bell.js";
import { behind, canGive, fold, left, until } from "./session-clock.js";
import { Covers } from "./session-covers.js";
import { drawParked, drawPresence, drawRatings, fill, find, readParts } from "./session-draw.js";
import { Heard } from "./session-heard.js";
import { OpenLeftOver, PrivateLeftOver } from "./session-left-over.js";
import { NoteForm } from "./session-note.js";
import { PrivateWord, renew } from "./session-private.js";
import { readState, withFields } from "./session-state.js";
import { ServerClock } from "./session-time.js";
import { newKey } from "./tabs.js";

/** @typedef {import("./session-clock.js").Part} Part */
const LOOK = 15000;
const TICK = 1000;
const LATE = 3; // minutes that are said
const QUIET = 2000; // without a touch, before what stands in the private word may move

class Session {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.say = root.dataset;
    this.base = readState(root);
    this.server = new ServerClock();
    this.server.set(this.base.now, Date.now());
    this.starts = Number(root.dataset.starts);
    this.earliest = Number(root.dataset.earliest);
    this.isEarly = this.server.now() < this.earliest;
    this.parts = readParts(root);
    this.shown = find(root, "[data-shown-part]:not([hidden])").dataset.shownPart ?? "";
    /** Pressed here and not yet in what the server said, by key. @type {Map<string, Record<string, string>>} */
    this.own = new Map();
    /** Of these, what has its receipt. @type {Set<string>} */
    this.settled = new Set();
    this.receipts = 0;
    /** Forms whose words are on their way into the store. @type {Set<HTMLFormElement>} */
    this.storing = new Set();
    this.touched = 0;
    /** Who waits for a private word, as the server counts them. */
    this.counted = root.querySelector("[data-private-count]")?.textContent?.trim() ?? "";
    this.rung = "";
    /** Fetched, and not all of it shown yet. @type {Document | undefined} */
    this.renewed = undefined;
    this.time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: root.dataset.zone });
    const field = /** @type {HTMLInputElement | null} */ (root.querySelector("[name=csrfmiddlewaretoken]"));
    this.outbox = new Outbox({
      person: root.dataset.person ?? "", case: root.dataset.case ?? "", keptUrl: root.dataset.nowUrl ?? "",
      token: field?.value ?? "", refused: root.dataset.sayRefused ?? "",
    });
    new SavedState(find(document, "[data-saved]"), find(document, "[data-saved-heard]"), this.outbox);
    this.heard = new Heard(find(root, "[data-heard]"), this.say);
    this.privateWord = new PrivateWord(find(root, "[data-private-panel]"));
    const form = /** @type {HTMLFormElement | null} */ (root.querySelector("[data-note]"));
    this.note = form ? new NoteForm(form, this.outbox) : undefined;
    new OpenLeftOver(find(root, "[data-left-over]"), this.outbox, undefined, undefined);
    new PrivateLeftOver(find(root, "[data-left-private]"), this.outbox, this.note, find(root, "[data-left-count]"));
    this.covers = new Covers(root);
    this.outbox.addEventListener("receipt", (event) => this.onReceipt(/** @type {CustomEvent} */ (event).detail.item));
    this.outbox.addEventListener("clash", (event) => this.onRefused(/** @type {CustomEvent} */ (event).detail.item));
    root.addEventListener("submit", (event) => this.onSubmit(event));
    root.addEventListener("click", (event) => this.onClick(event));
    for (const touch of ["pointerdown", "keydown"]) root.addEventListener(touch, () => (this.touched = Date.now()));
    setInterval(() => this.tick(), TICK);
    setInterval(() => document.visibilityState === "visible" && void this.look(), LOOK);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void this.look());
    void this.outbox.ready.then(() => this.begin());
    this.draw();
  }

  /** What the server said, and over it what was pressed here since. */
  get known() {
    return [...this.own.values()].reduce(withFields, this.base);
  }

  get clock() {
    return fold(Object.values(this.known.presses));
  }

  /** @param {import("./outbox.js").Item} item */
  onReceipt(item) {
    this.receipts += 1;
    this.settled.add(item.id);
    this.privateWord.isKnown(item.id);
    const isElsewhere = !this.own.has(item.id); // pressed in another tab, or tried again
    if (isElsewhere || ["note", "private"].includes(item.fields.kind)) void this.look();
  }

  /** It stands below with its reason, and counts here no more. @param {import("./outbox.js").Item} item */
  onRefused(item) {
    this.own.delete(item.id);
    this.draw();
  }

  /** @param {SubmitEvent} event */
  onSubmit(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches("[data-send]")) return;
    event.preventDefault();
    if (this.storing.has(form)) return; // a double tap on words that are being stored
    const data = new FormData(form, event.submitter);
    for (const name of ["csrfmiddlewaretoken", "key", "shown"]) data.delete(name);
    const fields = /** @type {Record<string, string>} */ (Object.fromEntries(data));
    if (fields.kind === "move" && fields.act !== "begin") delete fields.part;
    const stamped = { ...fields, key: newKey(), at: this.server.stamp() };
    const words = fields.text ?? fields.note ?? event.submitter?.lastChild?.textContent?.trim() ?? "";
    const whose = ["note", "private"].includes(fields.kind) ? this.privateWord.nameOf(fields.enrolment) : "";
    const said = whose ? `${whose}: ${words}` : words; // stands in the open for nobody, see PrivateLeftOver
    this.own.set(stamped.key, stamped);
    this.privateWord.tell(stamped);
    if (form.querySelector("textarea, [name=text], [name=answer]")) this.storing.add(form);
    const turnsTo = fields.act === "end" ? "end" : fields.act === "begin" ? fields.part : "";
    this.shown = turnsTo || this.shown;
    this.draw();
    const act = { kind: /** @type {const} */ ("press"), part: "", url: form.action, fields: stamped, said };
    void this.outbox.add(act).then(() => this.after(form, stamped, turnsTo));
  }

  /** Once it is stored. @param {HTMLFormElement} form @param {Record<string, string>} fields @param {string} turnsTo */
  after(form, fields, turnsTo) {
    this.storing.delete(form);
    if (turnsTo) this.goTo(this.shown, true); // where somebody may have gone on meanwhile
    if (form.matches("[data-park]")) form.reset();
    if (form.matches("[data-note]")) void this.note?.clear();
    if (["note", "private"].includes(fields.kind)) this.privateWord.say(fields);
    const others = form.querySelector("details[open]");
    if (!others) return;
    others.removeAttribute("open");
    others.querySelector("summary")?.focus();
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const look = /** @type {HTMLElement | null} */ (target.closest("[data-look]"));
    if (look && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.goTo(look.dataset.look ?? "", false);
    }
    if (event.detail > 1 && target.closest("[data-next]")) event.preventDefault(); // a double tap is one
    if (target.closest("[data-bell]")) {
      turnBell(!isBellOn());
      this.draw();
    }
  }

  /** What was pressed before a reload may not have reached the server yet. */
  begin() {
    for (const item of this.outbox.waiting) {
      this.own.set(item.id, item.fields);
      this.privateWord.tell(item.fields);
    }
    const { part } = this.clock;
    if (part && !new URLSearchParams(location.search).has("part")) this.shown = part;
    this.draw();
  }

  /** @param {string} part @param {boolean} cover */
  goTo(part, cover) {
    this.shown = part;
    if (cover) this.covers.cover();
    else this.covers.showPrivate(false);
    this.draw();
    find(this.root, `[data-shown-part="${part}"] h2`).focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** What others wrote meanwhile; an answer that is older than a receipt is left out. */
  async look() {
    const [before, asked] = [this.receipts, Date.now()];
    const reply = await fetch(this.outbox.page.keptUrl, { redirect: "manual" }).catch(() => null);
    const text = reply?.ok ? await reply.text() : "";
    const page = new DOMParser().parseFromString(text, "text/html");
    if (before !== this.receipts || !page.querySelector("[data-fresh]") || !this.outbox.take(page)) return;
    this.base = readState(page);
    this.server.set(this.base.now, (asked + Date.now()) / 2);
    for (const key of this.settled) this.own.delete(key);
    this.settled.clear();
    this.renewed = page;
    this.renewAll();
    this.draw();
  }

  /** Nothing moves under a finger: what others wrote comes in once nothing was touched for a moment. */
  renewAll() {
    const page = this.renewed;
    if (!page) return;
    for (const name of ["[data-emergency]", "[data-private-done]"]) {
      renew(this.root.querySelector(name), page.querySelector(name));
    }
    this.counted = page.querySelector("[data-private-count]")?.textContent?.trim() ?? "";
    if (Date.now() - this.touched < QUIET) return void setTimeout(() => this.renewAll(), QUIET);
    this.renewed = undefined;
    renew(this.root.querySelector("[data-private]"), page.querySelector("[data-private]"));
    this.privateWord.draw([...this.own.values()]);
  }

  draw() {
    const known = this.known;
    const clock = fold(Object.values(known.presses));
    drawPresence(this.root, known.presence);
    drawRatings(this.root, known.ratings);
    drawParked(this.root, known.parked);
    this.privateWord.draw([...this.own.values()]);
    this.drawWaiting();
    this.drawAgenda(clock);
    this.drawNext(clock);
    this.tick();
  }

  /** One button is filled: the private word while somebody waits for one. */
  drawWaiting() {
    const own = this.privateWord.unknown;
    const count = this.counted || (own > 0 ? fill(this.privateWord.panel.dataset.sayCovered, { n: String(own) }) : "");
    const line = this.root.querySelector("[data-private-count]");
    if (line) line.textContent = count;
    this.root.querySelector("[data-next-words]")?.classList.toggle("button--filled", !count);
    this.root.querySelector(".session__word")?.classList.toggle("button--filled", Boolean(count));
    this.heard.waiting(count);
  }

  /** @param {import("./session-clock.js").Clock} clock */
  drawAgenda(clock) {
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-part-row]"))) {
      const key = row.dataset.partRow ?? "";
      const state = key === clock.part ? "now" : clock.done.has(key) ? "done" : "ahead";
      row.className = row.className.replace(/session-part--\w+/, `session-part--${state}`);
      find(row, "[data-part-state]").textContent = state === "ahead" ? "" : `, ${(state === "now" ? this.say.sayNow?.split(",")[0] : this.say.sayDone) ?? ""}`;
      row.querySelector("a")?.toggleAttribute("aria-current", false);
      if (key === this.shown) row.querySelector("a")?.setAttribute("aria-current", "step");
    }
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-shown-part]"))) {
      part.hidden = part.dataset.shownPart !== this.shown;
      const now = part.dataset.shownPart === clock.part;
      for (const name of ["[data-clock]", "[data-ring]"]) {
        const piece = /** @type {HTMLElement | null} */ (part.querySelector(name));
        if (piece) piece.hidden = !now;
      }
    }
    for (const bell of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-bell]"))) {
      bell.hidden = !("AudioContext" in window);
      bell.textContent = (isBellOn() ? bell.dataset.sayOn : bell.dataset.sayOff) ?? "";
      bell.setAttribute("aria-pressed", String(isBellOn()));
    }
    for (const pause of /** @type {NodeListOf<HTMLButtonElement>} */ (this.root.querySelectorAll("[data-pause]"))) {
      pause.value = clock.paused ? "go on" : "pause";
      pause.textContent = (clock.paused ? pause.dataset.sayGoOn : pause.dataset.sayPause) ?? "";
    }
  }

  /** One way on: the part that is looked at, or the next one. @param {import("./session-clock.js").Clock} clock */
  drawNext(clock) {
    const at = this.parts.findIndex((part) => part.key === clock.part);
    const next = this.parts[at + 1];
    const looksElsewhere = this.shown !== clock.part && this.shown !== "end";
    const form = /** @type {HTMLFormElement | null} */ (this.root.querySelector("[data-next]"));
    const line = find(this.root, "[data-following]");
    const [following, last] = [this.say.sayFollowing ?? "", this.say.sayLast ?? ""];
    if (!clock.part) line.textContent = clock.ended ? fill(this.say.sayEnded, { at: this.time.format(clock.ended) }) : ((this.isEarly ? this.say.sayEarly : this.say.sayNotBegun) ?? "");
    else if (looksElsewhere) line.textContent = fill(this.say.sayOtherPart, { part: this.parts[at].title });
    else line.textContent = next ? fill(following, { part: next.title }) : last;
    if (!form) return;
    const begin = looksElsewhere ? this.shown : (next?.key ?? "");
    const act = clock.part && !looksElsewhere && !next ? "end" : "begin";
    /** @type {HTMLInputElement} */ (find(form, "[name=act]")).value = act;
    /** @type {HTMLInputElement} */ (find(form, "[name=part]")).value = act === "end" ? "" : begin;
    form.hidden = !clock.part && (this.isEarly || this.shown === "end");
    const { sayEnd, sayBegin, sayBack, sayBeginThis, sayNext } = this.say;
    const isFirst = !clock.part && !clock.ended && clock.done.size === 0;
    const words = act === "end" ? sayEnd : isFirst && begin === this.parts[0].key ? sayBegin : looksElsewhere ? (clock.done.has(begin) ? sayBack : sayBeginThis) : sayNext;
    find(form, "[data-next-words]").textContent = words ?? "";
  }

  tick() {
    const clock = this.clock;
    if (this.isEarly && this.server.now() >= this.earliest) {
      this.isEarly = false;
      this.drawNext(clock);
    }
    const part = this.parts.find((one) => one.key === clock.part);
    for (const one of this.parts) this.drawWhen(one, clock);
    if (!part) return;
    const rest = left(clock, part, this.server.now());
    if (!clock.paused) this.heard.time(part.key, rest);
    const section = find(this.root, `[data-shown-part="${part.key}"]`);
    find(section, "[data-left-minutes]").textContent = String(Math.abs(rest < 0 ? Math.floor(rest) : Math.ceil(rest)));
    find(section, "[data-left-words]").textContent = (rest < 0 ? this.say.sayLate : this.say.sayLeft) ?? "";
    const share = Math.max(0, Math.min(100, Math.ceil((Math.ceil(Math.max(0, rest)) / (part.minutes + clock.extra)) * 100)));
    find(section, "[data-ring-left]").setAttribute("stroke-dasharray", `${share} 100`);
    const mark = `${part.key} ${clock.extra}`;
    if (rest <= 0 && this.rung !== mark) {
      this.rung = mark;
      if (isBellOn() && rest > -0.2) ring();
    }
  }

  /** @param {Part} part @param {import("./session-clock.js").Clock} clock */
  drawWhen(part, clock) {
    const section = find(this.root, `[data-shown-part="${part.key}"]`);
    const planned = this.time.format(this.starts + part.begins * 60000);
    const when = find(section, "[data-when]");
    const late = find(section, "[data-lateness]");
    late.textContent = "";
    if (part.key !== clock.part) {
      when.textContent = clock.done.has(part.key) ? (this.say.sayDone ?? "") : fill(this.say.sayAhead, { from: planned });
      return;
    }
    const to = this.time.format(until(clock, part, this.server.now()));
    when.textContent = clock.paused
      ? fill(this.say.sayResting, { from: this.time.format(clock.paused) })
      : fill(this.say.sayNow, { from: this.time.format(clock.began), to });
    const minutes = behind(clock, part, this.starts);
    const gives = canGive(clock, this.parts);
    if (minutes < LATE || minutes > 120) return;
    late.textContent = gives
      ? fill(this.say.sayGives, { n: String(minutes), part: gives.title, m: String(gives.gives) })
      : fill(this.say.sayBehind, { n: String(minutes) });
  }
}

document.documentElement.classList.add("has-script");
for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-session]"))) new Session(root);

// @ts-check
/**
 * The notes of one part: saved after a short quiet, and when the reader turns away. Two texts that
 * met stand side by side until a person says which stays.
 */
import { joined } from "./outbox.js";

const QUIET = 800;

export class Notes {
  /**
   * @param {HTMLFormElement} form
   * @param {import("./outbox.js").Outbox} outbox
   * @param {import("./saved-state.js").SavedState} saved
   */
  constructor(form, outbox, saved) {
    this.form = form;
    this.outbox = outbox;
    this.saved = saved;
    this.part = form.dataset.part ?? "";
    this.base = Number(form.dataset.base);
    this.text = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
    this.button = /** @type {HTMLButtonElement} */ (form.querySelector("[data-notes-undo]"));
    this.panel = /** @type {HTMLElement} */ (document.querySelector("[data-notes-clash]"));
    /** The text as it went last, or as it stood on the server: not what was typed before this ran. */
    this.sent = this.text.defaultValue;
    /** Texts that went from here: met again, they are no one else's. */
    this.own = new Set([this.sent]);
    /** @type {string[]} */
    this.before = [];
    /** @type {number | undefined} */
    this.timer = undefined;
    /** Saves that are being stored. */
    this.storing = Promise.resolve();
    /** The clash that is being settled. */
    this.settling = "";
    outbox.shown = this.part;
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("blur", () => void this.save());
    addEventListener("pagehide", () => void this.save());
    document.addEventListener("visibilitychange", () => void this.save());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save();
    });
    this.button.addEventListener("click", () => this.undo());
    outbox.addEventListener("receipt", (event) => this.onReceipt(/** @type {CustomEvent} */ (event).detail));
    outbox.addEventListener("change", () => this.showClash());
    if (this.isDirty) this.typed();
    void this.restore();
  }

  /** @returns {boolean} */
  get isDirty() {
    return this.text.value !== this.sent;
  }

  /** Nothing of this part is typed or on its way here. */
  get isAtRest() {
    return !this.isDirty && this.outbox.storing === 0 && this.outbox.chain(this.part).length === 0;
  }

  /** What waits, or was half typed, before a reload or a crash comes back. */
  async restore() {
    await this.outbox.ready;
    const all = await this.outbox.drafts();
    await this.sendOthers(all);
    const drafts = all.filter((one) => one.name === `notes ${this.part}`);
    const chain = this.outbox.chain(this.part);
    const half = drafts.find((one) => !one.id.includes(" left ")) ?? drafts[0];
    const text = half?.value.text ?? chain.at(-1)?.fields.text;
    if (text === undefined || this.isDirty) return;
    if (half && chain.length === 0 && text === this.text.value) return void this.outbox.forget(half.id);
    if (half) this.base = half.value.base;
    this.text.value = text;
    this.sent = chain.at(-1)?.fields.text ?? this.sent;
    for (const one of chain) this.own.add(one.fields.text);
    if (this.isDirty) await this.typed();
    if (half && half.id.includes(" left ")) await this.outbox.forget(half.id);
    this.showClash();
  }

  /** The page was left for another part before its notes went. @param {import("./outbox-store.js").Kept[]} drafts */
  async sendOthers(drafts) {
    const own = drafts.filter((one) => one.name.startsWith("notes ") && !one.id.includes(" left "));
    for (const { id, name, value } of own) {
      const part = name.slice("notes ".length);
      if (part === this.part || !value.url) continue;
      const last = this.outbox.chain(part).at(-1)?.fields.text;
      if (last !== value.text) await this.outbox.addNotes({ ...value, part });
      await this.outbox.forget(id); // stored with its key by now
    }
  }

  /** Resolves when a crash would leave it. */
  typed() {
    this.saved.typing(this.isDirty);
    if (!this.panel.hidden) this.fill("mine", this.text.value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), QUIET);
    return this.keepHalf();
  }

  keepHalf() {
    const value = { text: this.text.value, base: this.base, url: this.form.action };
    return this.outbox.draft(`notes ${this.part}`, value);
  }

  /** Stored, then on its way. */
  save() {
    clearTimeout(this.timer);
    if (this.isDirty && !this.settling) {
      const text = this.text.value;
      this.before.push(this.sent);
      this.sent = text;
      this.own.add(text);
      this.button.hidden = false;
      const notes = { url: this.form.action, part: this.part, text, base: this.base };
      this.storing = Promise.all([this.storing, this.outbox.addNotes(notes)]).then(() => {});
    }
    this.saved.typing(this.isDirty);
    return this.storing;
  }

  /** Back to the text before, by a further save. */
  undo() {
    const text = this.isDirty ? this.sent : this.before.pop();
    if (text === undefined) return;
    this.text.value = text;
    const older = [...this.before];
    this.typed();
    void this.save().then(() => {
      this.before = older;
      this.button.hidden = older.length === 0;
    });
    this.text.focus();
  }

  /** @param {{item: import("./outbox.js").Item, reply: any}} news */
  onReceipt({ item, reply }) {
    const isOwn = item.kind === "notes" && item.part === this.part && item.tab === this.outbox.tab;
    if (isOwn) {
      this.base = reply.number;
      if (this.text.value === item.fields.text) void this.outbox.draft(`notes ${this.part}`, null);
      else void this.keepHalf(); // what is typed further stands on this save
    }
    const words = reply.notes;
    if (words?.part === this.part && words.base === this.base) this.append(words);
  }

  /** A line put words at the end. @param {{number: number, added: string}} words */
  append({ number, added }) {
    const wasDirty = this.isDirty;
    this.base = number;
    this.sent = joined(this.sent, added);
    this.own.add(this.sent);
    this.replace(joined(this.text.value, added));
    if (wasDirty) this.typed();
  }

  /** Words that were left behind, at the end. @param {string} words */
  async take(words) {
    this.replace(joined(this.text.value, words));
    this.text.focus();
    await this.typed();
    await this.save();
  }

  /** Another text in its place; cursor and scroll stay. @param {string} text */
  replace(text) {
    const { selectionStart: from, selectionEnd: to, scrollTop } = this.text;
    this.text.value = text;
    if (document.activeElement === this.text) this.text.setSelectionRange(from, to);
    this.text.scrollTop = scrollTop;
  }

  /** Somebody else saved: where nothing is being typed here, it is shown. @param {number} number */
  async follow(number) {
    if (number <= this.base || !this.isAtRest) return;
    const reply = await fetch(location.href, { redirect: "manual" }).catch(() => null);
    if (!reply?.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const form = /** @type {HTMLElement | null} */ (page.querySelector("[data-notes]"));
    const theirs = form?.querySelector("textarea")?.value;
    if (theirs === undefined || !this.isAtRest || form?.dataset.part !== this.part) return;
    if (Number(form.dataset.base) <= this.base) return; // saved from here while the page was asked
    this.base = Number(form.dataset.base);
    this.sent = theirs;
    this.replace(theirs);
  }

  /** Two texts side by side, until a person says which stays. */
  showClash() {
    const item = this.outbox.chain(this.part).find((one) => one.state === "clash");
    if (item && this.own.has(item.clash?.theirs)) {
      return void this.settle("mine", item); // it met its own earlier save
    }
    if (!item) {
      if (!this.panel.hidden) this.panel.replaceChildren();
      this.panel.hidden = true;
      return;
    }
    if (!this.panel.hidden && this.panel.dataset.item === item.id) return;
    this.panel.dataset.item = item.id;
    this.panel.hidden = false;
    const template = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-template=clash]"));
    this.panel.replaceChildren(document.importNode(template.content, true));
    const { by, at, theirs } = item.clash ?? {};
    this.fill("who", `${by}, ${at}.`);
    this.fill("mine", this.text.value);
    this.fill("theirs", theirs);
    for (const button of this.panel.querySelectorAll("[data-do]")) {
      const way = /** @type {"mine" | "theirs" | "both"} */ (button.getAttribute("data-do"));
      button.addEventListener("click", () => void this.settle(way, item));
    }
  }

  /** @param {string} slot @param {string} words */
  fill(slot, words) {
    const place = this.panel.querySelector(`[data-slot=${slot}]`);
    if (place) place.textContent = words;
  }

  /**
   * @param {"mine" | "theirs" | "both"} way
   * @param {import("./outbox.js").Item} item
   */
  async settle(way, item) {
    if (this.settling) return; // clicked twice
    this.settling = item.id;
    clearTimeout(this.timer);
    this.saved.typing(true); // what comes of it is not saved yet
    await this.storing;
    const { number, theirs } = item.clash ?? {};
    const mine = this.text.value;
    const settled = this.outbox.chain(this.part);
    this.base = number;
    this.sent = theirs;
    this.text.value = way === "mine" ? mine : way === "theirs" ? theirs : `${theirs.trimEnd()}\n\n${mine}`;
    await this.keepHalf();
    for (const one of settled) await this.outbox.forget(one.id);
    this.settling = "";
    await this.save();
    if (way === "theirs") {
      this.before.push(mine);
      this.button.hidden = false;
      if (!this.isDirty) await this.outbox.draft(`notes ${this.part}`, null);
    }
    this.showClash();
    this.text.focus();
  }
}

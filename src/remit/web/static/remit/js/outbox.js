// @ts-check
/**
 * Nothing typed is lost: each change gets its key where it is typed, is stored before it is sent,
 * and leaves the store only with the server's receipt. Sent twice, it is kept once, because the
 * server knows the key. One tab sends at a time; what belongs to another person is never touched.
 *
 * Events: `change` after anything moved; `receipt` and `clash` with `detail = {item, reply}`.
 *
 * @typedef {import("./outbox-store.js").Kept & {kind: "line" | "notes" | "undo" | "settle",
 *   part: string, url: string, fields: Record<string, string>, said: string, tried: boolean,
 *   state: "waiting" | "refused" | "clash", why: string, clash?: Record<string, any>}} Item
 * @typedef {"" | "offline" | "server" | "signed-out" | "other"} Trouble
 */
import { openStore } from "./outbox-store.js";
import { alone, aloneOrNot, livingTabs, nameTab } from "./tabs.js";

const AGAIN = 5000;
const PATIENCE = 20000;

export class Outbox extends EventTarget {
  /** @param {{person: string, case: string, keptUrl: string, token: string, refused: string}} page */
  constructor(page) {
    super();
    this.page = page;
    this.token = page.token;
    this.tab = "";
    /** @type {Item[]} */
    this.items = [];
    /** @type {Trouble} */
    this.trouble = "";
    this.savedAt = "";
    this.sending = false;
    this.again = false;
    this.last = 0;
    /** @type {import("./outbox-store.js").Store | undefined} */
    this.opened = undefined;
    this.ready = this.open();
  }

  /** @returns {import("./outbox-store.js").Store} */
  get store() {
    if (!this.opened) throw new Error("the outbox is not open yet");
    return this.opened;
  }

  get lock() {
    return `remit-outbox ${this.page.person}`;
  }

  /** Changes of this case that have no receipt yet. */
  get waiting() {
    return this.items.filter((one) => one.case === this.page.case && one.state === "waiting");
  }

  /** @param {"refused" | "clash"} state */
  inState(state) {
    return this.items.filter((one) => one.case === this.page.case && one.state === state);
  }

  async open() {
    this.opened = await openStore(this.page.person);
    this.tab = await nameTab();
    await this.adopt();
    this.channel = new BroadcastChannel(`remit ${this.page.person}`);
    this.channel.addEventListener("message", ({ data }) => void this.heard(data));
    addEventListener("online", () => void this.send());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => void this.send());
    setInterval(() => this.items.length > 0 && void this.send(), AGAIN);
    await this.refresh();
    void this.send();
  }

  /** What tabs left behind that are gone is this tab's now. */
  async adopt() {
    const living = await livingTabs();
    for (const one of await this.store.all()) {
      if (one.case !== this.page.case || living.has(one.tab) || one.tab === this.tab) continue;
      if (one.type === "draft") {
        await this.store.remove(one.id);
        one.id = `${one.id} left ${one.tab}`;
      }
      one.tab = this.tab;
      await this.store.put(one);
    }
  }

  async refresh() {
    const all = await this.store.all();
    this.items = /** @type {Item[]} */ (all.filter((one) => one.type === "item"));
    this.dispatchEvent(new Event("change"));
    return this.items;
  }

  /**
   * Stored when this resolves; then it is sent.
   * @param {Pick<Item, "kind" | "part" | "url" | "fields" | "said">} change
   */
  async add(change) {
    this.last = Math.max(this.last + 1, Date.now() * 1000);
    const own = { case: this.page.case, person: this.page.person, tab: this.tab };
    const state = { tried: change.kind !== "notes", state: "waiting", why: "" };
    const id = change.fields.key ?? crypto.randomUUID();
    const item = /** @type {Item} */ ({
      ...change, ...own, ...state, id, type: "item", order: this.last,
    });
    await this.store.put(item);
    this.items.push(item);
    this.dispatchEvent(new Event("change"));
    void this.send();
  }

  /**
   * The notes of a part as they stand. A save that was not sent yet takes the newer text, but
   * only while nobody is sending: a text that is on its way keeps its key.
   * @param {{url: string, part: string, text: string, base: number}} notes
   */
  async addNotes({ url, part, text, base }) {
    const taken = await aloneOrNot(this.lock, async () => {
      await this.refresh();
      const item = this.chain(part).findLast((one) => !one.tried && one.state === "waiting");
      if (!item) return false;
      item.fields.text = item.said = text;
      await this.store.put(item);
      return true;
    });
    if (taken) return void this.send();
    const fields = { key: crypto.randomUUID(), text, base: String(base) };
    await this.add({ kind: "notes", part, url, fields, said: text });
  }

  /** Saves of the notes of a part from this tab, in their order. @param {string} part @param {string} tab */
  chain(part, tab = this.tab) {
    const same = this.items.filter((one) => one.kind === "notes" && one.part === part);
    return same.filter((one) => one.case === this.page.case && one.tab === tab);
  }

  /** What is half typed; "" forgets it. @param {string} name @param {Record<string, any> | null} value */
  async draft(name, value) {
    await this.ready;
    const { person, case: of } = this.page;
    const id = `draft ${of} ${this.tab} ${name}`;
    if (!value) return this.store.remove(id);
    const order = Date.now() * 1000;
    await this.store.put({ id, person, case: of, tab: this.tab, type: "draft", order, name, value });
  }

  /** Half typed in this tab before, or in one that is gone. */
  async drafts() {
    const all = await this.store.all();
    const mine = (/** @type {import("./outbox-store.js").Kept} */ one) =>
      one.type === "draft" && one.case === this.page.case && one.tab === this.tab;
    return all.filter(mine);
  }

  /** @param {string} id */
  async forget(id) {
    await this.store.remove(id);
    await this.refresh();
  }

  /** A refused change once more, as a change of its own. @param {Item} item */
  async retry(item) {
    await this.store.remove(item.id);
    this.items = this.items.filter((one) => one.id !== item.id);
    await this.add({ ...item, fields: { ...item.fields, key: crypto.randomUUID() } });
  }

  async send() {
    this.again = true;
    if (this.sending) return;
    this.sending = true;
    try {
      await this.ready;
      while (this.again) {
        this.again = false;
        await alone(this.lock, () => this.sendAll());
      }
    } finally {
      this.sending = false;
    }
  }

  async sendAll() {
    const skipped = new Set();
    for (;;) {
      const item = this.next(await this.refresh(), skipped);
      if (!item) return;
      const way = await this.post(item);
      if (way === "stop") return this.dispatchEvent(new Event("change"));
      if (way === "skip") skipped.add(item.id);
    }
  }

  /** @param {Item[]} items @param {Set<string>} skipped */
  next(items, skipped) {
    const shut = new Set();
    for (const one of items) {
      const chain = one.kind === "notes" ? `${one.case} ${one.tab} ${one.part}` : one.id;
      if (one.state === "clash" || skipped.has(one.id)) shut.add(chain);
      else if (one.state === "waiting" && !shut.has(chain)) return one;
    }
    return undefined;
  }

  /** @param {Item} item @returns {Promise<"on" | "skip" | "stop">} */
  async post(item, fresh = false) {
    if (!item.tried) await this.store.put(Object.assign(item, { tried: true }));
    const reply = await this.fetch(item).catch(() => null);
    if (!reply) return this.stopFor("offline");
    const isJson = reply.headers.get("content-type")?.startsWith("application/json");
    if (isJson) return this.settle(item, reply.status, await reply.json());
    if (reply.status >= 500) {
      this.trouble = "server";
      return reply.status === 500 ? "skip" : "stop";
    }
    if (reply.status === 0 || reply.ok || [401, 403].includes(reply.status)) {
      if (fresh) return this.stopFor("signed-out");
      return (await this.renew()) ? this.post(item, true) : "stop";
    }
    return this.settle(item, reply.status, { error: this.page.refused });
  }

  /** @param {Item} item */
  fetch(item, keepalive = false) {
    const body = new URLSearchParams(item.fields);
    const headers = { "X-CSRFToken": this.token, "X-Remit": "script" };
    const signal = keepalive ? undefined : AbortSignal.timeout(PATIENCE);
    return fetch(item.url, { method: "POST", body, headers, redirect: "manual", keepalive, signal });
  }

  /** @param {Trouble} trouble @returns {"stop"} */
  stopFor(trouble) {
    this.trouble = trouble;
    return "stop";
  }

  /** Signed in again? With whose name, and which token? */
  async renew() {
    const reply = await fetch(this.page.keptUrl, { redirect: "manual" }).catch(() => null);
    if (!reply) return this.stopFor("offline") && false;
    const text = reply.ok ? await reply.text() : "";
    return this.take(new DOMParser().parseFromString(text, "text/html"));
  }

  /** The token of a page just fetched, if it is still this person's. @param {ParentNode} page */
  take(page) {
    const mark = /** @type {HTMLElement | null} */ (page.querySelector("[data-fresh]"));
    const field = /** @type {HTMLInputElement | null} */ (mark?.querySelector("input") ?? null);
    if (!mark || !field) return this.stopFor("signed-out") && false;
    if (mark.dataset.person !== this.page.person) return this.stopFor("other") && false;
    this.token = field.value;
    return true;
  }

  /** @param {Item} item @param {number} status @param {any} reply @returns {Promise<"on">} */
  async settle(item, status, reply) {
    this.trouble = "";
    if (status < 300) {
      this.items = this.items.filter((one) => one.id !== item.id);
      this.tell({ type: "receipt", item, reply });
      await this.store.remove(item.id);
      await this.follow(item, reply);
    } else {
      const state = reply.clash ? "clash" : "refused";
      Object.assign(item, { state, why: reply.error ?? "", clash: reply.clash && reply });
      await this.store.put(item);
      this.tell({ type: "clash", item, reply });
    }
    return "on";
  }

  /** Later saves stand on this one. @param {Item} item @param {any} reply */
  async follow(item, reply) {
    const words = reply.notes;
    await this.refresh();
    const later = this.items.filter((one) => one.kind === "notes" && one.id !== item.id);
    for (const one of later.filter((each) => each.case === item.case && each.tab === item.tab)) {
      if (item.kind === "notes" && one.part === item.part) one.fields.base = String(reply.number);
      else if (words && one.part === words.part && Number(one.fields.base) === words.base) {
        one.fields.base = String(words.number);
        one.fields.text = one.said = joined(one.fields.text, words.added);
      } else continue;
      await this.store.put(one);
    }
  }

  /** Here and in the other tabs. @param {{type: string, item: Item, reply: any}} news */
  tell(news) {
    this.channel?.postMessage(news);
    this.spread(news);
  }

  /** @param {{type: string, item: Item, reply: any}} news */
  async heard(news) {
    await this.refresh();
    this.spread(news);
  }

  /** @param {{type: string, item: Item, reply: any}} news */
  spread({ type, item, reply }) {
    if (item.case !== this.page.case) return;
    if (reply.saved) this.savedAt = reply.saved;
    this.dispatchEvent(new CustomEvent(type, { detail: { item, reply } }));
  }

  /** A last try while the page goes; what is stored stays until a receipt. */
  leave() {
    for (const item of this.waiting.filter((one) => one.tab === this.tab)) {
      void this.store.put(Object.assign(item, { tried: true }));
      void this.fetch(item, true).catch(() => null);
    }
  }
}

/** A line's words at the end of the notes, as the server puts them. @param {string} text @param {string} added */
export function joined(text, added) {
  return text.trim() ? `${text.trimEnd()}\n${added}` : added;
}

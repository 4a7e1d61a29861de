// @ts-check
/**
 * Nothing typed is lost: each change gets its key where it is typed, is stored before it is sent,
 * and leaves the store only with the server's receipt. Sent twice, it is kept once, because the
 * server knows the key. One tab sends at a time; what belongs to another person is never touched.
 *
 * Events: `change` after anything moved; `receipt` and `clash` with `detail = {item, reply}`.
 *
 * @typedef {import("./outbox-store.js").Kept & {kind: "line" | "notes" | "undo" | "settle" | "press",
 *   part: string, url: string, fields: Record<string, string>, said: string, tried: boolean,
 *   state: "waiting" | "refused" | "clash", why: string, broke?: number, overtaken?: boolean, clash?: Record<string, any>}} Item
 * @typedef {"" | "offline" | "server" | "signed-out" | "other"} Trouble
 */
import { openStore } from "./outbox-store.js";
import { Inheritance, alone, aloneOrNot, nameTab, newKey } from "./tabs.js";

const AGAIN = 5000;
const PATIENCE = 20000;
const ENOUGH = 3; // times that the server breaks at one change while it takes others
const ALONE_ENOUGH = 12;

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
    /** Changes on their way into the store. */
    this.storing = 0;
    /** Of these, what a page that goes away right now must not lose. @type {Set<Item>} */
    this.entering = new Set();
    /** The part whose notes this page shows. */
    this.shown = "";
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

  /** Whether what has no receipt would outlive this page. */
  get isSafe() {
    return this.opened?.isSafe ?? true;
  }

  /** @param {"refused" | "clash"} state */
  inState(state) {
    return this.items.filter((one) => one.case === this.page.case && one.state === state);
  }

  async open() {
    this.opened = await openStore(this.page.person);
    this.tab = await nameTab();
    this.inheritance = new Inheritance(this.opened, this.page.case, this.tab);
    await this.inheritance.take(true);
    this.channel = this.listen();
    addEventListener("online", () => void this.send());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => void this.send());
    setInterval(() => void this.look(), AGAIN);
    await this.refresh();
    this.last = Math.max(0, ...this.items.map((one) => one.order)); // also if the clock went back
    void this.send();
  }

  /** Other tabs, where the browser lets tabs speak. */
  listen() {
    try {
      const channel = new BroadcastChannel(`remit ${this.page.person}`);
      channel.addEventListener("message", ({ data }) => void this.heard(data));
      return channel;
    } catch {
      return undefined;
    }
  }

  async look() {
    if (await this.inheritance?.take(false)) await this.refresh();
    if (this.items.length > 0) await this.send();
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
    const id = change.fields.key ?? newKey();
    const item = /** @type {Item} */ ({
      ...change, ...own, ...state, broke: 0, id, type: "item", order: this.last,
    });
    this.entering.add(item);
    await this.whileStoring(async () => {
      await this.ready;
      item.tab = this.tab;
      await this.store.put(item);
      this.items.push(item);
    });
    this.entering.delete(item);
    void this.send();
  }

  /** Nothing is said to be saved meanwhile. @param {() => Promise<void>} act */
  async whileStoring(act) {
    this.storing += 1;
    this.dispatchEvent(new Event("change"));
    try {
      await act();
    } finally {
      this.storing -= 1;
      this.dispatchEvent(new Event("change"));
    }
  }

  /**
   * The notes of a part as they stand. A save that was not sent yet takes the newer text, but
   * only while nobody is sending: a text that is on its way keeps its key.
   * @param {{url: string, part: string, text: string, base: number}} notes
   */
  addNotes({ url, part, text, base }) {
    return this.whileStoring(() => this.storeNotes(url, part, text, base));
  }

  /** @param {string} url @param {string} part @param {string} text @param {number} base */
  async storeNotes(url, part, text, base) {
    await this.ready;
    const taken = await aloneOrNot(this.lock, async () => {
      await this.refresh();
      const item = this.chain(part).findLast((one) => !one.tried && one.state === "waiting");
      if (!item) return false;
      item.fields.text = item.said = text;
      await this.store.put(item);
      return true;
    });
    if (taken) return void this.send();
    const fields = { key: newKey(), text, base: String(base) };
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
    await this.add({ ...item, fields: { ...item.fields, key: newKey() } });
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
    let taken = 0;
    for (;;) {
      const item = this.next(await this.refresh(), skipped);
      if (!item) break;
      const way = await this.post(item);
      if (way === "stop") break;
      if (way === "skip") skipped.add(item.id);
      else taken += 1;
    }
    if (skipped.size > 0) await this.setAside(skipped, taken > 0);
    this.dispatchEvent(new Event("change"));
  }

  /**
   * A change at which the server breaks, again and again, is shown as refused; the others go on.
   * @param {Set<string>} skipped @param {boolean} others whether the server took another one
   */
  async setAside(skipped, others) {
    this.trouble = this.trouble || "server";
    for (const one of this.items.filter((each) => skipped.has(each.id))) {
      const broke = (one.broke ?? 0) + 1;
      const overtaken = one.overtaken || others;
      const isEnough = broke >= (overtaken ? ENOUGH : ALONE_ENOUGH);
      const refused = isEnough ? { state: /** @type {const} */ ("refused"), why: this.page.refused } : {};
      await this.store.put(Object.assign(one, { broke, overtaken, ...refused }));
    }
    await this.refresh();
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
    if (isJson && reply.status < 500) {
      const told = await reply.json().catch(() => null);
      return told ? this.settle(item, reply.status, told) : this.stopFor("offline");
    }
    if (reply.status >= 500 || [408, 425, 429].includes(reply.status)) {
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
      await this.store.remove(item.id); // first, so that no other tab finds it waiting still
      this.items = this.items.filter((one) => one.id !== item.id);
      this.tell({ type: "receipt", item, reply });
      if (item.kind === "notes") await this.dropDraft(item);
      await this.follow(item, reply);
    } else {
      const state = reply.clash ? "clash" : "refused";
      Object.assign(item, { state, why: reply.error ?? "", clash: reply.clash && reply });
      await this.store.put(item);
      this.tell({ type: "clash", item, reply });
    }
    return "on";
  }

  /** The words of a part not shown are on the server: what kept them half typed goes. @param {Item} item */
  async dropDraft({ tab, part, fields }) {
    if (tab !== this.tab || part === this.shown) return; // the field itself knows better
    for (const one of await this.drafts()) {
      const same = one.name === `notes ${part}` && one.value.text === fields.text;
      if (same) await this.store.remove(one.id);
    }
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
    for (const item of this.entering) this.opened?.putNow(item);
    const mine = this.waiting.filter((one) => one.tab === this.tab);
    const next = (/** @type {Item} */ one) => one.kind !== "notes" || one === this.chain(one.part)[0];
    for (const item of mine.filter(next)) {
      void this.store.put(Object.assign(item, { tried: true }));
      void this.fetch(item, true).catch(() => null);
    }
  }
}

/** A line's words at the end of the notes, as the server puts them. @param {string} text @param {string} added */
export function joined(text, added) {
  return text.trim() ? `${text.trimEnd()}\n${added}` : added;
}

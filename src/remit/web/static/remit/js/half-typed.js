// @ts-check
/**
 * A form that is half filled in outlives a crash, a lost network and the end of a session: it is
 * kept in this browser, for this person and this page, until the server's answer says that it is
 * stored. Nothing here says "saved".
 *
 * @typedef {[name: string, value: string]} Pair
 * @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field
 */
import { openStore } from "./outbox-store.js";

const QUIET = 300;
const TOKEN = "csrfmiddlewaretoken";

class HalfTyped {
  /**
   * @param {HTMLElement} place
   * @param {HTMLFormElement} form
   * @param {import("./outbox-store.js").Store} store
   */
  constructor(place, form, store) {
    this.place = place;
    this.form = form;
    this.store = store;
    this.id = `form ${place.dataset.case} ${location.pathname}`;
    this.empty = this.shown();
    /** @type {number | undefined} */
    this.timer = undefined;
    this.isSending = false;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    addEventListener("pagehide", () => this.timer && void this.keep());
    form.addEventListener("submit", (event) => void this.send(event));
    place.querySelector("[data-do=leave]")?.addEventListener("click", () => void this.leaveOut());
  }

  /** @returns {Field[]} */
  get fields() {
    const all = /** @type {Field[]} */ ([...this.form.elements]);
    return all.filter((one) => one.name && one.name !== TOKEN && !["submit", "file"].includes(one.type));
  }

  /** @returns {Pair[]} */
  pairs() {
    const data = [...new FormData(this.form)].filter(([name, value]) => name !== TOKEN && typeof value === "string");
    return /** @type {Pair[]} */ (data);
  }

  /** What a person sees in the fields. */
  shown() {
    const hidden = new Set(this.fields.filter((one) => one.type === "hidden").map((one) => one.name));
    return JSON.stringify(this.pairs().filter(([name]) => !hidden.has(name)));
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.keep(), QUIET);
  }

  async keep() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.shown() === this.empty) return this.store.remove(this.id);
    const of = this.place.dataset.case ?? "";
    const pairs = this.pairs();
    const own = { id: this.id, person: this.store.person, case: of, tab: "", order: Date.now() * 1000 };
    await this.store.put({ ...own, type: "form", pairs });
    if (!this.store.isSafe) this.say("only");
  }

  /** What was typed before comes back, with the version that it was typed into. */
  async restore() {
    const half = (await this.store.all()).find((one) => one.id === this.id);
    if (!half || this.shown() !== this.empty) return;
    if (this.place.hasAttribute("data-answered")) return this.keep(); // the answer shows what was sent
    this.fill(half.pairs);
    if (this.shown() === this.empty) return this.store.remove(this.id); // it is on the server
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
    this.say("back");
  }

  /** @param {Pair[]} pairs */
  fill(pairs) {
    const left = [...pairs];
    for (const field of this.fields) {
      const isChoice = field.type === "radio" || field.type === "checkbox";
      const at = left.findIndex(([name, value]) => name === field.name && (!isChoice || value === field.value));
      const [pair] = at < 0 ? [] : left.splice(at, 1);
      if (isChoice) /** @type {HTMLInputElement} */ (field).checked = pair !== undefined;
      else if (pair) field.value = pair[1];
    }
  }

  /** Sent in a way that leaves the words here if no answer comes. @param {SubmitEvent} event */
  async send(event) {
    event.preventDefault();
    if (this.isSending) return; // pressed twice: what the second press kept would outlive the answer
    this.isSending = true;
    this.isSending = await this.leaves(event);
  }

  /** Whether this page is left for the answer. @param {SubmitEvent} event */
  async leaves(event) {
    await this.keep();
    const body = new FormData(this.form, event.submitter);
    const reply = await fetch(this.form.action, { method: "POST", body }).catch(() => null);
    const isDone = reply?.ok && reply.redirected && !this.isSignIn(reply.url);
    if (!isDone) return this.unkept(reply);
    await this.store.remove(this.id);
    location.assign(reply.url);
    return true;
  }

  /** What an answer that is not a receipt means. @param {Response | null} reply */
  unkept(reply) {
    if (!reply || reply.status >= 500) return this.say("unsent");
    if (reply.redirected || reply.status === 403) return this.say("signed-out");
    this.form.submit(); // the page that says what is wrong; nothing was stored
    return true;
  }

  /** @param {string} url */
  isSignIn(url) {
    return new URL(url).pathname === new URL(this.place.dataset.signIn ?? "/", location.href).pathname;
  }

  async leaveOut() {
    await this.store.remove(this.id);
    location.assign(location.href);
  }

  /** @param {string} state */
  say(state) {
    this.place.hidden = false;
    for (const words of this.place.querySelectorAll("[data-state]")) {
      words.toggleAttribute("hidden", words.getAttribute("data-state") !== state);
    }
    if (state !== "back") this.place.scrollIntoView({ block: "center" });
    return false;
  }
}

for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-half-typed]"))) {
  const form = place.closest("form");
  if (!form) continue;
  const half = openStore(place.dataset.person ?? "").then((store) => new HalfTyped(place, form, store));
  void half.then((one) => one.restore());
}

for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-half-settled]"))) {
  place.closest("form")?.addEventListener("submit", () => {
    const id = `form ${place.dataset.case} ${location.pathname}`;
    void openStore(place.dataset.person ?? "").then((store) => store.remove(id));
  });
}

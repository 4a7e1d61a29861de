// @ts-check
/**
 * The page of a consultation. It works without script as plain forms; with it, what is typed is
 * kept as it is typed, the picture grows, and other tabs are heard.
 */
import { connectAgenda } from "./agenda.js";
import { LeftOver } from "./left-over.js";
import { Notes } from "./notes.js";
import { Outbox } from "./outbox.js";
import { QuickEntry } from "./quick-entry.js";
import { SavedState } from "./saved-state.js";

const LOOK = 10000;
const ROOM_BELOW = 580;
const [LOWEST, HIGHEST] = [230, 420];
const SAME = 16;
const PICTURE_FIRST = 120;

class Visit {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const data = root.dataset;
    this.version = Number(data.version);
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"));
    this.outbox = new Outbox({
      person: data.person ?? "",
      case: data.case ?? "",
      keptUrl: data.keptUrl ?? "",
      token: field?.value ?? "",
      refused: data.sayRefused ?? "",
    });
    this.saved = new SavedState(find(document, "[data-saved]"), find(document, "[data-saved-heard]"), this.outbox);
    const line = /** @type {HTMLFormElement | null} */ (root.querySelector("[data-quick-entry]"));
    const notes = /** @type {HTMLFormElement | null} */ (root.querySelector("[data-notes]"));
    this.entry = line ? new QuickEntry(line, this.outbox) : undefined;
    this.notes = notes && line ? new Notes(notes, this.outbox, this.saved) : undefined;
    if (line) new LeftOver(find(root, "[data-left-over]"), this.outbox, this.entry, this.notes);
    this.outbox.addEventListener("receipt", (event) => this.onReceipt(/** @type {CustomEvent} */ (event).detail));
    this.outbox.addEventListener("change", () => this.showPending());
    root.addEventListener("submit", (event) => this.onSubmit(event));
    addEventListener("beforeprint", () => this.beforePrint());
    addEventListener("afterprint", () => this.afterPrint());
    this.look();
  }

  /** @param {{item: import("./outbox.js").Item, reply: any}} news */
  onReceipt({ item, reply }) {
    if (item.kind === "notes") return;
    if (reply.version > this.version) this.version = reply.version;
    document.dispatchEvent(new CustomEvent("remit:kept"));
    setTimeout(() => void this.refreshKept(), PICTURE_FIRST);
  }

  /** Undo and answers go the same way as what is typed. @param {SubmitEvent} event */
  onSubmit(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const kind = /** @type {"undo" | "settle" | undefined} */ (form.dataset.send);
    if (!kind) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    data.delete("csrfmiddlewaretoken");
    const fields = /** @type {Record<string, string>} */ (Object.fromEntries(data));
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    this.entry?.line.focus();
    void this.outbox.add({ kind, part: fields.part ?? "", url: form.action, fields, said: form.dataset.say ?? "" });
  }

  /** Lines without a receipt are listed while they wait longer than a moment. */
  showPending() {
    const list = find(this.root, "[data-pending]");
    const template = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-template=pending]"));
    const lines = this.outbox.trouble ? this.outbox.waiting.filter((one) => one.kind === "line") : [];
    list.hidden = lines.length === 0;
    list.replaceChildren(
      ...lines.map((item) => {
        const made = /** @type {Element} */ (document.importNode(template.content, true).firstElementChild);
        find(made, "[data-slot=text]").textContent = item.said;
        return made;
      }),
    );
  }

  async refreshKept() {
    const reply = await fetch(this.root.dataset.keptUrl ?? "", { redirect: "manual" }).catch(() => null);
    if (!reply?.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (!this.outbox.take(page)) return this.saved.show();
    for (const name of ["[data-waiting]", "[data-kept]"]) {
      const fresh = page.querySelector(name);
      const old = find(this.root, name);
      if (fresh) replace(old, fresh, this.entry?.line);
    }
  }

  /** What other tabs and people wrote, now and every ten seconds. */
  look() {
    const ask = () => document.visibilityState === "visible" && void this.ask();
    setInterval(ask, LOOK);
    document.addEventListener("visibilitychange", ask);
    addEventListener("focus", ask);
  }

  async ask() {
    const reply = await fetch(this.root.dataset.changedUrl ?? "", { redirect: "manual" }).catch(() => null);
    if (!reply?.ok || !reply.headers.get("content-type")?.startsWith("application/json")) return;
    const { version, notes } = await reply.json();
    if (version > this.version) {
      this.version = version;
      document.dispatchEvent(new CustomEvent("remit:kept"));
      void this.refreshKept();
    }
    if (this.notes) void this.notes.follow(notes[this.notes.part] ?? 0);
  }

  /** Paper has no folds, and no field has the cursor there. */
  beforePrint() {
    this.focused = /** @type {HTMLElement | null} */ (document.activeElement);
    for (const fold of this.root.querySelectorAll(".visit-list, .notes__others")) {
      fold.toggleAttribute("data-was-shut", !fold.hasAttribute("open"));
      fold.setAttribute("open", "");
    }
    const print = this.root.querySelector(".notes__print");
    if (print && this.notes) print.textContent = this.notes.text.value;
  }

  afterPrint() {
    for (const fold of this.root.querySelectorAll("[data-was-shut]")) fold.removeAttribute("open");
    this.focused?.focus();
  }
}

/** @param {ParentNode} within @param {string} selector */
function find(within, selector) {
  return /** @type {HTMLElement} */ (within.querySelector(selector));
}

/**
 * The focus stays where it was, or goes to the line where its place is gone.
 *
 * @param {Element} old
 * @param {Element} fresh
 * @param {HTMLElement | undefined} line
 */
function replace(old, fresh, line) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const action = focused?.closest("form")?.getAttribute("action");
  old.replaceChildren(...document.importNode(fresh, true).childNodes);
  if (!focused) return;
  const same = action && old.querySelector(`form[action="${CSS.escape(action)}"] button`);
  (/** @type {HTMLElement | null} */ (same || null) ?? line)?.focus();
}

/** The picture is asked for as wide as it can be shown. @param {HTMLElement} picture */
function giveRoom(picture) {
  const url = new URL(picture.dataset.url ?? "", location.href);
  const asked = Number(url.searchParams.get("wide"));
  const wide = Math.floor(find(picture, "[data-timeline-picture]").clientWidth);
  if (!wide) return;
  const tall = Math.round(Math.min(Math.max(innerHeight - ROOM_BELOW, LOWEST), HIGHEST));
  url.searchParams.set("wide", String(wide));
  url.searchParams.set("tall", String(tall));
  picture.dataset.url = url.pathname + url.search;
  if (Math.abs(wide - asked) > SAME) {
    setTimeout(() => document.dispatchEvent(new CustomEvent("remit:kept")));
  }
}

document.documentElement.classList.add("has-script");
for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-visit]"))) {
  const picture = /** @type {HTMLElement | null} */ (root.querySelector("[data-timeline]"));
  if (picture) giveRoom(picture);
  for (const agenda of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-agenda]"))) {
    connectAgenda(agenda);
  }
  new Visit(root);
}

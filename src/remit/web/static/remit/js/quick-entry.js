// @ts-check
/**
 * The line of quick entry: each keystroke asks what is understood, the latest answer wins; Enter
 * keeps what is clear, Tab goes to the questions, a number answers, Escape returns to the text.
 * Without script the form keeps the line, and its questions wait on the page.
 */
import { newKey } from "./tabs.js";

const QUIET = 700;

export class QuickEntry {
  /**
   * @param {HTMLFormElement} form
   * @param {import("./outbox.js").Outbox} outbox
   */
  constructor(form, outbox) {
    this.form = form;
    this.outbox = outbox;
    this.line = /** @type {HTMLInputElement} */ (form.querySelector("input[name=text]"));
    this.part = /** @type {HTMLInputElement} */ (form.querySelector("input[name=part]")).value;
    this.shown = /** @type {HTMLElement} */ (form.querySelector("[data-understood]"));
    this.heard = form.querySelector("[data-heard]");
    /** Answers so far, by place and words. @type {Map<string, string>} */
    this.answers = new Map();
    /** @type {AbortController | undefined} */
    this.pending = undefined;
    /** @type {number | undefined} */
    this.later = undefined;
    this.line.addEventListener("input", () => this.typed());
    this.line.addEventListener("keydown", (event) => this.onLineKey(event));
    this.shown.addEventListener("keydown", (event) => this.onChipKey(event));
    this.shown.addEventListener("click", (event) => this.onClick(event));
    form.addEventListener("submit", (event) => void this.keep(event));
    void this.restore();
  }

  /** What was half typed before a reload or a crash comes back. */
  async restore() {
    await this.outbox.ready;
    const half = (await this.outbox.drafts()).find((one) => one.id.endsWith(" line"));
    if (half && !this.line.value) this.put(half.value.text);
    else if (this.line.value) this.typed();
  }

  /** @param {string} text */
  put(text) {
    this.line.value = text;
    this.line.focus();
    this.typed();
  }

  typed() {
    const text = this.line.value;
    void this.outbox.draft("line", text ? { text } : null);
    void this.understand(text);
  }

  /** @param {string} text */
  async understand(text) {
    this.pending?.abort();
    const pending = new AbortController();
    this.pending = pending;
    if (!text.trim()) return this.show(null);
    const body = new URLSearchParams({ text, part: this.part });
    const headers = { "X-CSRFToken": this.outbox.token, "X-Remit": "script" };
    const asked = { method: "POST", body, headers, signal: pending.signal, redirect: /** @type {const} */ ("manual") };
    try {
      const reply = await fetch(this.form.dataset.understand ?? "", asked);
      const words = reply.ok ? await reply.text() : "";
      if (pending.signal.aborted) return;
      const page = new DOMParser().parseFromString(words, "text/html");
      this.show(page.querySelector("[data-chips]"));
    } catch {
      if (!pending.signal.aborted) this.show(null); // the line is kept all the same
    }
  }

  /** @param {Element | null} chips */
  show(chips) {
    const at = this.shown.contains(document.activeElement) ? document.activeElement : null;
    const was = at && [at.closest("[data-place]")?.getAttribute("data-place"), at.getAttribute("data-choice")];
    this.shown.replaceChildren(...(chips ? [document.importNode(chips, true)] : []));
    for (const chip of this.chips) this.mark(chip);
    if (was) {
      const same = `[data-place="${was[0]}"] [data-choice="${was[1]}"]`;
      (/** @type {HTMLElement | null} */ (this.shown.querySelector(same)) ?? this.line).focus();
    }
    clearTimeout(this.later);
    this.later = setTimeout(() => this.say(), QUIET);
  }

  /** Chips that ask. @returns {HTMLElement[]} */
  get chips() {
    return [...this.shown.querySelectorAll("[data-said]")].map((one) => /** @type {HTMLElement} */ (one));
  }

  /** @param {HTMLElement} chip */
  answer(chip) {
    return this.answers.get(`${chip.dataset.place} ${chip.dataset.said}`);
  }

  /** @param {HTMLElement} chip */
  mark(chip) {
    const chosen = this.answer(chip);
    chip.classList.toggle("is-chosen", chosen !== undefined);
    for (const button of chip.querySelectorAll("[data-choice]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-choice") === chosen));
    }
  }

  say() {
    if (!this.heard) return;
    const words = this.form.dataset;
    const clear = [...this.shown.querySelectorAll("[data-clear] strong")].map((one) => one.textContent);
    const open = this.chips.filter((chip) => !this.answer(chip)).map((chip) => chip.dataset.said);
    const said = [];
    if (clear.length > 0) said.push(filled(words.sayClear, clear));
    if (open.length > 0) said.push(filled(words.sayAsk, open));
    this.heard.textContent = said.join(" ");
  }

  /** @param {KeyboardEvent} event */
  onLineKey(event) {
    if (event.key === "Tab" && !event.shiftKey) {
      const open = this.chips.find((chip) => !this.answer(chip)) ?? this.chips[0];
      const button = /** @type {HTMLElement | null | undefined} */ (open?.querySelector("[data-choice]"));
      if (!button) return;
      event.preventDefault();
      button.focus();
    }
  }

  /** @param {KeyboardEvent} event */
  onChipKey(event) {
    const chip = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-said]"));
    if (event.key === "Escape") {
      event.preventDefault();
      this.line.focus();
    } else if (chip && /^[1-9]$/.test(event.key)) {
      event.preventDefault();
      this.choose(chip, event.key);
    }
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-choice]");
    const chip = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-said]"));
    if (chip) this.choose(chip, button?.getAttribute("data-choice") ?? "");
  }

  /** @param {HTMLElement} chip @param {string} number */
  choose(chip, number) {
    if (!chip.querySelector(`[data-choice="${number}"]`)) return;
    const key = `${chip.dataset.place} ${chip.dataset.said}`;
    if (this.answers.get(key) === number) this.answers.delete(key);
    else this.answers.set(key, number);
    this.mark(chip);
    const next = this.chips.find((one) => !this.answer(one));
    const button = this.answer(chip) && next?.querySelector("[data-choice]");
    (/** @type {HTMLElement | null} */ (button || null) ?? this.line).focus();
    this.say();
  }

  /** @param {SubmitEvent} event */
  async keep(event) {
    event.preventDefault();
    const text = this.line.value;
    if (!text.trim()) return;
    const choices = Object.fromEntries(
      this.chips.filter((chip) => this.answer(chip)).map((chip) => [chip.dataset.place, this.answer(chip)]),
    );
    const fields = { key: newKey(), text, part: this.part, choices: JSON.stringify(choices) };
    this.pending?.abort();
    this.line.value = "";
    this.answers.clear();
    this.show(null);
    this.line.focus();
    await this.outbox.add({ kind: "line", part: this.part, url: this.form.action, fields, said: text });
    if (!this.line.value) await this.outbox.draft("line", null); // stored with its key by now
  }
}

/** @param {string | undefined} words @param {(string | null | undefined)[]} labels */
function filled(words, labels) {
  return (words ?? "").replace("{n}", String(labels.length)).replace("{labels}", labels.join("; "));
}

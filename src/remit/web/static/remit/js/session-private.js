// @ts-check
/**
 * The private word: what was answered stands as answered at once, and what needs the clinician says
 * so until the next answer, with the numbers beside it.
 */

export class PrivateWord {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    this.panel = panel;
    this.piece = find(panel, "[data-private]");
    this.told = find(panel, "[data-told]");
    this.heard = find(panel, "[data-private-heard]");
    /** Of whom the clinician has to hear, by key; the clinic knows it with the receipt. @type {Map<string, {name: string, known: boolean}>} */
    this.open = new Map();
    find(this.told, "[data-told-done]").addEventListener("click", () => {
      for (const [key, one] of this.open) if (one.known) this.open.delete(key);
      this.drawTold();
      find(panel, "#private-head").focus();
    });
  }

  /** How many answers wait here that the clinic does not know. */
  get unknown() {
    return [...this.open.values()].filter((one) => !one.known).length;
  }

  /** Something new was answered: it stands here until somebody says that the clinician knows. @param {Record<string, string>} fields */
  tell(fields) {
    if (fields.kind !== "private" || fields.answer === "nothing") return false;
    this.open.set(fields.key, { name: this.nameOf(fields.enrolment), known: false });
    this.drawTold();
    return true;
  }

  /** @param {string} key with its receipt */
  isKnown(key) {
    const one = this.open.get(key);
    if (one) one.known = true;
    this.drawTold();
  }

  drawTold() {
    const names = [...new Set([...this.open.values()].map((one) => one.name))].join(", ");
    this.told.hidden = !names;
    find(this.told, "[data-told-words]").textContent = (this.panel.dataset.sayTell ?? "").replace("{names}", names);
    find(this.told, "[data-told-unknown]").hidden = this.unknown === 0;
    find(this.told, "[data-told-done]").hidden = this.unknown > 0;
  }

  /** @param {string} enrolment */
  nameOf(enrolment) {
    const options = /** @type {NodeListOf<HTMLOptionElement>} */ (this.panel.querySelectorAll("#note-who option"));
    return [...options].find((one) => one.value === enrolment)?.textContent ?? "";
  }

  /** What is pressed here and not known to the server yet is not asked again. @param {Record<string, string>[]} own */
  draw(own) {
    for (const form of /** @type {NodeListOf<HTMLElement>} */ (this.piece.querySelectorAll("[data-who]"))) {
      const { who, send } = form.dataset;
      const pressed = own.some((one) => one.enrolment === who && (send === "private" ? one.kind === send : one.private === "yes"));
      form.hidden = pressed;
      const line = /** @type {HTMLElement | null} */ (form.closest("li, section")?.querySelector("[data-pressed]") ?? null);
      if (line) line.hidden = !pressed;
    }
  }

  /** Once it is stored, with network or without. @param {Record<string, string>} fields */
  say(fields) {
    if (this.open.has(fields.key)) return this.told.focus();
    this.heard.textContent = (this.panel.dataset.sayKept ?? "").replace("{name}", this.nameOf(fields.enrolment));
    if (!this.panel.contains(document.activeElement) || isHidden(document.activeElement)) this.goOn();
  }

  /** To the next question that is open. */
  goOn() {
    const buttons = /** @type {HTMLElement[]} */ ([...this.piece.querySelectorAll("[data-send=private]:not([hidden]) button")]);
    (buttons.find((one) => one.offsetParent !== null) ?? find(this.panel, "#private-head")).focus();
  }
}

/** A piece of the page as the server has it now, where it differs; the focus stays where it was. @param {Element | null} old @param {Element | null} fresh */
export function renew(old, fresh) {
  if (!old || !fresh || same(old, fresh)) return;
  const mark = old.contains(document.activeElement) ? markOf(document.activeElement) : null;
  old.replaceChildren(...document.importNode(fresh, true).childNodes);
  if (mark === null) return;
  const places = [mark && old.querySelector(mark), ...document.querySelectorAll("#private-head, [data-shown-part]:not([hidden]) h2")];
  const place = places.find((one) => one instanceof HTMLElement && one.offsetParent !== null);
  /** @type {HTMLElement | undefined} */ (place)?.focus({ preventScroll: true });
}

/** Tokens and keys differ at each look; what can be read does not. @param {Element} old @param {Element} fresh */
function same(old, fresh) {
  const words = (/** @type {Element} */ one) => (one.textContent ?? "").replace(/\s+/g, " ").trim();
  return words(old) === words(fresh);
}

/** How to find a button again. @param {Element | null} focused */
function markOf(focused) {
  const who = /** @type {HTMLElement | null} */ (focused?.closest("[data-who]") ?? null)?.dataset.who;
  return who && focused instanceof HTMLButtonElement ? `[data-who="${who}"] button[value="${CSS.escape(focused.value)}"]` : "";
}

/** @param {Element | null} one */
function isHidden(one) {
  return one instanceof HTMLElement && one.offsetParent === null;
}

/** @param {ParentNode} within @param {string} selector */
function find(within, selector) {
  return /** @type {HTMLElement} */ (within.querySelector(selector));
}

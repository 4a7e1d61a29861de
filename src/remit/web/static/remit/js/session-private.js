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
    const name = this.nameOf(fields.enrolment);
    const isNew = fields.kind === "private" && fields.answer !== "nothing";
    this.heard.textContent = isNew ? "" : (this.panel.dataset.sayKept ?? "").replace("{name}", name);
    this.told.hidden = !isNew;
    if (isNew) {
      find(this.told, "[data-told-words]").textContent = (this.panel.dataset.sayTell ?? "").replace("{name}", name);
      this.told.focus();
    } else if (!this.panel.contains(document.activeElement) || isHidden(document.activeElement)) this.goOn();
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
  if (mark !== null) /** @type {HTMLElement | null} */ ((mark && old.querySelector(mark)) || document.querySelector("#private-head"))?.focus({ preventScroll: true });
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

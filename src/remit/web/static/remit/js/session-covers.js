// @ts-check
/**
 * The room can see the tablet: details and private words stand covered, are opened by a tap, and
 * cover themselves after half a minute without a touch or when another part begins.
 */
const OPEN_FOR = 30000;

export class Covers {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.panel = find(root, "[data-private-panel]");
    this.parts = find(root, "[data-parts]");
    this.details = /** @type {HTMLElement | null} */ (root.querySelector("[data-details]"));
    /** @type {number | undefined} */
    this.later = undefined;
    this.details?.setAttribute("role", "button");
    this.details?.addEventListener("click", (event) => this.turn(event, () => this.showDetails(!this.areDetailsOpen)));
    for (const way of root.querySelectorAll("[data-open-private]")) way.addEventListener("click", (event) => this.turn(event, () => this.showPrivate(true)));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.cover());
    root.querySelector("[data-cover]")?.addEventListener("click", (event) => this.turn(event, () => this.showPrivate(false)));
    for (const touch of ["pointerdown", "keydown", "input"]) root.addEventListener(touch, () => this.wait());
    this.wait();
  }

  get areDetailsOpen() {
    return this.root.querySelector("[data-covered]:not([hidden])") !== null;
  }

  get isOpen() {
    return this.areDetailsOpen || !this.panel.hidden;
  }

  /** @param {Event} event @param {() => void} act */
  turn(event, act) {
    event.preventDefault();
    act();
    this.wait();
  }

  wait() {
    clearTimeout(this.later);
    if (this.isOpen) this.later = setTimeout(() => this.cover(), OPEN_FOR);
  }

  cover() {
    this.showDetails(false);
    this.showPrivate(false);
  }

  /** @param {boolean} open */
  showDetails(open) {
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-covered]"))) one.hidden = !open;
    if (!this.details) return;
    this.details.textContent = (open ? this.details.dataset.sayCover : this.details.dataset.sayOpen) ?? "";
  }

  /** @param {boolean} open */
  showPrivate(open) {
    if (this.panel.hidden === !open) return;
    document.querySelector(".on-duty")?.removeAttribute("open"); // its numbers lie over "Cover now"
    this.panel.hidden = !open;
    this.parts.hidden = open;
    const heading = open ? "#private-head" : "[data-shown-part]:not([hidden]) h2";
    (/** @type {HTMLElement | null} */ (this.root.querySelector(heading)))?.focus({ preventScroll: true });
  }
}

/** @param {ParentNode} within @param {string} selector */
function find(within, selector) {
  return /** @type {HTMLElement} */ (within.querySelector(selector));
}

// @ts-check
const REST = 200; // ms on a fact before the server is asked: arrows pass many facts by

/**
 * The focused link: teal boxes around both facts, the line between them, and its evidence at the
 * side, filled from a <template data-evidence-for="…"> that the server wrote.
 */
export class Evidence {
  /** @param {Document} page */
  constructor(page) {
    this.page = page;
    /** @type {HTMLElement | null} */
    this.side = page.querySelector("[data-timeline-evidence]");
    /** What stood at the side before any link was focused. @type {Node[] | null} */
    this.rest = null;
    /** @type {SVGSVGElement | null} */
    this.svg = null;
    this.shown = "";
  }

  /** @param {SVGSVGElement} svg */
  attach(svg) {
    this.svg = svg;
    this.shown = svg.querySelector(".tl-link.tl-on")?.getAttribute("data-link") ?? "";
  }

  /** @returns {SVGElement[]} */
  get links() {
    return this.svg ? [...this.svg.querySelectorAll(".tl-link")] : [];
  }

  /** The stressor of the focused link. @returns {string | undefined} */
  get stressor() {
    return this.links.find((link) => link.dataset.link === this.shown)?.dataset.stressor;
  }

  /** What takes the focus first at the side. @returns {HTMLElement | null} */
  get first() {
    return this.side?.querySelector("a, button") ?? null;
  }

  /** Whether the picture draws this link. @param {string} name */
  has(name) {
    return this.links.some((link) => link.dataset.link === name);
  }

  /** The first link of a fact, unless one of its links is shown. @param {string} fact */
  showFor(fact) {
    const own = this.links.filter(
      (link) => link.dataset.stressor === fact || link.dataset.symptom === fact,
    );
    if (own.some((link) => link.dataset.link === this.shown)) return;
    if (own[0]?.dataset.link) void this.show(own[0].dataset.link);
    else this.clear();
  }

  /** The next link in the order of the picture, round and round; its stressor's id. */
  next() {
    const links = this.links;
    const now = links.findIndex((link) => link.dataset.link === this.shown);
    const next = links[(now + 1) % links.length];
    if (next?.dataset.link) void this.show(next.dataset.link);
    return next?.dataset.stressor;
  }

  /** Fulfilled when the evidence stands at the side. @param {string} name */
  async show(name) {
    if (this.mark(name)) await this.fill(name);
  }

  /** The same link in a new picture; nobody who reads or answers at the side loses the place.
   * @param {string} name */
  again(name) {
    this.mark(name);
    if (!this.side?.contains(this.page.activeElement)) void this.fill(name);
  }

  /** @param {string} name */
  mark(name) {
    const link = this.links.find((one) => one.dataset.link === name);
    if (!link || !this.svg) return false;
    this.unmark();
    this.shown = name;
    link.classList.add("tl-on");
    for (const id of [link.dataset.stressor, link.dataset.symptom]) {
      this.svg.querySelector(`[data-fact="${CSS.escape(id ?? "")}"]`)?.classList.add("tl-on");
    }
    this.raise(link);
    return true;
  }

  /** Back to rest; what stood at the side returns. */
  clear() {
    this.unmark();
    this.shown = "";
    if (this.side && this.rest) this.side.replaceChildren(...this.rest);
    this.rest = null;
  }

  unmark() {
    for (const one of this.svg?.querySelectorAll(".tl-on") ?? []) one.classList.remove("tl-on");
    this.svg?.querySelector(".tl-top")?.replaceChildren();
  }

  /** The ends of the line come above the bars; the line itself stays under the labels.
   * @param {SVGElement} link */
  raise(link) {
    const ends = this.page.createElementNS("http://www.w3.org/2000/svg", "g");
    ends.classList.add("tl-on");
    ends.setAttribute("aria-hidden", "true");
    const [ring, dot] = [...link.querySelectorAll("circle")].map((end) =>
      /** @type {SVGCircleElement} */ (end.cloneNode(true)),
    );
    const down = Number(ring.getAttribute("cy")) < Number(dot.getAttribute("cy"));
    this.toBox(ring, link.dataset.stressor, down);
    this.toBox(dot, link.dataset.symptom, !down);
    ends.append(ring, dot);
    this.svg?.querySelector(".tl-top")?.append(ends);
  }

  /**
   * A focused link runs from wash box to wash box.
   * @param {SVGCircleElement} end
   * @param {string | undefined} fact
   * @param {boolean} below
   */
  toBox(end, fact, below) {
    const box = this.svg?.querySelector(`[data-fact="${CSS.escape(fact ?? "")}"] > .tl-box`);
    if (!box) return;
    const top = Number(box.getAttribute("y"));
    end.setAttribute("cy", String(below ? top + Number(box.getAttribute("height")) : top));
  }

  /** @param {string} name */
  async fill(name) {
    const template = this.page.querySelector(`template[data-evidence-for="${CSS.escape(name)}"]`);
    if (!this.side) return;
    this.rest ??= [...this.side.childNodes];
    if (template instanceof HTMLTemplateElement) {
      this.side.replaceChildren(template.content.cloneNode(true));
    } else await this.fetch(name);
  }

  /** A link that came after the page was made: the server says what stands beside it.
   * @param {string} name */
  async fetch(name) {
    await new Promise((done) => setTimeout(done, REST));
    if (this.shown !== name) return;
    const root = /** @type {HTMLElement | null} */ (this.svg?.closest("[data-timeline]") ?? null);
    const url = new URL(root?.dataset.url ?? location.href, location.href);
    url.searchParams.set("link", name);
    try {
      const reply = await fetch(url, {
        headers: { "X-Fragment": "evidence" },
        credentials: "same-origin",
      });
      const text = await reply.text();
      if (!reply.ok || this.shown !== name || !this.side) return;
      const page = new DOMParser().parseFromString(text, "text/html");
      this.side.replaceChildren(...page.body.childNodes);
    } catch {
      // The picture still shows the link; the list of links leads to its page.
    }
  }
}

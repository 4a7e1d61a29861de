// @ts-check
/**
 * The timeline's keys and pointer. The page works without it: zoom steps, groups, counts and the
 * table are links, and the server draws every picture.
 *
 * Markup expected:
 *
 *   <section class="timeline" data-timeline>
 *     … <a data-table-link href="…">Table</a>, zoom steps <a data-zoom href="?from=…&to=…">…
 *     <div class="timeline__picture" data-timeline-picture tabindex="-1" role="region"
 *          aria-label="…"> the SVG of reports.svg.draw </div>
 *     <p class="visually-hidden" data-timeline-said role="status"></p>
 *   </section>
 *   <aside data-timeline-evidence> what stands here at rest </aside>
 *   <template data-evidence-for="N08a-N07"> evidence of one link </template>   one for each link
 *
 * The same URL asked for with the header `X-Fragment: timeline` answers with the SVG alone; with
 * `X-Timeline-Rows`, the rows of the picture that is shown, every known fact keeps its row. On a
 * page of another address `data-url` says where the picture comes from; `data-edit` is the address
 * of a fact's page with 0 for its id. A page that kept a fact dispatches `remit:kept` on document.
 */
import { connectBrush } from "./timeline-brush.js";
import { Evidence } from "./timeline-evidence.js";
import { fixGutter } from "./timeline-gutter.js";
import { placesOf, slideFrom } from "./timeline-motion.js";

const ITEMS = "[role=listitem][data-fact]";
const DAYS_AT_LEAST = 10;

class Timeline {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.picture = /** @type {HTMLElement} */ (root.querySelector("[data-timeline-picture]"));
    this.said = root.querySelector("[data-timeline-said]");
    this.evidence = new Evidence(document);
    /** @type {AbortController | null} */
    this.pending = null;
    this.isQuiet = false;
    this.picture.addEventListener("keydown", (event) => this.onKey(event));
    this.picture.addEventListener("focusin", (event) => this.onFocus(event));
    this.picture.addEventListener("click", (event) => this.onClick(event));
    window.addEventListener("popstate", () => {
      if (!this.isGuest) this.load(new URL(location.href), false);
    });
    document.addEventListener("remit:kept", () => this.redraw());
    this.evidence.side?.addEventListener("click", (event) => this.onSide(event));
    this.evidence.side?.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leaveSide();
    });
    /** The address of what is shown. */
    this.address = this.isGuest ? new URL(root.dataset.url ?? "", location.href) : null;
    this.begin();
  }

  /** Whether the picture stands on a page of another address. */
  get isGuest() {
    const own = this.root.dataset.url;
    return own !== undefined && new URL(own, location.href).pathname !== location.pathname;
  }

  /** @returns {URL} */
  get url() {
    return new URL((this.address ?? location).href);
  }

  /** After each new picture. */
  begin() {
    const svg = this.svg;
    if (!svg) return;
    this.evidence.attach(svg);
    connectBrush(svg, (from, to) => this.show(from, to));
    fixGutter(this.picture, svg);
  }

  /** @returns {SVGSVGElement | null} */
  get svg() {
    return this.picture.querySelector("svg");
  }

  /** Things that take the focus, in reading order. @returns {SVGElement[]} */
  get items() {
    return [...this.picture.querySelectorAll(ITEMS)].map(
      (item) => /** @type {SVGElement} */ (item.querySelector(":scope > [tabindex]") ?? item),
    );
  }

  /** @returns {[number, number]} */
  get view() {
    const data = this.svg?.dataset ?? {};
    return [Number(data.from), Number(data.to)];
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && /** @type {Element} */ (event.target).closest("a")) return;
    const action = this.actionFor(event);
    if (action) {
      event.preventDefault();
      action();
    }
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {(() => void) | undefined}
   */
  actionFor(event) {
    const shift = event.shiftKey;
    /** @type {Record<string, () => void>} */
    const actions = {
      ArrowRight: () => (shift ? this.pan(0.25) : this.move(1)),
      ArrowLeft: () => (shift ? this.pan(-0.25) : this.move(-1)),
      ArrowDown: () => this.moveLane(1),
      ArrowUp: () => this.moveLane(-1),
      "+": () => this.zoom(0.5),
      "=": () => this.zoom(0.5),
      "-": () => this.zoom(2),
      Home: () => this.whole(),
      l: () => this.nextLink(),
      L: () => this.nextLink(),
      t: () => this.table(),
      T: () => this.table(),
      e: () => this.edit(),
      E: () => this.edit(),
      Enter: () => this.evidence.first?.focus(),
      Escape: () => this.evidence.clear(),
    };
    return actions[event.key];
  }

  /** @param {FocusEvent} event */
  onFocus(event) {
    const target = /** @type {SVGElement} */ (event.target);
    const items = this.items;
    if (!items.includes(target)) return;
    for (const item of items) item.setAttribute("tabindex", item === target ? "0" : "-1");
    const fact = target.closest("[data-fact]")?.getAttribute("data-fact");
    if (fact && !this.isQuiet) this.evidence.showFor(fact);
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const target = /** @type {Element} */ (event.target);
    const link = target.closest("a.tl-open");
    if (link && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.load(new URL(link.getAttribute("href") ?? "", this.url), true);
      return;
    }
    const curve = target.closest("[data-link]")?.getAttribute("data-link");
    if (curve) void this.evidence.show(curve);
  }

  /** The side's own list of links. @param {Event} event */
  onSide(event) {
    const link = /** @type {Element} */ (event.target).closest("[data-show-link]");
    const click = /** @type {MouseEvent} */ (event);
    if (!link || click.ctrlKey || click.metaKey || click.shiftKey) return;
    const name = link.getAttribute("data-show-link") ?? "";
    if (name && !this.evidence.has(name)) return;
    event.preventDefault();
    if (!name) return this.leaveSide();
    const step = link.getAttribute("data-step");
    void this.evidence.show(name).then(() => {
      const same = step && this.evidence.side?.querySelector(`[data-step="${step}"]`);
      const inside = /** @type {HTMLElement | null} */ (same || this.evidence.first);
      inside?.focus({ preventScroll: true });
    });
  }

  /** Back to rest, and to the fact whose evidence was read where nothing stands at the side. */
  leaveSide() {
    const fact = this.evidence.stressor;
    this.evidence.clear();
    const first = this.evidence.first;
    if (first) first.focus({ preventScroll: true });
    else {
      this.isQuiet = true;
      this.refocus(fact);
      this.isQuiet = false;
    }
  }

  /** To the page of the focused fact. */
  edit() {
    const fact = document.activeElement?.closest("[data-fact]");
    const pattern = this.root.dataset.edit;
    const name = fact?.getAttribute("data-fact");
    if (!pattern || !name || fact?.matches(".tl-capsule, .tl-score")) return;
    location.assign(pattern.replace(/\/0\/$/, `/${encodeURIComponent(name)}/`));
  }

  /** @param {number} step */
  move(step) {
    const items = this.items;
    const at = items.indexOf(/** @type {SVGElement} */ (document.activeElement));
    const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), items.length - 1);
    items[next]?.focus();
  }

  /** To the nearest fact of the lane above or below. @param {number} step */
  moveLane(step) {
    const now = /** @type {Element | null} */ (document.activeElement);
    const lane = now?.closest("[data-lane]");
    if (!now || !lane) return this.move(step);
    const lanes = [...this.picture.querySelectorAll("[data-lane]")].filter((one) =>
      one.querySelector(ITEMS),
    );
    const other = lanes[lanes.indexOf(lane) + step];
    const items = this.items.filter((item) => other?.contains(item));
    const left = now.getBoundingClientRect().left;
    items.sort((a, b) => distance(a, left) - distance(b, left));
    items[0]?.focus();
  }

  /** The focus goes with the link, to its stressor. */
  nextLink() {
    const stressor = this.evidence.next();
    if (stressor) this.refocus(stressor);
  }

  /** @param {number} factor */
  zoom(factor) {
    const [from, to] = this.view;
    const half = Math.max(((to - from) * factor) / 2, DAYS_AT_LEAST / 2);
    const middle = this.focusDay() ?? (from + to) / 2;
    this.show(middle - half, middle + half);
  }

  /** @param {number} share */
  pan(share) {
    const [from, to] = this.view;
    const by = (to - from) * share;
    this.show(from + by, to + by);
  }

  /** The day in the middle of the focused fact, seen on the picture. */
  focusDay() {
    const item = document.activeElement?.closest(ITEMS);
    const brush = this.svg?.querySelector(".tl-track");
    if (!item || !brush) return null;
    const [from, to] = this.view;
    const plot = brush.getBoundingClientRect();
    const box = item.getBoundingClientRect();
    const share = (box.left + box.width / 2 - plot.left) / plot.width;
    return from + Math.min(Math.max(share, 0), 1) * (to - from);
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  show(from, to) {
    const url = this.url;
    url.searchParams.set("from", String(Math.round(from)));
    url.searchParams.set("to", String(Math.round(to)));
    return this.load(url, true);
  }

  whole() {
    const url = this.url;
    url.searchParams.delete("from");
    url.searchParams.delete("to");
    return this.load(url, true);
  }

  table() {
    /** @type {HTMLAnchorElement | null} */ (
      this.root.querySelector("[data-table-link]") ?? document.querySelector("[data-table-link]")
    )?.click();
  }

  /** The same window with what was kept meanwhile; every fact that is seen keeps its row. */
  redraw() {
    return this.load(this.url, false, this.svg?.dataset.rows ?? "");
  }

  /**
   * Asks the server for the picture of another window; the old one stays until it comes.
   * @param {URL} url
   * @param {boolean} remember
   * @param {string} rows
   */
  async load(url, remember, rows = "") {
    this.pending?.abort();
    const pending = new AbortController();
    this.pending = pending;
    const focused = document.activeElement?.closest("[data-fact]")?.getAttribute("data-fact");
    const had = this.picture.contains(document.activeElement);
    try {
      const reply = await fetch(url, {
        headers: { "X-Fragment": "timeline", ...(rows && { "X-Timeline-Rows": rows }) },
        credentials: "same-origin",
        signal: pending.signal,
      });
      const text = await reply.text();
      if (pending.signal.aborted) return;
      const page = new DOMParser().parseFromString(text, "text/html");
      const fresh = page.querySelector("[data-timeline-picture] svg");
      if (!reply.ok || !fresh) throw new Error(`status ${reply.status}`);
      this.put(document.importNode(fresh, true), page.querySelector("[data-timeline-list]"));
      if (this.address) this.address = url;
      else if (remember) history.pushState(null, "", url);
      if (had) this.refocus(focused);
      if (!rows) this.say(this.picture.dataset.shown ?? "Another part of the life is shown.");
    } catch (error) {
      if (pending.signal.aborted) return;
      // Without an answer the picture stays; the way by plain links is still open.
      this.say("The picture could not be fetched. What you see is unchanged.");
    }
  }

  /**
   * A new picture in the place of the old one; the focused link stays where it is still drawn.
   * @param {Element} fresh
   * @param {Element | null} list
   */
  put(fresh, list) {
    const before = placesOf(this.picture);
    const shown = this.evidence.shown;
    this.picture.replaceChildren(fresh);
    const tall = document.querySelector(".timeline--tall[data-timeline-list]");
    if (tall && list) tall.replaceChildren(...list.childNodes);
    this.begin();
    if (this.evidence.has(shown)) this.evidence.again(shown);
    else this.evidence.clear();
    if (this.svg) slideFrom(this.svg, before);
  }

  /** @param {string | null | undefined} id */
  refocus(id) {
    const same = id ? this.picture.querySelector(`[data-fact="${CSS.escape(id)}"]`) : null;
    const item = this.items.find((one) => same && (one === same || same.contains(one)));
    (item ?? this.items[0])?.focus();
  }

  /** @param {string} words */
  say(words) {
    if (this.said) this.said.textContent = words;
  }
}

/**
 * @param {Element} item
 * @param {number} left
 */
function distance(item, left) {
  return Math.abs(item.getBoundingClientRect().left - left);
}

for (const root of document.querySelectorAll("[data-timeline]")) {
  if (root.querySelector("[data-timeline-picture] svg")) {
    new Timeline(/** @type {HTMLElement} */ (root));
  }
}

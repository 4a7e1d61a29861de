// @ts-check
/**
 * Zoom in 220 ms, ease out: each fact slides from where it stood to where it stands now. Nothing
 * moves where the reader asked for reduced motion, and nothing that stays in its place is touched.
 */
const ZOOM = { duration: 220, easing: "ease-out" };
const LEAST = 0.5;

/** @returns {boolean} */
export function isCalm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Where every fact stands on the screen, by id.
 * @param {Element} picture
 * @returns {Map<string, DOMRect>}
 */
export function placesOf(picture) {
  const places = new Map();
  for (const fact of picture.querySelectorAll("[data-fact]")) {
    const box = fact.querySelector(".tl-box") ?? fact;
    places.set(fact.getAttribute("data-fact") ?? "", box.getBoundingClientRect());
  }
  return places;
}

/**
 * @param {SVGSVGElement} svg
 * @param {Map<string, DOMRect>} before
 */
export function slideFrom(svg, before) {
  if (isCalm()) return;
  const scale = svg.viewBox.baseVal.width / (svg.getBoundingClientRect().width || 1);
  for (const fact of svg.querySelectorAll("[data-fact]")) {
    const old = before.get(fact.getAttribute("data-fact") ?? "");
    const box = fact.querySelector(".tl-box") ?? fact;
    const now = box.getBoundingClientRect();
    if (!old) {
      if (!fact.classList.contains("tl-new")) fact.animate([{ opacity: 0 }, { opacity: 1 }], ZOOM);
      continue;
    }
    const [x, y] = [(old.left - now.left) * scale, (old.top - now.top) * scale];
    if (Math.abs(x) < LEAST && Math.abs(y) < LEAST) continue;
    const from = `translate(${x}px, ${y}px)`;
    fact.animate([{ transform: from }, { transform: "none" }], ZOOM);
  }
}

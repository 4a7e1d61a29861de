// @ts-check
/**
 * The lane names stay while a picture that is too wide scrolls sideways in its region: copies of
 * them, hidden from screen readers, move along. At rest the copies are not shown.
 *
 * @param {HTMLElement} region
 * @param {SVGSVGElement} svg
 */
export function fixGutter(region, svg) {
  const space = "http://www.w3.org/2000/svg";
  const fixed = document.createElementNS(space, "g");
  fixed.classList.add("tl-fixed");
  fixed.setAttribute("aria-hidden", "true");
  const ground = document.createElementNS(space, "rect");
  ground.classList.add("tl-fixed-ground");
  ground.setAttribute("width", svg.dataset.gutter ?? "0");
  ground.setAttribute("height", String(svg.viewBox.baseVal.height));
  fixed.append(ground);

  const fill = () => {
    for (const names of svg.querySelectorAll(".tl-lane > .tl-gutter")) {
      const lane = /** @type {Element} */ (names.parentElement);
      const copy = document.createElementNS(space, "g");
      copy.setAttribute("class", lane.getAttribute("class") ?? "");
      const inner = /** @type {SVGGElement} */ (names.cloneNode(true));
      for (const link of inner.querySelectorAll("a")) link.setAttribute("tabindex", "-1");
      copy.append(inner);
      fixed.append(copy);
    }
  };

  const follow = () => {
    const by = region.scrollLeft;
    if (by <= 0) return fixed.remove();
    if (fixed.childElementCount === 1) fill();
    if (!fixed.isConnected) svg.append(fixed);
    const scale = svg.viewBox.baseVal.width / (svg.getBoundingClientRect().width || 1);
    fixed.setAttribute("transform", `translate(${by * scale} 0)`);
  };

  region.onscroll = follow;
  follow();
}

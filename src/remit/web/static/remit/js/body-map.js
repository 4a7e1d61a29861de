// @ts-check
/** The figure above the list of regions: a tap on it ticks the list, a tick colours it. */

/** @param {HTMLElement} map */
function connect(map) {
  const figure = /** @type {HTMLElement | null} */ (map.querySelector("[data-body-figure]"));
  const list = /** @type {HTMLDetailsElement | null} */ (map.querySelector("details"));
  if (!figure || !list) return;
  const boxes = new Map(
    /** @type {HTMLInputElement[]} */ ([...map.querySelectorAll('input[type="checkbox"]')]).map((box) => [
      box.value,
      box,
    ]),
  );

  const paint = () => {
    const names = [];
    for (const [region, box] of boxes) {
      if (box.checked) names.push(box.closest("label")?.textContent?.trim() ?? region);
      for (const shape of figure.querySelectorAll(`[data-region="${region}"]`)) {
        shape.toggleAttribute("data-on", box.checked);
      }
    }
    const named = figure.querySelector("[data-body-named]");
    if (named) named.textContent = names.join(", ");
  };

  figure.addEventListener("click", (event) => {
    const shape = /** @type {Element} */ (event.target).closest("[data-region]");
    const box = boxes.get(shape?.getAttribute("data-region") ?? "");
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
  map.addEventListener("change", paint);
  figure.hidden = false;
  list.open = false;
  paint();
}

for (const map of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-body-map]"))) {
  connect(map);
}

// @ts-check
/**
 * Minus and plus beside a scale, its number keys, dragging along its line, and answers that stand
 * alone. The radios below are the scale; all of this only chooses one of them.
 */

/** @param {HTMLInputElement} radio */
function choose(radio) {
  if (radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {HTMLElement} scale */
function connectScale(scale) {
  const stops = /** @type {HTMLInputElement[]} */ ([...scale.querySelectorAll(".scale__stop input")]);
  const line = /** @type {HTMLElement} */ (scale.querySelector(".scale__line"));
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (scale.querySelectorAll("[data-step]"))) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const at = stops.findIndex((stop) => stop.checked);
      const middle = Math.floor(stops.length / 2);
      const next = at < 0 ? middle : at + Number(button.dataset.step);
      choose(stops[Math.min(Math.max(next, 0), stops.length - 1)]);
    });
  }

  let typed = "";
  line.addEventListener("keydown", (event) => {
    if (!/^\d$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    const both = stops.find((stop) => stop.value === typed + event.key);
    const found = both ?? stops.find((stop) => stop.value === event.key);
    typed = event.key;
    if (!found) return;
    event.preventDefault();
    found.focus();
    choose(found);
  });

  line.addEventListener("pointermove", (event) => {
    if (event.buttons !== 1) return;
    const stop = document.elementFromPoint(event.clientX, event.clientY)?.closest(".scale__stop");
    const radio = /** @type {HTMLInputElement | null | undefined} */ (stop?.querySelector("input"));
    if (radio && stops.includes(radio)) choose(radio);
  });
}

/** @param {HTMLInputElement} box */
function standAlone(box) {
  const all = /** @type {HTMLInputElement[]} */ ([
    ...document.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(box.name)}"]`),
  ]);
  if (!box.checked) return;
  const alone = box.dataset.alone !== undefined;
  for (const other of all) {
    if (other !== box && (alone || other.dataset.alone !== undefined)) other.checked = false;
  }
}

for (const scale of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-scale]"))) {
  connectScale(scale);
}
document.addEventListener(
  "change",
  (event) => {
    const target = event.target;
    if (target instanceof HTMLInputElement && target.type === "checkbox") standAlone(target);
  },
  { capture: true },
);

// @ts-check
/** The pieces of a session's page, drawn from what is known. */

/** @typedef {import("./session-clock.js").Part} Part */

/** @param {HTMLElement} root @returns {Part[]} */
export function readParts(root) {
  let begins = 0;
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-part-row]")]).map((row) => {
    const minutes = Number(row.dataset.minutes);
    const part = {
      key: row.dataset.partRow ?? "", minutes, begins, gives: Number(row.dataset.gives),
      title: find(row, ".session-part__title").textContent ?? "",
    };
    begins += minutes;
    return part;
  });
}

/** @param {HTMLElement} root @param {Record<string, string>} presence */
export function drawPresence(root, presence) {
  let here = 0;
  const rows = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-person-row]"));
  for (const row of rows) {
    const now = presence[row.dataset.personRow ?? ""] ?? "";
    here += Number(now === "here");
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (row.querySelectorAll("button[name=presence]"))) {
      button.setAttribute("aria-pressed", String(button.value === now));
      if (button.value === now && now !== "here") find(row, "[data-presence-other]").textContent = button.textContent;
    }
    const other = row.querySelector("[data-presence-other]");
    if (other && (!now || now === "here")) other.textContent = "…";
  }
  const line = find(root, "[data-here]");
  line.textContent = fill(root.dataset.sayHere, { n: String(here), all: String(rows.length) });
}

/** @param {HTMLElement} root @param {Record<string, number>} ratings */
export function drawRatings(root, ratings) {
  for (const form of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-item]"))) {
    const now = ratings[form.dataset.item ?? ""];
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (form.querySelectorAll("button"))) {
      button.setAttribute("aria-pressed", String(now !== undefined && Number(button.value) === now));
    }
    if (form.closest("[data-shown-part=end]")) form.hidden = now !== undefined && !form.contains(document.activeElement);
  }
  const words = fill(root.dataset.sayRated, { n: String(Object.keys(ratings).length), all: root.dataset.items ?? "" });
  for (const line of root.querySelectorAll("[data-rated]")) line.textContent = words;
}

/** @param {HTMLElement} root @param {Record<string, string>} parked */
export function drawParked(root, parked) {
  const list = find(root, "[data-parked]");
  const lines = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-parked-line]")]);
  for (const line of lines) {
    if ((line.dataset.parkedLine ?? "") in parked) continue;
    if (line.contains(document.activeElement)) /** @type {HTMLElement | null} */ (root.querySelector("#park"))?.focus();
    line.remove();
  }
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-template=parked]"));
  for (const [id, text] of Object.entries(parked)) {
    if (lines.some((line) => line.dataset.parkedLine === id)) continue;
    const made = /** @type {HTMLElement} */ (/** @type {Element} */ (document.importNode(template.content, true).firstElementChild));
    made.dataset.parkedLine = id;
    for (const slot of made.querySelectorAll("[data-slot=text]")) slot.textContent = text;
    const field = /** @type {HTMLInputElement | null} */ (made.querySelector("[name=parked]"));
    if (field) field.value = id;
    list.append(made);
  }
}

/** @param {string | undefined} words @param {Record<string, string>} with_ */
export function fill(words, with_) {
  return Object.entries(with_).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words ?? "");
}

/** @param {ParentNode} within @param {string} selector */
export function find(within, selector) {
  return /** @type {HTMLElement} */ (within.querySelector(selector));
}

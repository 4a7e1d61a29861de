// @ts-check
/**
 * Opens questions that an answer on the same page asks for. Where the style sheet does it alone
 * (a class when-…), nothing is done here.
 *
 * @typedef {{key: string, is: string[], least: number | null, most: number | null, orMissing: boolean}} Cell
 */

/**
 * What the fields of a question hold now.
 *
 * @param {HTMLFormElement} form
 * @param {string} key
 * @returns {string[]}
 */
export function valuesOf(form, key) {
  return new FormData(form)
    .getAll(key)
    .map(String)
    .filter((text) => text.trim() !== "");
}

/**
 * @param {HTMLFormElement} form
 * @param {Cell} cell
 */
function holds(form, cell) {
  const given = valuesOf(form, cell.key);
  if (given.length === 0) return cell.orMissing;
  if (cell.is.length > 0) return given.some((text) => cell.is.includes(text));
  const number = Number(given[0].replace(",", "."));
  return (cell.least === null || number >= cell.least) && (cell.most === null || number <= cell.most);
}

/** @param {HTMLFormElement} form */
export function openBranches(form) {
  const byStyle = CSS.supports("selector(:has(a))");
  const shown = /** @type {HTMLInputElement} */ (form.elements.namedItem("shown"));
  const seen = new Set(shown.value.split(" "));
  for (const question of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-when]"))) {
    if (byStyle && question.classList.contains("question--when")) continue;
    /** @type {Cell[][]} */
    const table = JSON.parse(question.dataset.when ?? "[]");
    const here = table.flat().every((cell) => form.querySelector(`[data-question="${CSS.escape(cell.key)}"]`));
    if (!here) continue;
    question.hidden = !table.some((row) => row.every((cell) => holds(form, cell)));
    if (!question.hidden) seen.add(question.dataset.question ?? "");
  }
  shown.value = [...seen].join(" ");
}

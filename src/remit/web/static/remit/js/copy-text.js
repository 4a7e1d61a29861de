// @ts-check
/** A button that copies the text beside it; without script the text is selected by hand. */
for (const found of document.querySelectorAll("button[data-copies]")) {
  const button = /** @type {HTMLButtonElement} */ (found);
  const field = document.getElementById(button.dataset.copies ?? "");
  if (!(field instanceof HTMLTextAreaElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => void copy(button, field));
}

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLTextAreaElement} field
 */
async function copy(button, field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return; // The text stays selected; the keys for copying still work.
  }
  const words = button.dataset.done ?? "";
  button.textContent = words;
  const told = document.querySelector("[data-copied]");
  if (told) told.textContent = words;
}

// @ts-check
/**
 * What a tab keeps of a letter that has no receipt yet belongs to the person who typed it: it goes
 * when they sign out, here or in another tab, and before anybody else looks at a page.
 */
const LETTERS = "letter:";
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-sign-out]"));

if (form) {
  const others = new BroadcastChannel("remit sign-out");
  forgetBut(`${LETTERS}${form.dataset.person}:`);
  others.addEventListener("message", () => forgetBut(""));
  for (const one of document.querySelectorAll("form[data-sign-out]")) {
    one.addEventListener("submit", () => {
      forgetBut("");
      others.postMessage("out");
    });
  }
}

/** @param {string} own what begins so stays; "" keeps nothing */
function forgetBut(own) {
  try {
    const kept = Object.keys(sessionStorage).filter((name) => name.startsWith(LETTERS));
    for (const name of kept) if (!own || !name.startsWith(own)) sessionStorage.removeItem(name);
  } catch {
    // Storage is shut: nothing was kept.
  }
}

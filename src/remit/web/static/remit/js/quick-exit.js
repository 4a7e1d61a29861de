// @ts-check
/** Quick exit: nothing typed stays in this tab, the page is replaced, and the session ends. */
const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-quick-exit]"));

link?.addEventListener("click", (event) => {
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("remit:leaving"));
  try {
    sessionStorage.clear();
  } catch {
    // A browser without storage has nothing to clear.
  }
  document.documentElement.hidden = true;
  location.replace(link.href);
});

// @ts-check
/** Writing is use: while somebody types, the session does not end for want of requests. */
const EVERY = 5 * 60 * 1000;
let last = Date.now();
document.addEventListener("input", () => {
  if (Date.now() - last < EVERY) return;
  last = Date.now();
  void fetch("/healthz", { credentials: "same-origin", cache: "no-store" }).catch(() => {});
});

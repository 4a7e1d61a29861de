// @ts-check
/**
 * Today's parts come onto the phone while there is network, so that all of today works without.
 * The same store and mark as the worker's; which page may stay says the server.
 */
const STORE = "remit-today";
const KEPT_AT = "X-Remit-Kept-At";
const FRESH = 60 * 60 * 1000;

/** @param {Cache} today @param {string} url */
async function keep(today, url) {
  const kept = await today.match(url, { ignoreVary: true });
  if (Date.now() - Number(kept?.headers.get(KEPT_AT) ?? 0) < FRESH) return;
  const reply = await fetch(url, { credentials: "same-origin" });
  if (!reply.ok || reply.redirected || reply.headers.get("X-Remit-Keep") !== "today") return;
  const headers = new Headers(reply.headers);
  headers.set(KEPT_AT, String(Date.now()));
  await today.put(url, new Response(await reply.blob(), { headers }));
}

/** One after the other, once the worker stands: what is read first comes first. */
async function keepAll() {
  if (!("caches" in window) || !("serviceWorker" in navigator) || !navigator.onLine) return;
  await navigator.serviceWorker.ready;
  const today = await caches.open(STORE);
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("[data-part-link]"));
  for (const url of new Set([...links].map((one) => one.href))) await keep(today, url);
}

const soon = window.requestIdleCallback ?? ((/** @type {() => void} */ later) => setTimeout(later, 1000));
soon(() => void keepAll().catch(() => undefined));

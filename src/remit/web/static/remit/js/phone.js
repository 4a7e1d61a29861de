// @ts-check
/**
 * Every page of the house: the worker stands, calm pages are on the phone, what waits goes out
 * when the network comes back, and sign-out asks first.
 */
import { NOBODY, SYNC, add, flush, receipts, remove, takeNext, things } from "./phone-outbox.js";

/**
 * @typedef {{place: "saved" | "waits" | "signed-out" | "refused" | "unsafe", key: string,
 *   saved: string, next: string, why: string}} WhereItIs
 */
const KEPT_AT = "X-Remit-Kept-At";
const FRESH = 24 * 3600 * 1000;
const MARK = "remit-phone-person";
const CALM = "remit-calm";
const TODAY = "remit-today";
const place = /** @type {HTMLElement} */ (document.querySelector("[data-phone]"));
const page = { who: place.dataset.who ?? "", keep: place.dataset.keep ?? "" };

/** Who was signed in here last, by their mark; nobody after a sign-out. @returns {string} */
export function owner() {
  try {
    return localStorage.getItem(MARK) ?? NOBODY;
  } catch {
    return NOBODY;
  }
}

/** @param {string | null} person */
async function setOwner(person) {
  const before = owner();
  try {
    if (person) localStorage.setItem(MARK, person);
    else localStorage.removeItem(MARK);
  } catch {
    // Shut: then each page asks the server.
  }
  if (before !== (person ?? NOBODY)) await globalThis.caches?.delete(TODAY);
}

/** Send what waits; pages hear what came of it. @returns {Promise<import("./phone-outbox.js").Flushed>} */
export async function sendNow() {
  const flushed = await flush(page);
  if (flushed.who) await setOwner(flushed.who.person);
  else if (flushed.way === "signed-out") await setOwner(null);
  document.dispatchEvent(new CustomEvent("remit:flushed", { detail: flushed }));
  return flushed;
}

/** The browser sends it in the background, where it can. */
export async function sendLater() {
  const ready = await Promise.race([navigator.serviceWorker?.ready, new Promise((later) => setTimeout(later, 500))]);
  await /** @type {any} */ (ready)?.sync?.register(SYNC).catch(() => undefined);
}

/**
 * Keep something and send it; what comes back is where it is now (phone-outbox.js says how to use it).
 *
 * @param {"done" | "check-in"} kind
 * @param {Record<string, any>} payload
 * @returns {Promise<WhereItIs>}
 */
export async function keepAndSend(kind, payload) {
  const person = owner();
  const { key, safe } = await add(person, kind, payload, !navigator.onLine);
  const { way } = await sendNow();
  const told = { key, saved: "", next: "", why: "" };
  const receipt = (await receipts(owner())).find((one) => one.id === `receipt ${key}`);
  if (receipt) return { ...told, place: "saved", saved: receipt.saved, next: receipt.next };
  const left = (await things(person)).find((one) => one.id === key);
  if (left?.state === "refused") return { ...told, place: "refused", why: left.why };
  if (safe) {
    void sendLater();
    return { ...told, place: way === "signed-out" ? "signed-out" : "waits" };
  }
  await remove(person, key);
  return { ...told, place: "unsafe" };
}

/** Numbers to call, on a page that works without network. */
export function helpAddress() {
  return place.dataset.help ?? "";
}

/** Today: how much waits here; and what was sent with no page open may ask for a page first (INV-06). */
async function lookAround() {
  const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-waits]"));
  if (!line) return;
  const next = navigator.onLine && owner() !== NOBODY ? await takeNext(owner()) : "";
  if (next) return location.assign(next);
  const count = (await Promise.all([owner(), NOBODY].map(things))).flat().length;
  const words = /** @type {HTMLElement} */ (line.querySelector("[data-waits-count]"));
  words.textContent = String(count);
  line.hidden = count === 0;
}

async function settle() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  const url = place.dataset.worker ?? "";
  await navigator.serviceWorker.register(url, { type: "module", scope: new URL("./", new URL(url, location.href)).pathname });
  void navigator.storage?.persist?.();
  const calm = await caches.open(CALM);
  await Promise.allSettled((place.dataset.calm ?? "").split(" ").map((one) => fetchInto(calm, one)));
  document.documentElement.dataset.phoneReady = "yes";
}

/**
 * Once a day. A page that was led elsewhere is stored as what it became.
 *
 * @param {Cache} calm
 * @param {string} url
 */
async function fetchInto(calm, url) {
  const kept = await calm.match(url, { ignoreVary: true });
  if (Date.now() - Number(kept?.headers.get(KEPT_AT) ?? 0) < FRESH) return;
  const reply = await fetch(url, { credentials: "same-origin" });
  if (!reply.ok || (reply.redirected && !reply.headers.has("X-Remit-Keep"))) return;
  const headers = new Headers(reply.headers);
  headers.set(KEPT_AT, String(Date.now()));
  await calm.put(url, new Response(await reply.blob(), { headers }));
}

/** @param {SubmitEvent} event */
async function leave(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  event.preventDefault();
  if (navigator.onLine) await sendNow().catch(() => undefined);
  const person = owner();
  const left = await things(person);
  if (left.length > 0 && !confirm(place.dataset.sayAsk)) return;
  for (const one of [...left, ...(await receipts(person))]) await remove(person, one.id);
  await setOwner(null);
  await globalThis.caches?.delete(TODAY);
  form.submit();
}

for (const form of document.querySelectorAll('form[action*="logout"]')) {
  form.addEventListener("submit", (event) => void leave(/** @type {SubmitEvent} */ (event)));
}
document.querySelector(".frame__help")?.addEventListener("click", (event) => {
  if (navigator.onLine) return;
  /** @type {HTMLAnchorElement} */ (event.currentTarget).href = place.dataset.help ?? "";
});
addEventListener("online", () => void sendNow());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void sendNow();
});
document.addEventListener("remit:flushed", () => void lookAround());
void settle().catch(() => undefined);
void lookAround();
void sendNow();

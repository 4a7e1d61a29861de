// @ts-check
/// <reference lib="webworker" />
/**
 * The worker of the practice house: calm pages stay for years, today's page for some hours, and
 * what waits is sent in the background where the browser can. Which page may stay says the server.
 *
 * @typedef {{who: string, keep: string, hurts: string, offline: string, hours: number,
 *   files: string[]}} Told
 */
import { SYNC, flush } from "./phone-outbox.js";

const CALM = "remit-calm";
const TODAY = "remit-today";
const KEPT_AT = "X-Remit-Kept-At";
const PATIENCE = 4000;
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** @param {Told} told */
export function start(told) {
  worker.addEventListener("install", (event) => event.waitUntil(install(told)));
  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener("sync", (/** @type {any} */ event) => {
    if (event.tag === SYNC) event.waitUntil(sendAll(told));
  });
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) return;
    if (request.mode === "navigate") event.respondWith(page(request, told));
    else if (url.pathname.startsWith("/static/")) event.respondWith(file(event));
  });
}

/** @param {Told} told */
async function install({ files }) {
  const calm = await caches.open(CALM);
  await Promise.allSettled(files.map((one) => calm.add(new Request(one, { cache: "reload" }))));
  await worker.skipWaiting();
}

/** Throwing asks the browser to come again. @param {Told} told */
async function sendAll(told) {
  const { way } = await flush(told);
  if (way === "offline" || way === "later") throw new Error("not now");
}

/** A network that hangs is none: what is kept comes after some seconds. @param {Request} request @param {Told} told */
async function page(request, told) {
  const fresh = fetch(request).then(async (reply) => {
    await keep(request, reply).catch(() => undefined); // a full phone still shows its page
    return reply;
  });
  const late = new Promise((wait) => setTimeout(wait, PATIENCE, null));
  const first = await Promise.race([fresh.catch(() => null), late]);
  if (first) return first;
  const kept = (await fromCalm(request, told)) ?? (await fromToday(request, told.hours));
  return kept ?? fresh.catch(async (error) => (await shell(told.offline)) ?? Promise.reject(error));
}

/** @param {Request} request @param {Response} reply */
async function keep(request, reply) {
  const kind = reply.ok && !reply.redirected ? reply.headers.get("X-Remit-Keep") : null;
  if (kind !== "calm" && kind !== "today") return;
  const copy = reply.clone();
  const headers = new Headers(copy.headers);
  headers.set(KEPT_AT, String(Date.now()));
  const stored = new Response(await copy.blob(), { headers });
  await (await caches.open(kind === "calm" ? CALM : TODAY)).put(request.url, stored);
}

/** @param {Request} request @param {Told} told */
async function fromCalm(request, { hurts }) {
  const calm = await caches.open(CALM);
  const kept = await calm.match(request.url, { ignoreSearch: true, ignoreVary: true });
  return kept ?? (new URL(request.url).pathname === hurts ? shell(hurts) : undefined);
}

/** The page of whichever clinic this phone knows. @param {string} under */
async function shell(under) {
  const calm = await caches.open(CALM);
  const of = (await calm.keys()).find((one) => new URL(one.url).pathname.startsWith(under) && !one.url.endsWith(under));
  return of && calm.match(of, { ignoreVary: true });
}

/** @param {Request} request @param {number} hours */
async function fromToday(request, hours) {
  const today = await caches.open(TODAY);
  const kept = await today.match(request.url, { ignoreVary: true });
  const age = Date.now() - Number(kept?.headers.get(KEPT_AT) ?? 0);
  if (kept && age <= hours * 3600000) return kept;
  if (kept) await today.delete(request.url);
  return undefined;
}

/** What is kept comes at once and is renewed behind it. @param {FetchEvent} event */
async function file(event) {
  const calm = await caches.open(CALM);
  const kept = await calm.match(event.request, { ignoreVary: true });
  const fresh = fetch(event.request).then(async (reply) => {
    if (reply.ok) await calm.put(event.request, reply.clone());
    return reply;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => undefined));
  return kept;
}

// @ts-check
/**
 * What a phone keeps until the clinic has it. Each thing gets its key here, is stored before it is
 * sent, and leaves only with the server's receipt. It belongs to the person who was signed in, by a
 * mark that says nothing; what was made signed out belongs to nobody until somebody says "mine".
 *
 * How a page of the day keeps something, with or without network. The page includes
 * practice/phone_foot.html (its frame does) and its script says, instead of sending the form:
 *
 *   import { helpAddress, keepAndSend } from "./phone.js";   // this file has no page: the worker uses it
 *   const kept = await keepAndSend("check-in", { new: "no", pain_avg: 4 });   // or "done"
 *   if (kept.next) location.assign(kept.next);       // before anything else: the server asks for it
 *   kept.place: "saved"       the server has it; `kept.saved` is its clock, "10:42"
 *               "waits"       on this phone; it is sent when there is network
 *               "signed-out"  on this phone; it is sent after signing in
 *               "refused"     the server would not take it; `kept.why` says why; it stays here
 *               "unsafe"      this browser keeps nothing and it was not sent: send the form instead
 *
 * The payload is what `DoneTold.of` and `CheckInTold.of` read: leave out what was not answered. A
 * grave answer that was not "saved" is the page's own task: go to `helpAddress()`, which works
 * without network. Send either this or the form, never both: each would make a key of its own.
 *
 * @typedef {import("./outbox-store.js").Kept & {kind: string, made_at: string,
 *   payload: Record<string, any>, state: "waiting" | "refused", why: string, tries: number,
 *   late: boolean}} Thing
 * @typedef {{who: string, keep: string}} Addresses
 * @typedef {{person: string, token: string, cleared: boolean}} Who
 * @typedef {{way: "sent" | "offline" | "signed-out" | "later", who: Who | null, next: string}} Flushed
 */
import { Store, openStore } from "./outbox-store.js";
import { alone, newKey } from "./tabs.js";

export const NOBODY = "nobody";
export const SYNC = "remit-phone";
const PATIENCE = 15000;
const RECEIPTS = 20;
let last = 0;

/**
 * Who is signed in: a person, "out" where nobody is, null where the server is out of reach.
 *
 * @param {string} url
 * @returns {Promise<Who | "out" | null>}
 */
export async function askWho(url) {
  const signal = AbortSignal.timeout(PATIENCE);
  const reply = await fetch(url, { redirect: "manual", cache: "no-store", signal }).catch(() => null);
  if (!reply || reply.status >= 500 || reply.status === 429) return null;
  if (!reply.ok) return "out";
  return reply.json().catch(() => null);
}

/**
 * Stored when this resolves; whether it would outlive the page is what it says.
 *
 * @param {string} person
 * @param {string} kind
 * @param {Record<string, any>} payload
 * @param {boolean} late
 * @returns {Promise<{key: string, safe: boolean}>}
 */
export async function add(person, kind, payload, late) {
  const store = await openStore(person);
  const thing = made(person, kind, payload, late);
  await store.put(thing);
  if (!store.isSafe) waiting.push(thing);
  return { key: thing.id, safe: store.isSafe };
}

/**
 * The same for a page that goes away: stored when this returns.
 *
 * @param {string} person
 * @param {string} kind
 * @param {Record<string, any>} payload
 * @returns {string} its key
 */
export function addNow(person, kind, payload) {
  const thing = made(person, kind, payload, true);
  new Store(person, null).putNow(thing);
  return thing.id;
}

/** @param {string} person @param {string} kind @param {Record<string, any>} payload @param {boolean} late @returns {Thing} */
function made(person, kind, payload, late) {
  last = Math.max(last + 1, Date.now() * 1000);
  return {
    id: newKey(), person, case: "phone", tab: "", type: "item", order: last, kind, payload,
    made_at: new Date().toISOString(), state: "waiting", why: "", tries: 0, late,
  };
}

/** What no store of this browser would take: it lives as long as this page. @type {Thing[]} */
const waiting = [];

/** @param {string} person @returns {Promise<Thing[]>} */
export async function things(person) {
  const all = await (await openStore(person)).all();
  const stored = /** @type {Thing[]} */ (all.filter((one) => one.case === "phone" && one.type === "item"));
  return [...stored, ...waiting.filter((one) => one.person === person)];
}

/** What the server has, newest first: kind and times, nothing else. @param {string} person */
export async function receipts(person) {
  const all = await (await openStore(person)).all();
  return all.filter((one) => one.case === "phone" && one.type === "form").reverse();
}

/**
 * Where the server asked to go first, and nobody went yet: what was sent with no page open.
 *
 * @param {string} person
 * @returns {Promise<string>} "" for nowhere
 */
export async function takeNext(person) {
  const store = await openStore(person);
  const asked = (await receipts(person)).filter((one) => one.next);
  for (const one of asked) await store.put({ ...one, next: "" });
  return asked[0]?.next ?? "";
}

/** @param {string} person @param {Thing} thing */
export async function put(person, thing) {
  await (await openStore(person)).put(thing);
}

/** @param {string} person @param {string} id */
export async function remove(person, id) {
  const at = waiting.findIndex((one) => one.id === id);
  if (at >= 0) waiting.splice(at, 1);
  await (await openStore(person)).remove(id);
}

/** What nobody owned is this person's now. @param {string} person */
export async function claim(person) {
  for (const one of await things(NOBODY)) {
    await put(person, { ...one, person }); // the same id: in the store it changes hands at once
    const at = waiting.findIndex((each) => each.id === one.id);
    if (at >= 0) waiting[at].person = person;
  }
}

/**
 * Send what waits of who is signed in; one tab at a time, in the order in which it was made.
 *
 * @param {Addresses} page
 * @returns {Promise<Flushed>}
 */
export function flush(page) {
  return alone(SYNC, async () => {
    const who = await askWho(page.who);
    if (who === null) return { way: "offline", who: null, next: "" };
    if (who === "out") return { way: "signed-out", who: null, next: "" };
    return sendAll(page, who);
  });
}

/** @param {Addresses} page @param {Who} who @returns {Promise<Flushed>} */
async function sendAll(page, who) {
  let next = "";
  const held = new Set();
  for (const one of await things(who.person)) {
    const blocked = one.state === "refused" || held.has(one.payload.episode);
    if (blocked) {
      held.add(one.id);
      continue;
    }
    const sent = await send(page, who, one);
    if (sent.way !== "sent") return { way: sent.way, who, next };
    if (!sent.saved) held.add(one.id);
    next = sent.next || next;
  }
  return { way: "sent", who, next };
}

/**
 * @param {Addresses} page
 * @param {Who} who
 * @param {Thing} one
 * @returns {Promise<{way: Flushed["way"], saved: boolean, next: string}>}
 */
async function send(page, who, one) {
  const reply = await post(page.keep, who, one).catch(() => null);
  const told = await reply?.json().catch(() => null);
  if (!reply || (reply.ok && !told?.saved)) {
    await put(who.person, { ...one, late: true }); // no receipt, so nothing is taken to be saved
    return { way: "offline", saved: false, next: "" };
  }
  if (reply.ok) {
    await note(who.person, one, told);
    await remove(who.person, one.id);
    return { way: "sent", saved: true, next: told.next ?? "" };
  }
  if (reply.status === 401 || reply.status === 403) return { way: "signed-out", saved: false, next: "" };
  const again = reply.status >= 500 || reply.status < 400 || [408, 425, 429].includes(reply.status);
  if (again) return { way: "later", saved: false, next: "" };
  const why = told?.error ?? "";
  await put(who.person, { ...one, state: "refused", why, tries: one.tries + 1 });
  return { way: "sent", saved: false, next: "" };
}

/** @param {string} url @param {Who} who @param {Thing} one */
function post(url, who, { id, kind, made_at, payload, late }) {
  return fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: {
      "Content-Type": "application/json", "X-CSRFToken": who.token, "X-Remit-Person": who.person,
    },
    body: JSON.stringify({ kind, key: id, made_at, payload, late }),
    signal: AbortSignal.timeout(PATIENCE),
  });
}

/** @param {string} person @param {Thing} one @param {{saved: string, next: string}} told */
async function note(person, one, { saved, next }) {
  const store = await openStore(person);
  const { kind, made_at, order } = one;
  await store.put({
    id: `receipt ${one.id}`, person, case: "phone", tab: "", type: "form", order, kind, made_at,
    saved, next: next ?? "", received_at: new Date().toISOString(),
  });
  for (const old of (await receipts(person)).slice(RECEIPTS)) await store.remove(old.id);
}

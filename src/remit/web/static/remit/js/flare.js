// @ts-check
/**
 * "It hurts": five steps on a page that knows nobody. A sign, or not sure, is checked before
 * anything else: by the clinic's questions where they can be reached, else by calling (INV-03).
 */
import { drawCourse } from "./flare-course.js";
import { noteDay } from "./flare-days.js";
import { add, addNow, receipts, things } from "./phone-outbox.js";
import { owner, sendLater, sendNow } from "./phone.js";

const main = /** @type {HTMLElement} */ (document.querySelector("[data-hurts]"));
const LEFT = "remit-phone-left";
const ASKED = [5, 15, 30];
const LONGEST = 90;
const PATIENCE = 3000;
const MINUTE = 60000;
/** @type {{key: string, at: number, person: string, rated: [number, number | null, number | null][]} | null} */
let episode = null;
let nothing = false;
let unsure = false;
let asking = 0;
/** What this page made and has no receipt for. @type {Map<string, string>} */
const mine = new Map();

/** @param {string} selector */
const one = (selector) => /** @type {HTMLElement} */ (main.querySelector(selector));
/** @param {string} selector */
const all = (selector) => /** @type {HTMLElement[]} */ ([...main.querySelectorAll(selector)]);
/** @param {string} name */
const ticked = (name) =>
  all(`input[name="${name}"]:checked`).map((box) => /** @type {HTMLInputElement} */ (box).value);

/** @param {string} name */
function rating(name) {
  const [value = ""] = ticked(name);
  return value === "" ? null : Number(value);
}

/** A step is a page to the phone's own way back. @param {string} name */
function go(name) {
  history.pushState({ step: name }, "");
  show(name);
}

/** @param {string} name */
function show(name) {
  for (const step of all("[data-step-of]")) step.hidden = step.dataset.stepOf !== name;
  if (name === "again") askAgain();
  one(`[data-step-of="${name}"] h1`).focus({ preventScroll: true });
  scrollTo(0, 0);
}

function showCheck() {
  const check = unsure || ticked("signs").length > 0;
  one("[data-pair]").hidden = check;
  one("[data-check]").hidden = !check;
  one("[data-untick]").hidden = !unsure;
}

/** Kept on the phone; what is said is where it is. @param {string} kind @param {any} payload */
async function keep(kind, payload) {
  const person = episode?.person && kind === "re-rating" ? episode.person : owner();
  const stored = await add(person, kind, payload, !navigator.onLine);
  mine.set(stored.key, person);
  where(stored.safe ? "sayPhone" : "sayShut");
  void sendLater();
  return { ...stored, person };
}

/** @param {string} word */
function where(word) {
  const line = one("[data-where]");
  line.hidden = one("[data-where-link]").hidden = false;
  line.textContent = line.dataset[word] ?? "";
}

/** No answer within seconds counts as none: help stands first, and the way on comes beside it. */
async function checkFirst() {
  const signs = [...ticked("signs"), ...(unsure ? ["not_sure"] : [])];
  if (!navigator.onLine) stop(false);
  const waits = setTimeout(stop, PATIENCE, false);
  await keep("episode", { signs });
  const { way, next } = await sendNow();
  clearTimeout(waits);
  if (one('[data-step-of="stopped"]').hidden) {
    if (way === "sent" && next) return location.assign(next);
    stop(way === "signed-out");
  }
  if (next) tellOn(next);
}

/** @param {boolean} out */
function stop(out) {
  one("[data-why-offline]").hidden = out;
  one("[data-why-out]").hidden = !out;
  go("stopped");
}

/** The clinic has it: its questions are next, and the numbers stay. @param {string} next */
function tellOn(next) {
  const link = /** @type {HTMLAnchorElement} */ (one("[data-next]"));
  link.href = next;
  one("[data-unknown]").hidden = true;
  one("[data-known]").hidden = false;
}

function told() {
  return {
    pain: rating("pain"), fear: rating("fear"), looking: ticked("looking"), nothing,
    words: /** @type {HTMLTextAreaElement} */ (one("#words")).value, feelings: ticked("feelings"),
    exercise: "", signs: [],
  };
}

async function record(exercise = "") {
  if (episode) return;
  const payload = { ...told(), exercise };
  episode = { key: "", at: Date.now(), person: owner(), rated: [[0, payload.pain, payload.fear]] };
  const { key, person } = await keep("episode", payload);
  Object.assign(episode, { key, person });
  remember();
  void sendNow();
}

const minutesOn = () => Math.round((Date.now() - (episode?.at ?? Date.now())) / MINUTE);

function askAgain() {
  showMinutes();
  clear("pain_again");
  clear("fear_again");
  drawCourse(one("[data-course]"), episode?.rated ?? [], ["pain", "fear"]);
}

function showMinutes() {
  const on = minutesOn();
  const heading = one("[data-minutes]");
  const due = ASKED.find((asked) => asked > on);
  const later = one("[data-later]");
  heading.textContent = (heading.dataset.title ?? "").replace("{minutes}", String(on));
  later.hidden = due === undefined;
  later.textContent = (later.dataset.title ?? "").replace("{minutes}", String(due));
  if (asking > 0 && on >= asking) {
    asking = 0;
    one("[data-asked]").textContent = heading.textContent;
  }
}

/** Yesterday's number, or that of ten minutes ago, is no start. @param {string} name */
function clear(name) {
  for (const stop of all(`input[name="${name}"]:checked`)) /** @type {HTMLInputElement} */ (stop).checked = false;
}

/** @param {string} outcome */
async function rate(outcome) {
  if (!episode) return;
  const [minutes, pain, fear] = [minutesOn(), rating("pain_again"), rating("fear_again")];
  if (!outcome && pain === null && fear === null) return;
  episode.rated.push([minutes, pain, fear]);
  await keep("re-rating", { episode: episode.key, minutes, pain, fear, outcome });
  remember();
  void sendNow();
}

/** @param {string} outcome */
async function finish(outcome) {
  const eased = outcome === "eased" || (rating("pain_again") ?? 10) <= 1;
  await rate(outcome);
  go(`after-${noteDay(episode?.person ?? owner(), eased) ? "day_three" : outcome}`);
}

async function askLater() {
  asking = ASKED.find((asked) => asked > minutesOn()) ?? 0;
  await rate("");
  go("again");
  const line = one("[data-asked]");
  line.textContent = (line.dataset.title ?? "").replace("{minutes}", String(asking));
}

/** Numbers only, so that a page opened again can go on. */
function remember() {
  try {
    if (episode) localStorage.setItem(LEFT, JSON.stringify(episode));
  } catch {
    // Shut: the next page begins anew.
  }
}

function goOn() {
  try {
    episode = JSON.parse(localStorage.getItem(LEFT) ?? "null");
  } catch {
    episode = null;
  }
  const own = episode?.key && episode.person === owner() && minutesOn() < LONGEST;
  if (own) go("again");
  else episode = null;
}

function begin() {
  episode = null;
  nothing = unsure = false;
  try {
    localStorage.removeItem(LEFT);
  } catch {
    // Shut: nothing of it is there.
  }
  for (const box of all("input:checked")) /** @type {HTMLInputElement} */ (box).checked = false;
  /** @type {HTMLTextAreaElement} */ (one("#words")).value = "";
  showCheck();
}

/** @type {[string, (button: HTMLElement) => void][]} */
const ACTS = [
  ["[data-not-sure]", () => ((unsure = true), showCheck(), one("[data-check-first]").focus())],
  ["[data-untick]", () => ((unsure = false), showCheck(), one("[data-not-sure]").focus())],
  ["[data-none]", () => go("breath")],
  ["[data-check-first]", () => void checkFirst()],
  ["[data-no-numbers]", () => (clear("pain"), clear("fear"), go("looking"))],
  ["[data-nothing]", () => ((nothing = true), (one("[data-nothing-said]").hidden = false), go("choose"))],
  ["[data-exercise]", (button) => (void record(button.dataset.exercise), go(`do-${button.dataset.exercise}`))],
  ["[data-rest]", () => void record().then(() => go("again"))],
  ["[data-outcome]", (button) => void finish(button.dataset.outcome ?? "same")],
  ["[data-later]", () => void askLater()],
  ["[data-go]", (button) => (button.dataset.go === "signs" && begin(), go(button.dataset.go ?? ""))],
];
for (const [selector, act] of ACTS) {
  for (const button of all(selector)) button.addEventListener("click", () => act(button));
}
main.addEventListener("change", showCheck);
addEventListener("popstate", ({ state }) => show(state?.step ?? "signs"));
addEventListener("pagehide", () => {
  const rated = rating("pain") !== null || rating("fear") !== null;
  if (!rated || episode) return;
  const person = owner(); // the app is closed in the middle: what was told is kept
  const payload = told();
  const key = addNow(person, "episode", payload);
  episode = { key, at: Date.now(), person, rated: [[0, payload.pain, payload.fear]] };
  remember();
});
addEventListener("offline", () => (one("[data-offline]").hidden = false));
addEventListener("online", () => (one("[data-offline]").hidden = true));
document.addEventListener("remit:flushed", async (event) => {
  const { way, who, next } = /** @type {CustomEvent<import("./phone-outbox.js").Flushed>} */ (event).detail;
  one("[data-clear]").hidden = who?.cleared ?? false;
  one("[data-clear-signed]").hidden = !who?.cleared;
  for (const card of all("[data-known-only]")) card.hidden = who !== null && !who.cleared;
  one("[data-tracking-rests]").hidden = who === null || who.cleared;
  if (!one('[data-step-of="stopped"]').hidden) {
    // Where the browser sent it in the background, the way on stands with the receipt.
    const found = next || (await receipts(owner())).find((receipt) => receipt.next)?.next;
    if (found) tellOn(found);
  }
  if (mine.size === 0) return;
  const left = (await Promise.all([...new Set(mine.values())].map(things))).flat();
  const own = left.filter(({ id }) => mine.has(id));
  if (own.some(({ state }) => state === "refused")) where("sayRefused");
  else if (own.length === 0) where("saySaved");
  else where(way === "signed-out" || own[0].person !== who?.person && way === "sent" ? "sayOut" : "sayWaits");
});
setInterval(() => one('[data-step-of="again"]').hidden || showMinutes(), MINUTE / 4);
one("[data-offline]").hidden = navigator.onLine;
history.replaceState({ step: "signs" }, "");
goOn();

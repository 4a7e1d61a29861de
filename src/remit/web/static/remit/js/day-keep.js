// @ts-check
/**
 * The forms of a day. With network and without script they are plain forms; here what they tell is
 * stored on the phone first and leaves it only with the server's receipt.
 */
import { add, things } from "./phone-outbox.js";
import { owner, sendLater, sendNow } from "./phone.js";

const NOBODY = "nobody";
const WORDS = ["noticed", "words", "worse_what"];
const CHOICES = ["choice", "practice", "new", "worse", "medicines"];
const NUMBERS = ["before", "after", "pain_avg", "pain_worst", "stress", "mood", "sud_bedtime"];

/** What a part of a day says. @param {HTMLFormElement} form @param {FormData} given */
function done(form, given) {
  /** @type {Record<string, any>} */
  const told = { day: Number(form.dataset.day), part: form.dataset.part };
  if (given.get("minutes")) told.minutes = Math.min(240, Number(given.get("minutes")));
  if (given.has("on_paper")) told.on_paper = true;
  if (form.dataset.part === "write") told.said = given.getAll("said");
  return { ...told, ...plain(given) };
}

/** What an evening says. @param {FormData} given */
function evening(given) {
  /** @type {Record<string, number | string>} */
  const more = {};
  for (const [name, value] of given) {
    if (!name.startsWith("more.") || value === "") continue;
    const isNumber = document.querySelector(`input[type="radio"][name="${CSS.escape(name)}"]`);
    if (isNumber && given.has("none")) continue;
    more[name.slice("more.".length)] = isNumber ? Number(value) : String(value);
  }
  return { ...plain(given), said: given.getAll("said"), more };
}

/** @param {FormData} given */
function plain(given) {
  /** @type {Record<string, number | string>} */
  const told = {};
  for (const name of [...WORDS, ...CHOICES]) if (given.get(name)) told[name] = String(given.get(name));
  if (given.has("none")) return told;
  for (const name of NUMBERS) if (given.get(name)) told[name] = Number(given.get(name));
  return told;
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function keep(form, button) {
  const given = new FormData(form, button);
  const kind = form.dataset.keep ?? "";
  const payload = kind === "check-in" ? evening(given) : done(form, given);
  const { key } = await add(owner(), kind, payload, !navigator.onLine);
  say("sayPhone");
  const flushed = await sendNow().catch(() => null);
  const left = (await things(owner())).find((one) => one.id === key);
  form.dispatchEvent(new CustomEvent("remit:kept"));
  const then = button?.dataset.then || form.dataset.then || "/";
  if (!left) return go(flushed?.next || then.replace("{key}", key));
  if (left.state === "refused") return say("sayRefused", left.why);
  await sendLater();
  say("sayWaits");
  form.querySelectorAll("button").forEach((one) => (one.disabled = true));
}

/** @param {string} url */
function go(url) {
  location.assign(url);
}

/** @param {"sayPhone" | "sayWaits" | "sayRefused"} which @param {string} [why] */
function say(which, why = "") {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-where]"));
  if (!place) return;
  place.hidden = false;
  place.textContent = `${place.dataset[which] ?? ""} ${why}`.trim();
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-keep]"))) {
  let busy = false;
  form.addEventListener("submit", (event) => {
    // Nobody known yet: with network the plain form is right, it asks to sign in.
    if (owner() === NOBODY && navigator.onLine) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    const button = /** @type {HTMLElement | null} */ (event.submitter);
    void keep(form, button).finally(() => (busy = false));
  });
}

const waits = /** @type {HTMLElement | null} */ (document.querySelector("[data-waits]"));
if (waits) {
  const count = async () => {
    const number = (await things(owner())).length;
    waits.hidden = number === 0;
    const place = waits.querySelector("[data-waits-count]");
    if (place) place.textContent = String(number);
  };
  void count();
  document.addEventListener("remit:flushed", () => void count());
}

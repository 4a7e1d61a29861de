// @ts-check
/**
 * Writing: before, the page, three quiet minutes, after. The timer suggests and never closes; the
 * words are in the page's memory alone and are gone when it is left.
 */

const MINUTE = 60_000;
const QUIET = 180;
const RISE = 4;
const HIGH = 8;
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-write]"));
const page = /** @type {HTMLTextAreaElement} */ (form.querySelector("[data-page]"));
const steps = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-write-step]")]);
const state = { planned: 0, written: 0, since: 0, told: false, quiet: 0, timed: true, hidden: false };

/** @param {string} what @returns {HTMLElement} */
function find(what) {
  return /** @type {HTMLElement} */ (form.querySelector(what));
}

/** @param {string} name */
function show(name) {
  for (const step of steps) step.hidden = step.dataset.writeStep !== name;
  const heading = /** @type {HTMLElement | null} */ (
    steps.find((one) => one.dataset.writeStep === name)?.querySelector("h1, h2")
  );
  if (name === "page") page.focus();
  else heading?.focus();
  scrollTo(0, 0);
}

/** @returns {HTMLInputElement | null} */
function chosen() {
  return form.querySelector('input[name="choice"]:checked');
}

/** @param {boolean} timed */
function begin(timed) {
  const choice = chosen();
  if (!choice) {
    /** @type {HTMLInputElement} */ (find('input[name="choice"]')).reportValidity();
    return;
  }
  for (const prompt of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-prompt]"))) {
    prompt.hidden = prompt.dataset.prompt !== choice.value;
  }
  state.planned = Number(choice.dataset.minutesPlanned);
  state.timed = timed;
  state.since = Date.now();
  find("[data-hide-minutes]").hidden = !timed;
  show("page");
  tick();
}

/** Minutes at the page, pauses left out. */
function minutes() {
  const now = state.since ? Date.now() - state.since : 0;
  return (state.written + now) / MINUTE;
}

function tick() {
  const spent = minutes();
  /** @type {HTMLInputElement} */ (find("[data-minutes]")).value = String(Math.min(240, Math.round(spent)));
  const left = Math.ceil(state.planned - spent);
  const words = state.hidden || left <= 0 ? "" : (form.dataset.sayLeft ?? "").replace("{n}", String(left));
  const place = find("[data-left]");
  const shown = state.hidden ? "· · ·" : words;
  if (place.textContent !== shown) place.textContent = shown;
  if (state.timed && left <= 0 && !state.told) {
    state.told = true;
    find("[data-over]").textContent = form.dataset.sayOver ?? "";
    find("[data-over]").hidden = false;
  }
}

/** @param {HTMLElement} button */
function pause(button) {
  const paused = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(paused));
  if (paused) {
    state.written += Date.now() - state.since;
    state.since = 0;
  } else {
    state.since = Date.now();
    page.focus();
  }
}

function finish() {
  if (state.since) state.written += Date.now() - state.since;
  state.since = 0;
  tick();
  state.quiet = 0;
  show("quiet");
}

/** Three minutes, four sentences; the ring drains once a second, without moving on its own. */
function quietly() {
  const step = steps.find((one) => one.dataset.writeStep === "quiet");
  const paused = find("[data-quiet-pause]").getAttribute("aria-pressed") === "true";
  if (!step || step.hidden || paused) return;
  state.quiet += 1;
  const lines = [...form.querySelectorAll("[data-quiet] li")];
  const at = Math.min(lines.length - 1, Math.floor((state.quiet / QUIET) * lines.length));
  const now = find("[data-quiet-now]");
  const words = lines[at]?.textContent ?? "";
  if (now.textContent !== words) now.textContent = words;
  find(".quiet__left").setAttribute("stroke-dashoffset", String(Math.min(QUIET, state.quiet)));
  if (state.quiet >= QUIET) show("after");
}

/** @param {string} name */
function rating(name) {
  const radio = /** @type {HTMLInputElement | null} */ (form.querySelector(`input[name="${name}"]:checked`));
  return radio && radio.value !== "" ? Number(radio.value) : null;
}

/** The plain sentence under the second number (the same rule as the server's). */
function sayRise() {
  const [before, after] = [rating("before"), rating("after")];
  let which = "";
  if (after !== null && before !== null) {
    which = after > before ? "common" : "same";
    if (after - before >= RISE) which = "lot";
  }
  if (after !== null && after >= HIGH && (before === null || after >= before)) which = "lot";
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-rise]"))) {
    one.hidden = one.dataset.rise !== which;
    one.dataset.words ??= one.textContent ?? "";
    one.textContent = one.dataset.words.replace("{n}", String(before));
  }
}

/** @param {HTMLElement} button */
function cover(button) {
  const covered = page.classList.toggle("write__page--covered");
  button.setAttribute("aria-pressed", String(covered));
}

function onPaper() {
  if (!chosen()) return begin(true);
  const mark = document.createElement("input");
  Object.assign(mark, { type: "hidden", name: "on_paper", value: "yes" });
  form.append(mark);
  show("after");
}

function connect() {
  form.classList.add("write--scripted");
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-script]"))) part.hidden = false;
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-start]"))) {
    button.addEventListener("click", () => begin(button.dataset.noTimer === undefined));
  }
  find("[data-paper]").addEventListener("click", onPaper);
  find("[data-pause]").addEventListener("click", (event) => pause(/** @type {HTMLElement} */ (event.currentTarget)));
  find("[data-cover]").addEventListener("click", (event) => cover(/** @type {HTMLElement} */ (event.currentTarget)));
  find("[data-finished]").addEventListener("click", finish);
  find("[data-hide-minutes]").addEventListener("click", () => {
    state.hidden = !state.hidden;
    tick();
  });
  find("[data-quiet-on]").addEventListener("click", () => show("after"));
  find("[data-quiet-pause]").addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  });
  const more = find("[data-more-quiet]");
  more.hidden = false;
  more.addEventListener("click", () => {
    state.quiet = 0;
    show("quiet");
  });
  form.addEventListener("change", sayRise);
  find("[data-quiet]").hidden = true;
  find("[data-quiet-now]").hidden = false;
  find("[data-ring]").removeAttribute("hidden");
  setInterval(() => state.since && tick(), 10_000);
  setInterval(quietly, 1000);
}

let kept = false;
form.addEventListener("submit", () => (kept = true));
document.addEventListener("remit:leaving", () => (kept = true)); // quick exit asks nothing
document.querySelector(".frame__help")?.setAttribute("target", "_blank"); // help, and the words stay
addEventListener("beforeunload", (event) => {
  if (!kept && page.value.trim()) event.preventDefault();
});
addEventListener("pagehide", () => (page.value = "")); // not from the history either
connect();
steps.forEach((one) => (one.hidden = one.dataset.writeStep !== "before"));

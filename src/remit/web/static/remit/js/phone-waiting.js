// @ts-check
/** What waits, what could not be saved, what is saved: by kind and time, never with its words. */
import { NOBODY, claim, put, receipts, remove, takeNext, things } from "./phone-outbox.js";
import { owner, sendNow } from "./phone.js";

const main = /** @type {HTMLElement} */ (document.querySelector("[data-waiting-page]"));
const say = main.dataset;
const REACHED = "remit-phone-reached";
const TRIED_ENOUGH = 2;

/** @param {string} name */
const part = (name) => /** @type {HTMLElement} */ (main.querySelector(`[data-${name}]`));

/** @param {string} kind */
function nameOf(kind) {
  return main.getAttribute(`data-say-${kind}`) ?? kind;
}

/** @param {string} iso */
function timeOf(iso) {
  const form = /** @type {const} */ ({ weekday: "long", hour: "numeric", minute: "2-digit", hourCycle: "h23" });
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(new Date(iso));
}

/** @param {string} title @param {string} second @param {string | HTMLElement} end */
function row(title, second, end) {
  const line = document.createElement("li");
  const words = document.createElement("span");
  const strong = document.createElement("strong");
  const small = document.createElement("span");
  strong.textContent = title;
  small.className = "second";
  small.textContent = second;
  const last = document.createElement("span");
  last.className = `where-list__end${end === say.saySaved ? " where-list__end--saved" : ""}`;
  last.append(end);
  words.append(strong, small);
  line.append(words, last);
  return line;
}

/** @param {import("./phone-outbox.js").Thing} one */
function waits(one) {
  const unknown = one.kind === "episode" ? ` ${say.sayUnknown}` : "";
  return row(nameOf(one.kind), `${timeOf(one.made_at)}.${unknown}`, say.sayWaits ?? "");
}

/** @param {import("./phone-outbox.js").Thing} one @param {string} person */
function refused(one, person) {
  const button = document.createElement("button");
  const gone = one.tries >= TRIED_ENOUGH;
  button.type = "button";
  button.className = "button button--word";
  button.textContent = (gone ? say.sayRemove : say.sayAgain) ?? "";
  button.addEventListener("click", async () => {
    if (gone) await remove(person, one.id);
    else await put(person, { ...one, state: "waiting" });
    await sendNow();
  });
  return row(nameOf(one.kind), `${timeOf(one.made_at)}. ${one.why}`, button);
}

/** @param {string} name @param {HTMLElement[]} rows */
function fill(name, rows) {
  /** @type {HTMLElement} */ (main.querySelector(`[data-list="${name}"]`)).replaceChildren(...rows);
}

async function draw() {
  const person = owner();
  const all = person === NOBODY ? [] : await things(person);
  const nobody = await things(NOBODY);
  const waiting = all.filter((one) => one.state === "waiting");
  const bad = all.filter((one) => one.state === "refused");
  const saved = person === NOBODY ? [] : await receipts(person);
  fill("nobody", nobody.map(waits));
  fill("waiting", waiting.length ? waiting.map(waits) : [row(say.sayNothing ?? "", "", "")]);
  fill("refused", bad.map((one) => refused(one, person)));
  fill("saved", saved.map((one) => row(nameOf(one.kind), `${say.sayReceived} ${one.saved}`, say.saySaved ?? "")));
  part("nobody").hidden = nobody.length === 0;
  part("refused").hidden = bad.length === 0;
  part("saved-part").hidden = saved.length === 0;
  part("signed-out").hidden = person !== NOBODY;
  part("mine").hidden = person === NOBODY;
  const next = saved.find((one) => one.next)?.next;
  const link = /** @type {HTMLAnchorElement} */ (part("next"));
  if (next) link.href = next;
  link.hidden = !next;
  const reached = localStorage.getItem(REACHED);
  part("reached").hidden = !reached;
  if (reached) part("reached-at").textContent = timeOf(reached);
}

document.addEventListener("remit:flushed", (event) => {
  const { way } = /** @type {CustomEvent} */ (event).detail;
  if (way !== "offline") localStorage.setItem(REACHED, new Date().toISOString());
  void draw();
});
part("next").addEventListener("click", () => void takeNext(owner()));
part("try").addEventListener("click", () => void sendNow());
part("mine").addEventListener("click", async () => {
  await claim(owner());
  await sendNow();
});
part("not-mine").addEventListener("click", async () => {
  for (const one of await things(NOBODY)) await remove(NOBODY, one.id);
  await draw();
});
void draw();

// @ts-check
/**
 * The clock of the ninety minutes: from the minute the server said, on by one each minute. It
 * never warns; when a part runs over, only the name of the next turns ink.
 */
const MINUTE = 60000;
const WHOLE = 90;

/** @param {HTMLElement} agenda */
export function connectAgenda(agenda) {
  const first = Number(agenda.dataset.minute ?? NaN);
  if (Number.isNaN(first)) return;
  const since = Date.now();
  const show = () => draw(agenda, first + Math.floor((Date.now() - since) / MINUTE));
  show();
  setInterval(show, MINUTE / 6);
}

/**
 * @param {HTMLElement} agenda
 * @param {number} minute
 */
function draw(agenda, minute) {
  if (agenda.dataset.drawn === String(minute)) return;
  agenda.dataset.drawn = String(minute);
  const gone = Math.min(minute, WHOLE);
  for (const path of agenda.querySelectorAll("[data-agenda-gone]")) {
    path.setAttribute("d", path.hasAttribute("data-flat") ? `M0 2H${gone}` : `M11 0V${gone}`);
  }
  agenda.querySelector("[data-agenda-tick]")?.setAttribute("d", `M6 ${gone}H16`);
  let isOver = false;
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (agenda.querySelectorAll("[data-begins]"))) {
    const begins = Number(part.dataset.begins);
    const ends = begins + Number(part.dataset.lasts);
    part.classList.toggle("is-gone", begins <= minute);
    part.classList.toggle("is-next", isOver);
    isOver = part.hasAttribute("data-shown") && minute >= ends;
    if (part.hasAttribute("data-shown")) say(agenda, part, minute, ends);
  }
}

/**
 * @param {HTMLElement} agenda
 * @param {HTMLElement} part
 * @param {number} minute
 * @param {number} ends
 */
function say(agenda, part, minute, ends) {
  const words = /** @type {HTMLElement | null} */ (part.querySelector("[data-agenda-now]"));
  if (!words) return;
  const [at, left] = [words.querySelector("[data-at]"), words.querySelector("[data-left]")];
  const begun = Number(part.dataset.begins) <= minute;
  if (at) at.textContent = (agenda.dataset.sayMinute ?? "").replace("{minute}", String(minute));
  const rest = (agenda.dataset.sayLeft ?? "").replace("{left}", String(ends - minute));
  if (left) left.textContent = begun && minute < ends ? `, ${rest}` : "";
  place(part, words, minute);
}

/**
 * The words stand beside the tick where there is room between the names.
 *
 * @param {HTMLElement} part
 * @param {HTMLElement} words
 * @param {number} minute
 */
function place(part, words, minute) {
  const height = part.getBoundingClientRect().height;
  const share = (minute - Number(part.dataset.begins)) / Number(part.dataset.lasts);
  const least = part.querySelector(".agenda__more") ? 50 : 32;
  const most = height - 20;
  const room = share >= 0 && share <= 1 && most > least;
  words.toggleAttribute("data-down", room);
  if (room) words.style.setProperty("--down", `${Math.min(Math.max(share * height, least), most)}px`);
}

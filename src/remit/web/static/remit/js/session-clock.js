// @ts-check
/**
 * The clock of a group session, folded from what was pressed, as the server folds it; nothing
 * advances by itself.
 *
 * @typedef {{act: string, part: string, minutes: number, at: number}} Press
 * @typedef {{part: string, began: number, extra: number, paused: number, rested: number,
 *   done: Set<string>, ended: number}} Clock times in milliseconds, 0 for never
 * @typedef {{key: string, title: string, minutes: number, gives: number, begins: number}} Part
 */
const MINUTE = 60000;

/** @returns {Clock} */
function unbegun() {
  return { part: "", began: 0, extra: 0, paused: 0, rested: 0, done: new Set(), ended: 0 };
}

/** @param {Press[]} presses @returns {Clock} */
export function fold(presses) {
  let clock = unbegun();
  for (const press of [...presses].sort((a, b) => a.at - b.at)) clock = after(clock, press);
  return clock;
}

/** @param {Clock} clock @param {Press} press @returns {Clock} */
function after(clock, press) {
  const done = new Set(clock.done);
  if (clock.ended && press.act !== "begin") return clock;
  if (press.act === "begin") {
    if (clock.part) done.add(clock.part);
    done.delete(press.part);
    return { ...unbegun(), part: press.part, began: press.at, done };
  }
  if (press.act === "more") return { ...clock, extra: clock.extra + press.minutes };
  if (press.act === "pause") return clock.paused ? clock : { ...clock, paused: press.at };
  if (press.act === "go on" && clock.paused) {
    return { ...clock, paused: 0, rested: clock.rested + press.at - clock.paused };
  }
  if (press.act !== "end") return clock;
  if (clock.part) done.add(clock.part);
  return { ...unbegun(), done, ended: press.at };
}

/** Minutes left of the present part; below 0 when it is over time. @param {Clock} clock @param {Part} part @param {number} now */
export function left(clock, part, now) {
  const spent = (clock.paused || now) - clock.began - clock.rested;
  return part.minutes + clock.extra - spent / MINUTE;
}

/** When the present part ends, if it is not paused again. @param {Clock} clock @param {Part} part @param {number} now */
export function until(clock, part, now) {
  return now + left(clock, part, now) * MINUTE;
}

/** Whole minutes by which the present part began late. @param {Clock} clock @param {Part} part @param {number} starts */
export function behind(clock, part, starts) {
  return Math.round((clock.began - starts) / MINUTE) - part.begins;
}

/** The part ahead that can give the most minutes. @param {Clock} clock @param {Part[]} parts */
export function canGive(clock, parts) {
  const at = parts.findIndex((part) => part.key === clock.part);
  return parts
    .slice(at + 1)
    .filter((part) => part.gives > 0)
    .reduce((/** @type {Part | null} */ best, part) => (best && best.gives >= part.gives ? best : part), null);
}

// @ts-check
/** On which days it hurt here, and whether it eased: dates only, so that day three is noticed. */
const DAYS = "remit-phone-days";
const RUN = 3;

/** @param {number} back @returns {string} */
function dayName(back) {
  const day = new Date();
  day.setDate(day.getDate() - back);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
}

/**
 * Note how it is; true where it hurt today and the two days before, and eased on none of them.
 *
 * @param {string} person
 * @param {boolean} eased
 */
export function noteDay(person, eased) {
  const recent = Array.from({ length: RUN }, (_, back) => dayName(back));
  try {
    const kept = JSON.parse(localStorage.getItem(DAYS) ?? "{}");
    const before = kept.person === person ? kept.days : {};
    const days = Object.fromEntries(recent.filter((on) => on in before).map((on) => [on, before[on]]));
    days[recent[0]] = eased || days[recent[0]] === true;
    localStorage.setItem(DAYS, JSON.stringify({ person, days }));
    return recent.every((on) => days[on] === false);
  } catch {
    return false; // shut: the server counts too
  }
}

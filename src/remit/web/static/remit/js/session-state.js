// @ts-check
/**
 * What is known of a session: what the server said, and over it what waits on this tablet.
 *
 * @typedef {import("./session-clock.js").Press} Press
 * @typedef {{now: number, presses: Record<string, Press>, presence: Record<string, string>,
 *   ratings: Record<string, number>, parked: Record<string, string>}} Known
 */

/** @param {ParentNode} page @returns {Known} */
export function readState(page) {
  const told = page.querySelector("#session-state")?.textContent ?? "{}";
  return { now: Date.now(), presses: {}, presence: {}, ratings: {}, parked: {}, ...JSON.parse(told) };
}

/** A copy with one more thing in it; the same thing again changes nothing. @param {Known} known @param {Record<string, string>} fields @returns {Known} */
export function withFields(known, fields) {
  const { kind, key } = fields;
  if (kind === "move") {
    const press = { act: fields.act, part: fields.part ?? "", minutes: Number(fields.minutes ?? 0), at: Date.parse(fields.at) };
    return { ...known, presses: { ...known.presses, [key]: press } };
  }
  if (kind === "attendance") return { ...known, presence: { ...known.presence, [fields.enrolment]: fields.presence } };
  if (kind === "fidelity") return { ...known, ratings: { ...known.ratings, [fields.item]: Number(fields.rating) } };
  if (kind === "park") return { ...known, parked: { ...known.parked, [key]: fields.text } };
  if (kind !== "strike") return known;
  const { [fields.parked]: _, ...parked } = known.parked;
  return { ...known, parked };
}

// @ts-check
/** The numbers of one time it hurt, start to 30 minutes: dots for pain, squares for fear. */
const SVG = "http://www.w3.org/2000/svg";
const [LEFT, RIGHT, TOP, BOTTOM, LONGEST] = [30, 250, 14, 94, 30];

/** @param {string} name @param {Record<string, string | number>} given @param {string} words */
function made(name, given, words = "") {
  const mark = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) mark.setAttribute(key, String(value));
  mark.textContent = words;
  return mark;
}

/**
 * @param {HTMLElement} place
 * @param {[number, number | null, number | null][]} rated minutes, pain, fear
 * @param {[string, string]} names
 */
export function drawCourse(place, rated, names) {
  const given = rated.filter(([, pain, fear]) => pain !== null || fear !== null);
  if (given.length === 0) return place.replaceChildren();
  const longest = Math.max(LONGEST, ...given.map(([minutes]) => minutes));
  const x = (/** @type {number} */ minutes) => LEFT + ((RIGHT - LEFT) * minutes) / longest;
  const y = (/** @type {number} */ value) => BOTTOM - ((BOTTOM - TOP) * value) / 10;
  const words = given.map(([minutes, pain, fear]) => `${minutes} min: ${names[0]} ${pain ?? "–"}, ${names[1]} ${fear ?? "–"}`);
  const drawing = made("svg", { viewBox: "0 0 328 120", class: "course", role: "img", "aria-label": words.join("; ") });
  for (const value of [0, 10]) {
    drawing.append(made("path", { class: "course__line", d: `M${LEFT} ${y(value)}H${RIGHT + 20}` }));
    drawing.append(made("text", { class: "course__text", x: 6, y: y(value) + 5 }, String(value)));
  }
  let above = -Infinity;
  for (const [at, name] of names.entries()) {
    const points = given.flatMap((one) => (one[at + 1] === null ? [] : [[x(one[0]), y(Number(one[at + 1]))]]));
    drawing.append(made("polyline", { class: `course__${name}`, points: points.join(" ") }));
    for (const [px, py] of points) {
      drawing.append(at === 0
        ? made("circle", { class: `course__${name}-mark`, cx: px, cy: py, r: 4.5 })
        : made("rect", { class: `course__${name}-mark`, x: px - 4.5, y: py - 4.5, width: 9, height: 9 }));
    }
    const end = points.at(-1);
    if (!end) continue;
    above = Math.max(end[1] + 4, above + 16); // one name never stands on the other
    drawing.append(made("text", { class: `course__${name}-word`, x: end[0] + 10, y: above }, name));
  }
  place.replaceChildren(drawing);
}

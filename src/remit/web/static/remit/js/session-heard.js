// @ts-check
/** What changes while eyes are on the group: said once, never repeated. */
const SAID_AT = [5, 1, 0]; // minutes

export class Heard {
  /** @param {HTMLElement} line a status line @param {DOMStringMap} say */
  constructor(line, say) {
    this.line = line;
    this.words = say;
    this.minutes = "";
    this.waits = "";
  }

  /** @param {string} part @param {number} left */
  time(part, left) {
    const at = SAID_AT.find((one) => Math.ceil(left) === one) ?? -1;
    const mark = `${part} ${at}`;
    if (at < 0 || mark === this.minutes) return;
    this.minutes = mark;
    this.line.textContent = at === 0 ? (this.words.sayHeardOver ?? "") : (this.words.sayHeardLeft ?? "").replace("{n}", String(at));
  }

  /** @param {string} count such as "1, covered" */
  waiting(count) {
    if (count && count !== this.waits) this.line.textContent = this.words.sayHeardWaits ?? "";
    this.waits = count;
  }
}

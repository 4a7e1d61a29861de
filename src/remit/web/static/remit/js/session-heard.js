// @ts-check
/** What changes while eyes are on the group: said once, never repeated. */
const SAID_AT = [5, 1, 0]; // minutes

export class Heard {
  /** @param {HTMLElement} line a status line @param {DOMStringMap} say */
  constructor(line, say) {
    this.line = line;
    this.words = say;
    this.minutes = "";
    this.waits = 0;
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
    const now = parseInt(count, 10) || 0;
    if (now > this.waits) this.line.textContent = this.words.sayHeardWaits ?? "";
    else if (now === 0 && this.line.textContent === this.words.sayHeardWaits) this.line.textContent = "";
    this.waits = now;
  }
}

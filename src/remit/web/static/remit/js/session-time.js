// @ts-check
/**
 * The clinic's clock, as far as this tablet knows it. Clocks of tablets differ by minutes, and what
 * two of them press is put in order by time.
 */
const CLOSE = 2000; // a difference below is the way through the network

export class ServerClock {
  constructor() {
    this.offset = 0;
    this.last = 0;
  }

  /** @param {number} said by the clinic @param {number} here on this tablet at the same moment */
  set(said, here) {
    if (Math.abs(said - here - this.offset) > CLOSE) this.offset = said - here;
  }

  now() {
    return Date.now() + this.offset;
  }

  /** The time of a press: later than every one before it. */
  stamp() {
    this.last = Math.max(this.last + 1, this.now());
    return new Date(this.last).toISOString();
  }
}

// @ts-check
/**
 * Which tab this is, and which others live: each holds a lock of its own name while it does.
 * What a tab that is gone left behind is taken over by the next.
 */
const NAME = "remit-tab ";
const PATIENCE = 2000;

/** The name of this tab; the same after a reload. @returns {Promise<string>} */
export async function nameTab() {
  const before = remembered();
  const name = before && (await holdPatiently(before)) ? before : newKey();
  if (name !== before) await hold(name);
  try {
    sessionStorage.setItem(NAME.trim(), name);
  } catch {
    // Shut: after a reload this is another tab, which takes over what this one left.
  }
  return name;
}

function remembered() {
  try {
    return sessionStorage.getItem(NAME.trim());
  } catch {
    return null;
  }
}

/** A key that nothing else has, also where the page did not come by https. @returns {string} */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The others that live; null where the browser cannot say. @returns {Promise<Set<string> | null>} */
export async function livingTabs() {
  if (!navigator.locks) return null;
  const { held = [] } = await navigator.locks.query();
  const names = held.map((lock) => lock.name ?? "").filter((name) => name.startsWith(NAME));
  return new Set(names.map((name) => name.slice(NAME.length)));
}

/**
 * What tabs left behind that are gone is this tab's now. A tab that is only being loaded again
 * seems gone for a moment; so, while this page stands, one is gone when two looks say so.
 */
export class Inheritance {
  /** @param {import("./outbox-store.js").Store} store @param {string} of the case @param {string} tab this one */
  constructor(store, of, tab) {
    this.store = store;
    this.of = of;
    this.tab = tab;
    /** Gone at the last look. @type {Set<string>} */
    this.gone = new Set();
  }

  /** Whether anything was taken. @param {boolean} atOnce while the page opens */
  async take(atOnce) {
    const living = await livingTabs();
    if (!living && !atOnce) return false;
    const all = (await this.store.all()).filter(
      (one) => one.case === this.of && one.type !== "form", // a form belongs to its page, not to a tab
    );
    const left = all.filter((one) => one.tab !== this.tab && !living?.has(one.tab));
    const taken = left.filter((one) => atOnce || this.gone.has(one.tab));
    this.gone = new Set(left.map((one) => one.tab));
    for (const one of taken) await this.own(one);
    return taken.length > 0;
  }

  /** @param {import("./outbox-store.js").Kept} one */
  async own(one) {
    const before = one.id;
    if (one.type === "draft") one.id = `${one.id} left ${one.tab}`;
    one.tab = this.tab;
    await this.store.put(one); // first: a crash between the two leaves it twice, not at all
    if (one.id !== before) await this.store.remove(before);
  }
}

/**
 * One at a time across the tabs.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function alone(name, act) {
  return navigator.locks ? navigator.locks.request(name, act) : act();
}

/**
 * The same, if no tab is at it just now; false where one is.
 *
 * @param {string} name
 * @param {() => Promise<boolean>} act
 * @returns {Promise<boolean>}
 */
export async function aloneOrNot(name, act) {
  if (!navigator.locks) return false;
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => lock !== null && act());
}

/** A reloaded page may come before the old one has let go. @param {string} name */
async function holdPatiently(name) {
  const until = performance.now() + PATIENCE;
  while (performance.now() < until) {
    if (await hold(name)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/**
 * @param {string} name
 * @returns {Promise<boolean>}
 */
function hold(name) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    void navigator.locks.request(NAME + name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}

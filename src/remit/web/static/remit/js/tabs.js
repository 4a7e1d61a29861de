// @ts-check
/**
 * Which tab this is, and which others live: each holds a lock of its own name while it does.
 * What a tab that is gone left behind is taken over by the next.
 */
const NAME = "remit-tab ";
const PATIENCE = 600;

/** The name of this tab; the same after a reload. @returns {Promise<string>} */
export async function nameTab() {
  const before = sessionStorage.getItem(NAME.trim());
  const name = before && (await holdPatiently(before)) ? before : crypto.randomUUID();
  if (name !== before) await hold(name);
  sessionStorage.setItem(NAME.trim(), name);
  return name;
}

/** @returns {Promise<Set<string>>} */
export async function livingTabs() {
  if (!navigator.locks) return new Set();
  const { held = [] } = await navigator.locks.query();
  const names = held.map((lock) => lock.name ?? "").filter((name) => name.startsWith(NAME));
  return new Set(names.map((name) => name.slice(NAME.length)));
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

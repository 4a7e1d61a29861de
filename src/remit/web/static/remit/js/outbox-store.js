// @ts-check
/**
 * What must outlive a crash: changes on their way, and what is half typed. In IndexedDB; in
 * localStorage where that is shut or full; in memory where both are, and then `isSafe` is false,
 * so that the page can say it. Every record carries the person it belongs to.
 *
 * @typedef {{id: string, person: string, case: string, tab: string, type: "item" | "draft" | "form",
 *   order: number, [more: string]: any}} Kept
 */
const NAME = "remit-kept";
const TABLE = "kept";
const PATIENCE = 3000;

/**
 * @param {string} person
 * @returns {Promise<Store>}
 */
export async function openStore(person) {
  try {
    return new Store(person, await openDatabase());
  } catch {
    return new Store(person, null);
  }
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no answer")), PATIENCE);
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(TABLE, { keyPath: "id" }).createIndex("person", "person");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

export class Store {
  /**
   * @param {string} person
   * @param {IDBDatabase | null} database
   */
  constructor(person, database) {
    this.person = person;
    this.database = database;
    /** What no store of the browser would take. @type {Map<string, Kept>} */
    this.memory = new Map();
    /** What was removed while a store would not let go of it. @type {Set<string>} */
    this.gone = new Set();
  }

  /** Whether everything given would outlive this page. */
  get isSafe() {
    return this.memory.size === 0;
  }

  /** Everything of this person, oldest first. @returns {Promise<Kept[]>} */
  async all() {
    const found = [...(await this.read().catch(() => [])), ...this.plain(), ...this.memory.values()];
    const newest = new Map(found.map((one) => [one.id, one])); // the later store is the newer word
    const all = [...newest.values()].filter((one) => !this.gone.has(one.id));
    return all.sort((a, b) => a.order - b.order);
  }

  /** Resolves when it is stored as well as it can be. @param {Kept} one */
  async put(one) {
    this.gone.delete(one.id);
    const durability = one.type === "item" ? "strict" : "relaxed";
    try {
      await this.write((table) => table.put(one), durability);
    } catch {
      return this.putNow(one); // shut or full
    }
    this.memory.delete(one.id);
    this.dropPlain(one.id);
  }

  /** Stored when this returns: for a page that goes away. @param {Kept} one */
  putNow(one) {
    try {
      localStorage.setItem(this.plainName(one.id), JSON.stringify(one));
      this.memory.delete(one.id);
    } catch {
      this.memory.set(one.id, one);
    }
  }

  /** @param {string} id */
  async remove(id) {
    this.memory.delete(id);
    this.dropPlain(id);
    if (!this.database) return;
    await this.write((table) => table.delete(id)).catch(() => this.gone.add(id));
  }

  /** @returns {Promise<Kept[]>} */
  read() {
    return new Promise((resolve, reject) => {
      if (!this.database) return resolve([]);
      const table = this.database.transaction(TABLE, "readonly").objectStore(TABLE);
      const request = table.index("person").getAll(this.person);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  /** @returns {Kept[]} */
  plain() {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(this.plainName("")));
      return names.map((name) => JSON.parse(localStorage.getItem(name) ?? "null")).filter(Boolean);
    } catch {
      return []; // shut
    }
  }

  /** @param {string} id */
  plainName(id) {
    return `${NAME} ${this.person} ${id}`;
  }

  /** @param {string} id */
  dropPlain(id) {
    try {
      localStorage.removeItem(this.plainName(id));
    } catch {
      // Shut: nothing of it is there.
    }
  }

  /**
   * @param {(table: IDBObjectStore) => void} change
   * @param {"strict" | "relaxed"} durability
   * @returns {Promise<void>}
   */
  write(change, durability = "relaxed") {
    return new Promise((resolve, reject) => {
      if (!this.database) return reject(new Error("shut"));
      const done = this.database.transaction(TABLE, "readwrite", { durability });
      done.oncomplete = () => resolve();
      done.onabort = done.onerror = () => reject(done.error);
      change(done.objectStore(TABLE));
      done.commit?.(); // not waiting for the page, which may be going
    });
  }
}

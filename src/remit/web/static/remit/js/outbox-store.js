// @ts-check
/**
 * What must outlive a crash: changes on their way, and what is half typed. In IndexedDB, or in
 * localStorage where that is shut; every record carries the person it belongs to.
 *
 * @typedef {{id: string, person: string, case: string, tab: string, type: "item" | "draft",
 *   order: number, [more: string]: any}} Kept
 */
const NAME = "remit-kept";
const TABLE = "kept";

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
  }

  /** Everything of this person, oldest first. @returns {Promise<Kept[]>} */
  async all() {
    const found = this.database ? await this.read() : this.plain();
    return found.sort((a, b) => a.order - b.order);
  }

  /** Resolves when it is stored. @param {Kept} one */
  async put(one) {
    if (this.database) {
      try {
        const durability = one.type === "item" ? "strict" : "relaxed";
        return await this.write((table) => table.put(one), durability);
      } catch {
        this.database = null; // shut or full: the other store takes over
      }
    }
    localStorage.setItem(`${NAME} ${this.person} ${one.id}`, JSON.stringify(one));
  }

  /** @param {string} id */
  async remove(id) {
    localStorage.removeItem(`${NAME} ${this.person} ${id}`);
    if (this.database) await this.write((table) => table.delete(id));
  }

  /** @returns {Promise<Kept[]>} */
  read() {
    return new Promise((resolve, reject) => {
      const database = /** @type {IDBDatabase} */ (this.database);
      const table = database.transaction(TABLE, "readonly").objectStore(TABLE);
      const request = table.index("person").getAll(this.person);
      request.onsuccess = () => resolve([...request.result, ...this.plain()]);
      request.onerror = () => reject(request.error);
    });
  }

  /** @returns {Kept[]} */
  plain() {
    const mine = `${NAME} ${this.person} `;
    const names = Object.keys(localStorage).filter((name) => name.startsWith(mine));
    return names.map((name) => JSON.parse(localStorage.getItem(name) ?? "null")).filter(Boolean);
  }

  /**
   * @param {(table: IDBObjectStore) => void} change
   * @param {"strict" | "relaxed"} durability
   * @returns {Promise<void>}
   */
  write(change, durability = "relaxed") {
    return new Promise((resolve, reject) => {
      const database = /** @type {IDBDatabase} */ (this.database);
      const done = database.transaction(TABLE, "readwrite", { durability });
      done.oncomplete = () => resolve();
      done.onabort = done.onerror = () => reject(done.error);
      change(done.objectStore(TABLE));
    });
  }
}

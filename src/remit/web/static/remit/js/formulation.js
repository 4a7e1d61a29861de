// @ts-check
/**
 * Edits a formulation in place: a row opens by click or Enter, E opens its words, and what is typed
 * is kept by itself. "Saved" is said only after the server's receipt; until then the words stay in
 * this tab, and are put back after a reload.
 *
 * @typedef {{participant: string, referrer: string}} Words
 * @typedef {{saved?: string, revision?: number, version?: number, age?: number, edited?: boolean,
 *   warned?: string[], error?: string, clash?: boolean, number?: number, theirs?: Words,
 *   by?: string}} Reply
 */

const TYPING = 800;
const AGAIN = 5000;

/** @param {HTMLElement} ledger */
function connect(ledger) {
  const receipt = document.querySelector("[data-saved]");
  /** @type {Set<HTMLFormElement>} */
  const waiting = new Set();
  let leaving = false;

  /**
   * @param {string} state
   * @param {string} words
   */
  const say = (state, words) => {
    if (!(receipt instanceof HTMLElement)) return;
    receipt.dataset.state = state;
    receipt.textContent = words;
  };

  for (const row of ledger.querySelectorAll("[data-row]")) connectRow(/** @type {HTMLElement} */ (row));
  for (const form of ledger.querySelectorAll("form[data-sentence]")) {
    connectForm(/** @type {HTMLFormElement} */ (form));
  }

  /** @param {HTMLElement} row */
  function connectRow(row) {
    row.querySelector("a.ledger__number")?.addEventListener("click", (event) => {
      event.preventDefault();
      open(row);
    });
    row.addEventListener("click", (event) => {
      const on = /** @type {HTMLElement} */ (event.target);
      if (!on.closest("a, button, summary, textarea, label, details")) open(row);
    });
  }

  /** @param {HTMLElement} row */
  function open(row) {
    for (const other of ledger.querySelectorAll(".ledger__row--open")) {
      other.classList.remove("ledger__row--open");
    }
    row.classList.add("ledger__row--open");
    /** @type {HTMLElement | null} */ (row.querySelector("a.ledger__number"))?.focus();
  }

  document.addEventListener("keydown", (event) => {
    const on = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      const shut = on.closest("details[open]");
      if (shut instanceof HTMLDetailsElement && shut.closest(".ledger__tools")) {
        shut.open = false;
        shut.querySelector("summary")?.focus();
      }
      return;
    }
    if (event.key.toLowerCase() !== "e" || on.closest("input, textarea, select")) return;
    const row = on.closest("[data-row]") ?? ledger.querySelector(".ledger__row--open");
    const edit = row?.querySelector(".ledger__edit");
    if (!(edit instanceof HTMLDetailsElement)) return;
    event.preventDefault();
    edit.open = true;
    edit.querySelector("textarea")?.focus();
  });

  /** @param {HTMLFormElement} form */
  function connectForm(form) {
    const store = `formulation:${form.action}`;
    const kept = sessionStorage.getItem(store);
    if (kept) {
      fill(form, JSON.parse(kept));
      waiting.add(form);
      void send(form);
    }
    let timer = 0;
    form.addEventListener("input", () => {
      waiting.add(form);
      sessionStorage.setItem(store, JSON.stringify(wordsOf(form)));
      say("saving", ledger.dataset.saving ?? "");
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void send(form), TYPING);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      window.clearTimeout(timer);
      waiting.add(form);
      void send(form).then((done) => {
        const edit = form.closest("details");
        if (!done || !edit) return;
        edit.open = false;
        edit.querySelector("summary")?.focus();
      });
    });
  }

  /**
   * @param {HTMLFormElement} form
   * @returns {Promise<boolean>} whether the server holds the words
   */
  async function send(form) {
    if (form.dataset.sending || leaving) return false;
    form.dataset.sending = "yes";
    const sent = wordsOf(form);
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Remit": "script" },
        redirect: "error",
      });
      if (![200, 409, 422].includes(response.status)) throw new Error("no receipt");
      return settle(form, sent, /** @type {Reply} */ (await response.json()));
    } catch {
      say("offline", ledger.dataset.lost ?? "");
      window.setTimeout(() => void (waiting.has(form) && send(form)), AGAIN);
      return false;
    } finally {
      delete form.dataset.sending;
    }
  }

  /**
   * @param {HTMLFormElement} form
   * @param {Words} sent
   * @param {Reply} reply
   */
  function settle(form, sent, reply) {
    if (reply.clash && reply.theirs) {
      showClash(form, reply);
      say("conflict", ledger.dataset.clash ?? "");
      return false;
    }
    if (reply.saved === undefined) {
      say("conflict", reply.error ?? "");
      return false;
    }
    baseOf(form).value = String(reply.revision);
    form.querySelector("[data-clash-place]")?.replaceChildren();
    show(form, sent, reply);
    const now = wordsOf(form);
    if (now.participant !== sent.participant || now.referrer !== sent.referrer) {
      window.setTimeout(() => void send(form), 0);
      return false;
    }
    waiting.delete(form);
    sessionStorage.removeItem(`formulation:${form.action}`);
    say("saved", `${ledger.dataset.kept} ${reply.saved}`);
    return true;
  }

  /**
   * @param {HTMLFormElement} form
   * @param {Words} sent
   * @param {Reply} reply
   */
  function show(form, sent, reply) {
    const row = form.closest("[data-row]");
    for (const [who, words] of Object.entries(sent)) {
      const place = row?.querySelector(`[data-words="${who}"]`);
      if (!place || place.textContent === words) continue;
      const mark = document.createElement("ins");
      mark.textContent = words;
      place.replaceChildren(reply.edited ? mark : words);
    }
    const warned = row?.querySelector("[data-warned]");
    if (warned instanceof HTMLElement) {
      warned.hidden = !reply.warned?.length;
      warned.textContent = (reply.warned ?? []).map((one) => `“${one}”`).join(", ");
    }
    const age = document.querySelector("[data-age].second");
    if (age && reply.age) age.textContent = `${ledger.dataset.age} ${reply.age}`;
    for (const version of document.querySelectorAll('.signature__form [name="version"]')) {
      /** @type {HTMLInputElement} */ (version).value = String(reply.version);
    }
  }

  /**
   * Both texts stand side by side; keeping again keeps one's own.
   *
   * @param {HTMLFormElement} form
   * @param {Reply} reply
   */
  function showClash(form, reply) {
    baseOf(form).value = String(reply.number);
    const box = document.createElement("div");
    box.className = "contradiction";
    const head = document.createElement("p");
    head.textContent = `${ledger.dataset.clash} ${ledger.dataset.theirs}${reply.by ? ` (${reply.by})` : ""}:`;
    box.append(head);
    for (const words of Object.values(/** @type {Words} */ (reply.theirs))) {
      const line = document.createElement("p");
      line.textContent = words;
      box.append(line);
    }
    form.querySelector("[data-clash-place]")?.replaceChildren(box);
    waiting.delete(form);
  }

  for (const form of document.querySelectorAll("form:not([data-sentence])")) {
    form.addEventListener("submit", (event) => {
      if (waiting.size === 0) return;
      event.preventDefault();
      void Promise.all([...waiting].map(send)).then((done) => {
        if (done.every(Boolean)) /** @type {HTMLFormElement} */ (form).requestSubmit();
      });
    });
  }
  window.addEventListener("pagehide", () => {
    leaving = true;
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size > 0) event.preventDefault();
  });
}

/** @param {HTMLFormElement} form */
function wordsOf(form) {
  const data = new FormData(form);
  return { participant: String(data.get("participant") ?? ""), referrer: String(data.get("referrer") ?? "") };
}

/**
 * @param {HTMLFormElement} form
 * @param {Words} words
 */
function fill(form, words) {
  for (const [name, text] of Object.entries(words)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLTextAreaElement) field.value = text;
  }
}

/** @param {HTMLFormElement} form */
function baseOf(form) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem("base"));
}

const found = document.querySelector("[data-formulation]");
if (found instanceof HTMLElement) connect(found);

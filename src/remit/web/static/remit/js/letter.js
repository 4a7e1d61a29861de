// @ts-check
/**
 * Saves a letter while it is written. "Saved" is said only after the server's receipt; what has no
 * receipt yet is kept in this tab, for this person and this case alone, and is put back when they
 * open the page again; `sign-out.js` takes it away when they go.
 *
 * @typedef {{saved?: string, number?: number, clash?: boolean, error?: string}} Reply
 */
const TYPING = 1200;
const AGAIN = 8000;
const FIELDS = ["recipient", "salutation", "body"];

for (const found of document.querySelectorAll("form[data-letter]")) {
  connect(/** @type {HTMLFormElement} */ (found));
}

/** @param {HTMLFormElement} form */
function connect(form) {
  const { person, case: ofCase, letter } = form.dataset;
  const store = `letter:${person}:${ofCase}:${letter}`;
  const version = field(form, "version");
  const state = /** @type {HTMLElement | null} */ (document.querySelector("[data-letter-state]"));
  let timer = 0;
  let busy = false;
  let changed = false;
  let stopped = false;

  /** @param {string} name @param {string} words */
  const say = (name, words) => {
    if (!state) return;
    state.hidden = false;
    state.dataset.state = name;
    state.textContent = words;
  };

  const keep = () => {
    const texts = Object.fromEntries(FIELDS.map((name) => [name, field(form, name).value]));
    try {
      sessionStorage.setItem(store, JSON.stringify({ version: version.value, texts }));
    } catch {
      // Storage may be shut; the page still holds the text.
    }
  };

  const later = (wait = TYPING) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void save(), wait);
  };

  async function save() {
    if (busy || stopped || !changed) return;
    busy = true;
    changed = false;
    say("saving", form.dataset.saving ?? "");
    const reply = await send();
    busy = false;
    if (reply) settle(reply);
    else {
      changed = true;
      say("offline", form.dataset.offline ?? "");
      later(AGAIN);
    }
  }

  /** @returns {Promise<Reply | null>} null where there is no receipt */
  async function send() {
    const body = new FormData(form);
    body.set("act", "save");
    body.set("code", "");
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body,
        headers: { "X-Remit": "script" },
        credentials: "same-origin",
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect") return { error: form.dataset.out ?? "" };
      return /** @type {Reply} */ (await answer.json());
    } catch {
      return null;
    }
  }

  /** @param {Reply} reply */
  function settle(reply) {
    if (reply.saved && reply.number) {
      version.value = String(reply.number);
      if (changed) {
        keep();
        later();
      } else forget(store);
      say("saved", `${form.dataset.saved ?? ""} ${reply.saved}`);
    } else {
      // A clash is looked at by a person: saving by hand shows both texts.
      stopped = Boolean(reply.clash);
      changed = true;
      say("conflict", reply.clash ? (form.dataset.clash ?? "") : (reply.error ?? ""));
      if (!stopped) later(AGAIN);
    }
  }

  const back = restored(store);
  if (back && differs(form, back.texts)) {
    // Sent under the version that it was written on: where somebody else came first, both are shown.
    for (const name of FIELDS) field(form, name).value = back.texts[name] ?? "";
    version.value = back.version;
    changed = true;
    later(0);
  } else forget(store);
  form.addEventListener("input", (event) => {
    const name = /** @type {HTMLInputElement} */ (event.target).name;
    if (!FIELDS.includes(name)) return;
    changed = true;
    keep();
    if (!stopped) later();
  });
  form.addEventListener("submit", () => {
    stopped = true; // The whole form goes now; its page says what became of it.
    clearTimeout(timer);
  });
  window.addEventListener("online", () => void save());
}

/** @param {string} store */
function forget(store) {
  try {
    sessionStorage.removeItem(store);
  } catch {
    // Nothing was kept there.
  }
}

/** @param {HTMLFormElement} form @param {string} name */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/** @param {string} store @returns {{version: string, texts: Record<string, string>} | null} */
function restored(store) {
  try {
    return JSON.parse(sessionStorage.getItem(store) ?? "null");
  } catch {
    return null;
  }
}

/** @param {HTMLFormElement} form @param {Record<string, string>} texts */
function differs(form, texts) {
  return FIELDS.some((name) => field(form, name).value !== (texts[name] ?? ""));
}

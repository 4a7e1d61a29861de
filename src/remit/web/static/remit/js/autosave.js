// @ts-check
/**
 * Keeps each answer as soon as it is given. "Saved" is said only after the server's receipt.
 *
 * What could not be sent waits in this tab (memory and sessionStorage) until its receipt, and is
 * removed then. One request at a time, so that an older answer never overtakes a newer one; sent
 * twice, an answer is kept once, because the server knows the version it was made from.
 *
 * @typedef {{value: string[], seen: number}} Waiting
 * @typedef {{saved?: string, versions?: Record<string, number>, understood?: Record<string, string>,
 *   emergency?: string, contact?: string, closed?: string, error?: string, clash?: boolean}} Reply
 */
import { openBranches, valuesOf } from "./branch.js";

const TYPING = 800;
const AGAIN = 5000;
const HEARD_EVERY = 10000;

/** @param {HTMLFormElement} form */
function connect(form) {
  const address = form.dataset.autosave ?? "";
  const store = `kept:${form.dataset.sheet}`;
  const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken")).value;
  const seenField = /** @type {HTMLInputElement} */ (form.querySelector("[data-seen]"));
  /** @type {Record<string, number>} */
  const versions = JSON.parse(seenField.value || "{}");
  /** @type {Map<string, Waiting>} */
  const waiting = new Map();
  /** @type {Map<string, number>} */
  const typing = new Map();
  const clashing = new Set();
  let sending = false;
  let signedOut = false;
  let leaving = false;

  const say = stateLine(form);

  const keep = () => {
    try {
      if (waiting.size === 0) sessionStorage.removeItem(store);
      else sessionStorage.setItem(store, JSON.stringify([...waiting]));
    } catch {
      // Storage may be shut; memory still holds the answers.
    }
  };

  /** @param {string} key */
  const enqueue = (key) => {
    waiting.set(key, { value: valuesOf(form, key), seen: versions[key] ?? 0 });
    keep();
    say("saving");
    void send();
  };

  async function send() {
    if (sending || leaving) return;
    sending = true;
    try {
      while (waiting.size > 0) {
        const [key, one] = /** @type {[string, Waiting]} */ (waiting.entries().next().value);
        one.seen = versions[key] ?? 0;
        const response = await post(key, one);
        if (!response) return;
        const reply = /** @type {Reply} */ (await response.json());
        if (waiting.get(key) === one) waiting.delete(key);
        keep();
        if (settle(key, response.status, reply)) return;
      }
    } finally {
      sending = false;
    }
  }

  /**
   * @param {string} key
   * @param {Waiting} one
   * @returns {Promise<Response | null>} null where there is no receipt
   */
  async function post(key, one) {
    const body = new FormData();
    body.set("key", key);
    for (const text of one.value) body.append("value", text);
    body.set("seen", JSON.stringify({ [key]: one.seen }));
    try {
      const response = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token }, keepalive: true });
      signedOut = !response.headers.get("content-type")?.startsWith("application/json");
      if (!signedOut) return response;
      say("signed-out", waiting.size);
      offlineHelp(key, one.value);
    } catch {
      say("offline", waiting.size);
      offlineHelp(key, one.value);
    }
    setTimeout(send, AGAIN);
    return null;
  }

  /**
   * What a receipt asks for; true where the page is left.
   *
   * @param {string} key
   * @param {number} status
   * @param {Reply} reply
   */
  function settle(key, status, reply) {
    Object.assign(versions, reply.versions ?? {});
    seenField.value = JSON.stringify(versions);
    const onward = reply.emergency ?? reply.contact ?? reply.closed;
    if (onward) {
      leaving = true;
      location.assign(onward);
      return true;
    }
    showError(key, status === 422 ? (reply.error ?? "") : "");
    const understood = question(key)?.querySelector("[data-understood]");
    if (understood) understood.textContent = reply.understood?.[key] ?? "";
    if (reply.clash) clashing.add(key);
    else clashing.delete(key);
    if (clashing.size > 0) say("clash");
    else if (status === 422) say("look");
    else if (waiting.size === 0 && reply.saved) say("saved", reply.saved);
    return false;
  }

  /** @param {string} key */
  const question = (key) => form.querySelector(`[data-question="${CSS.escape(key)}"]`);

  /**
   * @param {string} key
   * @param {string} text
   */
  function showError(key, text) {
    const box = question(key)?.querySelector(":scope > .question__error");
    const words = box?.querySelector("[data-error]");
    if (!(box instanceof HTMLElement) || !words) return;
    words.textContent = text;
    box.hidden = text === "";
    question(key)?.classList.toggle("question--wrong", text !== "");
  }

  /**
   * No network and a warning sign: the stored panel at once, without the server (INV-03).
   *
   * @param {string} key
   * @param {string[]} value
   */
  function offlineHelp(key, value) {
    const stored = /** @type {HTMLTemplateElement | null} */ (document.querySelector("[data-emergency-panel]"));
    const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-emergency-place]"));
    const sign = question(key)?.hasAttribute("data-safety") && value.some((one) => one !== "no");
    if (!stored || !place || !sign || place.childElementCount > 0) return;
    place.append(stored.content.cloneNode(true));
    place.scrollIntoView();
    place.querySelector("h2")?.focus();
  }

  form.addEventListener("change", (event) => {
    const key = keyOf(event);
    openBranches(form);
    if (!key) return;
    clearTimeout(typing.get(key));
    typing.delete(key);
    enqueue(key);
  });
  form.addEventListener("input", (event) => {
    const key = keyOf(event);
    const target = /** @type {HTMLInputElement} */ (event.target);
    if (!key || target.type === "radio" || target.type === "checkbox") return;
    clearTimeout(typing.get(key));
    typing.set(key, setTimeout(() => enqueue(key), TYPING));
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine || signedOut) {
      event.preventDefault(); // nothing would arrive, and what waits here would be lost
      for (const key of typing.keys()) enqueue(key);
      void send();
      return;
    }
    leaving = true; // the whole page goes now, with everything that still waited
    waiting.clear();
    keep();
  });
  addEventListener("online", () => void send());
  addEventListener("pagehide", () => {
    for (const key of typing.keys()) enqueue(key);
  });
  document.addEventListener("remit:leaving", () => {
    leaving = true;
    for (const [key, one] of waiting) void post(key, one);
    waiting.clear();
    keep();
  });
  form.addEventListener("remit:compare", () => form.requestSubmit(form.querySelector('[value="on"]')));

  restore(form, store, (key) => enqueue(key));
  openBranches(form);
}

/** @param {Event} event */
function keyOf(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  return target.closest("[data-question]")?.getAttribute("data-question") ?? "";
}

/**
 * What waited in this tab before a reload goes back into its fields and on its way.
 *
 * @param {HTMLFormElement} form
 * @param {string} store
 * @param {(key: string) => void} enqueue
 */
function restore(form, store, enqueue) {
  /** @type {[string, Waiting][]} */
  let kept = [];
  try {
    kept = JSON.parse(sessionStorage.getItem(store) ?? "[]");
  } catch {
    return;
  }
  for (const [key, one] of kept) {
    const fields = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`[name="${CSS.escape(key)}"]`));
    if (fields.length === 0) continue;
    for (const field of fields) {
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = one.value.includes(field.value);
      } else {
        field.value = one.value[0] ?? "";
      }
    }
    enqueue(key);
  }
}

/**
 * The one line that says where the answers are; heard at most once in ten seconds.
 *
 * @param {HTMLFormElement} form
 */
function stateLine(form) {
  const line = /** @type {HTMLElement} */ (document.querySelector("[data-saved]"));
  const heard = /** @type {HTMLElement} */ (document.querySelector("[data-saved-heard]"));
  const words = form.dataset;
  let last = 0;
  /** @type {number | undefined} */
  let later;

  /** @param {string} text */
  const announce = (text) => {
    clearTimeout(later);
    const wait = Math.max(0, last + HEARD_EVERY - Date.now());
    later = setTimeout(() => {
      last = Date.now();
      heard.textContent = text;
    }, wait);
  };

  /**
   * @param {"saving" | "saved" | "offline" | "signed-out" | "clash" | "look"} state
   * @param {string | number} [detail]
   */
  return (state, detail = "") => {
    const changes = `${detail} ${detail === 1 ? words.sayChange : words.sayChanges}`;
    const text = {
      saving: words.saySaving ?? "",
      saved: `${words.saySaved} ${detail}`,
      offline: `${words.sayOffline}, ${changes}`,
      "signed-out": `${words.saySignedOut}, ${changes}`,
      clash: words.sayClash ?? "",
      look: words.sayLook ?? "",
    }[state];
    line.hidden = false;
    const marks = { "signed-out": "offline", clash: "conflict", look: "conflict" };
    line.dataset.state = marks[/** @type {keyof typeof marks} */ (state)] ?? state;
    line.textContent = text;
    if (state === "clash") {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words.sayCompare ?? "";
      button.addEventListener("click", () => form.dispatchEvent(new Event("remit:compare")));
      line.append(" ", button);
    }
    if (state !== "saving") announce(text);
  };
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("[data-autosave]"))) {
  connect(form);
}

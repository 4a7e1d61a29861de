// @ts-check
/**
 * Opinions on a link are forms that work without a script. With one they are sent in place: the
 * focus stays on the button, and what is said to be kept is what the server answered.
 *
 * Markup: <form data-opinion="LINK SIDE"> with buttons named "opinion" and a field "was";
 * beside it <p data-opinion-said role="status">, and somewhere [data-known] for how we know.
 */
const BACK = "not asked";

/** @param {HTMLButtonElement} button @returns {string} */
function answerOf(button) {
  return button.dataset.answer ?? button.value;
}

/** Each button remembers its own answer, because a pressed one sends "not asked".
 * @param {HTMLFormElement} form */
function learn(form) {
  const names = ["yes", "no", "unsure"];
  [...form.querySelectorAll("button")].forEach((button, at) => {
    button.dataset.answer ??= names[at];
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} opinion
 */
function show(form, opinion) {
  learn(form);
  const was = /** @type {HTMLInputElement} */ (form.elements.namedItem("was"));
  was.value = opinion;
  was.setAttribute("value", opinion);
  for (const button of form.querySelectorAll("button")) {
    const pressed = answerOf(button) === opinion;
    button.setAttribute("aria-pressed", String(pressed));
    button.value = pressed ? BACK : answerOf(button);
  }
}

/** The same form on the page and in the templates that the page keeps for later.
 * @param {string} name @returns {HTMLFormElement[]} */
function formsOf(name) {
  const wanted = `form[data-opinion="${CSS.escape(name)}"]`;
  const kept = [...document.querySelectorAll("template")].map((one) => one.content);
  return [document, ...kept].flatMap((part) => [...part.querySelectorAll(wanted)]).map(
    (form) => /** @type {HTMLFormElement} */ (form),
  );
}

/** @param {HTMLFormElement} form @param {string} selector @returns {Element | null} */
function beside(form, selector) {
  const place = form.closest("li, section, [data-timeline-evidence]") ?? document;
  return place.querySelector(selector) ?? form.getRootNode().querySelector?.(selector) ?? null;
}

/** @param {HTMLFormElement} form @param {string} words */
function say(form, words) {
  const place = beside(form, "[data-opinion-said]");
  if (place) place.textContent = words;
}

/** @param {HTMLFormElement} form @param {{opinion: string, saved: string, known: string}} reply */
function keep(form, reply) {
  for (const one of formsOf(form.dataset.opinion ?? "")) {
    show(one, reply.opinion);
    const root = one.getRootNode();
    const known =
      root instanceof DocumentFragment
        ? root.querySelector("[data-known]")
        : (one.closest("[data-timeline-evidence], li") ?? null)?.querySelector("[data-known]");
    if (known && reply.known) known.textContent = reply.known;
  }
  say(form, (form.dataset.savedWords ?? "Saved {at}").replace("{at}", reply.saved));
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement} button */
async function send(form, button) {
  const body = new FormData(form, button);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Remit": "script" },
      credentials: "same-origin",
    });
    const type = answer.headers.get("content-type") ?? "";
    if (!type.startsWith("application/json")) throw new Error(String(answer.status));
    const reply = await answer.json();
    if (answer.ok) keep(form, reply);
    else if (reply.clash) {
      // Theirs is shown as it stands; pressing again is a choice made from it.
      for (const one of formsOf(form.dataset.opinion ?? "")) show(one, reply.theirs);
      say(form, reply.sentence);
    }
  } catch (error) {
    // Where a consultation is written down, nobody is taken to a page that the network cannot bring.
    if (error instanceof TypeError && document.querySelector("[data-visit]")) {
      return say(form, form.dataset.lostWords ?? "");
    }
    // No script can help: the page itself sends it, and shows what is wrong.
    const plain = document.createElement("input");
    plain.type = "hidden";
    plain.name = "opinion";
    plain.value = button.value;
    form.append(plain);
    form.submit();
  } finally {
    form.removeAttribute("aria-busy");
    button.focus({ preventScroll: true });
  }
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {SubmitEvent} */ (event).submitter;
  if (!form.matches("form[data-opinion]") || !(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  learn(form);
  send(form, button);
});

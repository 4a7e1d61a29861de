// @ts-check
/** Reading aloud by the device's own voice, where it has one; nothing leaves the device for it. */

const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-read-aloud]"));
const text = document.querySelector("[data-reading]");

/** A voice that speaks without network, in the language of the page. */
function ownVoice() {
  const language = document.documentElement.lang;
  return speechSynthesis.getVoices().find((one) => one.localService && one.lang.startsWith(language));
}

function offer() {
  if (button) button.hidden = !ownVoice();
}

function toggle() {
  const words = button?.querySelector("span");
  if (!button || !words || !text) return;
  const running = speechSynthesis.speaking;
  speechSynthesis.cancel();
  words.textContent = running ? (button.dataset.sayStart ?? "") : (button.dataset.sayStop ?? "");
  if (running) return;
  const pieces = [...text.querySelectorAll("h1, h2, p, figcaption, blockquote")];
  for (const [index, piece] of pieces.entries()) {
    const spoken = new SpeechSynthesisUtterance(piece.textContent ?? "");
    spoken.voice = ownVoice() ?? null;
    if (index === pieces.length - 1) spoken.onend = () => (words.textContent = button.dataset.sayStart ?? "");
    speechSynthesis.speak(spoken);
  }
}

if (button && "speechSynthesis" in window) {
  button.dataset.sayStart = button.querySelector("span")?.textContent ?? "";
  button.addEventListener("click", toggle);
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", () => speechSynthesis.cancel());
  offer();
}

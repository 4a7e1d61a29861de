// @ts-check
/** One soft tone when the time of a part is over, if it is wanted here. */
const NAME = "remit-session-bell";
const [PITCH, SECONDS, LOUD] = [528, 2.4, 0.12];

/** @type {AudioContext | undefined} */
let sound;

export function isBellOn() {
  try {
    return localStorage.getItem(NAME) === "on";
  } catch {
    return false;
  }
}

/** Turned on by a touch, so that the browser lets it sound later. @param {boolean} on */
export function turnBell(on) {
  try {
    localStorage.setItem(NAME, on ? "on" : "off");
  } catch {
    // Shut: it stays off after a reload.
  }
  if (on) ring();
}

export function ring() {
  sound ??= new AudioContext();
  const tone = sound.createOscillator();
  const loudness = sound.createGain();
  const now = sound.currentTime;
  tone.frequency.value = PITCH;
  loudness.gain.setValueAtTime(0, now);
  loudness.gain.linearRampToValueAtTime(LOUD, now + 0.05);
  loudness.gain.exponentialRampToValueAtTime(0.0001, now + SECONDS);
  tone.connect(loudness).connect(sound.destination);
  tone.start(now);
  tone.stop(now + SECONDS);
}

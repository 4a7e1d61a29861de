// @ts-check
/**
 * What the server would not take: outside the private word only what the room may read; notes and
 * private answers inside it, and outside only how many.
 */
import { LeftOver } from "./left-over.js";

const PRIVATE = new Set(["note", "private"]);

/** @param {import("./outbox-store.js").Kept} one */
function isPrivate(one) {
  return one.type === "draft" || PRIVATE.has(one.fields.kind);
}

export class OpenLeftOver extends LeftOver {
  /** @param {import("./outbox-store.js").Kept} one */
  wants(one) {
    return !isPrivate(one);
  }
}

export class PrivateLeftOver extends LeftOver {
  /**
   * @param {HTMLElement} place
   * @param {import("./outbox.js").Outbox} outbox
   * @param {import("./session-note.js").NoteForm | undefined} note
   * @param {HTMLElement} count outside
   */
  constructor(place, outbox, note, count) {
    super(place, outbox, undefined, undefined);
    this.note = note;
    this.count = count;
  }

  /** @param {import("./outbox-store.js").Kept} one */
  wants(one) {
    return isPrivate(one);
  }

  async show() {
    await super.show();
    const n = this.place.childElementCount;
    this.count.hidden = n === 0;
    const { sayOne, sayMany } = this.count.dataset;
    const words = this.count.querySelector("[data-left-words]");
    if (words) words.textContent = n === 0 ? "" : n === 1 ? (sayOne ?? "") : (sayMany ?? "").replace("{n}", String(n));
  }

  /** @param {import("./outbox-store.js").Kept} one */
  half(one) {
    const made = this.made("half", one.value.text, {
      why: "",
      again: async () => {
        if (this.note && (await this.note.take(one.value))) await this.outbox.forget(one.id);
      },
      leave: () => void this.outbox.forget(one.id),
    });
    if (!this.note) made.querySelector("[data-do=again]")?.remove(); // a page that takes no notes
    return made;
  }

  /** The only copy of a safety answer is not thrown away by one touch. @param {import("./outbox.js").Item} item */
  refused(item) {
    const made = super.refused(item);
    if (item.fields.kind === "private") made.querySelector("[data-do=leave]")?.remove();
    return made;
  }
}

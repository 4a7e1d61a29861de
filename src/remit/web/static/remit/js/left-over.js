// @ts-check
/**
 * What the server would not take, and what was typed in a tab that is gone: shown with its words
 * and what can be done, never dropped.
 */
export class LeftOver {
  /**
   * @param {HTMLElement} place
   * @param {import("./outbox.js").Outbox} outbox
   * @param {import("./quick-entry.js").QuickEntry | undefined} entry
   * @param {import("./notes.js").Notes | undefined} notes
   */
  constructor(place, outbox, entry, notes) {
    this.place = place;
    this.outbox = outbox;
    this.entry = entry;
    this.notes = notes;
    this.shown = "";
    outbox.addEventListener("change", () => void this.show());
    void outbox.ready.then(() => this.show());
  }

  async show() {
    const refused = this.outbox.inState("refused").filter((one) => this.wants(one));
    const drafts = (await this.outbox.drafts()).filter((one) => this.wants(one));
    const half = drafts.filter((one) => one.id.includes(" left "));
    const now = [...refused, ...half].map((one) => one.id).join();
    if (now === this.shown) return;
    this.shown = now;
    this.place.replaceChildren(
      ...refused.map((item) => this.refused(item)),
      ...half.map((one) => this.half(one)),
    );
  }

  /** Whether it stands here. @param {import("./outbox-store.js").Kept} _one */
  wants(_one) {
    return true;
  }

  /** @param {import("./outbox.js").Item} item */
  refused(item) {
    return this.made("refused", item.said, {
      why: item.why,
      again: () => this.again(item),
      copy: () => void navigator.clipboard?.writeText(item.said),
      leave: () => void this.outbox.forget(item.id),
    });
  }

  /** A line goes back to be mended; anything else goes once more. @param {import("./outbox.js").Item} item */
  again(item) {
    if (item.kind === "line" && this.entry && !this.entry.line.value) {
      this.entry.put(item.said);
      void this.outbox.forget(item.id);
    } else void this.outbox.retry(item);
  }

  /** @param {import("./outbox-store.js").Kept} one */
  half(one) {
    if (one.name.startsWith("notes ")) return this.halfNotes(one);
    return this.made("half", one.value.text, {
      why: "",
      again: () => {
        const line = this.entry?.line.value ?? "";
        this.entry?.put(line ? `${line} ${one.value.text}` : one.value.text);
        void this.outbox.forget(one.id);
      },
      leave: () => void this.outbox.forget(one.id),
    });
  }

  /** Notes go to the end of their own; those of another part on the page of that part. @param {import("./outbox-store.js").Kept} one */
  halfNotes(one) {
    const part = one.name.slice("notes ".length);
    return this.made("half-notes", one.value.text, {
      why: "",
      again: async () => {
        if (this.notes?.part !== part) return location.assign(`?part=${encodeURIComponent(part)}`);
        await this.notes.take(one.value.text);
        await this.outbox.forget(one.id);
      },
      leave: () => void this.outbox.forget(one.id),
    });
  }

  /**
   * @param {string} name
   * @param {string} text
   * @param {{why: string, [act: string]: any}} acts
   */
  made(name, text, acts) {
    const template = /** @type {HTMLTemplateElement} */ (document.querySelector(`[data-template=${name}]`));
    const made = /** @type {Element} */ (document.importNode(template.content, true).firstElementChild);
    for (const [slot, words] of [["text", text], ["why", acts.why]]) {
      const found = made.querySelector(`[data-slot=${slot}]`);
      if (found) found.textContent = words;
    }
    for (const button of made.querySelectorAll("[data-do]")) {
      button.addEventListener("click", acts[button.getAttribute("data-do") ?? ""]);
    }
    return made;
  }
}

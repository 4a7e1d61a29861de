// @ts-check
/** The note on a person: half typed it outlives the page, and it never changes its person by itself. */
export class NoteForm {
  /** @param {HTMLFormElement} form @param {import("./outbox.js").Outbox} outbox */
  constructor(form, outbox) {
    this.form = form;
    this.outbox = outbox;
    this.text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("note"));
    this.who = /** @type {HTMLSelectElement} */ (form.elements.namedItem("enrolment"));
    for (const change of ["input", "change"]) form.addEventListener(change, () => void this.keep());
    void outbox.ready.then(() => this.restore());
  }

  keep() {
    const { text, who } = this;
    return this.outbox.draft("note", text.value ? { text: text.value, who: who.value } : null);
  }

  /** What this tab held before a reload; of tabs that are gone see `SessionLeftOver`. */
  async restore() {
    const own = (await this.outbox.drafts()).find((one) => one.name === "note" && !one.id.includes(" left "));
    if (own && !this.text.value) this.put(own.value);
  }

  /**
   * Words of a tab that is gone, if the form holds nothing on somebody else.
   * @param {{text: string, who: string}} half
   */
  async take(half) {
    if (this.text.value && this.who.value !== half.who) {
      this.text.focus();
      return false;
    }
    this.put({ who: half.who, text: [this.text.value, half.text].filter(Boolean).join("\n") });
    await this.keep();
    this.text.focus();
    return true;
  }

  /** @param {{text: string, who: string}} half */
  put({ text, who }) {
    this.text.value = text;
    this.who.value = who;
  }

  async clear() {
    this.form.reset();
    await this.outbox.draft("note", null);
  }
}

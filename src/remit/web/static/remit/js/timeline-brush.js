// @ts-check
/**
 * The brush under the picture: drag a handle to move one edge of the window, drag the window to
 * move both. The server draws the new window when the pointer is let go.
 *
 * @param {SVGSVGElement} svg
 * @param {(from: number, to: number) => void} show
 */
export function connectBrush(svg, show) {
  const brush = /** @type {SVGGElement | null} */ (svg.querySelector(".tl-brush"));
  const frame = brush?.querySelector(".tl-window");
  if (!brush || !frame) return;
  const [left, right, first, last] = ["left", "right", "first", "last"].map((name) =>
    Number(brush.dataset[name]),
  );
  const perPixel = (last - first) / (right - left);
  /** @type {{edge: string, begin: number, from: number, to: number} | null} */
  let drag = null;

  /** @param {PointerEvent} event */
  const place = (event) => {
    const matrix = svg.getScreenCTM();
    return matrix ? new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()).x : 0;
  };

  /** @returns {[number, number]} */
  const window_ = () => {
    const x = Number(frame.getAttribute("x"));
    return [x, x + Number(frame.getAttribute("width"))];
  };

  /**
   * @param {number} from
   * @param {number} to
   */
  const put = (from, to) => {
    frame.setAttribute("x", String(from));
    frame.setAttribute("width", String(to - from));
    for (const [edge, x] of /** @type {[string, number][]} */ ([["from", from], ["to", to]])) {
      const handle = brush.querySelector(`[data-edge="${edge}"]`);
      const at = Number(handle?.querySelector(".tl-target")?.getAttribute("x")) + 22;
      handle?.setAttribute("transform", `translate(${x - at} 0)`);
    }
  };

  brush.addEventListener("pointerdown", (event) => {
    const target = /** @type {Element} */ (event.target);
    const edge = target.closest("[data-edge]")?.getAttribute("data-edge");
    if (!edge && !target.closest(".tl-window")) return;
    const [from, to] = window_();
    drag = { edge: edge ?? "both", begin: place(event), from, to };
    brush.setPointerCapture(event.pointerId);
    event.preventDefault();
  });

  brush.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const by = place(event) - drag.begin;
    let { from, to } = drag;
    if (drag.edge === "both") {
      const kept = Math.min(Math.max(by, left - from), right - to);
      put(from + kept, to + kept);
      return;
    }
    if (drag.edge === "from") from = Math.min(Math.max(from + by, left), to - 6);
    else to = Math.max(Math.min(to + by, right), from + 6);
    put(from, to);
  });

  brush.addEventListener("pointerup", () => {
    if (!drag) return;
    const moved = drag;
    drag = null;
    const [from, to] = window_();
    if (from !== moved.from || to !== moved.to) {
      show(first + (from - left) * perPixel, first + (to - left) * perPixel);
    }
  });

  brush.addEventListener("pointercancel", () => {
    if (drag) put(drag.from, drag.to);
    drag = null;
  });
}

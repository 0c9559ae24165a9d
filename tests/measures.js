// What can be measured only inside a loaded page. An object literal: tests/measures.py evaluates `(this).name()`.
({
  /** The outermost elements that make the page scroll sideways. */
  overflowing() {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > clientWidth + 0.5;
    });
    const scrolls = (element) => getComputedStyle(element).overflowX !== "visible";
    const isCutOff = (element) => element !== document.body && (scrolls(element) || isCutOff(element.parentElement));
    const outermost = wide.filter(
      (element) => !wide.includes(element.parentElement) && !isCutOff(element.parentElement),
    );
    return [`${scrollWidth} > ${clientWidth} px`, ...outermost.map(this.nameOf)];
  },

  /** Elements whose own text is cut off. */
  clipped() {
    const cuts = (overflow) => overflow === "hidden" || overflow === "clip";
    const isCut = (element) => {
      const style = getComputedStyle(element);
      return (
        (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
      );
    };
    const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const isVisuallyHidden = (element) => getComputedStyle(element).clipPath !== "none";
    return [...document.querySelectorAll("body *:not(svg *)")]
      .filter((element) => hasText(element) && !isVisuallyHidden(element) && isCut(element))
      .map((element) => `text is cut off in ${this.nameOf(element)}`);
  },

  /** Space the text as WCAG 1.4.12 asks pages to bear. */
  spaceText() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
  },

  /** How many elements the Tab key should reach; a group of radio buttons is one. */
  countTabStops() {
    const kinds = "a[href], button, input, select, textarea, summary, audio[controls], video[controls]";
    const groups = new Set();
    return [...document.querySelectorAll(kinds)].filter((element) => {
      const isUsable = !element.disabled && element.checkVisibility({ visibilityProperty: true });
      const isRepeated = element.type === "radio" && groups.has(element.name);
      if (element.type === "radio") groups.add(element.name);
      return isUsable && !isRepeated && element.tabIndex >= 0;
    }).length;
  },

  /** The focused element's name and what is wrong with how it is shown; null when nothing has the focus. */
  tabStop() {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const problems = [];
    const focused = this.lookOf(element);
    element.blur();
    if (this.lookOf(element) === focused) problems.push("focus is invisible");
    element.focus({ preventScroll: true });
    if (!this.pointsIn(element).some((point) => this.isShownAt(element, ...point))) {
      problems.push("the focused element is covered or outside the screen");
    }
    return { name: `${this.nameOf(element)} "${element.textContent.trim().slice(0, 30)}"`, problems };
  },

  /** How an element, what is in it and what it is in are drawn, as far as a focus may change it. */
  lookOf(element) {
    const around = [];
    for (let parent = element; parent; parent = parent.parentElement) around.push(parent);
    return [...around, ...element.querySelectorAll("*")].map((part) => {
      const { outlineStyle, outlineWidth, boxShadow, backgroundColor, fill, stroke } = getComputedStyle(part);
      return [outlineStyle === "none" ? 0 : outlineWidth, boxShadow, backgroundColor, fill, stroke].join();
    }).join();
  },

  pointsIn(element) {
    const parts = [0.1, 0.5, 0.9];
    const boxes = [...element.getClientRects()].filter((box) => box.width && box.height);
    return boxes.flatMap((box) =>
      parts.flatMap((x) => parts.map((y) => [box.left + box.width * x, box.top + box.height * y])),
    );
  },

  isShownAt(element, x, y) {
    const top = document.elementFromPoint(x, y);
    const shown = [element, ...(element.labels ?? [])];
    return top !== null && shown.some((part) => part.contains(top) || top.contains(part));
  },

  nameOf(element) {
    return `${element.localName}.${element.getAttribute("class") ?? ""}`;
  },
});

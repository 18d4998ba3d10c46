/** What is to be read at one glance and is cut off, or reaches out of the box it is drawn in or out of the page. */
export function findTooWide(): string[] {
  const faults: string[] = [];
  const kinds = "label, legend, button, summary, th, dt, output, select, .button, nav a, .segments label, h1, h2, h3";
  for (const element of document.querySelectorAll<HTMLElement>(kinds)) {
    // what is only heard is a pixel wide; what scrolls by itself can be reached there
    if (!element.checkVisibility() || element.closest(".sr, .scroll, [data-scrolls], dialog") !== null) continue;
    const own = element.getBoundingClientRect();
    if (own.width <= 1) continue;
    const name = `${element.tagName} ${element.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}`;
    const style = getComputedStyle(element);
    const isCut =
      element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && style.display !== "inline";
    // the words themselves, without those that are only heard
    const words: DOMRect[] = [];
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      if (element instanceof HTMLSelectElement || text.parentElement?.closest(".sr") != null) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      words.push(...[...range.getClientRects()].filter((box) => box.width > 0));
    }
    let clip = document.documentElement.clientWidth;
    let isHeardOnly = false;
    for (let box = element.parentElement; box !== null; box = box.parentElement) {
      if (getComputedStyle(box).overflowX === "visible") continue;
      const around = box.getBoundingClientRect();
      isHeardOnly ||= around.width <= 1;
      clip = Math.min(clip, around.right);
    }
    if (isHeardOnly) continue;
    const right = Math.max(...words.map((box) => box.right), own.left);
    const isOut = style.display !== "inline" && right > own.right + 1;
    if (isCut || isOut || right > clip + 1)
      faults.push(`${name}: ${Math.round(right - own.left)} in ${Math.round(Math.min(own.right, clip) - own.left)}`);
  }
  return faults.sort();
}

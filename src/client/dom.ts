/** The element of a kind that the page has under a root. The page and its script are made together, so its absence is a fault. */
export function need<E extends Element>(root: ParentNode, selector: string, kind: abstract new () => E): E {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return found;
}

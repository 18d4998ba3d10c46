const units: Readonly<Record<string, string>> = { translate: "px", rotate: "deg", scale: "" };

/** An SVG transform attribute as the same CSS transform, whose parts a transition can move one by one. */
export function cssTransform(attribute: string): string {
  const parts = [...attribute.matchAll(/([a-z]+)\(([^)]*)\)/gi)];
  return parts
    .map(([, name = "", args = ""]) => {
      const unit = units[name];
      if (unit === undefined) throw new RangeError(`The figure does not use ${name}().`);
      const numbers = args.split(/[\s,]+/).filter((part) => part !== "");
      return `${name}(${numbers.map((number) => `${number}${unit}`).join(", ")})`;
    })
    .join(" ");
}

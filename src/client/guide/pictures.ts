/** What a picture is with each option of a choice; the first is the usual one. */
const formsOf = (step: Element): HTMLTemplateElement[] => [
  ...step.querySelectorAll<HTMLTemplateElement>("template[data-choice]"),
];

/** Every step of a protocol that is drawn on the page. */
const stepsOf = (protocol: string): HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(`[data-protocol="${CSS.escape(protocol)}"] [data-step]`),
];

/** The drawings of a session's steps, by step, as they are with the options that its query names. */
export function drawingsOf(query: string): ReadonlyMap<string, SVGSVGElement> {
  const chosen = new URLSearchParams(query);
  const drawings = new Map<string, SVGSVGElement>();
  for (const step of stepsOf(chosen.get("protocol") ?? "")) {
    const drawing = step.querySelector("svg")?.cloneNode(true);
    if (!(drawing instanceof SVGSVGElement)) continue;
    draw(drawing, findForm(step, chosen));
    drawings.set(step.dataset["step"] ?? "", drawing);
  }
  return drawings;
}

/** Draws the page's pictures of a protocol as they are with the options that a query names. */
export function drawPictures(query: string): void {
  const chosen = new URLSearchParams(query);
  const protocol = chosen.get("protocol") ?? "";
  for (const step of stepsOf(protocol)) {
    const form = findForm(step, chosen);
    const like = CSS.escape(`${protocol} ${step.dataset["step"] ?? ""}`);
    for (const drawing of document.querySelectorAll<SVGSVGElement>(`[data-like="${like}"] svg`)) draw(drawing, form);
    const own = step.querySelector("svg");
    if (own !== null) draw(own, form);
  }
}

/** Shows the choices that the chosen protocol has. The others stay in the form, so that they are kept for the next time. */
export function fitChoices(form: HTMLFormElement): void {
  const protocol = new FormData(form).get("protocol");
  for (const row of form.querySelectorAll<HTMLElement>("[data-choice-of]"))
    row.hidden = !(row.dataset["choiceOf"] ?? "").split(" ").some((id) => id === protocol);
}

function findForm(step: HTMLElement, chosen: URLSearchParams): HTMLTemplateElement | undefined {
  const forms = formsOf(step);
  return forms.find((form) => chosen.get(form.dataset["choice"] ?? "") === form.dataset["option"]) ?? forms[0];
}

function draw(drawing: SVGSVGElement, form: HTMLTemplateElement | undefined): void {
  for (const joint of form?.content.querySelectorAll<HTMLElement>("[data-joint]") ?? [])
    drawing
      .querySelector(`[data-joint="${CSS.escape(joint.dataset["joint"] ?? "")}"]`)
      ?.setAttribute("transform", joint.getAttribute("transform") ?? "");
}

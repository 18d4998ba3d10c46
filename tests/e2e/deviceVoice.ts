/** A device whose voices do with a sentence (`utterance`) what is said. Headless browsers have none of their own. */
// As a text: the runner's compiler would ask the page for a helper it does not have.
export const voiceThat = (speaks: string): string => `
  window.spoken = [];
  window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [{ lang: "de-DE", name: "Test" }, { lang: "en-GB", name: "Test" }],
    speak: (utterance) => { ${speaks} },
    cancel() {},
    addEventListener() {},
  } });
`;

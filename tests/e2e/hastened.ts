/**
 * How much faster time goes by for a page that looks at a phone's sensor: what it asks for still lasts as many seconds of
 * its own. At twice the pace 60 readings a second are 30, more than it needs, and a stall of this machine that it has to
 * overlook may still last half a second.
 */
export const pace = 2;

/** Hastens the clock by which a page measures stillness and patience. As a text: the runner's compiler would ask the page for a helper. */
export const hastened = `
  const now = performance.now.bind(performance);
  performance.now = () => now() * ${pace};
  const { get } = Object.getOwnPropertyDescriptor(Event.prototype, "timeStamp");
  Object.defineProperty(Event.prototype, "timeStamp", { get() { return get.call(this) * ${pace}; } });
`;

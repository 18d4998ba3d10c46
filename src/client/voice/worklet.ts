// Runs beside the page, on the sound's own thread: passes on every block of the microphone's first channel.
declare const registerProcessor: (name: string, processor: unknown) => void;
declare const AudioWorkletProcessor: new () => { readonly port: MessagePort };

registerProcessor(
  "capture",
  class extends AudioWorkletProcessor {
    process(inputs: readonly (readonly Float32Array[])[]): boolean {
      const block = inputs[0]?.[0];
      if (block !== undefined) this.port.postMessage(block.slice());
      return true;
    }
  },
);

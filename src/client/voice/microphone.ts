import type { Take } from "./levels.ts";

/** Why there is no sound. */
export type NoMicrophone = "refused" | "missing" | "busy";

/** A microphone that is open. Nothing is kept of what it hears until a take begins. */
export interface Microphone {
  /** What comes from now on is kept. */
  begin(): void;
  /** Ends the take and gives it. */
  end(): Take;
  /** Lets go of the microphone. */
  close(): void;
}

const longestSeconds = 30;

/** Opens the microphone: to be called within a tap. Tells every block's loudest sample, and how long the take is by now. */
export async function openMicrophone(
  worklet: string,
  hear: (peak: number, seconds: number) => void,
): Promise<Microphone | NoMicrophone> {
  let stream: MediaStream;
  try {
    // As it is: what a telephone does to a voice is not wanted here.
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
  } catch (fault) {
    const name = fault instanceof DOMException ? fault.name : "";
    if (name === "NotAllowedError" || name === "SecurityError") return "refused";
    return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "busy";
  }

  const context = new AudioContext();
  await context.audioWorklet.addModule(worklet);
  await context.resume();
  const node = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
  context.createMediaStreamSource(stream).connect(node);

  let blocks: Float32Array[] | null = null;
  let length = 0;
  node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
    if (blocks !== null && length < longestSeconds * context.sampleRate) {
      blocks.push(data);
      length += data.length;
    }
    let peak = 0;
    for (const sample of data) peak = Math.max(peak, Math.abs(sample));
    hear(peak, blocks === null ? 0 : length / context.sampleRate);
  };

  return {
    begin() {
      [blocks, length] = [[], 0];
    },
    end() {
      const samples = new Float32Array(length);
      let at = 0;
      for (const block of blocks ?? []) {
        samples.set(block, at);
        at += block.length;
      }
      blocks = null;
      return { samples, rate: context.sampleRate };
    },
    close() {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    },
  };
}

/** A recording as the microphone gave it: full scale is one. */
export interface Take {
  readonly samples: Float32Array;
  readonly rate: number;
}

/** Where a sentence begins and ends, in samples. */
export interface Ends {
  readonly start: number;
  readonly end: number;
}

/** What is to be said about a take. The first that applies is the one that matters. */
export type Verdict = "silent" | "clipped" | "too-long" | "quiet" | "noisy" | "fits";

const frameMs = 5;
/** Sound from this share of the loudest is part of the sentence, as in the server's mastering: 46 dB under it. */
const underLoudest = 0.005;
/** Twice the room's noise: 6 dB over it. */
const overNoise = 2;
/** Noise is never taken for more than this share of the loudest: 26 dB under it. */
const noiseAtMost = 0.05;
/** A click of a key or the tongue is shorter, and stands apart from the sentence. */
const clickMs = 60;
const apartMs = 150;
/** What is kept around the sentence: its first breath, and its last. */
const beforeMs = 30;
const afterMs = 80;

const clippedAt = 0.99;
const clippedSamples = 3;
const silentPeak = 0.004;
const quietPeak = 0.05;
/** The room's noise against the speech: closer than 30 dB is heard in the pauses. */
const noisyRatio = 0.032;

/** The level of each frame of 5 ms, as a root mean square. */
function framesOf({ samples, rate }: Take): Float64Array {
  const size = Math.max(1, Math.round((rate * frameMs) / 1000));
  const frames = new Float64Array(Math.floor(samples.length / size));
  for (let frame = 0; frame < frames.length; frame++) {
    let sum = 0;
    for (let i = frame * size; i < (frame + 1) * size; i++) sum += (samples[i] ?? 0) ** 2;
    frames[frame] = Math.sqrt(sum / size);
  }
  return frames;
}

/** The level that a twentieth of the take stays under: the room. */
const noiseOf = (frames: Float64Array): number => frames.slice().sort()[Math.floor(frames.length / 20)] ?? 0;

/** The loudest sample. */
export function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

/** The sentence in a take, without the silence around it and without a click that stands apart. Null when there is none. */
export function findSpeech(take: Take): Ends | null {
  const frames = framesOf(take);
  const loudest = frames.reduce((most, level) => Math.max(most, level), 0);
  if (loudest === 0 || peakOf(take.samples) < silentPeak) return null;
  const threshold = Math.max(loudest * underLoudest, Math.min(noiseOf(frames) * overNoise, loudest * noiseAtMost));

  // Sounds that lie close together are one part; the parts at the ends that are too short to be speech fall away.
  const parts: { from: number; to: number }[] = [];
  frames.forEach((level, frame) => {
    if (level <= threshold) return;
    const last = parts.at(-1);
    if (last !== undefined && (frame - last.to) * frameMs <= apartMs) last.to = frame + 1;
    else parts.push({ from: frame, to: frame + 1 });
  });
  const isClick = (part: { from: number; to: number }): boolean => (part.to - part.from) * frameMs < clickMs;
  const spoken = parts.every(isClick) ? parts : parts.filter((part) => !isClick(part));
  const [first, last] = [spoken[0], spoken.at(-1)];
  if (first === undefined || last === undefined) return null;

  const perMs = take.rate / 1000;
  return {
    start: Math.max(0, Math.round((first.from * frameMs - beforeMs) * perMs)),
    end: Math.min(take.samples.length, Math.round((last.to * frameMs + afterMs) * perMs)),
  };
}

/** How long a part of a take is. */
export const lengthMs = ({ rate }: Take, { start, end }: Ends): number => ((end - start) / rate) * 1000;

/** What is to be said about a take that is cut to its ends. */
export function judge(take: Take, ends: Ends, slotMs: number): Verdict {
  const sentence = take.samples.subarray(ends.start, ends.end);
  const peak = peakOf(sentence);
  if (peak < silentPeak) return "silent";
  if (sentence.reduce((count, sample) => count + (Math.abs(sample) >= clippedAt ? 1 : 0), 0) >= clippedSamples)
    return "clipped";
  if (lengthMs(take, ends) > slotMs) return "too-long";
  if (peak < quietPeak) return "quiet";
  const frames = framesOf(take);
  const loudest = frames.reduce((most, level) => Math.max(most, level), 0);
  return noiseOf(frames) > loudest * noisyRatio && frames.length * frameMs > lengthMs(take, ends) + 2 * apartMs
    ? "noisy"
    : "fits";
}

/** A line through the loudest samples of each column, for a picture as wide as there are columns. */
export function outline({ samples }: Take, columns: number): Float64Array {
  const peaks = new Float64Array(columns);
  for (let i = 0; i < samples.length; i++) {
    const column = Math.min(columns - 1, Math.floor((i / samples.length) * columns));
    peaks[column] = Math.max(peaks[column] ?? 0, Math.abs(samples[i] ?? 0));
  }
  return peaks;
}

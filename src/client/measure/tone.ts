/** A tone whose pitch follows an angle. */
export interface Tone {
  follow(degrees: number | null): void;
  close(): void;
}

const flatHertz = 220;
const degreesAnOctave = 30;
const loudness = 0.05;
/** So soon it has got there: faster clicks. */
const glideSeconds = 0.06;

/** A quiet tone, silent until there is an angle to follow. To be called within a tap: only there may a browser be made to sound. */
export function makeTone(): Tone {
  const context = new AudioContext();
  const volume = new GainNode(context, { gain: 0 });
  const oscillator = new OscillatorNode(context, { frequency: flatHertz });
  oscillator.connect(volume).connect(context.destination);
  oscillator.start();
  void context.resume();
  return {
    follow(degrees) {
      volume.gain.setTargetAtTime(degrees === null ? 0 : loudness, context.currentTime, glideSeconds);
      if (degrees === null) return;
      oscillator.frequency.setTargetAtTime(
        flatHertz * 2 ** (degrees / degreesAnOctave),
        context.currentTime,
        glideSeconds,
      );
    },
    close: () => void context.close(),
  };
}

const headerBytes = 44;

/** A part of a take as a WAV file: one channel, 16 bits. */
export function encodeWave(samples: Float32Array, rate: number): ArrayBuffer {
  const file = new ArrayBuffer(headerBytes + samples.length * 2);
  const view = new DataView(file);
  const write = (at: number, word: string): void => {
    for (let i = 0; i < word.length; i++) view.setUint8(at + i, word.charCodeAt(i));
  };
  write(0, "RIFF");
  view.setUint32(4, file.byteLength - 8, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => {
    const level = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
    view.setInt16(headerBytes + i * 2, level, true);
  });
  return file;
}

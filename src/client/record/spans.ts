import { milliseconds, type Milliseconds } from "../time.ts";
import type { SessionReport } from "../wire.ts";

/** A stretch of the track played without interruption, in the track's own time, known by when and where it began. */
export interface Span {
  /** When it began on the wall, as an ISO 8601 instant. */
  readonly startedAt: string;
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** What has been played so far. While something plays, the last span is open and grows. */
export interface Recording {
  readonly spans: readonly Span[];
  readonly open: boolean;
}

/** Nothing has been played yet. */
export const nothingPlayed: Recording = { spans: [], open: false };

/** Playback begins or goes on at a place of the track. */
export function begin(recording: Recording, at: Milliseconds, startedAt: string): Recording {
  if (recording.open) return recording;
  const span: Span = { startedAt, from: at, to: at };
  return { spans: [...recording.spans, span], open: true };
}

/** The clock has come this far. A clock that went backwards means nothing, and nothing is taken away. */
export function advance(recording: Recording, to: Milliseconds): Recording {
  const last = recording.spans.at(-1);
  if (!recording.open || last === undefined || to <= last.to) return recording;
  return { spans: [...recording.spans.slice(0, -1), { ...last, to }], open: true };
}

/** Playback stops: pause, skip, end. A span in which nothing was played leaves no trace. */
export function interrupt(recording: Recording): Recording {
  const last = recording.spans.at(-1);
  if (!recording.open || last === undefined) return recording;
  return { spans: last.to > last.from ? recording.spans : recording.spans.slice(0, -1), open: false };
}

/** A recording as it is sent to the server: whole milliseconds, and no span in which nothing was played. */
export function toSpans(recording: Recording): SessionReport["spans"] {
  return recording.spans
    .map((span) => ({ startedAt: span.startedAt, fromMs: Math.round(span.from), toMs: Math.round(span.to) }))
    .filter((span) => span.toMs > span.fromMs);
}

/** What was played before a session was left: it goes on after that. */
export function fromSpans(spans: SessionReport["spans"]): Recording {
  return {
    spans: spans.map((span) => ({
      startedAt: span.startedAt,
      from: milliseconds(span.fromMs),
      to: milliseconds(span.toMs),
    })),
    open: false,
  };
}

/** When a session was last known to play, as Unix milliseconds. */
export function lastPlayedAt({ startedAt, spans, milder }: Omit<SessionReport, "track" | "end">): number {
  const ends = [...spans, ...(milder?.spans ?? [])].map((span) => Date.parse(span.startedAt) + span.toMs - span.fromMs);
  return Math.max(Date.parse(startedAt), ...ends);
}

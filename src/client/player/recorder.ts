import { personHere } from "../person.ts";
import type { Outbox } from "../record/outbox.ts";
import { sendOnLeaving } from "../record/sending.ts";
import {
  advance,
  begin,
  fromSpans,
  interrupt,
  lastPlayedAt,
  nothingPlayed,
  toSpans,
  type Span,
} from "../record/spans.ts";
import type { Milliseconds } from "../time.ts";
import type { Track } from "../track/track.ts";
import type { SessionReport } from "../wire.ts";

/** The record is stored at least this often, in the track's own time. */
const storeEveryMs = 500;

type End = SessionReport["end"];

/** Writes down what is really played of one session, until the record is over. */
export interface Recorder {
  /** The stretches that were played so far. */
  spans(): readonly Span[];
  /** The present, as an ISO 8601 instant: the device's clock may be set meanwhile, and this does not jump. */
  instant(): string;
  /** Playback begins or continues at a place of the track. */
  begin(at: Milliseconds): void;
  /** The track's clock has come this far without interruption. */
  advance(to: Milliseconds): void;
  /** Playback is interrupted: by a pause, a skip, the end. */
  interrupt(): void;
  /** Stores the record as it is now. */
  store(end?: End): void;
  /** Stores it if the track has moved on far enough since the last time. */
  storeWhenDue(): void;
  /** The page is being left. One that is kept may come back; one that goes may not, so the server learns it at once. */
  leave(): void;
}

/** A recorder for a session, from what was played of it before. Once `over` is aborted, nothing is written any more. */
export function makeRecorder(
  id: string,
  outbox: Outbox,
  earlier: SessionReport | null,
  track: () => Track | null,
  clock: () => Milliseconds,
  over: AbortSignal,
): Recorder {
  const startedAt = earlier?.startedAt ?? new Date().toISOString();
  const utcOffsetMinutes = earlier?.utcOffsetMinutes ?? -new Date().getTimezoneOffset();
  // What is continued comes after what was before, even when the device's clock was set back in between.
  const beginsAt = earlier === null ? Date.parse(startedAt) : Math.max(Date.now(), lastPlayedAt(earlier) + 1);
  const beganAt = performance.now();
  let recording = earlier === null ? nothingPlayed : fromSpans(earlier.spans);
  let storedAt = -Infinity;

  const instant = (): string => new Date(beginsAt + performance.now() - beganAt).toISOString();
  const report = (played: Track, end: End): SessionReport => ({
    track: played.hash,
    startedAt,
    utcOffsetMinutes,
    spans: toSpans(recording),
    end,
  });
  const store = (end: End = null): void => {
    const played = track();
    if (played === null || over.aborted) return;
    storedAt = clock();
    outbox.putSession(id, played, report(played, end));
  };

  return {
    spans: () => recording.spans,
    instant,
    begin(at) {
      if (!over.aborted) recording = begin(recording, at, instant());
    },
    advance(to) {
      if (!over.aborted) recording = advance(recording, to);
    },
    interrupt() {
      recording = interrupt(recording);
    },
    store,
    storeWhenDue() {
      if (Math.abs(clock() - storedAt) >= storeEveryMs) store();
    },
    leave() {
      const played = track();
      if (played === null || over.aborted) return;
      store();
      const body = report(played, { reason: "abandoned", at: instant() });
      if (body.spans.length > 0) sendOnLeaving(personHere(), id, body);
    },
  };
}

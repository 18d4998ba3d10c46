import { personHere } from "../person.ts";
import type { SideHeld } from "../record/journal.ts";
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

/** What a session began with, where it has gone on with something milder: its track, and what was held of it. */
export interface Before {
  readonly query: string;
  readonly hash: string;
  readonly held: readonly SideHeld[];
}

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
  /** What was played so far stays as it is; what is played from now on is of the milder track. */
  goOn(before: Before): void;
  /** Stores the record as it is now. */
  store(end?: End): void;
  /** Stores it if the track has moved on far enough since the last time. */
  storeWhenDue(): void;
  /** The page is being left. One that is kept may come back; one that goes may not, so the server learns it at once. */
  leave(): void;
}

/** What was recorded of a session that is continued, and what it began with where that is not what it is continued with. */
export interface Continued {
  readonly report: SessionReport;
  readonly before: Before | null;
}

/** A recorder for a session, from what was played of it before. Once `over` is aborted, nothing is written any more. */
export function makeRecorder(
  id: string,
  outbox: Outbox,
  earlier: Continued | null,
  track: () => Track | null,
  clock: () => Milliseconds,
  over: AbortSignal,
): Recorder {
  const known = earlier?.report;
  const startedAt = known?.startedAt ?? new Date().toISOString();
  const utcOffsetMinutes = known?.utcOffsetMinutes ?? -new Date().getTimezoneOffset();
  // What is continued comes after what was before, even when the device's clock was set back in between.
  const beginsAt = known === undefined ? Date.parse(startedAt) : Math.max(Date.now(), lastPlayedAt(known) + 1);
  const beganAt = performance.now();
  let recording = known === undefined ? nothingPlayed : fromSpans((known.milder ?? known).spans);
  let before = earlier?.before ?? null;
  let spansBefore = known?.spans ?? [];
  let storedAt = -Infinity;

  const instant = (): string => new Date(beginsAt + performance.now() - beganAt).toISOString();
  const report = (played: Track, end: End): SessionReport => ({
    startedAt,
    utcOffsetMinutes,
    end,
    ...(before === null
      ? { track: played.hash, spans: toSpans(recording), milder: null }
      : { track: before.hash, spans: spansBefore, milder: { track: played.hash, spans: toSpans(recording) } }),
  });
  const store = (end: End = null): void => {
    const played = track();
    if (played === null || over.aborted) return;
    storedAt = clock();
    outbox.putSession(id, { ...played, before }, report(played, end));
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
    goOn(first) {
      before = first;
      spansBefore = toSpans(recording);
      recording = nothingPlayed;
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
      if (body.spans.length > 0 || body.milder) sendOnLeaving(personHere(), id, body);
    },
  };
}

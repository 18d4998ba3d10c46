import type { Prepared } from "../guide/shelf.ts";
import { lockName, tellOnLeaving, type Outbox, type Report } from "../record/outbox.ts";
import { advance, begin, interrupt, nothingPlayed, type Recording } from "../record/spans.ts";
import { fromSeconds, toSeconds, type Milliseconds } from "../time.ts";
import { announceMedia } from "./media.ts";
import type { Screen } from "./screen.ts";
import type { Speaker } from "./speaker.ts";
import { findVoice, silent, speakWith } from "./speaker.ts";
import { heldOf, heldPerSide, nextStop, previousStop, type Held } from "./timeline.ts";
import type { Track } from "./track.ts";
import { makeWakeLock } from "./wake.ts";

/** The record is stored at least this often, in the track's own time. */
const storeEveryMs = 500;

/** Why a session is over. */
export type EndReason = "completed" | "stopped";

/** What is left of a session when it is over. */
export type Ending =
  | { readonly kind: "played"; readonly reason: EndReason; readonly track: Track; readonly perSide: readonly Held[] }
  | { readonly kind: "unplayable"; readonly sentence: string };

/** What a person can do while it plays. */
export interface Controls {
  readonly toggle: () => void;
  readonly next: () => void;
  readonly previous: () => void;
  readonly stop: () => void;
}

/** A session that has begun. */
export interface Session {
  readonly id: string;
  readonly controls: Controls;
  readonly over: Promise<Ending>;
}

/** Where a session happens. */
export interface Place {
  readonly audio: HTMLAudioElement;
  readonly screen: Screen;
  readonly outbox: Promise<Outbox>;
  readonly drawingsOf: (protocol: string) => ReadonlyMap<string, SVGSVGElement>;
}

/**
 * Plays a track and records what is really played. It must be called within the tap: the browser lets sound begin only there.
 * Everything follows from the media element's clock; no cue has a timer.
 */
export function beginSession(place: Place, prepared: Prepared, id: string): Session {
  const { audio, screen } = place;
  const over = new AbortController();
  const { signal } = over;
  const wake = makeWakeLock(signal);
  const startedAt = new Date();
  const beganAt = performance.now();

  const here = prepared.here();
  let track = here.track;
  let recording: Recording = nothingPlayed;
  let speaker: Speaker = silent;
  let storedAt = -Infinity;
  // Where the clock rests while nothing plays: the next span begins there, however late its event is handled.
  let restsAt = fromSeconds(0);
  let address = "";
  let resolveOver: (ending: Ending) => void = () => undefined;
  const ending = new Promise<Ending>((resolve) => (resolveOver = resolve));

  // The device's clock may be set while the person lies there; the time since the start does not jump.
  const instant = (): string => new Date(startedAt.getTime() + performance.now() - beganAt).toISOString();
  const isGoingOn = (): boolean => !signal.aborted;
  const now = (): Milliseconds => fromSeconds(audio.currentTime);
  const report = (end: Report["end"]): Report => ({
    track: track?.hash ?? "",
    startedAt: startedAt.toISOString(),
    utcOffsetMinutes: -startedAt.getTimezoneOffset(),
    spans: recording.spans
      .map((span) => ({ startedAt: span.startedAt, fromMs: Math.round(span.from), toMs: Math.round(span.to) }))
      .filter((span) => span.toMs > span.fromMs),
    end,
  });

  const store = (end: Report["end"] = null): void => {
    if (track === null) return;
    storedAt = now();
    const { query } = track;
    const body = report(end);
    void place.outbox.then((outbox) => outbox.putSession(id, query, body));
  };

  // The clock is read: what it says is recorded, shown and, where the track has no voice, spoken.
  const look = (): void => {
    if (!audio.seeking && !audio.paused) recording = advance(recording, now());
    if (recording.open) speaker.pass(now());
    if (Math.abs(now() - storedAt) >= storeEveryMs) store();
    screen.draw(now(), audio.paused);
  };

  const lookWhileVisible = (): void => {
    if (signal.aborted) return;
    look();
    if (!audio.paused) requestAnimationFrame(lookWhileVisible);
  };

  const moveTo = (target: Milliseconds): void => {
    look();
    recording = interrupt(recording);
    store();
    speaker.moveTo(target);
    audio.currentTime = toSeconds(target);
  };

  const finish = (reason: EndReason): void => {
    if (signal.aborted) return;
    look();
    recording = interrupt(recording);
    store({ reason, at: instant() });
    close(
      track === null
        ? { kind: "unplayable", sentence: "It was stopped before it began." }
        : { kind: "played", reason, track, perSide: heldPerSide(heldOf(track.sequence, recording.spans)) },
    );
  };

  const close = (how: Ending): void => {
    over.abort();
    wake.release();
    speaker.hush();
    audio.pause();
    audio.removeAttribute("src");
    audio.load();
    if (address.startsWith("blob:")) URL.revokeObjectURL(address);
    resolveOver(how);
  };

  const controls: Controls = {
    toggle: () => {
      if (audio.paused) playNow();
      else audio.pause();
    },
    next: () => {
      if (track === null) return;
      const target = nextStop(track.sequence, now());
      if (target >= track.sequence.total) finish("completed");
      else moveTo(target);
    },
    previous: () => {
      if (track !== null) moveTo(previousStop(track.sequence, now()));
    },
    stop: () => finish("stopped"),
  };

  // Refused by the browser: the screen shows a pause, and a tap tries again. A broken sound has its own event.
  const playNow = (): void => {
    audio.play().catch(() => {
      if (isGoingOn()) look();
    });
  };

  const listen = (type: string, what: () => void): void => audio.addEventListener(type, what, { signal });
  const goOn = (): void => {
    if (audio.seeking || audio.paused) return;
    recording = begin(recording, restsAt, instant());
    wake.hold();
    requestAnimationFrame(lookWhileVisible);
  };
  listen("play", goOn);
  listen("playing", goOn);
  listen("seeking", () => {
    recording = interrupt(recording);
    restsAt = now();
  });
  listen("seeked", () => {
    goOn();
    look();
  });
  listen("timeupdate", look);
  listen("pause", () => {
    if (!audio.seeking) recording = advance(recording, now());
    recording = interrupt(recording);
    restsAt = now();
    speaker.hush();
    wake.release();
    store();
    look();
  });
  listen("ended", () => finish("completed"));
  listen("error", () => void recover());
  addEventListener("pagehide", () => leave(), { signal });

  // The sound broke off: if the whole of it has come meanwhile, it goes on from there.
  const recover = async (): Promise<void> => {
    const whole = address.startsWith("blob:") ? null : await prepared.sound;
    if (signal.aborted) return;
    if (whole === null) {
      recording = interrupt(recording);
      if (recording.spans.length > 0) finish("stopped");
      else close({ kind: "unplayable", sentence: "The sound could not be played. Is the program still running?" });
      return;
    }
    const at = audio.currentTime;
    address = audio.src = URL.createObjectURL(whole);
    audio.currentTime = at;
    await audio.play();
  };

  // A page that is kept may come back; one that goes may not, and the next visit would have to find that out.
  const leave = (): void => {
    if (track === null) return;
    recording = advance(recording, now());
    const body = report({ reason: "abandoned", at: instant() });
    if (body.spans.length > 0) tellOnLeaving(id, body);
  };

  const known = async (): Promise<void> => {
    const answer = await prepared.answer;
    if (signal.aborted) return;
    if (answer.kind !== "track") {
      const sentence =
        answer.kind === "refused" ? answer.sentence : "The program does not answer. Is it still running?";
      close({ kind: "unplayable", sentence });
      return;
    }
    track = answer.track;
    screen.show(track.sequence, place.drawingsOf(track.sequence.protocol));
    announceMedia(track.sequence.title, controls, signal);
    look();
    if (track.voice === "device") {
      const voice = await findVoice(track.sequence.language);
      if (voice !== null && isGoingOn()) speaker = speakWith(voice, track.sequence);
    }
  };

  const soundAt = track?.audioUrl ?? `/track?${prepared.query}`;
  address = audio.src = here.sound === null ? soundAt : URL.createObjectURL(here.sound);
  playNow();
  void navigator.locks.request(lockName(id), () => ending);
  void known();

  return { id, controls, over: ending };
}

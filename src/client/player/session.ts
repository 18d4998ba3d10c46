import { noKeeper, type GateChoice } from "../gate/choice.ts";
import type { Keeper } from "../gate/keeper.ts";
import type { Prepared } from "../guide/shelf.ts";
import { lockName, tellOnLeaving, type Outbox, type Report } from "../record/outbox.ts";
import { advance, begin, fromSpans, interrupt, lastPlayedAt, nothingPlayed, toSpans } from "../record/spans.ts";
import { text } from "../texts.ts";
import { fromSeconds, milliseconds, toSeconds, type Milliseconds } from "../time.ts";
import { announceMedia } from "./media.ts";
import { wayOut, type Leap, type Route } from "./route.ts";
import type { Screen } from "./screen.ts";
import type { Speaker } from "./speaker.ts";
import { findVoice, silent, speakWith, wakeVoice } from "./speaker.ts";
import { heldOf, nextStop, previousStop, type Held } from "./timeline.ts";
import { isLeftToDevice, type Track } from "./track.ts";
import { makeWakeLock } from "./wake.ts";

/** The record is stored at least this often, in the track's own time. */
const storeEveryMs = 500;

/** A pause that nobody has touched for so long is no pause any more: the person has got up, or sleeps. */
const longestPauseMs = 30 * 60 * 1000;

/** Why a session is over. */
export type EndReason = "completed" | "stopped";

/** What is left of a session when it is over. */
export type Ending =
  | {
      readonly kind: "played";
      readonly reason: EndReason;
      readonly track: Track;
      readonly holds: readonly Held[];
      /** How to get up, where that is being said: null where the track has said it, or nobody lies yet. */
      readonly getUp: string | null;
    }
  /** A pause that nobody came back from. It can be gone on with. */
  | { readonly kind: "left" }
  | { readonly kind: "unplayable"; readonly sentence: string };

/** What a person can do while it plays. */
export interface Controls {
  readonly play: () => void;
  readonly pause: () => void;
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
  /** Nothing is to be heard any more, even where it still says how to get up. */
  readonly hush: () => void;
  /** Resolves when nothing is to be heard any more. */
  readonly quiet: Promise<void>;
}

/** What was played of a session before it was left, and how it is gone on with. */
export interface Earlier {
  readonly report: Report;
  readonly route: Route;
}

/** Where a session happens. */
export interface Place {
  readonly audio: HTMLAudioElement;
  readonly screen: Screen;
  readonly outbox: Promise<Outbox>;
  readonly drawingsOf: (protocol: string) => ReadonlyMap<string, SVGSVGElement>;
  /** Null where no hold waits for the person. */
  readonly gate: ReturnType<GateChoice["open"]>;
  /** Is told what was measured, when it is over. */
  readonly tellMeasured: (sentences: readonly string[]) => void;
}

/**
 * Plays a track and records what is really played. It must be called within the tap: the browser lets sound begin only there.
 * Everything follows from the media element's clock; no cue has a timer.
 */
export function beginSession(place: Place, prepared: Prepared, id: string, earlier: Earlier | null = null): Session {
  const { audio, screen } = place;
  // First the record is over, then all is quiet: between the two it says how to get up.
  const over = new AbortController();
  const hushed = new AbortController();
  const { signal } = hushed;
  const wake = makeWakeLock(signal);
  const startedAt = earlier?.report.startedAt ?? new Date().toISOString();
  const utcOffsetMinutes = earlier?.report.utcOffsetMinutes ?? -new Date().getTimezoneOffset();
  // What is gone on with comes after what was, even when the device's clock was set back in between.
  const beginsAt = earlier === null ? Date.parse(startedAt) : Math.max(Date.now(), lastPlayedAt(earlier.report) + 1);
  const beganAt = performance.now();

  // What is gone on with is in the middle: nobody sits up again to be measured.
  const setsUp = earlier === null && place.gate?.measures === true;
  const here = prepared.here();
  let track = here.track;
  let recording = earlier === null ? nothingPlayed : fromSpans(earlier.report.spans);
  let speaker: Speaker = silent;
  let keeper: Keeper = noKeeper;
  let storedAt = -Infinity;
  // Where the clock rests while nothing plays: the next span begins there, however late its event is handled.
  let restsAt = earlier?.route.from ?? milliseconds(0);
  let leaps: readonly Leap[] = earlier?.route.leaps ?? [];
  let address = "";
  let frame = 0;
  let alone: ReturnType<typeof setTimeout> | undefined;
  let resolveOver: (ending: Ending) => void = () => undefined;
  const ending = new Promise<Ending>((resolve) => (resolveOver = resolve));

  // The device's clock may be set while the person lies there; the time since the start does not jump.
  const instant = (): string => new Date(beginsAt + performance.now() - beganAt).toISOString();
  const isOver = (): boolean => over.signal.aborted;
  const isQuiet = (): boolean => signal.aborted;
  const now = (): Milliseconds => fromSeconds(audio.currentTime);
  // While it is moved, or not loaded yet, its clock says where it will be and not where it has been.
  const isThere = (): boolean => !audio.seeking && audio.readyState >= audio.HAVE_METADATA;
  const report = (end: Report["end"]): Report => ({
    track: track?.hash ?? "",
    startedAt,
    utcOffsetMinutes,
    spans: toSpans(recording),
    end,
  });

  const store = (end: Report["end"] = null): void => {
    if (track === null || isOver()) return;
    storedAt = now();
    const played = track;
    const body = report(end);
    void place.outbox.then((outbox) => outbox.putSession(id, played, body));
  };

  // The clock is read: what it says is recorded, shown and, where the track has no voice, spoken.
  const look = (): void => {
    const plays = isThere() && !audio.paused;
    if (plays && !isOver()) recording = advance(recording, now());
    if (plays) speaker.pass(now());
    if (Math.abs(now() - storedAt) >= storeEveryMs) store();
    keeper.look();
    screen.draw(now(), audio.paused, keeper.waitsFor());
    const leap = leaps[0];
    if (plays && leap !== undefined && now() >= leap.at) {
      leaps = leaps.slice(1);
      jumpTo(leap.to);
    }
  };

  const lookWhileVisible = (): void => {
    if (isQuiet()) return;
    look();
    if (!audio.paused) drawNext();
  };

  const drawNext = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(lookWhileVisible);
  };

  const jumpTo = (target: Milliseconds): void => {
    recording = interrupt(recording);
    store();
    restsAt = target;
    speaker.moveTo(target);
    audio.currentTime = toSeconds(target);
  };

  const moveTo = (target: Milliseconds): void => {
    look();
    jumpTo(target);
    waitForATouch();
  };

  // The record is complete; what is still heard says how to get up.
  const finish = (reason: EndReason): void => {
    if (isOver()) return;
    look();
    recording = interrupt(recording);
    store({ reason, at: instant() });
    over.abort();
    if (track === null) return close({ kind: "unplayable", sentence: text("stoppedBeforeBegun") });

    const { sequence } = track;
    const way = reason === "stopped" && audio.error === null ? wayOut(sequence, now()) : null;
    const holds = heldOf(sequence, recording.spans);
    const played: Ending = { kind: "played", reason, track, holds, getUp: way?.text ?? null };
    if (way === null) return close(played);
    leaps = way.route.leaps;
    jumpTo(way.route.from);
    playNow();
    resolveOver(played);
  };

  // It ends as what it was, and can be gone on with.
  const abandon = (at: string, how: Ending): void => {
    recording = interrupt(recording);
    if (recording.spans.length > 0) store({ reason: "abandoned", at });
    close(how);
  };

  const close = (how: Ending): void => {
    over.abort();
    hush();
    resolveOver(how);
  };

  const hush = (): void => {
    if (isQuiet()) return;
    hushed.abort();
    clearTimeout(alone);
    wake.release();
    speaker.hush();
    audio.pause();
    audio.removeAttribute("src");
    audio.load();
    if (address.startsWith("blob:")) URL.revokeObjectURL(address);
  };

  const waitForATouch = (): void => {
    clearTimeout(alone);
    if (!audio.paused || isQuiet()) return;
    const pausedAt = instant();
    alone = setTimeout(() => abandon(pausedAt, { kind: "left" }), longestPauseMs);
  };

  const controls: Controls = {
    play: () => {
      // Whoever taps has the say, whatever a hold waits for.
      keeper.overrule();
      playNow();
    },
    pause: () => audio.pause(),
    toggle: () => (audio.paused ? controls.play() : controls.pause()),
    next: () => {
      if (track === null || isOver()) return;
      const target = nextStop(track.sequence, now());
      const leap = leaps[0];
      if (leap !== undefined && target >= leap.at) {
        leaps = leaps.slice(1);
        moveTo(leap.to);
      } else if (target >= track.sequence.total) finish("completed");
      else moveTo(target);
    },
    previous: () => {
      if (track !== null && !isOver()) moveTo(previousStop(track.sequence, now()));
    },
    stop: () => {
      if (isOver()) hush();
      else finish("stopped");
    },
  };

  // Refused by the browser: the screen shows a pause, and a tap tries again. A broken sound has its own event.
  const playNow = (): void => {
    audio.play().catch(() => {
      if (!isQuiet()) look();
    });
  };

  const listen = (type: string, what: () => void): void => audio.addEventListener(type, what, { signal });
  const goOn = (): void => {
    if (audio.seeking || audio.paused) return;
    clearTimeout(alone);
    if (!isOver()) recording = begin(recording, restsAt, instant());
    wake.hold();
    drawNext();
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
    if (isThere() && !isOver()) recording = advance(recording, now());
    recording = interrupt(recording);
    restsAt = now();
    // Who is waited for is still in the session: the screen stays on, and what is being said is said to its end.
    if (keeper.waitsFor() === null) {
      speaker.hush();
      wake.release();
    }
    store();
    look();
    waitForATouch();
  });
  listen("ended", () => {
    if (isOver()) hush();
    else finish("completed");
  });
  listen("error", () => void recover());
  addEventListener("pagehide", () => leave(), { signal });

  // The sound broke off: if the whole of it has come meanwhile, it goes on from there.
  const recover = async (): Promise<void> => {
    const whole = address.startsWith("blob:") ? null : await prepared.sound;
    if (isQuiet()) return;
    if (whole === null) {
      abandon(instant(), { kind: "unplayable", sentence: text("unplayable") });
      return;
    }
    playInstead(whole);
  };

  // Another sound of the same track, from where this one was.
  const playInstead = (sound: Blob): void => {
    recording = interrupt(recording);
    restsAt = now();
    const plays = !audio.paused;
    const before = address;
    address = audio.src = URL.createObjectURL(sound);
    if (before.startsWith("blob:")) URL.revokeObjectURL(before);
    if (plays) playNow();
  };

  // A page that is kept may come back; one that goes may not, and the next visit would have to find that out.
  const leave = (): void => {
    if (track === null || isOver()) return;
    if (isThere()) recording = advance(recording, now());
    store();
    const body = report({ reason: "abandoned", at: instant() });
    if (body.spans.length > 0) tellOnLeaving(id, body);
  };

  const known = async (): Promise<void> => {
    const answer = await prepared.answer;
    if (isQuiet()) return;
    if (answer.kind !== "track") {
      const sentence = answer.kind === "refused" ? answer.sentence : text("noAnswer");
      close({ kind: "unplayable", sentence });
      return;
    }
    track = answer.track;
    screen.show(track.sequence, place.drawingsOf(track.sequence.protocol));
    media.show(track.sequence);
    look();
  };

  const speakByDevice = async (): Promise<void> => {
    if (track === null || track.leftToDevice === null) return;
    const left = track.leftToDevice;
    const voice = await findVoice(track.sequence.language);
    if (isQuiet()) return;
    if (voice === null) {
      await fallBack();
      return;
    }
    speaker = speakWith(voice, left, () => void fallBack());
    if (earlier !== null) speaker.moveTo(restsAt);
  };

  // The device stays silent: the same track with another voice goes on at the same moment.
  const fallBack = async (): Promise<void> => {
    const spare = await prepared.spare;
    if (isQuiet()) return;
    if (spare === null) {
      screen.note(text("deviceSilent"), now());
      return;
    }
    look();
    speaker.hush();
    speaker = silent;
    track = spare.track;
    playInstead(spare.sound);
    screen.note(text("deviceLost"), now());
  };

  const openGate = async (): Promise<void> => {
    const opening = (await place.gate?.opening) ?? null;
    if (opening === null || track === null || isOver()) return;
    if (opening.kind === "shut") {
      screen.note(text(opening.because), now());
      if (setsUp) playNow();
      return;
    }
    keeper = opening.keep(
      track,
      {
        track: () => track,
        clock: () => ({ media: now(), playing: !audio.paused && !audio.seeking }),
        play: playNow,
        pause: () => audio.pause(),
        draw: look,
      },
      { blind: () => screen.note(text("motionMissing"), now()), measured: setsUp ? place.tellMeasured : null },
      over.signal,
    );
    if (!setsUp) return;
    look();
    if (keeper.waitsFor() === null) playNow();
    else wake.hold();
  };

  const media = announceMedia(audio, controls, signal);
  const soundAt = track?.audioUrl ?? `/track?${prepared.query}`;
  address = audio.src = here.sound === null ? soundAt : URL.createObjectURL(here.sound);
  // Before its length is known not every browser moves a sound.
  listen("loadedmetadata", () => {
    if (restsAt > 0) audio.currentTime = toSeconds(restsAt);
  });
  waitForATouch();
  playNow();
  // Begun within the tap, it may go on later without one: what is asked for before the first sentence comes first.
  if (setsUp) audio.pause();
  if (track !== null && isLeftToDevice(track)) wakeVoice();
  void known().then(() => Promise.all([speakByDevice(), openGate()]));

  return {
    id,
    controls,
    // The lock is free again before anybody is told: what was left alone can be gone on with at once.
    over: navigator.locks.request(lockName(id), () => ending).then(() => ending),
    hush,
    quiet: new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
  };
}

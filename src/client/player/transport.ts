import { fromSeconds, milliseconds, toSeconds, type Milliseconds } from "../time.ts";
import type { Sequence } from "../track/sequence.ts";
import { nextStop, previousStop } from "../track/timeline.ts";
import type { Leap, Route } from "./route.ts";

/** What happens to playback. */
export interface TransportEvents {
  /** The clock may have moved on. */
  readonly moved: () => void;
  /** Playback begins or continues at a place of the track. */
  readonly plays: (from: Milliseconds) => void;
  /** Playback pauses. */
  readonly pauses: () => void;
  /** The clock is about to be set to another time, by the program or by the browser. */
  readonly breaksOff: () => void;
  /** The program is about to set the clock. */
  readonly jumps: (to: Milliseconds) => void;
  /** The person has moved it. */
  readonly skipped: () => void;
  /** It has played to its end. */
  readonly ends: () => void;
  /** The sound cannot be played any further. */
  readonly fails: () => void;
  /** It plays, and its clock has stood still for a while: not every browser says of a sound that it cannot read it any further. */
  readonly stands: () => void;
}

/** The media element of a session: its clock, and what moves it. */
export interface Transport {
  now(): Milliseconds;
  /** Where the clock rests while nothing plays: the next stretch begins there, however late its event is handled. */
  restsAt(): Milliseconds;
  /** While it is moved, or not loaded yet, its clock says where it will be and not where it has been. */
  isThere(): boolean;
  isPaused(): boolean;
  isSeeking(): boolean;
  hasFailed(): boolean;
  /** Whether it has failed with a sound that is here, or that came well: then it is the device that cannot play it. */
  isNotPlayable(): boolean;
  /** Whether all of the sound is here, so that it needs no server any more. */
  isWhole(): boolean;
  /** Takes a sound, from an address or as a whole. */
  load(sound: string | Blob): void;
  /** Takes another sound of the same track, from where this one was. */
  playInstead(sound: Blob): void;
  /** Goes on with another track, on a way through it. */
  goOn(sound: Blob, route: Route): void;
  /** Takes the whole sound once more, from where it was; or says that this does not help. */
  takeAgain(): "taken" | "in vain";
  /** A browser that refuses shows a pause, and a tap tries again. A broken sound has its own event. */
  play(): void;
  pause(): void;
  /** Goes another way through the track from now on. */
  follow(route: Route): void;
  /** Leaves out what the way leaves out, once the clock is there. */
  leapWhenDue(): void;
  /** To the next step; or says that there is none. */
  next(sequence: Sequence): "moved" | "at the end";
  /** To the start of this step, or the step before. */
  previous(sequence: Sequence): void;
  /** Lets go of the sound. */
  close(): void;
}

/** A sound that fails so often at one place cannot be played there. */
const mostTimes = 3;

/** Two failures that are no further apart are at one place. */
const samePlaceMs = 250;

/**
 * How often the clock is looked at, and after how many looks without a movement it stands: sooner where it has moved before. Looks are
 * counted and no time is measured: a device that slept has not looked.
 */
const looksEveryMs = 500;
const looksUntilItStands = 5;
const looksUntilItBegins = 16;

/** Takes a media element over until the signal says stop. */
export function makeTransport(
  audio: HTMLAudioElement,
  route: Route | null,
  events: TransportEvents,
  signal: AbortSignal,
): Transport {
  let restsAt = route?.from ?? milliseconds(0);
  let leaps: readonly Leap[] = route?.leaps ?? [];
  let address = "";
  let whole: Blob | null = null;
  // What was wanted last: a sound that cannot be read pauses by itself.
  let isWanted = false;
  // Where the clock is to be, until it is there: a file that is not whole has no such place.
  let aimsAt: Milliseconds | null = null;
  let takenAgain = { at: milliseconds(0), times: 0 };

  const now = (): Milliseconds => fromSeconds(audio.currentTime);
  const isWhole = (): boolean => address.startsWith("blob:");
  const take = (sound: string | Blob): void => {
    whole = typeof sound === "string" ? null : sound;
    address = audio.src = typeof sound === "string" ? sound : URL.createObjectURL(sound);
  };
  const takeInstead = (sound: Blob): void => {
    events.breaksOff();
    // What fails while it is moved may not say any more where it was to go.
    if (aimsAt !== null) restsAt = aimsAt;
    else if (now() > 0) restsAt = now();
    const before = address;
    take(sound);
    if (before.startsWith("blob:")) URL.revokeObjectURL(before);
    if (isWanted) play();
  };
  const play = (): void => {
    isWanted = true;
    audio.play().catch(() => {
      if (!signal.aborted) events.moved();
    });
  };
  const jumpTo = (target: Milliseconds): void => {
    events.breaksOff();
    events.jumps(target);
    restsAt = target;
    aimsAt = target;
    audio.currentTime = toSeconds(target);
  };
  const skipTo = (target: Milliseconds): void => {
    events.moved();
    jumpTo(target);
    events.skipped();
  };
  const continues = (): void => {
    if (!audio.seeking && !audio.paused) events.plays(restsAt);
  };

  const listen = (type: string, what: () => void): void => audio.addEventListener(type, what, { signal });
  listen("play", continues);
  listen("playing", continues);
  listen("seeking", () => {
    events.breaksOff();
    restsAt = now();
  });
  listen("seeked", () => {
    if (!audio.ended) aimsAt = null;
    continues();
    events.moved();
  });
  listen("timeupdate", events.moved);
  listen("pause", () => {
    // Whoever pauses from outside: a key of the device, or another program that plays. At its end a sound pauses by itself.
    if (audio.error === null && !audio.ended) isWanted = false;
    restsAt = now();
    events.pauses();
  });
  listen("ended", events.ends);
  listen("error", events.fails);
  let seen = { at: milliseconds(0), looks: 0, hasMoved: false };
  const watch = setInterval(() => {
    const at = now();
    if (at !== seen.at) seen = { at, looks: 0, hasMoved: true };
    else if (!isWanted || audio.paused || audio.ended) seen = { ...seen, looks: 0 };
    else if (++seen.looks === (seen.hasMoved ? looksUntilItStands : looksUntilItBegins)) {
      seen.looks = 0;
      events.stands();
    }
  }, looksEveryMs);
  signal.addEventListener("abort", () => clearInterval(watch));
  // Before its length is known not every browser moves a sound.
  listen("loadedmetadata", () => {
    if (restsAt > 0) audio.currentTime = toSeconds(restsAt);
  });

  return {
    now,
    restsAt: () => restsAt,
    isThere: () => !audio.seeking && audio.readyState >= audio.HAVE_METADATA,
    isPaused: () => audio.paused,
    isSeeking: () => audio.seeking,
    hasFailed: () => audio.error !== null,
    isNotPlayable: () => audio.error !== null && (isWhole() || audio.error.code === MediaError.MEDIA_ERR_DECODE),
    isWhole,
    load: take,
    playInstead(sound) {
      takenAgain = { at: now(), times: 0 };
      takeInstead(sound);
    },
    goOn(sound, route) {
      events.breaksOff();
      const before = address;
      leaps = route.leaps;
      restsAt = route.from;
      aimsAt = null;
      take(sound);
      if (before.startsWith("blob:")) URL.revokeObjectURL(before);
      play();
    },
    takeAgain() {
      const at = now();
      const isElsewhere = Math.abs(at - takenAgain.at) > samePlaceMs;
      const times = isElsewhere ? 1 : takenAgain.times + 1;
      if (whole === null || times > mostTimes) return "in vain";
      takenAgain = { at, times };
      takeInstead(whole);
      return "taken";
    },
    play,
    pause() {
      isWanted = false;
      audio.pause();
    },
    follow(other) {
      leaps = other.leaps;
      jumpTo(other.from);
    },
    leapWhenDue() {
      const leap = leaps[0];
      if (leap === undefined || now() < leap.at) return;
      leaps = leaps.slice(1);
      jumpTo(leap.to);
    },
    next(sequence) {
      const target = nextStop(sequence, now());
      const leap = leaps[0];
      if (leap !== undefined && target >= leap.at) {
        leaps = leaps.slice(1);
        skipTo(leap.to);
      } else if (target >= sequence.total) return "at the end";
      else skipTo(target);
      return "moved";
    },
    previous: (sequence) => skipTo(previousStop(sequence, now())),
    close() {
      audio.pause();
      audio.removeAttribute("src");
      audio.load();
      if (isWhole()) URL.revokeObjectURL(address);
    },
  };
}

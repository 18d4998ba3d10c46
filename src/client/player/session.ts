import type { GateChoice } from "../sensing/gateChoice.ts";
import type { GateOpening } from "../sensing/gateChoice.ts";
import type { makeCaller } from "../sensing/caller.ts";
import { noKeeper, type Keeper } from "../sensing/keeping.ts";
import { personHere } from "../person.ts";
import type { Outbox } from "../record/outbox.ts";
import { sessionLockOf } from "../remembered.ts";
import { underLock } from "../browser.ts";
import { wakeVoice } from "../speech.ts";
import { text } from "../texts.ts";
import { milliseconds, type Milliseconds } from "../time.ts";
import { noteUnplayable, orderSources, type Sound } from "../track/formats.ts";
import { fetchMilder, type Prepared } from "../track/preparing.ts";
import { heldOf, heldPerSide, type Held } from "../track/timeline.ts";
import { fetchSound, isLeftToDevice, type Track, type Whole } from "../track/track.ts";
import type { SoundFormat, SoundSource, StopReason } from "../wire.ts";
import { announceMedia } from "./media.ts";
import { makeRecorder, type Continued } from "./recorder.ts";
import { findRest, outOfPosition, wayOut, type Route } from "./route.ts";
import type { Screen } from "./screen.ts";
import { makeTransport } from "./transport.ts";
import { makeVoice } from "./voice.ts";
import { makeWakeLock } from "./wake.ts";

/** A pause that nobody has touched for so long is no pause any more: the person has got up, or sleeps. */
const longestPauseMs = 30 * 60 * 1000;

/** A sound that ends earlier than this before its end is not whole; one that stands still later has been heard. */
const endsWithinMs = 1500;

/** What it feels like, of whoever has said that it hurts. Only the last is nothing. */
export type Feeling = Exclude<StopReason, "time" | "other"> | "nothing";

/** Why a session is over. */
export type EndReason = "completed" | "stopped";

/** What is left of a session when it is over. */
export type Ending =
  | {
      readonly kind: "played";
      readonly reason: EndReason;
      readonly track: Track;
      readonly holds: readonly Held[];
      /** What the person has said it feels like, so that nobody asks again; null where they did not. */
      readonly felt: Exclude<Feeling, "nothing"> | null;
      /** How to get up, where that is being said: null where the track has said it, or nobody lies yet. */
      readonly getUp: string | null;
    }
  /** A pause that nobody came back from. It can be continued. */
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
  /** It hurts: the track stands still and asks what it feels like. */
  readonly hurts: () => void;
  /** What it feels like: it ends, goes on more gently, or goes on as it was. */
  readonly feels: (feeling: Feeling) => void;
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

/** What was played of a session that was not finished, and how it is continued. */
export interface Earlier extends Continued {
  readonly route: Route;
}

/** What a session needs from its page. */
export interface SessionParts {
  readonly audio: HTMLAudioElement;
  readonly screen: Screen;
  readonly outbox: Outbox;
  readonly drawingsOf: (query: string) => ReadonlyMap<string, SVGSVGElement>;
  /** Null where no hold waits for the person. */
  readonly gate: ReturnType<GateChoice["open"]>;
  /** Says what is asked when it hurts. */
  readonly caller: HTMLAudioElement;
  /** Shows the question what it feels like, or takes it away. */
  readonly ask: (what: "asked" | "answered") => void;
  /** Whether the safety questions let a session be played. */
  readonly isAllowed: (query: string) => boolean;
  /** Shows what was measured, when it is over. */
  readonly showMeasured: (sentences: readonly string[]) => void;
}

/**
 * Plays a track and records what is really played. It must be called within the tap: the browser lets sound begin only
 * there. Everything follows from the media element's clock; no cue has a timer.
 */
export function beginSession(
  parts: SessionParts,
  prepared: Prepared,
  id: string,
  earlier: Earlier | null = null,
): Session {
  const { screen } = parts;
  // First the record is over, then all is quiet: between the two it says how to get up.
  const over = new AbortController();
  const hushed = new AbortController();
  const { signal } = hushed;
  const isOver = (): boolean => over.signal.aborted;
  const isQuiet = (): boolean => signal.aborted;

  // What is continued is in the middle: nobody sits up again to be measured.
  const setsUp = earlier === null && parts.gate?.measures === true;
  const here = prepared.here();
  let track = here.track;
  let playing: SoundSource | null = here.sound?.source ?? (track && orderSources(track.sources)[0]) ?? null;
  const tried = new Set<SoundFormat>();
  let keeper: Keeper = noKeeper;
  let gate: GateOpening | null = null;
  // What was held before it went on more gently, and the track that it would go on with.
  let heldBefore: readonly Held[] = (earlier?.before?.held ?? []).map(({ side, heldMs }) => {
    const held = heldMs === null ? null : milliseconds(heldMs);
    return { side, set: null, of: held ?? milliseconds(0), held };
  });
  let leftFrom = Infinity;
  let isMilder = earlier !== null && earlier.before !== null;
  let milder: Whole | null = null;
  let felt: Exclude<Feeling, "nothing"> | null = null;
  let isAsked = false;
  /** On the way out of what was too strong, which is not recorded: until when, in the track's time. */
  let comesOut: { readonly until: Milliseconds; readonly then: Whole; readonly route: Route } | null = null;
  let part = new AbortController();
  let frame = 0;
  let pauseEnds: ReturnType<typeof setTimeout> | undefined;
  let resolveOver: (ending: Ending) => void = () => undefined;
  const ending = new Promise<Ending>((resolve) => (resolveOver = resolve));

  const wake = makeWakeLock(signal);
  const transport = makeTransport(
    parts.audio,
    earlier?.route ?? null,
    {
      moved: () => look(),
      plays: (from) => {
        clearTimeout(pauseEnds);
        if (comesOut === null) recorder.begin(from);
        wake.hold();
        drawNext();
      },
      pauses: () => {
        if (transport.isThere()) recorder.advance(now());
        recorder.interrupt();
        // Whoever is waited for is still in the session: the screen stays on, and what is being said is said to its end.
        if (keeper.waitsFor() === null) {
          voice.hush();
          wake.release();
        }
        recorder.store();
        look();
        waitForATouch();
      },
      breaksOff: () => recorder.interrupt(),
      jumps: (to) => {
        recorder.store();
        voice.moveTo(to);
      },
      skipped: () => waitForATouch(),
      ends: () => end(),
      fails: () => void recover(),
      stands: () => void goOnFromStanding(),
    },
    signal,
  );
  // A file can be some milliseconds longer than what it was made of: what was played ends where the track does.
  const now = (): Milliseconds => milliseconds(Math.min(transport.now(), track?.sequence.total ?? Infinity));
  const recorder = makeRecorder(id, parts.outbox, earlier, () => track, now, over.signal);
  const makePartVoice = (spare: Prepared["spare"]) =>
    makeVoice(
      spare,
      {
        silent: () => screen.note(text("deviceSilent"), now()),
        replaced: (spare) => {
          look();
          track = spare.track;
          playInstead(spare.sound);
          screen.note(text("deviceLost"), now());
          haveMilder(fetchMilder(spare.track, signal));
        },
      },
      signal,
    );
  let voice = makePartVoice(prepared.spare);
  let call: ReturnType<typeof makeCaller> = () => undefined;

  // Had before it is needed: then there may be no network. What is milder already is not made milder again.
  const haveMilder = (finding: Promise<Whole | null>): void => {
    milder = null;
    void finding.then((found) => {
      if (found !== null && !isMilder && parts.isAllowed(found.track.query)) milder = found;
    });
  };

  // The clock is read: what it says is recorded, shown and, where the track has no voice, spoken.
  const look = (): void => {
    const plays = transport.isThere() && !transport.isPaused();
    if (plays) {
      recorder.advance(now());
      voice.pass(now());
    }
    recorder.storeWhenDue();
    keeper.look();
    screen.draw(now(), transport.isPaused(), keeper.waitsFor());
    if (plays) transport.leapWhenDue();
    if (plays && comesOut !== null && now() >= comesOut.until) goOn();
  };

  const lookWhileVisible = (): void => {
    if (isQuiet()) return;
    look();
    if (!transport.isPaused()) drawNext();
  };

  const drawNext = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(lookWhileVisible);
  };

  // The record is complete; what is still heard says how to get up.
  const finish = (reason: EndReason): void => {
    if (isOver()) return;
    look();
    recorder.interrupt();
    recorder.store({ reason, at: recorder.instant() });
    over.abort();
    if (track === null) return close({ kind: "unplayable", sentence: text("stoppedBeforeBegun") });

    const { sequence } = track;
    const way = reason === "stopped" && !transport.hasFailed() ? wayOut(sequence, now()) : null;
    const asked = sequence.cues.filter((cue) => cue.kind === "hold");
    const isLeft = (hold: Held, index: number): boolean => hold.held !== null || (asked[index]?.at ?? 0) >= leftFrom;
    const held = heldOf(sequence, recorder.spans());
    const holds = isMilder ? [...heldBefore, ...held.filter(isLeft)] : held;
    const played: Ending = { kind: "played", reason, track, holds, felt, getUp: way?.text ?? null };
    if (way === null) return close(played);
    transport.follow(way.route);
    transport.play();
    resolveOver(played);
  };

  // It was only too strong: out of the position first, and then more gently, as far as something is left to hold.
  const goOnGently = (): boolean => {
    const of = track;
    const route = of && milder && findRest(of.sequence, now(), milder.track.sequence);
    if (of === null || milder === null || route === null) return false;
    recorder.interrupt();
    recorder.store();
    const out = outOfPosition(of.sequence, now());
    comesOut = { until: out?.to ?? now(), then: milder, route };
    if (out === null) goOn();
    else {
      transport.follow({ from: out.from, leaps: [] });
      transport.play();
    }
    return true;
  };

  const goOn = (): void => {
    const [of, next] = [track, comesOut];
    if (of === null || next === null || isOver()) return;
    comesOut = null;
    isMilder = true;
    part.abort();
    part = new AbortController();
    // A hold that was left counts with what was held of it: the rest of it is held more gently.
    heldBefore = heldOf(of.sequence, recorder.spans()).flatMap((hold) =>
      hold.held === null ? [] : [{ ...hold, of: hold.held < hold.of ? hold.held : hold.of }],
    );
    const held = heldPerSide(heldBefore).map(({ side, held }) => ({ side, heldMs: held }));
    leftFrom = next.route.leaps.at(-1)?.to ?? next.route.from;
    recorder.goOn({ query: of.query, hash: of.hash, held });
    voice.hush();
    voice = makePartVoice(Promise.resolve(null));
    track = next.then.track;
    playing = next.then.sound.source;
    transport.goOn(next.then.sound.blob, next.route);
    recorder.store();
    screen.show(track.sequence, parts.drawingsOf(track.query));
    screen.note(text("goesOnMilder"), next.route.from);
    media.show(track.sequence);
    void voice.speak(track, () => transport.restsAt());
    keepGate(null);
  };

  // It ends as what it was, and can be continued.
  const abandon = (at: string, how: Ending): void => {
    recorder.interrupt();
    if (recorder.spans().length > 0) recorder.store({ reason: "abandoned", at });
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
    clearTimeout(pauseEnds);
    wake.release();
    voice.hush();
    transport.close();
  };

  const waitForATouch = (): void => {
    clearTimeout(pauseEnds);
    if (!transport.isPaused() || isQuiet()) return;
    const pausedAt = recorder.instant();
    pauseEnds = setTimeout(() => abandon(pausedAt, { kind: "left" }), longestPauseMs);
  };

  const controls: Controls = {
    play: () => {
      // A tap counts, whatever a hold waits for.
      if (isAsked) return controls.feels("nothing");
      keeper.overrule();
      transport.play();
    },
    pause: () => transport.pause(),
    toggle: () => (transport.isPaused() ? controls.play() : controls.pause()),
    next: () => {
      if (track === null || isOver() || isAsked) return;
      if (transport.next(track.sequence) === "at the end") finish("completed");
    },
    previous: () => {
      if (track !== null && !isOver() && !isAsked) transport.previous(track.sequence);
    },
    stop: () => {
      if (isOver()) return hush();
      answered();
      finish("stopped");
    },
    hurts: () => {
      if (track === null || isOver() || isAsked) return;
      isAsked = true;
      transport.pause();
      parts.ask("asked");
      call("hurts");
    },
    feels: (feeling) => {
      if (!isAsked || isOver()) return;
      answered();
      if (feeling === "nothing") return controls.play();
      if (feeling === "too-strong" && goOnGently()) return;
      felt = feeling;
      finish("stopped");
    },
  };

  const answered = (): void => {
    if (!isAsked) return;
    isAsked = false;
    parts.caller.pause();
    if ("speechSynthesis" in window) speechSynthesis.cancel();
    parts.ask("answered");
  };

  const playInstead = (sound: Sound): void => {
    playing = sound.source;
    transport.playInstead(sound.blob);
  };

  // Played to its end, or as far as its file goes.
  const end = (): void => {
    if (isOver()) hush();
    else if (isCutShort()) void recover(true);
    else if (comesOut === null) finish("completed");
    else goOn();
  };

  // It stands: what comes from its address may only be waited for, and a call or another device may hold it up. So it is read again,
  // and another kind of file is tried, but nothing is given up: it goes on by itself once it can. At its end it has been heard.
  const goOnFromStanding = async (): Promise<void> => {
    if (transport.isWhole() && !isCutShort()) {
      end();
      return;
    }
    if (transport.takeAgain() === "taken") return;
    const at = now();
    const instead = await (transport.isWhole() ? findOther() : prepared.sound);
    if (instead !== null && !isQuiet() && now() === at) playInstead(instead);
  };

  // The sound broke off: if the whole of it has come meanwhile, it continues from there. WebKitGTK now and then misreads a
  // sound that is whole, so what fails is read again before another kind of file takes its place.
  const recover = async (isCut = false): Promise<void> => {
    if (transport.takeAgain() === "taken") return;
    const instead = transport.isWhole() ? null : await prepared.sound;
    if (isQuiet()) return;
    const isNotPlayable = isCut || transport.isNotPlayable();
    // This device does not play such a file, whatever it says: that is remembered.
    if (instead === null && isNotPlayable && playing !== null) noteUnplayable(playing.format);
    const next = instead ?? (isNotPlayable ? await findOther() : null);
    if (isQuiet()) return;
    const cause = isNotPlayable ? "unplayableHere" : "unplayable";
    if (next === null) abandon(recorder.instant(), { kind: "unplayable", sentence: text(cause) });
    else playInstead(next);
  };

  // A file that was damaged can end in the middle, without an error.
  const isCutShort = (): boolean => track !== null && now() < track.sequence.total - endsWithinMs;

  // The next kind of file, once each.
  const findOther = async (): Promise<Sound | null> => {
    if (track === null || playing === null) return null;
    tried.add(playing.format);
    return fetchSound(track, signal, tried);
  };

  const leave = (): void => {
    if (transport.isThere()) recorder.advance(now());
    recorder.leave();
  };

  const know = async (): Promise<Track | null> => {
    const answer = await prepared.answer;
    if (isQuiet()) return null;
    if (answer.kind !== "track") {
      const sentence = answer.kind === "refused" ? answer.sentence : text("noAnswer");
      close({ kind: "unplayable", sentence });
      return null;
    }
    track = answer.track;
    screen.show(track.sequence, parts.drawingsOf(track.query));
    media.show(track.sequence);
    look();
    return track;
  };

  const openGate = async (): Promise<void> => {
    gate = (await parts.gate?.opening) ?? null;
    if (gate === null || track === null || isOver()) return;
    if (gate.kind === "shut") {
      screen.note(text(gate.because), now());
      if (setsUp) transport.play();
      return;
    }
    keepGate(setsUp ? parts.showMeasured : null);
    if (!setsUp) return;
    look();
    if (keeper.waitsFor() === null) transport.play();
    else wake.hold();
  };

  const keepGate = (measured: SessionParts["showMeasured"] | null): void => {
    if (gate?.kind !== "open" || track === null) return;
    const partOver = part;
    over.signal.addEventListener("abort", () => partOver.abort(), { once: true });
    keeper = gate.keep(
      track,
      {
        track: () => track,
        clock: () => ({ media: now(), playing: !transport.isPaused() && !transport.isSeeking() }),
        play: () => transport.play(),
        pause: () => transport.pause(),
        draw: look,
      },
      { blind: () => screen.note(text("motionMissing"), now()), measured },
      part.signal,
    );
  };

  addEventListener("pagehide", leave, { signal });
  const media = announceMedia(parts.audio, controls, signal);
  const soundAt = playing?.url ?? `/track?${prepared.query}&${new URLSearchParams({ person: personHere() })}`;
  transport.load(here.sound?.blob ?? soundAt);
  waitForATouch();
  transport.play();
  // Begun within the tap, it may continue later without one: what is asked for before the first sentence comes first.
  if (setsUp) transport.pause();
  if (track !== null && isLeftToDevice(track)) wakeVoice();
  void know().then((known) => {
    if (known !== null) void voice.speak(known, earlier === null ? null : () => transport.restsAt());
    // Who speaks to whoever it hurts comes while the session begins: then there may be no network.
    void import("../sensing/caller.ts").then(
      (caller) => {
        if (!isQuiet()) call = caller.makeCaller(() => track, parts.caller, signal);
      },
      () => undefined,
    );
    haveMilder(prepared.milder);
    void openGate();
  });

  return {
    id,
    controls,
    // The lock is free again before the ending is known: what was not finished can be continued at once.
    over: underLock(sessionLockOf(id), () => ending),
    hush,
    quiet: new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
  };
}

import { need } from "../dom.ts";
import type { Side } from "../player/sequence.ts";
import { wakeVoice } from "../player/speaker.ts";
import type { Track } from "../player/track.ts";
import { text, type TextKey } from "../texts.ts";
import type { Keeper, Reins } from "./keeper.ts";
import { askLeave } from "./leave.ts";

const key = "supine-gate";
const measureKey = "supine-gate-measures";

/** Who is told what a gate finds. */
export interface GateNews {
  /** There is nothing to observe with. */
  readonly blind: () => void;
  /** What came of measuring, in sentences, when the session is over; null where nobody can be set up for it. */
  readonly measured: ((sentences: readonly string[]) => void) | null;
}

/** Keeps the gate of a session whose track is known. */
export type KeepGate = (track: Track, reins: Omit<Reins, "say">, news: GateNews, signal: AbortSignal) => Keeper;

/** What came of opening the gate for a session. */
export type GateOpening =
  { readonly kind: "open"; readonly keep: KeepGate } | { readonly kind: "shut"; readonly because: TextKey };

/** Whether holds wait for a leg, and for which. */
export interface GateChoice {
  /** To be called within the tap that starts: only there may a browser be asked for its sensors. Null when no hold waits. */
  open(): { readonly opening: Promise<GateOpening>; readonly measures: boolean } | null;
}

/** Keeps nothing: every hold goes by time. */
export const noKeeper: Keeper = { look: () => undefined, overrule: () => undefined, waitsFor: () => null };

/** Brings the choice to life where there can be a sensor. It is remembered on this device and told to nobody. */
export function makeGateChoice(form: HTMLFormElement): GateChoice {
  const field = need(form, "[data-gate]", HTMLFieldSetElement);
  const says = need(field, "[data-gate-says]", HTMLElement);
  const measuring = need(field, "[data-gate-measure]", HTMLElement);
  const measures = need(measuring, "input", HTMLInputElement);
  const radios = [...field.querySelectorAll<HTMLInputElement>("[type=radio]")];
  // Who stands lies in no place that a thigh could be in.
  const isGateless = (): boolean => form.querySelector("[name=protocol][data-gateless]:checked") !== null;
  const chosen = (): Side | null => sideOf(radios.find((radio) => radio.checked)?.value);
  const choose = (side: Side | null): void => {
    for (const radio of radios) radio.checked = radio.value === (side ?? "");
    measuring.hidden = side === null;
    write(key, side ?? "");
  };

  if (!("DeviceMotionEvent" in window) || !isSecureContext) return { open: () => null };
  field.hidden = field.disabled = false;
  choose(sideOf(read(key)));
  measures.checked = read(measureKey) !== null && read(measureKey) !== "";

  const tryOut = async (leave: Promise<boolean>): Promise<void> => {
    const fault = await findFault(leave);
    if (chosen() === null) return;
    says.textContent = fault === null ? "" : text(fault);
    if (fault !== null) choose(null);
  };

  field.addEventListener("change", (event) => {
    // The session is the same one whether a hold of it waits or not.
    event.stopPropagation();
    write(measureKey, measures.checked ? "yes" : "");
    if (event.target === measures) return;
    const side = chosen();
    choose(side);
    says.textContent = "";
    if (side !== null) void tryOut(askLeave());
  });

  return {
    open() {
      const side = isGateless() ? null : chosen();
      if (side === null) return null;
      // Loaded within the tap, it may be heard later without one.
      const voice = new Audio();
      voice.load();
      const leave = askLeave();
      if (measures.checked) wakeVoice();
      const opening = load().then(async (gate): Promise<GateOpening> => {
        if (gate === null) return { kind: "shut", because: "noAnswer" };
        if (!(await leave)) return { kind: "shut", because: "motionRefused" };
        return { kind: "open", keep: gate.openFor(side, voice, measures.checked) };
      });
      return { opening, measures: measures.checked };
    },
  };
}

async function findFault(leave: Promise<boolean>): Promise<TextKey | null> {
  if (!(await leave)) return "motionRefused";
  const opening = await load();
  if (opening === null) return "noAnswer";
  return (await opening.hasMotion()) ? null : "motionMissing";
}

// Most people never switch it on, so it comes when it is asked for.
const load = () => import("./opening.ts").catch(() => null);

const sideOf = (word: string | null | undefined): Side | null => (word === "left" || word === "right" ? word : null);

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

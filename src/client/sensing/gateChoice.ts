import { need } from "../dom.ts";
import { personHere } from "../person.ts";
import { recall, remember } from "../storage.ts";
import type { Side } from "../track/sequence.ts";
import { wakeVoice } from "../speech.ts";
import { text, type TextKey } from "../texts.ts";
import type { KeepGate } from "./keeping.ts";
import { askPermission } from "./phone/permission.ts";

/** What came of opening the gate for a session. */
export type GateOpening =
  { readonly kind: "open"; readonly keep: KeepGate } | { readonly kind: "shut"; readonly because: TextKey };

/** Whether holds wait for a leg, and for which. */
export interface GateChoice {
  /** To be called within the tap that starts: only there may a browser be asked for its sensors. Null when no hold waits. */
  open(): { readonly opening: Promise<GateOpening>; readonly measures: boolean } | null;
}

/** Brings the choice to life where there can be a sensor. It is remembered on this device and sent to nobody. */
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
    remember(personHere(), "gate", side ?? "");
  };

  if (!("DeviceMotionEvent" in window) || !isSecureContext) return { open: () => null };
  field.hidden = field.disabled = false;
  choose(sideOf(recall(personHere(), "gate")));
  measures.checked = recall(personHere(), "gate-measures") === "yes";

  const tryOut = async (permission: Promise<boolean>): Promise<void> => {
    const fault = await findFault(permission);
    if (chosen() === null) return;
    says.textContent = fault === null ? "" : text(fault);
    if (fault !== null) choose(null);
  };

  field.addEventListener("change", (event) => {
    // The session is the same one whether a hold of it waits or not.
    event.stopPropagation();
    remember(personHere(), "gate-measures", measures.checked ? "yes" : "");
    if (event.target === measures) return;
    const side = chosen();
    choose(side);
    says.textContent = "";
    if (side !== null) void tryOut(askPermission());
  });

  return {
    open() {
      const side = isGateless() ? null : chosen();
      if (side === null) return null;
      // Loaded within the tap, it may be heard later without one.
      const voice = new Audio();
      voice.load();
      const permission = askPermission();
      if (measures.checked) wakeVoice();
      const opening = load().then(async (gate): Promise<GateOpening> => {
        if (gate === null) return { kind: "shut", because: "noAnswer" };
        if (!(await permission)) return { kind: "shut", because: "motionRefused" };
        return { kind: "open", keep: gate.openFor(side, voice, measures.checked) };
      });
      return { opening, measures: measures.checked };
    },
  };
}

async function findFault(permission: Promise<boolean>): Promise<TextKey | null> {
  if (!(await permission)) return "motionRefused";
  const opening = await load();
  if (opening === null) return "noAnswer";
  return (await opening.hasMotion()) ? null : "motionMissing";
}

// Most people never switch it on, so it comes when it is asked for.
const load = () => import("./gateOpening.ts").catch(() => null);

const sideOf = (word: string | null | undefined): Side | null => (word === "left" || word === "right" ? word : null);

import type { components } from "./api.gen.ts";

// The names that this program gives to the schemas of contract/api.json. Everything else imports them from here.
type Schemas = components["schemas"];

/** A side of the person's own body. */
export type Side = Schemas["Side"];

/** A protocol laid out in time for one prescription, with the addresses of its sound. */
export type PlayableSequence = Schemas["PlayableSequence"];

/** What is said at no time of the track, but when it happens. */
export type SessionCall = Schemas["SessionCall"];

/** Why a session was stopped, as the person says. */
export type StopReason = Schemas["StopReason"];

/** What was played of a session. */
export type SessionReport = Schemas["SessionReport"];

/** What a track is made of. */
export type MadeOf = Schemas["MadeOf"];

/** What the person answered after a session. */
export type AfterAnswers = Schemas["SessionAnswers"];

/** A session as the server has stored it. */
export type StoredSession = Schemas["ReadableSession"];

/** What the answers to the safety questions allow, and until when. */
export type ScreeningStanding = Schemas["ScreeningState"];

/** One kind of file that a track can be had as. */
export type SoundSource = Schemas["SoundSource"];

/** The kinds of file there are. */
export type SoundFormat = SoundSource["format"];

/** The voice that a person wants to hear. */
export type VoiceChoice = Schemas["VoiceChoice"];

/** When a hip was measured: on its own, before a stretch, or right after one. */
export type ReadingMoment = Schemas["ReadingMoment"];

/** A phone's recordings of one side. */
export type PhoneReport = Schemas["PhoneReport"];

/** What the server measured in a phone's recordings. */
export type ReadingAnswer = Schemas["ReadingAnswer"];

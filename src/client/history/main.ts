import { openOutbox } from "../record/outbox.ts";

// What an earlier visit could not send is sent from whichever page is opened first.
void openOutbox(new AbortController().signal);

import { describeIn } from "./scenarios.ts";
import { startFirefox } from "./firefox.ts";

describeIn("Firefox", startFirefox);

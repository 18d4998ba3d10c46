import { describeIn } from "./scenarios.ts";
import { startWebKit } from "./webkit.ts";

describeIn("WebKit", startWebKit);

import { keepProgram } from "../device/program.ts";
import { need } from "../dom.ts";
import { mendLanguage } from "./language.ts";
import { readSeries } from "./series.ts";

const stage = document.querySelector<HTMLElement>("[data-chart]");
if (stage !== null) {
  stage.hidden = false;
  mendLanguage(navigator, document.documentElement.lang);
  const series = readSeries(need(document, "[data-series]", HTMLElement).textContent);
  // The chart's library looks at the browser's language as soon as it is loaded.
  void import("./chart.ts").then(({ drawChart }) => drawChart(stage, series));
}
void keepProgram(() => undefined);

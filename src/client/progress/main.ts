import { keepProgram } from "../device/program.ts";
import { need } from "../dom.ts";
import { readSeries } from "./series.ts";
import { drawChart } from "./chart.ts";

const stage = document.querySelector<HTMLElement>("[data-chart]");
if (stage !== null) {
  stage.hidden = false;
  drawChart(stage, readSeries(need(document, "[data-series]", HTMLElement).textContent));
}
void keepProgram(() => undefined);

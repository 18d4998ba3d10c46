import uPlot from "uplot";
import { text } from "../texts.ts";
import { align, spanOf, type Series, type ShownReading } from "./series.ts";

/** Draws readings, minutes, days and pain under each other over the same time, as wide as there is room. */
export function drawChart(stage: HTMLElement, series: Series): void {
  const colours = readColours(stage);
  const span = spanOf(series);
  const dates = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short" });
  const drawAll = (width: number): uPlot[] =>
    [
      readingsChart(series, colours),
      weeksChart(series, colours),
      daysChart(series, colours),
      ...(series.pain.length > 0 ? [painChart(series, colours)] : []),
    ].map(
      ({ options, data }) =>
        new uPlot(
          {
            ...options,
            width,
            cursor: { show: false },
            legend: { show: false },
            scales: { ...options.scales, x: { time: true, range: () => [span[0], span[1]] } },
            axes: [
              { ...colours.axis, values: (_, splits) => splits.map((split) => dates.format(split * 1000)), space: 70 },
              ...(options.axes ?? []),
            ],
          },
          data,
          stage,
        ),
    );

  let charts = drawAll(stage.clientWidth);
  const again = (): void => {
    charts.forEach((chart) => chart.destroy());
    charts = drawAll(stage.clientWidth);
  };
  let width = stage.clientWidth;
  new ResizeObserver(() => {
    if (stage.clientWidth === width) return;
    width = stage.clientWidth;
    again();
  }).observe(stage);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    Object.assign(colours, readColours(stage));
    again();
  });
}

interface Chart {
  readonly options: Omit<uPlot.Options, "width">;
  readonly data: uPlot.AlignedData;
}

interface Colours {
  left: string;
  right: string;
  ink: string;
  quiet: string;
  family: string;
  axis: { stroke: string; grid: { stroke: string }; ticks: { stroke: string }; font: string };
}

function readColours(stage: HTMLElement): Colours {
  const style = getComputedStyle(stage);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    left: read("--accent"),
    right: read("--sun"),
    ink: read("--ink"),
    quiet: read("--quiet"),
    family: style.fontFamily,
    axis: {
      stroke: read("--quiet"),
      grid: { stroke: read("--line") },
      ticks: { stroke: read("--line") },
      font: `12px ${style.fontFamily}`,
    },
  };
}

function readingsChart({ readings }: Series, colours: Colours): Chart {
  const of = (side: ShownReading["side"]) => (row: ShownReading) => (row.side === side ? row.below : null);
  const data = align(readings, [of("left"), of("right")]);
  const sorted = readings.toSorted((a, b) => a.seconds - b.seconds);
  const lowest = Math.min(0, ...readings.map(({ below, half }) => below - half));
  const highest = Math.max(0, ...readings.map(({ below, half }) => below + half));
  return {
    data,
    options: {
      height: 280,
      scales: { y: { range: () => [lowest - 2, highest + 2] } },
      axes: [{ ...colours.axis, label: text("progressBelow"), labelFont: colours.axis.font, labelSize: 18, size: 44 }],
      series: [
        {},
        { label: text("left"), stroke: colours.left, paths: () => null, points: { show: false } },
        { label: text("right"), stroke: colours.right, paths: () => null, points: { show: false } },
      ],
      hooks: { draw: [(chart) => sorted.forEach((reading) => drawReading(chart, reading, colours))] },
    },
  };
}

// A disc for the left, a square for the right; hollow right after a stretch. The bar holds the true angle 95 times in 100.
function drawReading(chart: uPlot, { side, seconds, below, half, after }: ShownReading, colours: Colours): void {
  const { ctx } = chart;
  const scale = devicePixelRatio;
  const apart = (side === "left" ? -4 : 4) * scale;
  const x = chart.valToPos(seconds, "x", true) + apart;
  const [y, low, high] = [below, below - half, below + half].map((value) => chart.valToPos(value, "y", true));
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = side === "left" ? colours.left : colours.right;
  ctx.lineWidth = 1.5 * scale;
  ctx.globalAlpha = 0.55;
  ctx.beginPath();
  ctx.moveTo(x, low ?? 0);
  ctx.lineTo(x, high ?? 0);
  ctx.stroke();
  ctx.globalAlpha = 1;
  ctx.beginPath();
  const size = 4.5 * scale;
  if (side === "left") ctx.arc(x, y ?? 0, size, 0, 2 * Math.PI);
  else ctx.rect(x - size, (y ?? 0) - size, 2 * size, 2 * size);
  if (after) ctx.stroke();
  else ctx.fill();
  ctx.restore();
}

function weeksChart({ weeks }: Series, colours: Colours): Chart {
  const day = 86_400;
  const bars = weeks.flatMap(({ seconds, left, right }) => [
    { seconds: seconds + 2 * day, left, right: null },
    { seconds: seconds + 5 * day, left: null, right },
  ]);
  const paths = uPlot.paths.bars?.({ size: [0.8, 40] }) ?? null;
  const bar = (label: string, colour: string): uPlot.Series => ({
    label,
    stroke: colour,
    fill: colour,
    points: { show: false },
    ...(paths === null ? {} : { paths }),
  });
  return {
    data: align(bars, [({ left }) => left, ({ right }) => right]),
    options: {
      height: 150,
      scales: { y: { range: (_, __, most) => [0, Math.max(10, most)] } },
      axes: [
        { ...colours.axis, label: text("progressMinutes"), labelFont: colours.axis.font, labelSize: 18, size: 44 },
      ],
      series: [{}, bar(text("left"), colours.left), bar(text("right"), colours.right)],
    },
  };
}

const daysAWeek = 7;

/** Practice of either side: bars in the colour of text, each with its number where there is room. */
function daysChart({ weeks }: Series, colours: Colours): Chart {
  const day = 86_400;
  const middles = weeks.map(({ seconds, days }) => ({ seconds: seconds + 3.5 * day, days }));
  const paths = uPlot.paths.bars?.({ size: [0.8, 40] }) ?? null;
  return {
    data: align(middles, [({ days }) => (days > 0 ? days : null)]),
    options: {
      height: 130,
      scales: { y: { range: () => [0, daysAWeek + 1.5] } },
      axes: [
        {
          ...colours.axis,
          label: text("progressDays"),
          labelFont: colours.axis.font,
          labelSize: 18,
          size: 44,
          splits: () => [0, daysAWeek],
        },
      ],
      series: [
        {},
        {
          label: text("progressDays"),
          stroke: colours.quiet,
          fill: colours.quiet,
          points: { show: false },
          ...(paths === null ? {} : { paths }),
        },
      ],
      hooks: { draw: [(chart) => drawDays(chart, middles, colours)] },
    },
  };
}

function drawDays(
  chart: uPlot,
  weeks: readonly { readonly seconds: number; readonly days: number }[],
  colours: Colours,
): void {
  const { ctx } = chart;
  const scale = devicePixelRatio;
  const week = chart.valToPos(daysAWeek * 86_400, "x", true) - chart.valToPos(0, "x", true);
  if (week < leastRoomPixels * scale) return;
  ctx.save();
  ctx.fillStyle = colours.ink;
  ctx.font = `${12 * scale}px ${colours.family}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "bottom";
  for (const { seconds, days } of weeks)
    if (days > 0)
      ctx.fillText(`${days}`, chart.valToPos(seconds, "x", true), chart.valToPos(days, "y", true) - 2 * scale);
  ctx.restore();
}

/** A digit needs so much of a week's width. */
const leastRoomPixels = 10;

function painChart({ pain }: Series, colours: Colours): Chart {
  return {
    data: align(pain, [({ pain }) => pain]),
    options: {
      height: 130,
      scales: { y: { range: () => [0, 10] } },
      axes: [{ ...colours.axis, label: text("progressPain"), labelFont: colours.axis.font, labelSize: 18, size: 44 }],
      series: [
        {},
        {
          label: text("progressPain"),
          stroke: colours.ink,
          paths: () => null,
          points: { show: true, size: 7, fill: colours.ink },
        },
      ],
    },
  };
}

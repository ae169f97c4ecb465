// Charts, fetched only by pages that have one. `<div data-chart="id">` draws what the JSON block with that id says:
//   { "kind": "bars" | "lines", "unit": "人", "labels": [...], "links": [...], "series": [{ "name": "…", "values": [...] }] }
// Names stand at the lines' ends, so there is no legend; at most two lines. The table behind is the server's.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, TooltipComponent, LabelLayout, SVGRenderer]);

/** 1,284 or 96.4: grouped, with one place where there is one. */
const written = (value) => Number(value).toLocaleString("zh-CN", { maximumFractionDigits: 1 });

function option({ kind, unit, labels, series }) {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  const text = { color: token("--ink-2"), fontFamily: token("--font"), fontSize: 12 };
  const bars = kind === "bars";
  const whole = series.every(({ values }) => values.every((value) => Number.isInteger(value ?? 0)));
  const names = { type: "category", data: labels, axisLabel: text, axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line-input") } } };
  const values = { type: "value", splitNumber: 3, minInterval: whole ? 1 : 0, axisLabel: { ...text, hideOverlap: true }, splitLine: { lineStyle: { color: token("--line") } } };
  return {
    animation: false,
    color: [token("--xin"), token("--you")],
    grid: { left: 8, right: bars ? 56 : 88, top: 12, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    // Rich text, because a tooltip of HTML would bring style attributes, which the policy refuses.
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => (value == null ? "—" : `${written(value)}${unit}`) },
    xAxis: bars ? values : { ...names, boundaryGap: false },
    yAxis: bars ? { ...names, inverse: true } : values,
    // Bars show what is; what it is compared with stands in the table.
    series: series.slice(0, bars ? 1 : 2).map(({ name, values: data }, index) => ({
      name,
      data,
      type: bars ? "bar" : "line",
      barMaxWidth: 14,
      symbol: "none",
      lineStyle: { width: 2.25, type: index ? "dashed" : "solid" },
      labelLayout: { moveOverlap: "shiftY" },
      label: { show: bars, position: "right", formatter: ({ value }) => (value == null ? "—" : written(value)), ...text, color: token("--ink"), fontWeight: 600 },
      endLabel: { show: !bars, formatter: ({ value }) => (value == null ? "" : `${name} ${written(value)}`), ...text, color: token("--ink"), fontWeight: 600 },
    })),
  };
}

export function draw(frame) {
  const facts = JSON.parse(document.getElementById(frame.dataset.chart).textContent);
  const chart = init(frame, null, { renderer: "svg" });
  const show = () => chart.setOption(option(facts));
  show();
  chart.on("click", ({ dataIndex }) => facts.links?.[dataIndex] && location.assign(facts.links[dataIndex]));
  new ResizeObserver(() => chart.resize()).observe(frame);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
}

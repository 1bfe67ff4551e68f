/**
 * How charts look. The page that shows them defines the colors: `--people`, `--judge`, `--reference`,
 * `--ink`, `--faint`, `--grid`, `--band`, `--page`.
 */
export const chartStyles: string = `
.chart{margin:1.25rem 0}
.chart figcaption{font-weight:600;margin-bottom:.35rem}
.drawing{display:block;max-width:100%;height:auto;overflow:visible;font:13px/1 var(--sans)}
.drawing.narrow{display:none}
@media (max-width:759px){.drawing.wide{display:none}.drawing.narrow{display:block}}
@media print{.drawing.wide{display:block}.drawing.narrow{display:none}}
.drawing text{fill:var(--ink)}
.drawing .tick,.drawing .axis,.drawing .gap,.drawing .count{fill:var(--faint);font-size:12px}
.drawing .count{font-size:10px}
.drawing .label{font-weight:500}
.drawing .value{font-variant-numeric:tabular-nums;font-weight:600}
.drawing .gap{font-style:italic}
.drawing .grid{stroke:var(--grid);stroke-width:1}
.drawing .baseline{stroke:var(--faint);stroke-width:1.25;stroke-dasharray:5 4}
.drawing .range{stroke-width:3;stroke-linecap:round;opacity:.55}
.mark.people .range{stroke:var(--people)}.mark.people .dot{fill:var(--people)}
.mark.judge .range{stroke:var(--judge)}.mark.judge .dot{fill:var(--judge)}
.mark.reference .range{stroke:var(--reference)}.mark.reference .dot{fill:var(--reference)}
.mark.corrected .range{stroke:var(--ink)}.mark.corrected .dot{fill:var(--ink)}
.dot{stroke:var(--page);stroke-width:1}
.drawing .band{fill:var(--band)}
.drawing .curve{fill:none;stroke:var(--judge);stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
.drawing .bin line{stroke:var(--ink);stroke-width:1;opacity:.5}
.drawing .bin circle{fill:var(--page);stroke:var(--ink);stroke-width:1.5}
.drawing .bar{fill:var(--judge);opacity:.55}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.25rem 0 .5rem;font-size:.875rem;color:var(--faint)}
.legend span{display:inline-flex;align-items:center;gap:.4rem}
@media (forced-colors:active){.drawing text{fill:CanvasText}.dot,.drawing .bar{fill:CanvasText}.drawing .range,.drawing .curve{stroke:CanvasText}}
`;

export { renderReport } from './page/render-report.ts';
export { renderConsensusCsv } from './files/consensus-csv.ts';
export { renderRatersCsv } from './files/raters-csv.ts';
export { renderJson } from './files/results-json.ts';

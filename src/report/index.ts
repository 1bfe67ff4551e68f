export { renderReport } from './render-report.ts';
export { renderConsensusCsv } from './consensus-csv.ts';
export { renderRatersCsv } from './raters-csv.ts';
export { renderJson } from './results-json.ts';

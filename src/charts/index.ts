export { h, type Attributes, type Content } from './element.ts';
export { chartStyles } from './chart-styles.ts';
export { dataTable, type DataColumn, type DataRow, type DataTableOptions } from './data-table.ts';
export { intervalChart, type IntervalChartOptions, type IntervalRow, type Mark } from './interval-chart.ts';
export { reliabilityDiagram, type CountBin, type ReliabilityDiagramOptions } from './reliability-diagram.ts';

/** Numbers in, numbers out: the methods, each in a file of its own name. */
export * from './aggregation/index.ts';
export * from './agreement/index.ts';
export * from './calibration/index.ts';
export * from './ceiling/index.ts';
export * from './clusters/index.ts';
export * from './comparison/index.ts';
export * from './inference/index.ts';
export * from './people/index.ts';
export * from './numeric/index.ts';
export * from './scoring/index.ts';
export * from './selection/index.ts';
export * from './simulation/index.ts';

import { fitIdentity, fitLabelBias, fitPlatt, fitTemperature } from '../../src/stats/calibration/index.ts';
import { calibratorContract } from './calibrators.ts';

calibratorContract({
  name: 'identity',
  labelCounts: [2, 4],
  fit: fitIdentity,
  neutral: () => ({ method: 'identity', parameters: {} }),
});
calibratorContract({
  name: 'temperature',
  labelCounts: [2, 4],
  fit: fitTemperature,
  neutral: () => ({ method: 'temperature', parameters: { temperature: 1, clip: 1e-6 } }),
});
calibratorContract({
  name: 'platt',
  labelCounts: [2],
  fit: fitPlatt,
  neutral: () => ({ method: 'platt', parameters: { slope: 1, intercept: 0, clip: 1e-6 } }),
});
calibratorContract({
  name: 'label bias',
  labelCounts: [2, 4],
  fit: fitLabelBias,
  neutral: (labelCount) => ({
    method: 'label bias',
    parameters: { slope: 1, biases: Array.from({ length: labelCount }, () => 0), clip: 1e-6 },
  }),
});

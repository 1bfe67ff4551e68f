/** The shapes of calibrators: plain JSON, so that one saved and loaded applies bit for bit as before. */
import type { IdentityCalibrator } from './identity.ts';
import type { LabelBiasCalibrator } from './label-bias.ts';
import type { PlattCalibrator } from './platt.ts';
import type { TemperatureCalibrator } from './temperature.ts';

export type Calibrator = IdentityCalibrator | TemperatureCalibrator | PlattCalibrator | LabelBiasCalibrator;

export type CalibrationMethod = Calibrator['method'];

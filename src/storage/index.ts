/** The study folder on disk: files in, results out, nothing half-written. */
export { loadCalibrator } from './load-calibrator.ts';
export { loadStudyFolder, type LoadedStudyFolder } from './load-study-folder.ts';
export { openFile, type OpenedFile } from './open-file.ts';
export { writeOutput } from './write-output.ts';

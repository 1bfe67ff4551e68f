/** The study folder on disk: files in, results out, nothing half-written. */
export { type AllowedHost, addAllowedHosts, allowedHostsName, loadAllowedHosts } from './allowed-hosts.ts';
export { loadCalibrator } from './load-calibrator.ts';
export { loadItems, type StoredItem } from './load-items.ts';
export { loadStudyFolder, type LoadedStudyFolder } from './load-study-folder.ts';
export { memoryVerdictStore } from './store/memory-verdict-store.ts';
export { openFile, type OpenedFile } from './open-file.ts';
export { openStudy, sha256, type OpenStudyOptions, type OpenedStudy } from './open-study.ts';
export { outputInStudy, pathInStudy, readStudyText } from './study-path.ts';
export { openVerdictStore, readVerdictStore, verdictStoreName } from './store/verdict-store.ts';
export { systemClock } from './system-clock.ts';
export { writeNewFile } from './write-new-file.ts';
export { requireNoFiles, writeNewFiles } from './write-new-files.ts';
export { writeOutput, type OutputFile } from './write-output.ts';

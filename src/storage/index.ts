/** The study folder on disk: files in, results out, nothing half-written. */
export { type AllowedHost, addAllowedHosts, allowedHostsName, loadAllowedHosts } from './allowed-hosts.ts';
export { loadCalibrator } from './load-calibrator.ts';
export { loadItems, type StoredItem } from './load-items.ts';
export { loadStudyConfig, loadStudyFolder, type LoadedStudyFolder } from './load-study-folder.ts';
export { lockVerdictStore } from './store/lock-verdict-store.ts';
export { memoryVerdictStore } from './store/memory-verdict-store.ts';
export { openFile, type OpenedFile } from './open-file.ts';
export { outputInStudy, readStudyText } from './study-path.ts';
export { openVerdictStore, readVerdictStore, verdictStoreName } from './store/verdict-store.ts';
export { writeNewFile } from './write-new-file.ts';
export { requireNoFiles, writeNewFiles } from './write-new-files.ts';
export { writeOutput, type OutputFile } from './write-output.ts';

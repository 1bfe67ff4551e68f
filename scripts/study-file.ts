/**
 * Writes assize.schema.json and docs/guides/study-file.md: every key of `assize.json`. `npm run
 * docs:study-file`; a test compares both with the code.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { studyFilePage, studySchemaText } from '../test/fixtures/study-file-page.ts';

const root = join(import.meta.dirname, '..');
writeFileSync(join(root, 'assize.schema.json'), studySchemaText());
writeFileSync(join(root, 'docs/guides/study-file.md'), studyFilePage());

/**
 * Writes docs/notices.md: every notice by its code, with its facts and its sentence. `npm run docs:notices`;
 * a test compares the page with the code.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noticesPage } from '../test/fixtures/notices-page.ts';

writeFileSync(join(import.meta.dirname, '../docs/notices.md'), noticesPage());

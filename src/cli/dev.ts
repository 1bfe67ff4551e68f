/** The program from its sources, without a build: `node src/cli/dev.ts demo`. */
import { main } from './main.ts';

await main();

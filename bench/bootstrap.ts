/**
 * The cluster bootstrap behind every agreement interval: seconds for 2,000 resamples, and the time relative
 * to drawing the same clusters with a bare loop in the same run. Run: node bench/bootstrap.ts
 */
import { krippendorffsAlpha, percentAgreement } from '../src/stats/agreement/index.ts';
import { createRandom, drawIndex } from '../src/stats/numeric/index.ts';
import { dawidSkeneWorld } from '../src/stats/simulation/index.ts';

const replicates = 2000;

console.log('measure                clusters  ratings  seconds  × bare draws');
for (const itemCount of [300, 3000, 30_000]) {
  const design = { itemCount, raterCount: 60, labelCount: 3, ratingsPerItem: 3, diagonal: 4 };
  const { table } = dawidSkeneWorld(design, createRandom(1));
  const interval = { clusters: 'items', random: createRandom(2), replicates } as const;
  const bare = secondsOf(() => bareDraws(itemCount));
  print('percent agreement', itemCount, table.label.length, bare, () =>
    percentAgreement(table, { interval }),
  );
  print("Krippendorff's alpha", itemCount, table.label.length, bare, () =>
    krippendorffsAlpha(table, { metric: 'nominal', interval }),
  );
}

function print(measure: string, clusters: number, ratings: number, bare: number, work: () => unknown): void {
  const seconds = secondsOf(work);
  console.log(
    `${measure.padEnd(22)} ${String(clusters).padStart(8)} ${String(ratings).padStart(8)} ` +
      `${seconds.toFixed(3).padStart(8)} ${(seconds / bare).toFixed(1).padStart(13)}`,
  );
}

/**
 * What no bootstrap can do without: drawing as many clusters as there are, as often as there are resamples.
 */
function bareDraws(clusterCount: number): number {
  const random = createRandom(3).fork('bare');
  const multiplicity = new Int32Array(clusterCount);
  for (let replicate = 0; replicate < replicates; replicate++) {
    multiplicity.fill(0);
    for (let draw = 0; draw < clusterCount; draw++) multiplicity[drawIndex(random, clusterCount)]++;
  }
  return multiplicity[0];
}

function secondsOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

import { describe, expect, test } from 'vitest';

import { exampleAnalysis, saidOf, unknown } from '../../../test/fixtures/example-analysis.ts';
import { hostileAnalysis } from '../../../test/fixtures/hostile-analysis.ts';
import { withoutStyleAndScript, wordsOf } from '../../../test/fixtures/report-text.ts';
import type { Analysis } from '../../analysis/index.ts';
import { renderReport } from './render-report.ts';

/** Elements the page is made of. Anything else came from the data. */
const ownElements = new Set(
  (
    'a bdi body button caption circle code data dd desc details div dl dt em figcaption figure ' +
    'footer g h1 h2 h3 h4 head header html input label li line ' +
    'main meta nav ol option p path rect script section select small span strong style summary svg ' +
    'table tbody td text th thead title tr ul'
  ).split(' '),
);
const ownAttributes = new Set(
  (
    'aria-hidden aria-label aria-labelledby aria-sort autocomplete charset class content cx cy d ' +
    'data-column height hidden href http-equiv id lang name r ' +
    'role scope tabindex text-anchor type value viewBox width x x1 x2 y y1 y2'
  ).split(' '),
);

function textOf(change: (analysis: Analysis) => void): string {
  return wordsOf(renderReport(exampleAnalysis(undefined, change)));
}

describe('the report of the example', () => {
  test('is the reviewed page', async () => {
    // The style sheet and the script are left out and positions are rounded, so that the snapshot changes
    // when the words or the figures do.
    const page = withoutStyleAndScript(renderReport(exampleAnalysis({ items: 8, people: 5, judges: 2 })))
      .replace(/(<(?:section|tr|p|h[1-6]|li|details|svg|figure|div)\b)/gu, '\n$1')
      .replace(
        / (x|y|x1|x2|y1|y2|cx|cy|width|height)="(-?[\d.]+)"/gu,
        (_, key: string, value: string) => ` ${key}="${Math.round(Number(value))}"`,
      )
      .replace(
        / d="([^"]*)"/gu,
        (_, path: string) =>
          ` d="${path.replace(/-?\d+\.\d+/gu, (value) => String(Math.round(Number(value))))}"`,
      );
    await expect(page).toMatchFileSnapshot('../../../test/snapshots/report.html.txt');
  });

  test('is the same text every time, and does not write to the Analysis', () => {
    const analysis = exampleAnalysis();
    const before = structuredClone(analysis);
    expect(renderReport(analysis)).toBe(renderReport(analysis));
    expect(analysis).toEqual(before);
  });

  test('loads nothing, and runs nothing but its one script', () => {
    const html = renderReport(exampleAnalysis());
    // What the policy allows, and that this is that script, is tested beside the script.
    expect(html.match(/<script/gu)).toHaveLength(1);
    expect(
      /<script |<link|<img|<iframe|@import|url\(|\ssrc=|\son[a-z]+=|https?:/u.exec(html)?.[0],
    ).toBeUndefined();
    expect([...html.matchAll(/href="([^"]*)"/gu)].every(([, target]) => target.startsWith('#'))).toBe(true);
  });

  test('has style text that escaping leaves as it is', () => {
    expect(/<style>(.*?)<\/style>/su.exec(renderReport(exampleAnalysis()))![1].includes('&')).toBe(false);
  });

  test('has unique ids, and every reference finds one', () => {
    const html = renderReport(exampleAnalysis({ items: 20, people: 70, judges: 3 }));
    const ids = [...html.matchAll(/\sid="([^"]*)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...html.matchAll(/(?:href="#|aria-labelledby=")([^"]*)"/gu)].flatMap(([, list]) =>
      list.split(' '),
    );
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  test('keeps headings in order', () => {
    const levels = [...renderReport(exampleAnalysis()).matchAll(/<h([1-6])[ >]/gu)].map(([, level]) =>
      Number(level),
    );
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.slice(1).forEach((level, index) => expect(level - levels[index]).toBeLessThanOrEqual(1));
  });
});

describe('what cannot be answered', () => {
  test('is visible with its reason and what to do, each of the five', () => {
    const page = textOf((analysis) => {
      analysis.answers = [1, 2, 3, 4, 5].map((question) => ({
        question,
        title: `Question ${question}?`,
        judge: null,
        status: 'refused',
        code: 'example',
        facts: {},
        text: '',
        reason: saidOf(`reason of ${question}`),
        fix: saidOf(`mend ${question}`),
      }));
    });
    for (const question of [1, 2, 3, 4, 5])
      expect(
        new RegExp(
          `Not answered\\s+Why: reason of ${question}\\.\\s+What to do: mend ${question}\\.`,
          'u',
        ).test(page),
      ).toBe(true);
  });

  test('is said even where the Analysis holds no answer at all', () => {
    expect(
      textOf((analysis) => (analysis.answers = [])).match(/This run did not look at this question/gu),
    ).toHaveLength(5);
  });

  test('is never NaN, null, undefined or a bare 0', () => {
    const page = textOf((analysis) => makeUnknown(analysis));
    expect(/NaN|undefined|\bnull\b|\[object|Infinity/u.exec(page)?.[0]).toBeUndefined();
    expect(page.includes('no two people share an item'), 'no two people share an item').toBe(true);
    // Axes have a zero; a cell of a table, a bold figure or a sentence must not.
    const words = renderReport(exampleAnalysis(undefined, makeUnknown)).replace(/<svg.*?<\/svg>/gsu, '');
    expect(/[> (](0%(?! to)|0\.00|0\.000|0\.0\u00A0points)[< )]/u.exec(words)?.[0]).toBeUndefined();
  });

  test('leaves no chart with a broken position', () => {
    expect(
      /="[^"]*(NaN|undefined|Infinity)[^"]*"/u.exec(
        renderReport(exampleAnalysis(undefined, makeUnknown)),
      )?.[0],
    ).toBeUndefined();
  });

  test('says what is missing where there is no judge, no person and no item', () => {
    const page = textOf((analysis) => {
      analysis.judges = [];
      analysis.rates = [];
      analysis.raters = [];
      analysis.people = { measures: [], pairs: [], pairsLeftOut: 0 };
      analysis.consensus = {
        ...analysis.consensus,
        method: 'none',
        reason: saidOf('nobody labeled an item'),
        collapse: null,
        items: [],
      };
      analysis.warnings = [];
      analysis.methods = [];
      analysis.assumptions = [];
      analysis.study.files = [];
      analysis.study.decisions = [];
    });
    for (const words of [
      'No judge',
      'No rate was estimated',
      'No rater can be compared',
      'nobody labeled an item',
      'No warnings',
    ])
      expect(page.includes(words), words).toBe(true);
  });

  test('explains a collapse and does not call its labels labels', () => {
    const page = textOf((analysis) => {
      analysis.consensus.method = 'refused';
      analysis.consensus.reason = saidOf('the guard of CROWDLAB stopped it');
      analysis.consensus.items = [];
      analysis.consensus.collapse = {
        collapsed: true,
        reasons: [saidOf('all weights are at the floor')],
        ratersAtFloor: 24,
        raterCount: 24,
        peopleShare: 0.00002,
      };
    });
    expect(page.includes('No labels were written'), 'No labels were written').toBe(true);
    expect(
      page.includes('CROWDLAB collapsed, so it was not used'),
      'CROWDLAB collapsed, so it was not used',
    ).toBe(true);
    const weights =
      'People hold <0.1% of the weight, the judge the rest; 24 of 24 people agree so little with the others';
    expect(page.includes(weights), weights).toBe(true);
    expect(page.includes('because they are its own'), 'because they are its own').toBe(true);
  });
});

describe('what must be seen', () => {
  test('is every warning with its meaning, and those of estimates', () => {
    const analysis = exampleAnalysis(undefined, ({ people, judges, raters }) => {
      people.measures[0].estimate.warnings = [saidOf('caution of the people')];
      judges[1].agreement.difference.warnings = [saidOf('caution of the judge')];
      judges[0].orders!.bias.warnings = [saidOf('caution of the order')];
      raters[2].agreementWithConsensus.warnings = [saidOf('caution of a rater')];
    });
    const page = wordsOf(renderReport(analysis)).toLowerCase();
    for (const { text: words, meaning, code } of analysis.warnings)
      for (const part of [words, meaning, code])
        expect(page.includes(part.toLowerCase()), part.toLowerCase()).toBe(true);
    for (const who of ['people', 'judge', 'order'])
      expect(page.includes(`caution of the ${who}`), `caution of the ${who}`).toBe(true);
    expect(page.includes('caution of a rater'), 'caution of a rater').toBe(true);
    expect(
      page.includes('the clusters were drawn independently'),
      'the clusters were drawn independently',
    ).toBe(true);
  });

  test('is the banner of simulated data, and only then', () => {
    expect(textOf(() => {}).includes('Simulated data.'), 'Simulated data.').toBe(true);
    expect(textOf((analysis) => (analysis.study.simulated = false)).includes('Simulated data.')).toBe(false);
  });

  test('is the truth beside its figure, in the unit of the figure', () => {
    const page = textOf(() => {});
    expect(/One person agrees with another\s+66% 62% to 70% 67% inside/u.test(page)).toBe(true);
    expect(/The judge agrees with one person\s+64% 60% to 68% 69% outside/u.test(page)).toBe(true);
    expect(/Temperature of the judge \(1: none needed\)\s+2\.41 no interval 2\.5/u.test(page)).toBe(true);
  });

  test('is how many items are left out of the table', () => {
    expect(
      wordsOf(renderReport(exampleAnalysis({ items: 1200, people: 4, judges: 1 }))).includes(
        'The 500 most doubtful items. 700 more are left out here; consensus.csv has all.',
      ),
      'The 500 most doubtful items. 700 more are left out here; consensus.csv has all.',
    ).toBe(true);
    expect(textOf(() => {}).includes('left out here')).toBe(false);
  });

  test('is the lowest 30, the highest 10 and every judge, where raters are many', () => {
    const html = renderReport(exampleAnalysis({ items: 10, people: 200, judges: 2 }));
    const wide = /<svg class="drawing wide"[^>]*aria-labelledby="rater-agreement.*?<\/svg>/su.exec(html)![0];
    expect(wide.match(/class="mark people"/gu)).toHaveLength(40);
    expect(wide.match(/class="mark judge"/gu)).toHaveLength(2);
    expect(wide.includes('raters between, in the table'), 'raters between, in the table').toBe(true);
    expect(html.includes('All 202 raters as a table'), 'All 202 raters as a table').toBe(true);
  });

  test('is a list of the most frequent differences where labels are too many for a square', () => {
    const many = Array.from({ length: 40 }, (_, code) => ({ name: `label ${code}` }));
    const page = textOf((analysis) => {
      analysis.study.codebook.labels = many;
      analysis.study.labelCounts = many.map(() => 3);
      analysis.judges.forEach(
        ({ agreement }) =>
          (agreement.confusion = many.map((_, row) =>
            many.map((__, column) => (row === 3 && column === 7 ? 99 : 1)),
          )),
      );
      for (const item of analysis.consensus.items) item.numbers = many.map(() => 0.025);
    });
    expect(/label 3\s+label 7\s+99/u.test(page)).toBe(true);
    expect(
      page.includes('1,530 rarer differences are in results.json'),
      '1,530 rarer differences are in results.json',
    ).toBe(true);
  });
});

describe('hostile text', () => {
  const html = renderReport(hostileAnalysis());

  test('makes no element and no attribute', () => {
    const markup = withoutStyleAndScript(html);
    for (const [, tag] of markup.matchAll(/<\/?([a-zA-Z][^\s/>]*)/gu)) expect(ownElements).toContain(tag);
    for (const [tag] of markup.matchAll(/<[a-zA-Z](?:[^>"]|"[^"]*")*>/gu))
      for (const [, key] of tag.matchAll(/\s([^\s=>"/]+)(?:="[^"]*")?/gu))
        expect(ownAttributes).toContain(key);
  });

  test('shows hidden characters as their codes and leaves none of them', () => {
    expect(
      html.includes('good⟨U+202E⟩dnab⟨U+202C⟩⟨U+2066⟩x⟨U+2069⟩⟨U+200B⟩⟨U+0000⟩line break\uFFFD'),
      'good⟨U+202E⟩dnab⟨U+202C⟩⟨U+2066⟩x⟨U+2069⟩⟨U+200B⟩⟨U+0000⟩line break\uFFFD',
    ).toBe(true);
    const hidden =
      // oxlint-disable-next-line no-control-regex -- these characters are what must not be there
      /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u200B-\u200F]/u;
    expect(hidden.exec(html)?.[0]).toBeUndefined();
    expect(html.isWellFormed()).toBe(true);
  });

  test('is cut where it is long', () => {
    expect(html.length).toBeLessThan(600_000);
    expect(html.includes('long-label-without-any-space-'.repeat(40))).toBe(false);
  });
});

describe('size', () => {
  test('is at most 1.5 MB for 5,000 items, 60 raters and 3 judges, each with a full table of differences', () => {
    const html = renderReport(exampleAnalysis({ items: 5000, people: 60, judges: 3 }));
    expect(html.match(/<tr>/gu)!.length).toBeGreaterThan(2000);
    expect(new TextEncoder().encode(html).length).toBeLessThan(1_500_000);
  });

  test('does not grow with the items beyond the table', () => {
    const at = (items: number): number =>
      renderReport(exampleAnalysis({ items, people: 60, judges: 3 })).length;
    expect(at(20_000) - at(5000)).toBeLessThan(2000);
  });
});

/** Every figure that can be unknown. */
function makeUnknown(analysis: Analysis): void {
  const none = unknown('no two people share an item');
  for (const { agreement, orders, calibration, probabilities } of analysis.judges) {
    Object.assign(agreement, {
      ceiling: none,
      judgeOnCeilingItems: none,
      difference: none,
      ratio: none,
      judgeWithPerson: none,
      finding: 'unknown',
    });
    agreement.measures.forEach((measure) => (measure.estimate = none));
    agreement.confusion = agreement.confusion.map((row) => row.map(() => 0));
    if (orders !== null) Object.assign(orders, { bias: none, consistency: none });
    if (probabilities !== null) probabilities.meanMissingMass = NaN;
    if (calibration !== null) blank(calibration);
  }
  for (const { differences } of analysis.judges)
    differences.items.forEach((item) =>
      Object.assign(item, { difference: NaN, judgeConfidence: NaN, judgeLabel: null }),
    );
  for (const rate of analysis.rates) {
    Object.assign(rate, { corrected: none, humanOnly: none, judgeOnly: none, labelsSaved: NaN });
    rate.details.forEach((detail) => (detail.value = NaN));
  }
  analysis.people.measures.forEach((measure) => (measure.estimate = none));
  analysis.people.pairs.forEach((pair) =>
    Object.assign(pair, { agreement: NaN, kappa: NaN, reason: 'no shared item' }),
  );
  analysis.raters.forEach((rater) =>
    Object.assign(rater, { agreementWithConsensus: none, quality: NaN, weight: NaN }),
  );
  for (const item of analysis.consensus.items)
    Object.assign(item, { quality: NaN, agreement: NaN, numbers: item.numbers.map(() => NaN) });
  analysis.consensus.collapse!.peopleShare = NaN;
  analysis.truth!.forEach((row) => Object.assign(row, { estimate: NaN, lower: NaN, upper: NaN, truth: NaN }));
  analysis.answers = [];
  // What no one said cannot be a share of nothing.
  analysis.options.level = 0.95;
}

/** NaN in place of every figure of a calibration, ends of bins and counts excepted. */
function blank(calibration: NonNullable<Analysis['judges'][number]['calibration']>): void {
  for (const scores of [calibration.before, calibration.after]) {
    Object.assign(scores, {
      logLoss: NaN,
      brier: NaN,
      labelVariance: NaN,
      meanConfidence: NaN,
      observedShare: NaN,
      topConfidence: NaN,
      topShare: NaN,
      skill: NaN,
    });
    Object.assign(scores.smoothError, { value: NaN, width: NaN, expectedIfCalibrated: NaN });
    Object.assign(scores.calibrationError, { value: NaN, debiased: NaN, expectedIfCalibrated: NaN });
    Object.assign(scores.corp, { miscalibration: NaN, discrimination: NaN, uncertainty: NaN });
  }
  calibration.baselineLogLoss = NaN;
  calibration.candidates.forEach((candidate) =>
    Object.assign(candidate, { logLoss: NaN, standardError: NaN }),
  );
  for (const diagram of [calibration.diagrams.before, calibration.diagrams.after]) {
    diagram.curve.forEach((point) => Object.assign(point, { predicted: NaN, observed: NaN }));
    diagram.band.forEach((point) => Object.assign(point, { predicted: NaN, lower: NaN, upper: NaN }));
    diagram.bins = diagram.bins.map((bin) => ({
      ...bin,
      predicted: NaN,
      observed: NaN,
      lower: NaN,
      upper: NaN,
    }));
  }
}

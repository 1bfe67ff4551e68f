import { describe, expect, test } from 'vitest';

import { estimate, saidOf, unknown } from '../../../test/fixtures/example-analysis.ts';
import { sectionHtml, sectionWords } from '../../../test/fixtures/report-text.ts';
import { type Analysis, type RateAnalysis, said } from '../../analysis/index.ts';
import { notice } from '../../stats/index.ts';

const one = { items: 20, people: 4, judges: 1 };
const event = 'model 3 wins (a tie counts half)';

/** The section with one judge whose rate is changed. */
function words(change: (rate: RateAnalysis) => void = () => {}): string {
  return sectionWords('rates', (analysis) => change(analysis.rates[0]), one);
}

/** What stands before what, in the order they must have. */
function expectInOrder(page: string, ...parts: string[]): void {
  const places = parts.map((part) => page.indexOf(part));
  expect(places, parts.filter((_, at) => places[at] < 0).join(' | ')).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
}

describe('a corrected rate', () => {
  test('is said first with its interval, beside people alone and the judge alone', () => {
    expectInOrder(
      words(),
      `57% (53% to 61%): ${event}, from the judge’s verdicts, corrected by 300 items that people labeled.`,
      'People alone say 58% (52% to 64%). The judge alone says 68%',
      'Corrected What the judge says, shifted by how far it misses people on the labeled items. 57% 53% to 61%',
      'People alone What people said of the labeled items; the judge has no part in it. 58% 52% to 64%',
      '68% no interval',
    );
  });

  test('says why the judge’s own rate has no interval, in the words of the Analysis', () => {
    expect(words()).toContain(
      'No interval: the judge’s own rate is off by its errors, which more verdicts do not remove.',
    );
    expect(words().match(/which more verdicts do not remove/gu)).toHaveLength(1);
    expect(words((rate) => (rate.judgeOnly.warnings = []))).toContain(
      'No interval: more verdicts would not take its mistakes away.',
    );
  });

  test('is drawn a row a figure, the judge’s without a line', () => {
    const html = sectionHtml('rates', undefined, one);
    const wide = /<svg class="drawing wide".*?<\/svg>/su.exec(html)![0];
    const marks = [...wide.matchAll(/<g class="mark (\w+)">(.*?)<\/g>/gsu)].map(([, mark, inside]) => [
      mark,
      inside.includes('class="range"'),
    ]);
    expect(marks).toEqual([
      ['corrected', true],
      ['people', true],
      ['people', true],
      ['judge', false],
    ]);
    expect(wide).toContain('The judge alone: 68%, no interval');
  });

  test('says what the judge saved, whole labels only', () => {
    expect(words()).toContain('The judge saved about 187 labels.');
    expect(words((rate) => (rate.labelsSaved = 1.2))).toContain('The judge saved about 1 label.');
    for (const none of [0.6, 0, -12])
      expect(words((rate) => (rate.labelsSaved = none))).toContain('No labels saved.');
    expect(words((rate) => (rate.labelsSaved = NaN))).not.toMatch(/saved/iu);
  });

  test('names the method with its reason, the choice of items, and every count', () => {
    const page = words();
    for (const part of [
      'PPI++. Why this one: labeled items are declared drawn at random, and several items belong to ' +
        'one cluster.',
      'Drawn at random, so they speak for all items (declared).',
      '300, in 71 clusters',
      'Items with a verdict only 887',
      'Items without a verdict 13 (0 of them labeled, 4 without any row of the judge). The corrected ' +
        'figure counts them by what people say of such items; the judge alone leaves them out.',
      'Weight of the judge (λ) 0.62 0: people alone',
      'Correlation of judge and people 0.71',
      'Labeled items were drawn at random from the pool.',
    ])
      expect(page).toContain(part);
  });

  test('writes error rates as shares', () => {
    const page = words((rate) => {
      rate.method = 'Rogan-Gladen';
      rate.details = [
        {
          name: 'Sensitivity',
          value: 0.914,
          unit: 'share',
          what: 'of what people call yes, the share the judge calls yes',
        },
      ];
    });
    expect(page).toContain('Sensitivity 91% Of what people call yes');
  });

  test('shows the warnings of its estimates', () => {
    const page = words((rate) => {
      rate.corrected.warnings = [saidOf('it is cut to [0, 1]')];
      rate.humanOnly.warnings = [saidOf('all outcomes are the same')];
    });
    expect(page).toContain('It is cut to [0, 1]. (Corrected.)');
    expect(page).toContain('All outcomes are the same. (People alone.)');
  });

  test('is unknown with its reason where it has no value', () => {
    const page = words((rate) => (rate.corrected = unknown('no draw gave a rate')));
    expect(page).toMatch(/unknown No draw gave a rate\./iu);
  });
});

describe('a rate whose interval is not claimed', () => {
  const change = (rate: RateAnalysis): void => {
    rate.claimed = false;
    rate.corrected.warnings = [saidOf('22 clusters have a label')];
  };

  test('comes after a caution and after the people’s figure, in words, drawing and table', () => {
    expectInOrder(
      words(change),
      'Take the corrected figure with care.',
      '22 clusters have a label.',
      'Report that one.',
      `58% (52% to 64%): ${event}, by people alone, on 300 labeled items.`,
      'Corrected with the judge: 57% (53% to 61%)',
      'People alone What people said',
      'Corrected What the judge says',
    );
    const html = sectionHtml('rates', (analysis) => change(analysis.rates[0]), one);
    expect([...html.matchAll(/<g class="mark (\w+)">/gu)].slice(0, 4).map(([, mark]) => mark)).toEqual([
      'people',
      'corrected',
      'people',
      'judge',
    ]);
  });

  test('does not recommend a figure by people that carries a warning itself', () => {
    const page = words((rate) => {
      change(rate);
      rate.humanOnly.warnings = [saidOf('22 clusters are few for people too')];
    });
    expectInOrder(
      page,
      'It carries a warning too, below.',
      '22 clusters are few for people too. (People alone.)',
    );
    expect(page).not.toContain('Report that one');
  });

  test('never gives the rate of a calibration set as that of the target, in words, drawing or table', () => {
    const separate = (rate: RateAnalysis): void => {
      change(rate);
      rate.selection = 'separate';
      rate.otherPeople = null;
    };
    const page = words(separate);
    expectInOrder(
      page,
      'Take the corrected figure with care.',
      `57% (53% to 61%): ${event}, from the judge’s verdicts`,
      'The 58% of people on the calibration set are its mix, not a rate of these items.',
    );
    expect(page).not.toContain('Report that one');
    const html = sectionHtml('rates', (analysis) => separate(analysis.rates[0]), one);
    expect([...html.matchAll(/<g class="mark (\w+)">/gu)].slice(0, 2).map(([, mark]) => mark)).toEqual([
      'corrected',
      'judge',
    ]);
    expect(html).not.toContain('by people alone, on');
  });

  test('claims no saving, and says each warning once', () => {
    const page = words(change);
    expect(page).not.toMatch(/saved/iu);
    expect(page.match(/22 clusters have a label/gu)).toHaveLength(1);
  });
});

describe('a rate by people alone', () => {
  const change = (rate: RateAnalysis): void => {
    Object.assign(rate, {
      judge: null,
      status: 'people alone',
      method: 'people alone',
      methodReason: saidOf('there is no judge to correct'),
    });
    Object.assign(rate, {
      corrected: rate.humanOnly,
      judgeOnly: unknown('there is no judge'),
      labelsSaved: NaN,
      details: [],
    });
    Object.assign(rate, { selection: 'all', selectionDeclared: false });
  };

  test('is one figure, with the reason for no correction and no word of a judge’s figures', () => {
    const page = words(change);
    expectInOrder(
      page,
      `58% (52% to 64%): ${event}, by people alone`,
      'Nothing was corrected: there is no judge to correct.',
    );
    expect(page).toContain('Every item was labeled (seen in the data).');
    expect(page).not.toMatch(/judge alone|without a verdict|PPI/u);
    expect(page.match(/52% to 64%/gu)!.length).toBeGreaterThan(1);
  });

  test('carries its own caution where its interval is not claimed', () => {
    const page = words((rate) => {
      change(rate);
      rate.claimed = false;
      rate.humanOnly.warnings = [saidOf('12 items are few')];
    });
    expectInOrder(page, 'Take this interval with care.', '12 items are few.', `58% (52% to 64%): ${event}`);
    expect(page).not.toContain('corrected figure');
  });
});

describe('a refused rate', () => {
  const change = (rate: RateAnalysis): void => {
    Object.assign(rate, {
      status: 'refused',
      method: 'none',
      selection: 'chosen',
      selectionDeclared: false,
      claimed: false,
    });
    Object.assign(rate, {
      reason: saidOf('nobody said how they were chosen'),
      fix: saidOf('add --selection random'),
      labelsSaved: NaN,
      details: [],
    });
    rate.corrected = unknown('nobody said how they were chosen');
  };

  test('is a grey box with reason and fix, then the people’s figure for the labeled items only', () => {
    expectInOrder(
      words(change),
      'The true rate is not estimated',
      'Why: nobody said how they were chosen.',
      'What to do: add --selection random.',
      `On the 300 labeled items alone, by people: 58% (52% to 64%), the rate of ${event}. This holds ` +
        'for these items only.',
      'Nobody said.',
    );
  });

  test('draws nothing and promises nothing for the others', () => {
    const html = sectionHtml('rates', (analysis) => change(analysis.rates[0]), one);
    expect(html).not.toContain('<svg');
    expect(words(change)).not.toMatch(/speak for all|Corrected|saved|assume/u);
  });
});

describe('a draw in doubt', () => {
  test('recommends neither figure, and does not say that the labels speak for all', () => {
    const doubt =
      'the labeled items do not look drawn at random: the judge says "Pass" on 9% of them and on 62% ' +
      'of the others';
    const page = words((rate) => {
      Object.assign(rate, {
        status: 'corrected',
        selection: 'random',
        claimed: false,
        drawCheck: { compared: ['verdicts'], doubt: saidOf(doubt) },
      });
      rate.corrected = { ...rate.corrected, warnings: [saidOf(doubt)] };
    });
    expectInOrder(
      page,
      'No figure here holds for all items.',
      'Were these chosen, they may be off by more than they are wide.',
      'The labeled items do not look drawn at random',
      'Label some items drawn at random before you report a rate.',
      'is open.',
      'Corrected with the judge:',
      'Declared drawn at random; what the judge says of them speaks against it.',
    );
    expect(page).not.toMatch(/Report that one|so they speak|too narrow|comes first/u);
  });
});

test('says that a draw could not be checked, and why', () => {
  const page = words((rate) => {
    rate.selection = 'random';
    rate.drawCheck = { compared: [], reason: said(notice('one-labeled-cluster')) };
  });
  expect(page).toContain(
    'so they speak for all items (declared). Whether the labeled items look drawn at random could not be checked: ' +
      'all labeled items are of one cluster.',
  );
});

test('says that a draw was checked, and that nothing speaks against it', () => {
  const page = words((rate) => {
    rate.selection = 'random';
    rate.drawCheck = { compared: ['silence', 'verdicts'] };
  });
  expect(page).toContain(
    '(declared). Nothing in the judge’s missing verdicts and verdicts speaks against a random draw of the labeled items.',
  );
});

test('says what became of items without a verdict, and of items that the judge was not asked about', () => {
  const page = (change: (rate: RateAnalysis) => void): string =>
    words((rate) => {
      Object.assign(rate.counts, { withoutVerdict: 165, labeledWithoutVerdict: 15, withoutRow: 0 });
      change(rate);
    });
  expect(page(() => {})).toContain(
    'Items without a verdict 165 (15 of them labeled). The corrected figure counts them by what people say',
  );
  expect(page((rate) => (rate.selection = 'separate'))).toContain(
    'The corrected figure counts them as not yes; the judge alone',
  );
  expect(page((rate) => (rate.status = 'refused'))).toContain(
    '165 (15 of them labeled). The judge alone leaves them out.',
  );
  expect(page(() => {})).not.toContain('not asked about');
  expect(page((rate) => (rate.counts.notAsked = 20))).toContain(
    'Items the judge was not asked about 20; the rate is that of the others',
  );
});

describe('the section', () => {
  test('has a part for each judge', () => {
    const html = sectionHtml('rates', undefined, { items: 20, people: 4, judges: 3 });
    expect([...html.matchAll(/<h3 id="rate-(\d)">/gu)].map(([, place]) => place)).toEqual(['0', '1', '2']);
  });

  test('gives the reason of question 4 where there is nothing to count', () => {
    const none = (analysis: Analysis): void => {
      analysis.rates = [];
      analysis.answers = [
        {
          question: 4,
          title: '',
          judge: null,
          status: 'refused',
          code: 'no-event',
          facts: {},
          text: '',
          reason: saidOf('nothing says what to count'),
          fix: saidOf('add --pass LABEL'),
        },
      ];
    };
    expectInOrder(
      sectionWords('rates', none, one),
      'Why: nothing says what to count.',
      'What to do: add --pass LABEL.',
    );
    expect(sectionHtml('answers', none, one)).not.toContain('href="#rates"');
  });

  test('is linked from the answer to question 4, and its assumptions are among those of the study', () => {
    expect(sectionHtml('answers', undefined, one)).toContain('href="#rates"');
    const assumed = (analysis: Analysis): void => {
      analysis.rates[0].corrected = {
        ...estimate(0.5, 0.4, 0.6),
        assumptions: [saidOf('an assumption of the rate')],
      };
    };
    expect(sectionWords('methods', assumed, one)).toMatch(/an assumption of the rate/iu);
  });
});

/**
 * The report: an Analysis as one HTML page that loads nothing, runs nothing but its own table script, and
 * shows no number that is not in the Analysis.
 */
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

import type { Analysis } from '../../analysis/index.ts';
import { chartStyles, h, type Content } from '../../charts/index.ts';
import { answersSection } from '../sections/answers-section.ts';
import { type Said, onceEach, plainName, shortText } from './clean-text.ts';
import { dataSection, methodsSection, warningsSection } from '../sections/closing-sections.ts';
import { comparisonSection } from '../judges/comparison-section.ts';
import { confidenceSection } from '../sections/confidence-section.ts';
import { differencesSection } from '../judges/differences-section.ts';
import type { Estimate } from './estimate-cells.ts';
import { counted } from './format.ts';
import { judgesSection } from '../judges/judges-section.ts';
import { labelsSection } from '../sections/labels-section.ts';
import { sectionNode, type Section } from './page-parts.ts';
import { peopleSection } from '../sections/people-section.ts';
import { ratersSection } from '../sections/raters-section.ts';
import { ratesSection } from '../sections/rates-section.ts';
import { reportStyles } from './report-styles.ts';
import { tableScript, tableScriptHash } from './table-script.ts';
import { truthSection } from '../sections/truth-section.ts';

/**
 * No font, no picture from anywhere, and one script, known by its bytes: what a name in the data might
 * smuggle in has nothing to run with.
 */
const contentPolicy =
  `default-src 'none'; script-src '${tableScriptHash}'; style-src 'unsafe-inline'; img-src data:; ` +
  "base-uri 'none'; form-action 'none'";

/** One self-contained page, as text. */
export function renderReport(analysis: Analysis): string {
  const html = renderToString(page(analysis));
  // Nodes hold escaped text and no script, so the script comes in here. Nothing from the data can look like
  // this end.
  const end = html.lastIndexOf('</body>');
  return `<!doctype html>\n${html.slice(0, end)}<script>${tableScript}</script>${html.slice(end)}\n`;
}

function page(analysis: Analysis): VNode {
  const title = shortText(analysis.study.title, 120) || 'Report';
  const sections = [
    answersSection(analysis),
    truthSection(analysis),
    judgesSection(analysis),
    comparisonSection(analysis),
    ratersSection(analysis),
    peopleSection(analysis),
    confidenceSection(analysis),
    ratesSection(analysis),
    differencesSection(analysis),
    labelsSection(analysis),
    warningsSection(analysis),
    dataSection(analysis),
    methodsSection(analysis, allAssumptions(analysis)),
  ].filter((section) => section !== null);
  return h(
    'html',
    { lang: 'en' },
    h(
      'head',
      null,
      h('meta', { charset: 'utf-8' }),
      h('meta', { 'http-equiv': 'Content-Security-Policy', content: contentPolicy }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('meta', { name: 'referrer', content: 'no-referrer' }),
      h('title', null, `${title} · assize report`),
      h('style', null, `${reportStyles}${chartStyles}`),
    ),
    h(
      'body',
      null,
      h('a', { class: 'skip', href: '#main' }, 'Skip to the answers'),
      header(analysis, title),
      h(
        'div',
        { class: 'columns' },
        contents(sections),
        h('main', { id: 'main', tabIndex: -1 }, ...sections.map(sectionNode)),
      ),
      h(
        'footer',
        null,
        h(
          'p',
          null,
          `Made by ${plainName(analysis.program.name)} ${plainName(analysis.program.version)}, seed ` +
            `${analysis.options.seed}.`,
        ),
      ),
    ),
  );
}

function header({ study }: Analysis, title: string): Content {
  const aside = study.setAside.length === 0 ? '' : ` and ${study.setAside.length} set aside`;
  return h(
    'header',
    null,
    h('p', { class: 'kind' }, 'assize report'),
    h('h1', null, h('bdi', null, title)),
    h(
      'p',
      { class: 'scope' },
      `${counted(study.items, 'item')}, ${counted(study.people, 'person', 'people')}, ` +
        `${counted(study.judges, 'judge')}${aside}; ` +
        `${counted(study.labeledItems, 'item')} labeled by people.`,
    ),
    study.simulated
      ? h(
          'p',
          { class: 'banner', role: 'note' },
          h('strong', null, 'Simulated data. '),
          'assize made these ratings itself, so the truth is known. They say nothing about any real judge.',
        )
      : null,
  );
}

function contents(sections: readonly Section[]): Content {
  return h(
    'nav',
    { 'aria-label': 'Contents' },
    h('ul', null, ...sections.map(({ id, short }) => h('li', null, h('a', { href: `#${id}` }, short)))),
  );
}

/** Those of the study and those that travel with estimates, each once. */
function allAssumptions({ assumptions, people, judges, comparison, rates, raters }: Analysis): Said[] {
  const estimates: Estimate[] = [
    ...people.measures.map(({ estimate }) => estimate),
    ...judges.flatMap(({ agreement, orders }) => [
      agreement.ceiling,
      agreement.judgeOnCeilingItems,
      agreement.difference,
      agreement.ratio,
      agreement.judgeWithPerson,
      ...agreement.measures.map(({ estimate }) => estimate),
      ...(orders === null ? [] : [orders.bias, orders.consistency]),
    ]),
    ...(comparison?.pairs ?? []).map(({ difference }) => difference),
    ...rates
      .filter(({ status }) => status !== 'refused')
      .flatMap(({ corrected, humanOnly }) => [corrected, humanOnly]),
    ...raters.map(({ agreementWithConsensus }) => agreementWithConsensus),
  ];
  return onceEach([...assumptions, ...estimates.flatMap((estimate) => estimate.assumptions)]);
}

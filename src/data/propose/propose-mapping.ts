/**
 * From the shapes of columns to a mapping that may read them. A proposal is for a person to check; it is
 * never applied.
 */
import { isNamedConfidence } from '../words/confidence-name.ts';
import {
  type ColumnProfile,
  type Sample,
  columnApart,
  columnOfItems,
  isSmall,
  profileColumns,
} from './column-profile.ts';
import {
  criteria,
  holdsLabels,
  indexColumn,
  isBookkeeping,
  isIndex,
  isJudge,
  itemColumns,
  labelColumn,
  numberedColumns,
  oneHotColumns,
  own,
  partName,
  probabilityColumns,
  raterName,
  wideColumns,
} from './column-roles.ts';
import { judgeAlone, judgeBeside, judgeOtherwise, namesWith, probabilityBeside } from './judge-beside.ts';
import { type Proposal, type ProposedMapping, onlyNotes } from './proposal.ts';
import {
  type Part,
  formProposal,
  gradesInOrder,
  namedKinds,
  nestedVerdicts,
  promptfooStatus,
  severalInACell,
} from './study-parts.ts';
import { toolProposal } from './tool-shapes.ts';

/**
 * How a file may be read that lacks the column names of assize; null where its shapes say nothing.
 *
 * @example
 * const sample = { header: ['text_id', 'annotator', 'score'], rows: [['a', 'ann', 'good'], ['b', 'ann', 'bad']] };
 * proposeMapping(sample).mappings; // [{ item: ['text_id'], rater: 'annotator', label: 'score' }]
 */
export function proposeMapping(sample: Sample): Proposal | null {
  const columns = profileColumns(sample);
  return (
    nestedVerdicts(columns) ??
    toolProposal(columns) ??
    severalInACell(new Guess(sample, columns).proposal(), columns)
  );
}

const noRater = 'no column says who rated: name the one person or model that rated all rows';

class Guess {
  readonly #sample: Sample;
  readonly #columns: readonly ColumnProfile[];
  readonly #notes: string[] = [];
  readonly #used: Set<string>;
  #mapping: ProposedMapping = {};
  #questions: readonly string[] = [];

  constructor(sample: Sample, columns: readonly ColumnProfile[]) {
    this.#sample = sample;
    this.#columns = columns.filter((column) => !isBookkeeping(column, sample.rows.length));
    this.#used = new Set(own);
  }

  proposal(): Proposal | null {
    const form = formProposal(this.#sample, this.#columns);
    if (form !== null) return form;
    if (!this.#has('item')) {
      const names = itemColumns(this.#columns) ?? indexColumn(this.#sample);
      if (names === null) return null;
      this.#take({ item: names }, names);
      this.#notes.push(
        names.length > 1
          ? `item: ${names.join(', ')} together name what was compared`
          : isIndex(names[0])
            ? `item: ${names[0]} is the one column that may name items`
            : `item: ${names[0]} is named like an id`,
      );
    }
    const probabilities = this.#probabilities();
    const small = this.#free().filter(isSmall);
    let questions: string[] = [];
    if (!this.#has('rater')) {
      const rater = this.#free().find((column) => raterName.test(column.name) && !holdsLabels(column, small));
      if (rater !== undefined) {
        this.#take({ rater: rater.name }, [rater.name]);
        this.#notes.push(`rater: ${rater.name} is named like one`);
        if (!this.#has('label')) questions = numberedColumns(small);
      } else {
        const isOpen = !this.#has('label') && probabilities === null;
        const wide = isOpen ? this.#wide(small) : null;
        if (wide !== null) return wide;
        const alone = isOpen ? judgeAlone(small, this.#mapping, this.#free(), this.#sample) : null;
        if (alone !== null) return { ...alone, notes: [...this.#notes, ...alone.notes] };
        this.#mapping = { ...this.#mapping, raterName: 'rater' };
        this.#notes.push(noRater);
      }
    }
    const label = this.#label(questions, probabilities?.map((member) => member.label) ?? []);
    if (label === undefined && !this.#has('label') && probabilities === null)
      return Object.keys(this.#mapping).length === 0
        ? null
        : onlyNotes(...this.#notes, 'no column looks like a label');
    this.#part();
    let kinds = this.#kinds();
    const judge = label === undefined ? null : judgeBeside(label, this.#mapping, this.#free(), this.#sample);
    if (label !== undefined && probabilities === null && judge === null)
      kinds = this.#confidence(label, kinds);
    if (Object.keys(this.#mapping).length === 0 && Object.keys(kinds).length === 0 && judge === null)
      return null;
    return {
      mappings: judge === null ? [this.#mapping] : [this.#mapping, judge.mapping],
      options: { ...this.#noted(gradesInOrder(label)), ...kinds },
      notes: [...this.#notes, ...(judge?.notes ?? [])],
      ...(this.#questions.length > 1 && judge === null ? { questions: this.#questions } : {}),
    };
  }

  #has(name: string): boolean {
    return this.#sample.header.includes(name);
  }

  #free(): ColumnProfile[] {
    return this.#columns.filter(({ name }) => !this.#used.has(name));
  }

  #noted({ options, notes }: Part): Proposal['options'] {
    this.#notes.push(...notes);
    return options;
  }

  #kinds(): Proposal['options'] {
    const { rater = 'rater' } = this.#mapping;
    const names = this.#columns.find(({ name }) => name === rater)?.values ?? [];
    return this.#has('kind') ? {} : this.#noted(namedKinds(names));
  }

  /** A probability beside the labels of judges, and of nobody else; those who have it are judges. */
  #confidence(label: ColumnProfile, kinds: Proposal['options']): Proposal['options'] {
    const { header } = this.#sample;
    const column = this.#free().find(({ probability, name }) => probability && isNamedConfidence(name));
    const rater = header.indexOf(this.#mapping.rater ?? 'rater');
    if (column === undefined || rater < 0) return kinds;
    const who = namesWith(this.#sample, rater, header.indexOf(column.name));
    const known = kinds.judge ?? [];
    if (
      !this.#has('kind') &&
      who.length === namesWith(this.#sample, rater, rater).length &&
      who.some((name) => !known.includes(name))
    ) {
      this.#notes.push(`${column.name} is not used: people say how sure they are, too`);
      return kinds;
    }
    const { part, notes } = probabilityBeside(label, [column], this.#sample);
    this.#take(part, [column.name]);
    this.#notes.push(...notes);
    const judge = [...new Set([...known, ...who])];
    return this.#has('kind') || judge.length === known.length ? kinds : { ...kinds, judge };
  }

  #take(part: ProposedMapping, names: readonly string[]): void {
    this.#mapping = { ...this.#mapping, ...part };
    for (const name of names) this.#used.add(name);
  }

  /** Columns of labels, one a rater; or columns of 1 and 0 that are one label together. */
  #wide(small: readonly ColumnProfile[]): Proposal | null {
    const marks = oneHotColumns(small, this.#sample);
    if (marks.length > 1) {
      this.#take({ oneHot: marks, raterName: 'rater' }, marks);
      return {
        mappings: [this.#mapping],
        options: {},
        notes: [...this.#notes, `label: of ${marks.join(', ')} one is 1 in each row`, noRater],
      };
    }
    const raters = wideColumns(small.filter(({ name }) => name !== 'Status'));
    if (raters.length < 2) return null;
    this.#itemOfWide(raters);
    this.#take({ wide: raters }, raters);
    this.#notes.push(`wide: ${raters.join(', ')} hold the same few values: one column a rater?`);
    if (raters.length > this.#sample.rows.length)
      this.#notes.push(
        'there are more raters than items: if each row is a rater, read each column as an item',
      );
    const status = promptfooStatus(this.#columns, this.#mapping);
    if (status !== undefined)
      return {
        mappings: [this.#mapping, status],
        options: {},
        notes: [...this.#notes, 'judge: Status is what promptfoo decided: PASS and FAIL'],
      };
    const profile = small.find(({ name }) => name === raters[0])!;
    const judge = raters.map((name) => this.#columns.find((column) => column.name === name)!).find(isJudge);
    const { wide: _, ...ofItem } = this.#mapping;
    // A judge may be one of the columns that look alike, or stand beside them.
    const [label, mapping] = judge === undefined ? [profile, ofItem] : [judge, this.#mapping];
    const beside = judgeBeside(label, mapping, this.#free(), this.#sample);
    if (beside === null) {
      const other = judge === undefined ? judgeOtherwise(profile, this.#mapping, this.#free()) : null;
      const asRater = other === null || other.mapping !== undefined ? [] : [other.column];
      const named = [...(judge === undefined ? [] : [judge.name]), ...asRater];
      return {
        mappings: [
          { ...this.#mapping, wide: [...raters, ...asRater] },
          ...(other?.mapping ? [other.mapping] : []),
        ],
        options: {
          ...this.#noted(gradesInOrder(profile)),
          ...(named.length === 0 ? {} : { judge: named }),
        },
        notes: [
          ...this.#notes,
          ...(other === null ? [] : [other.note]),
          ...(judge === undefined ? [] : probabilityBeside(judge, this.#free(), this.#sample).notes),
        ],
      };
    }
    const people = raters.filter((name) => name !== judge?.name);
    return {
      mappings: [{ ...this.#mapping, wide: people }, beside.mapping],
      options: this.#noted(gradesInOrder(profile)),
      notes: [
        ...this.#notes.slice(0, -1),
        `wide: ${people.join(', ')} hold the same few values: one column a person?`,
        ...beside.notes,
      ],
    };
  }

  /** In a wide table each row is an item: a column that repeats is none. */
  #itemOfWide(raters: readonly string[]): void {
    const { item } = this.#mapping;
    const { rows } = this.#sample;
    const unique = columnOfItems(this.#columns, item, raters, rows.length);
    if (unique === undefined) return;
    this.#notes[0] = `item: ${unique.name} has another value in each row`;
    this.#take({ item: [unique.name] }, [unique.name]);
  }

  #probabilities(): readonly { label: string; column: string }[] | null {
    if (this.#has('rater') && this.#columns.some((column) => column.name.startsWith('prob_'))) return null;
    const found = probabilityColumns(this.#free());
    if (found === null) return null;
    const { prefix, suffix, members } = found;
    const names = members.map(({ column }) => column);
    this.#take({ probs: suffix === '' ? prefix : `${prefix}*${suffix}` }, names);
    this.#notes.push(`probabilities: ${names.join(', ')} lie in [0, 1]`);
    return members;
  }

  #label(questions: readonly string[], labels: readonly string[]): ColumnProfile | undefined {
    const { header } = this.#sample;
    if (this.#has('label')) return this.#columns.find(({ name }) => name === 'label');
    const small = this.#free().filter(isSmall);
    const label = labelColumn(small, questions, labels);
    if (label === undefined) return undefined;
    this.#take({ label: label.name }, [label.name]);
    const values = `${label.values.slice(0, 6).join(', ')}${label.values.length > 6 ? ', …' : ''}`;
    const several =
      questions.length > 1 && questions.includes(label.name) ? questions : criteria(label, small, header);
    this.#questions = several;
    this.#notes.push(
      `label: ${label.name} has the values ${values}` +
        (several.length > 1 ? `; ${several.join(', ')} look like several questions: take one at a time` : ''),
    );
    return label;
  }

  /** Where one rater rates an item in several rows, the column that tells those rows apart. */
  #part(): void {
    const { item = ['item'], rater = 'rater' } = this.#mapping;
    const part = columnApart(this.#sample, [...item, rater, 'order', 'repeat'], this.#free());
    if (part === undefined) return;
    const { raterName: nobody, ...rest } = this.#mapping;
    const apart = `items repeat, and ${part.name} tells the rows apart (${part.values.join(', ')})`;
    if (nobody === undefined || rest.probs !== undefined || partName.test(part.name)) {
      this.#take({ where: { [part.name]: [part.values[0]] } }, [part.name]);
      this.#notes.push(`where: ${apart}: take one at a time`);
      return;
    }
    this.#mapping = rest;
    this.#take({ rater: part.name }, [part.name]);
    this.#notes.splice(
      this.#notes.indexOf(noRater),
      1,
      `rater: ${apart}, so it may say who rated. If it says what was asked, take one at a time (where)`,
    );
  }
}

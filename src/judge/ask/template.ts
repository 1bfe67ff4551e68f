/**
 * Prompt templates: plain text in which `{{field}}` stands for a field of the item. Checked against the items
 * before the first call; the text of an item is put in once and never read as a template again, whatever it
 * holds.
 */
import { DataError } from '../../data/index.ts';

export interface PromptTemplate {
  /** Where it comes from, for messages: `prompt.txt`, or the name of a ready-made one. */
  readonly name: string;
  readonly text: string;
  /** Text, field, text, field, …, text. */
  readonly parts: readonly string[];
  /** The fields it names, each once, in order of appearance. */
  readonly fields: readonly string[];
}

/**
 * What braces are for: `{{{{` writes two of them. Blanks are cut off afterwards: a pattern that does it takes
 * for ever on many of them.
 */
const fieldPattern = /\{\{\{\{|\{\{([^{}]*)\}\}/g;

/** Reads a template. Throws DataError for a field without a name, and for braces that are never closed. */
export function parseTemplate(text: string, name: string): PromptTemplate {
  const parts: string[] = [''];
  const fields: string[] = [];
  const addText = (piece: string): void => {
    if (piece.includes('{{'))
      throw new DataError(
        'braces are opened and never closed: {{',
        { file: name },
        'A field is {{name}}. To write two braces, write {{{{.',
      );
    parts[parts.length - 1] += piece;
  };
  let from = 0;
  for (const match of text.matchAll(fieldPattern)) {
    addText(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[0] === '{{{{') {
      parts[parts.length - 1] += '{{';
      continue;
    }
    const field = match[1].trim();
    if (field === '')
      throw new DataError(
        'a field without a name: {{}}',
        { file: name },
        'Write the name of a column between the braces.',
      );
    if (!fields.includes(field)) fields.push(field);
    parts.push(field, '');
  }
  addText(text.slice(from));
  return { name, text, parts, fields };
}

/** The prompt of one item. `values` has every field the template names. */
export function renderTemplate({ parts }: PromptTemplate, values: Readonly<Record<string, string>>): string {
  return parts.map((part, at) => (at % 2 === 0 ? part : values[part])).join('');
}

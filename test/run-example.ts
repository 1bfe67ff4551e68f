/**
 * Runs the examples of doc blocks and pages. An expression statement with a comment behind it on its line is
 * an expectation: the comment is a JavaScript literal, and its numbers hold to the digits that are printed.
 */
import ts from 'typescript';
import { expect } from 'vitest';

export interface Example {
  readonly file: string;
  readonly title: string;
  readonly code: string;
  /** Of a doc block: the export that it is about. */
  readonly exported?: string;
}

/** Every `@example` of a source file, named by the line it starts at. */
export function examplesOf(file: string, source: string): Example[] {
  return [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((block) => {
    const lines = block[0]
      .slice(3, -2)
      .split('\n')
      .map((line) => line.replace(/^\s*\* ?/, ''));
    const firstLine = source.slice(0, block.index).split('\n').length;
    const [, exported] =
      /^\s*export (?:async )?(?:function\*?|const) (\w+)/.exec(source.slice(block.index + block[0].length)) ??
      [];
    return lines.flatMap((line, at) => {
      if (line.trim() !== '@example') return [];
      const rest = lines.slice(at + 1);
      const end = rest.findIndex((text) => /^\s*(@\w|Source:)/.test(text));
      const code = (end < 0 ? rest : rest.slice(0, end)).filter((text) => !text.startsWith('```')).join('\n');
      return [
        { file, title: `${file}:${firstLine + at}`, code, ...(exported === undefined ? {} : { exported }) },
      ];
    });
  });
}

/**
 * Every fenced `ts` block of a page that uses the library. Its imports are taken away: the names are in
 * scope.
 */
export function fencedExamplesOf(file: string, text: string): Example[] {
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((block) => ({
    file,
    title: `${file}:${text.slice(0, block.index).split('\n').length}`,
    code: block[1].replaceAll(/^import [^;]*;$/gm, (line) => line.replaceAll(/[^\n]/g, '')),
  }));
}

/** Runs the code with `scope` as its names, and checks what it promises. */
export async function runExample({ title, code }: Example, scope: Record<string, unknown>): Promise<void> {
  const expectations: string[] = [];
  const checked = withChecks(title, code, expectations);
  const { outputText } = ts.transpileModule(checked, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const check = (index: number, value: unknown): void => {
    expectLiteral(value, parseLiteral(expectations[index]), `${title}: // ${expectations[index]}`);
  };
  const names = Object.keys(scope).filter((name) => name !== 'default');
  // A block of its own, so that an example may use a name that the room exports too.
  const body = `"use strict"; return (async () => { ${outputText}\n })();`;
  // oxlint-disable-next-line typescript/no-implied-eval
  const run = new Function(...names, '__check', body) as (...values: unknown[]) => Promise<void>;
  await run(...names.map((name) => scope[name]), check);
}

function withChecks(title: string, code: string, expectations: string[]): string {
  const file = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  let checked = '';
  for (const statement of file.statements) {
    const comment = commentBehind(code, statement.end);
    if (!ts.isExpressionStatement(statement) || comment === null) {
      checked += `${statement.getText(file)}\n`;
      continue;
    }
    if (parseLiteral(comment) === null)
      throw new Error(`${title}: the comment behind an expression must be a literal; received "${comment}"`);
    checked += `__check(${expectations.push(comment) - 1}, ${statement.expression.getText(file)});\n`;
  }
  return checked;
}

function commentBehind(code: string, end: number): string | null {
  const range = ts.getTrailingCommentRanges(code, end)?.[0];
  return range === undefined ? null : code.slice(range.pos + 2, range.end).trim();
}

/** `Float64Array [1, 2]` and `[1, 2]` are the same literal: the numbers are what is promised. */
function parseLiteral(text: string): ts.Expression | null {
  const plain = text.replaceAll(/\b[A-Z]\w*Array(?:\(\d+\))? ?(?=\[)/g, '');
  const file = ts.createSourceFile(
    'literal.ts',
    `(${plain});`,
    ts.ScriptTarget.ES2022,
    true,
  ) as ts.SourceFile & {
    readonly parseDiagnostics: readonly unknown[];
  };
  const statement = file.statements[0];
  if (
    file.parseDiagnostics.length > 0 ||
    file.statements.length !== 1 ||
    statement === undefined ||
    !ts.isExpressionStatement(statement)
  )
    return null;
  const inner = ts.isParenthesizedExpression(statement.expression)
    ? statement.expression.expression
    : statement.expression;
  return isLiteral(inner) ? inner : null;
}

function isLiteral(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isLiteral);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every(
      (property) => ts.isPropertyAssignment(property) && isLiteral(property.initializer),
    );
  if (ts.isPrefixUnaryExpression(node)) return isLiteral(node.operand);
  if (ts.isIdentifier(node)) return ['NaN', 'Infinity', 'undefined'].includes(node.text);
  const keywords = [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword];
  return ts.isNumericLiteral(node) || ts.isStringLiteralLike(node) || keywords.includes(node.kind);
}

function expectLiteral(value: unknown, node: ts.Expression | null, where: string): void {
  if (node === null) throw new Error(`${where}: not a literal`);
  if (ts.isArrayLiteralExpression(node)) {
    const values = Array.from(value as ArrayLike<unknown>);
    expect(values.length, where).toBe(node.elements.length);
    node.elements.forEach((element, index) => expectLiteral(values[index], element, where));
  } else if (ts.isObjectLiteralExpression(node)) {
    const given = node.properties
      .filter(ts.isPropertyAssignment)
      .map((property) => [nameOf(property), property.initializer] as const);
    expect(Object.keys(value as object).toSorted(), where).toEqual(given.map(([name]) => name).toSorted());
    for (const [name, initializer] of given)
      expectLiteral((value as Record<string, unknown>)[name], initializer, where);
  } else {
    expectScalar(value, node.getText(), where);
  }
}

function nameOf({ name }: ts.PropertyAssignment): string {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
    ? name.text
    : name.getText();
}

function expectScalar(value: unknown, text: string, where: string): void {
  // The text is one literal that isLiteral has let through: nothing in it can run.
  // oxlint-disable-next-line typescript/no-implied-eval
  const expected: unknown = new Function(`return ${text};`)();
  if (typeof expected !== 'number' || !Number.isFinite(expected)) {
    expect(value, where).toBe(expected);
    return;
  }
  expect(typeof value, where).toBe('number');
  // Half a unit of the last printed digit; a whole number is meant exactly.
  const allowed =
    Number.isInteger(expected) && !/[.e]/i.test(text) ? 1e-9 : 0.5 * 10 ** -decimalsOf(text) * (1 + 1e-9);
  expect(Math.abs((value as number) - expected), `${where}; received ${String(value)}`).toBeLessThanOrEqual(
    allowed,
  );
}

function decimalsOf(text: string): number {
  const [digits, exponent] = text.toLowerCase().split('e') as [string, string | undefined];
  return (digits.split('.')[1]?.length ?? 0) - Number(exponent ?? 0);
}

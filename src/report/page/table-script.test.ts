import { createHash } from 'node:crypto';

import ts from 'typescript';
import { describe, expect, test } from 'vitest';

import { exampleAnalysis } from '../../../test/fixtures/example-analysis.ts';
import { hostileAnalysis } from '../../../test/fixtures/hostile-analysis.ts';
import { renderReport } from './render-report.ts';
import { tableScript, tableScriptHash } from './table-script.ts';

describe('the script of the report', () => {
  test.each([
    ['example', renderReport(exampleAnalysis())],
    ['hostile', renderReport(hostileAnalysis())],
  ])(
    'is in the %s page once, byte for byte, and its hash is the only thing the policy lets run',
    (_, html) => {
      const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gsu)].map(([, text]) => text);
      expect(scripts).toEqual([tableScript]);
      const hash = `sha256-${createHash('sha256').update(scripts[0]).digest('base64')}`;
      expect(tableScriptHash).toBe(hash);
      const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(html)![1];
      expect(policy.split('; ')).toEqual([
        "default-src 'none'",
        `script-src '${hash}'`,
        "style-src 'unsafe-inline'",
        'img-src data:',
        "base-uri 'none'",
        "form-action 'none'",
      ]);
    },
  );

  test('writes no markup, runs no text, asks for nothing and keeps nothing', () => {
    const forbidden =
      /innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(|setTimeout|fetch|XMLHttp|WebSocket|import|storage|cookie|location|https?:/iu;
    expect(forbidden.exec(tableScript)?.[0]).toBeUndefined();
  });

  test('cannot end its element early, and is the same bytes after a parser has read it', () => {
    expect(/<\/script|<!--|\r|\0/iu.exec(tableScript)).toBeNull();
  });

  test('is JavaScript that a reader can read in one go', () => {
    const { diagnostics } = ts.transpileModule(tableScript, {
      reportDiagnostics: true,
      fileName: 'table.js',
    });
    expect(diagnostics).toEqual([]);
    expect(tableScript.split('\n').length).toBeLessThan(90);
  });
});

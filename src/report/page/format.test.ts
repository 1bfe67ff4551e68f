import { describe, expect, it } from 'vitest';

import { coefficient, count, counted, loss, parameter, percent, percentRange, points, pointsRange, range } from './format.ts';

describe('percent', () => {
  it('has two or three significant digits', () => {
    expect([0.712, 0.0345, 0.99, 0.992, 0.1, 0, 1, 0.0994, 0.0996, 0.5].map(percent)).toEqual([
      '71%',
      '3.5%',
      '99%',
      '99.2%',
      '10%',
      '0%',
      '100%',
      '9.9%',
      '10%',
      '50%',
    ]);
  });

  it('never rounds a little to nothing or almost all to all', () => {
    expect([0.0004, 0.0006, 0.9994, 0.9996].map(percent)).toEqual(['<0.1%', '0.1%', '99.9%', '>99.9%']);
  });

  it('is "unknown" for NaN, and so is a range with one unknown end', () => {
    expect(percent(NaN)).toBe('unknown');
    expect(percentRange(0.5, NaN)).toBe('unknown');
    expect(percentRange(0.71, 0.79)).toBe('71% to 79%');
  });
});

describe('signs', () => {
  it('are true minus signs, and zero has none', () => {
    expect(coefficient(-0.043)).toBe('\u22120.04');
    expect(coefficient(-0.001)).toBe('0.00');
    expect(parameter(-0.20331)).toBe('\u22120.2033');
    expect(percent(-0.38)).toBe('\u221238%');
  });

  it('stand before differences on both sides of zero', () => {
    expect([0.021, -0.021, 0, 0.0001, -0.124].map(points)).toEqual([
      '+2.1\u00A0points',
      '\u22122.1\u00A0points',
      '0.0\u00A0points',
      '0.0\u00A0points',
      '\u221212\u00A0points',
    ]);
    expect(pointsRange(-0.048, 0.009)).toBe('\u22124.8 to +0.9\u00A0points');
  });
});

describe('other figures', () => {
  it('have separators, plurals and digits that matter', () => {
    expect([7, 1200, 1234567].map(count)).toEqual(['7', '1,200', '1,234,567']);
    expect([counted(1, 'item'), counted(2, 'item'), counted(0, 'person', 'people')]).toEqual(['1 item', '2 items', '0 people']);
    expect([0.9143, 0.0001, 0, NaN].map(loss)).toEqual(['0.914', '<0.001', '0.000', 'unknown']);
    expect(range(0.1, 0.2, coefficient)).toBe('0.10 to 0.20');
  });
});

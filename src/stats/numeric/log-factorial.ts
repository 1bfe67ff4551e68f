/** ln 0! … ln 9!; beyond, Stirling's series is exact to the last digits. */
const firstLogFactorials = Float64Array.of(1, 1, 2, 6, 24, 120, 720, 5040, 40_320, 362_880).map(Math.log);

/** ln n! of a whole number from 0. */
export function logFactorial(n: number): number {
  if (n < 10) return firstLogFactorials[n];
  const x = n + 1;
  const inverse = 1 / (x * x);
  const correction = (1 / 12 - (1 / 360 - (1 / 1260 - inverse / 1680) * inverse) * inverse) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + correction;
}

/** Newton's method with step halving, for smooth convex functions of a few parameters. */

export interface LocalModel {
  readonly value: number;
  /** length parameters. */
  readonly gradient: Float64Array;
  /** [parameters × parameters], row-major, symmetric. */
  readonly hessian: Float64Array;
}

export interface NewtonMinimum {
  readonly parameters: Float64Array;
  readonly value: number;
  readonly converged: boolean;
  readonly iterations: number;
}

/**
 * Minimizes a convex function from `start`.
 *
 * Each step solves the local quadratic, damped by 1e-12 of its scale so that a direction in which the
 * function is flat is left where it started. A step is halved until it lowers the value by a share of what it
 * promised: far from the minimum, where the quadratic is nearly flat, a whole step can land at a value only a
 * little lower and with no curvature left to come back by.
 *
 * Converged when the Newton decrement promises less than rounding can show, and fell to that at once, as it
 * does near a minimum, where each decrement is about the square of the one before. A function that falls
 * forever, as a likelihood does where the labels are separated, promises less too, but by the same share each
 * step, and its curvature goes to 0: it has no minimum to find. Start where the function is curved; no start
 * mends one that is flat.
 */
export function newtonMinimum(
  start: ArrayLike<number>,
  modelAt: (parameters: Float64Array) => LocalModel,
  maxIterations = 100,
): NewtonMinimum {
  let parameters = Float64Array.from(start);
  let model = modelAt(parameters);
  let before = Infinity;
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const { solution: step, singular } = solveSymmetric(model.hessian, model.gradient);
    const decrement = dot(step, model.gradient);
    const next = shorterUntilLower(parameters, step, decrement, model.value, modelAt);
    // No lower value along a descent direction: the minimum to rounding, if the decrement agrees.
    if (next === undefined)
      return {
        parameters,
        value: model.value,
        converged: decrement <= 1e-10 * scaleOf(model.value),
        iterations: iteration,
      };
    ({ parameters, model } = next);
    // Newton squares the error: after a step that promised this little, nothing is left to gain.
    if (decrement <= 1e-14 * scaleOf(model.value))
      return {
        parameters,
        value: model.value,
        converged: !singular && decrement <= atOnce * before,
        iterations: iteration,
      };
    before = decrement;
  }
  return { parameters, value: model.value, converged: false, iterations: maxIterations };
}

/** Along an exponential tail each decrement is 1/e of the one before. */
const atOnce = 0.1;

/** The share of the promised gain that a step has to bring. */
const sufficient = 0.25;

function shorterUntilLower(
  from: Float64Array,
  step: Float64Array,
  decrement: number,
  value: number,
  modelAt: (parameters: Float64Array) => LocalModel,
): { parameters: Float64Array<ArrayBuffer>; model: LocalModel } | undefined {
  for (let length = 1; length > 1e-10; length /= 2) {
    const parameters = from.map((parameter, i) => parameter - length * step[i]);
    const model = modelAt(parameters);
    if (model.value <= value - sufficient * length * decrement) return { parameters, model };
    // Where so little is promised values differ by rounding alone, and the slope is the better judge.
    if (length === 1 && decrement <= 1e-12 * scaleOf(value) && Number.isFinite(model.value))
      return { parameters, model };
  }
  return undefined;
}

/**
 * Solves H x = g for a symmetric positive semidefinite H by Cholesky. Singular: nearly flat in a direction
 * that matters.
 */
function solveSymmetric(
  hessian: Float64Array,
  gradient: Float64Array,
): { solution: Float64Array; singular: boolean } {
  const size = gradient.length;
  const scale = largest(hessian);
  const damping = 1e-12 * Math.max(scale, 1e-12);
  const factor = new Float64Array(size * size);
  let singular = false;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = hessian[row * size + column] + (row === column ? damping : 0);
      for (let k = 0; k < column; k++) sum -= factor[row * size + k] * factor[column * size + k];
      factor[row * size + column] =
        row === column ? Math.sqrt(Math.max(sum, damping)) : sum / factor[column * size + column];
      // A parameter that has no part in the function stays where it is, and is no obstacle.
      if (row === column && hessian[row * size + row] !== 0 && sum <= 1e-10 * scale) singular = true;
    }
  }
  const solution = Float64Array.from(gradient);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) solution[row] -= factor[row * size + k] * solution[k];
    solution[row] /= factor[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) solution[row] -= factor[k * size + row] * solution[k];
    solution[row] /= factor[row * size + row];
  }
  return { solution, singular };
}

function scaleOf(value: number): number {
  return Math.max(Math.abs(value), 1);
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

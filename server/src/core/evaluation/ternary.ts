/**
 * A truth of Kleene's logic, as a number so that the hot path needs no branches: 0 no, 1 not known, 2 yes.
 * "And" is the minimum, "or" the maximum.
 */
export type Ternary = 0 | 1 | 2;

export const no = 0 satisfies Ternary;
export const open = 1 satisfies Ternary;
export const yes = 2 satisfies Ternary;

export function and(a: Ternary, b: Ternary): Ternary {
  return a < b ? a : b;
}

export function or(a: Ternary, b: Ternary): Ternary {
  return a > b ? a : b;
}

export function not(a: Ternary): Ternary {
  return a === yes ? no : a === no ? yes : open;
}

export function toTernary(value: boolean): Ternary {
  return value ? yes : no;
}

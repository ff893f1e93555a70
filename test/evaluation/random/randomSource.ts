/** A stream of random choices that a seed decides. */
export interface RandomSource {
  /** From 0 up to, but not including, `end`. */
  below(end: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** One of the choices, each as likely as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T;
  /** Some of the choices, in random order. */
  sample<T>(choices: readonly T[], count: number): readonly T[];
}

/** Mulberry32: 32 bits of state, good enough to vary tests. */
export function createRandom(seed: number): RandomSource {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    chance: (probability) => next() < probability,
    pick<T>(choices: readonly T[]): T {
      const [chosen] = choices.slice(below(choices.length));
      if (chosen === undefined) throw new Error('nothing to choose from');
      return chosen;
    },
    weighted<T>(choices: readonly (readonly [number, T])[]): T {
      let rest = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, choice] of choices) {
        rest -= weight;
        if (rest < 0) return choice;
      }
      throw new Error('nothing to choose from');
    },
    sample<T>(choices: readonly T[], count: number): readonly T[] {
      const left = [...choices];
      const chosen: T[] = [];
      while (chosen.length < count && left.length > 0) chosen.push(...left.splice(below(left.length), 1));
      return chosen;
    },
  };
}

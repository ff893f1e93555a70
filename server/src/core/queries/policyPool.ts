import { compilePolicy } from '../evaluation/compile';
import type { CompiledPolicy } from '../evaluation/compile';
import { compileLevel } from '../evaluation/policySet';
import type { CompiledLevel } from '../evaluation/policySet';
import type { PolicyInput } from '../evaluation/request';
import type { Policy } from '../policy/policy';

/** What outlives an edit: policies by content, so that what has not changed is neither compiled nor told apart again. */
export interface PolicyPool {
  readonly compile: (policy: Policy) => CompiledPolicy;
  /** A number per policy; equal texts of SCPs and RCPs have equal numbers. */
  numberOf(policy: Policy): number;
  level(layer: 'scp' | 'rcp', policies: readonly PolicyInput[], depth: number): { readonly key: string; readonly level: CompiledLevel };
}

/** Beyond this number compiled policies are forgotten, oldest first: a hundred thousand policies need not all be kept ready. */
const maximumCompiled = 4096;

export function createPolicyPool(): PolicyPool {
  const compiled = new Map<Policy, CompiledPolicy>();
  const numbers = new WeakMap<Policy, number>();
  let count = 0;
  const byText = new Map<string, number>();
  const levels = new Map<string, CompiledLevel>();
  const compile = (policy: Policy): CompiledPolicy => {
    const known = compiled.get(policy);
    if (known !== undefined) return known;
    const created = compilePolicy(policy);
    if (compiled.size >= maximumCompiled) for (const oldest of [...compiled.keys()].slice(0, maximumCompiled / 2)) compiled.delete(oldest);
    compiled.set(policy, created);
    return created;
  };
  const numberByText = (policy: Policy): number => {
    const known = numbers.get(policy);
    if (known !== undefined) return known;
    const text = JSON.stringify(policy);
    const number = byText.get(text) ?? count++;
    byText.set(text, number);
    numbers.set(policy, number);
    return number;
  };
  return {
    compile,
    numberOf(policy) {
      const known = numbers.get(policy);
      if (known !== undefined) return known;
      const number = count++;
      numbers.set(policy, number);
      return number;
    },
    level(layer, policies, depth) {
      // What cannot be read is another unknown at every place.
      const key = policies.map(({ policy, name }) => (policy === undefined ? `?${depth} ${name}` : String(numberByText(policy)))).join(',');
      const known = levels.get(`${layer} ${key}`);
      if (known !== undefined) return { key, level: known };
      const level = compileLevel(layer, policies, compile);
      levels.set(`${layer} ${key}`, level);
      return { key, level };
    },
  };
}

import type { ScenarioJson } from '../reference/scenario';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Drops what can be dropped, one part after the other, while the scenario remains interesting. */
export function shrinkScenario(scenario: ScenarioJson, isInteresting: (smaller: ScenarioJson) => boolean): ScenarioJson {
  let smallest = scenario;
  for (let again = true; again;) {
    again = false;
    for (const smaller of smallerOnes(toJson(smallest))) {
      if (!isScenario(smaller) || !survives(smaller, isInteresting)) continue;
      smallest = smaller;
      again = true;
      break;
    }
  }
  return smallest;
}

function survives(smaller: ScenarioJson, isInteresting: (smaller: ScenarioJson) => boolean): boolean {
  try {
    return isInteresting(smaller);
  } catch {
    return false; // no longer a scenario
  }
}

function toJson(scenario: ScenarioJson): Json {
  const json: unknown = JSON.parse(JSON.stringify(scenario));
  if (!isJson(json)) throw new Error('a scenario is JSON');
  return json;
}

const isJson = (value: unknown): value is Json => value !== undefined;
const isScenario = (json: unknown): json is ScenarioJson => typeof json === 'object' && json !== null && 'request' in json;

/** Members without which a request or a statement is not one. */
const needed = new Set([
  ...['principal', 'action', 'resource', 'document', 'Statement', 'Effect'],
  ...['Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource'],
]);

/** The value with one member or item less, at any depth; a list of one is also tried as its item. */
function smallerOnes(json: Json): readonly Json[] {
  if (typeof json !== 'object' || json === null) return [];
  if (isArray(json)) {
    const without = json.length === 1 && !canBeEmpty(json) ? [] : json.map((_, index) => json.filter((__, other) => other !== index));
    const within = json.flatMap((item, index) => smallerOnes(item).map((one) => json.map((old, other) => (other === index ? one : old))));
    return [...without, ...(json.length === 1 ? json : []), ...within];
  }
  const entries = Object.entries(json);
  const without = entries
    .filter(([name]) => !needed.has(name))
    .map(([name]) => Object.fromEntries(entries.filter(([other]) => other !== name)));
  const within = entries.flatMap(([name, value]) => smallerOnes(value).map((one) => ({ ...json, [name]: one })));
  return [...without, ...within];
}

/** Lists of policies and levels may be empty; lists of values may not, nor may the shrinking end there. */
const canBeEmpty = (list: readonly Json[]) => list.every((item) => typeof item === 'object');

function isArray(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

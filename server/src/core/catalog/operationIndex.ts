import type { ConditionalCheck, Operation, OperationCheck } from './catalog';
import { splitText } from './catalogData';

/**
 * Finds operations by name. Each line is `name|check|…`, a check `action types need when place key=value …`, a conditional one
 * `?keys instead ` and the same. In the names of types a `+` stands for a space.
 */
export function createOperationIndex(text: string): (name: string) => Operation | undefined {
  const operations = new Map(splitText(text, '\n').map((line) => [line.slice(0, line.indexOf('|')).toLowerCase(), readOperation(line)]));
  return (name) => operations.get(name.toLowerCase());
}

function readOperation(line: string): Operation {
  const [name = '', ...checks] = line.split('|');
  return {
    name,
    checks: checks.filter((check) => !check.startsWith('?')).map((check) => readCheck(check.split(' '))),
    conditional: checks.filter((check) => check.startsWith('?')).map((check) => readConditional(check.slice(1))),
  };
}

function readConditional(text: string): ConditionalCheck {
  const [keys = '', instead, ...check] = text.split(' ');
  return { ...readCheck(check), keys: readList(keys), instead: instead === '-' ? undefined : instead };
}

function readCheck([action = '', types = '-', need = '0', when = '-', place = '-', ...context]: readonly string[]): OperationCheck {
  return {
    action,
    types: readList(types).map((type) => type.replaceAll('+', ' ')),
    need: Number(need),
    when: when === 'tags' || when === 'sourceIdentity' ? when : undefined,
    place: place === '-' ? undefined : Number(place),
    context: Object.fromEntries(context.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
  };
}

function readList(text: string): readonly string[] {
  return text === '-' ? [] : text.split(',');
}

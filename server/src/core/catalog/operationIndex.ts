import type { Operation, OperationCheck } from './catalog';
import { splitText } from './catalogData';

/** Finds operations by name. Each line is `name|action types need when place key=value|…`. */
export function createOperationIndex(text: string): (name: string) => Operation | undefined {
  const operations = new Map(
    splitText(text, '\n').map((line): [string, Operation] => {
      const [name = '', ...checks] = line.split('|');
      return [name.toLowerCase(), { name, checks: checks.map(readCheck) }];
    }),
  );
  return (name) => operations.get(name.toLowerCase());
}

function readCheck(text: string): OperationCheck {
  const [action = '', types = '-', need = '0', when = '-', place = '-', ...context] = text.split(' ');
  return {
    action,
    types: types === '-' ? [] : types.split(','),
    need: Number(need),
    when: when === 'tags' || when === 'sourceIdentity' ? when : undefined,
    place: place === '-' ? undefined : Number(place),
    context: Object.fromEntries(context.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
  };
}

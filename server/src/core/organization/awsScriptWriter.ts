import type { Subject } from './organizationDifferences';
import { constantOfPolicyType } from './organizationPolicyTypes';
import { comment, createVariableNames, idWord, queryLiteral, quoted, variableOfText } from './shellText';

/** Arguments of a call: by option, what the shell is to read (`"$ROOT"`, an id). */
export type Words = Readonly<Record<string, string>>;

/** Writes calls of `aws organizations`. */
export interface ScriptWriter {
  /** A line that begins what belongs together; left out when nothing follows. */
  section(title: string): void;
  note(text: string): void;
  /** A call, with arguments for the shell and texts as they are. What it needs and is not there yet makes it a comment. */
  call(operation: string, words: Words, texts?: Readonly<Record<string, string>>, needs?: readonly Subject[]): void;
  /** The same, its answer kept as the id of what it makes. */
  create(
    made: Subject,
    operation: string,
    words: Words,
    texts: Readonly<Record<string, string>>,
    query: string,
    needs?: readonly Subject[],
  ): void;
  /** The same of an account, which takes a while. */
  createAccount(made: Subject, words: Words, texts: Readonly<Record<string, string>>): void;
  /** A call of a function that the script begins with. */
  run(line: string, needs?: readonly Subject[]): void;
  /** `"$ROOT"` or the id itself; looks it up, once, where it is not known. */
  idOf(subject: Subject): string;
  /** A variable with a text of many lines. */
  text(text: string): string;
  /** From now on, calls that need it are comments: it is not there before somebody did something. */
  postpone(subject: Subject): void;
  readonly lines: readonly string[];
}

export function createScriptWriter(): ScriptWriter {
  const lines: string[] = [];
  const ids = new Map<string, string>();
  const postponed = new Set<string>();
  const nameOf = createVariableNames();
  let title: string | undefined;
  const put = (written: readonly string[], needs: readonly Subject[] = []): void => {
    if (title !== undefined) lines.push('', comment(title));
    title = undefined;
    const waits = needs.some((subject) => isPostponed(subject));
    lines.push(...(waits ? written.flatMap((line) => line.split('\n')).map((line) => `# ${line}`) : written));
  };
  const isPostponed = (subject: Subject): boolean =>
    postponed.has(subject.key) || (subject.parent !== undefined && isPostponed(subject.parent));
  const variableOf = (subject: Subject): string => {
    const variable = nameOf(
      prefixes[subject.kind],
      subject.kind === 'root' ? '' : subject.kind === 'account' ? subject.name : subject.path,
    );
    ids.set(subject.key, `"$${variable}"`);
    return variable;
  };
  const idOf = (subject: Subject): string => {
    const known = ids.get(subject.key);
    if (known !== undefined) return known;
    if (subject.id !== undefined) return idWord(subject.id);
    const lookup = subject.exists ? lookupOf(subject, idOf) : undefined;
    const variable = variableOf(subject);
    if (lookup !== undefined)
      put([`${variable}=$(only ${quoted(`${subject.kind} ${subject.path}`)} aws organizations ${lookup} --output text)`], [subject]);
    return `"$${variable}"`;
  };
  return {
    lines,
    idOf,
    section: (text) => void (title = text),
    note: (text) => put([comment(text)]),
    call: (operation, words, texts = {}, needs = []) => put([`aws organizations ${operation}${argumentsOf(words, texts)}`], needs),
    create(made, operation, words, texts, query, needs = []) {
      const variable = variableOf(made);
      put([`${variable}=$(aws organizations ${operation}${argumentsOf(words, texts)} --query ${query} --output text)`], needs);
    },
    createAccount: (made, words, texts) => put([`${variableOf(made)}=$(create_account${argumentsOf(words, texts)})`]),
    run: (line, needs) => put([line], needs),
    text(text) {
      const variable = nameOf('CONTENT', '');
      put(variableOfText(variable, text));
      return `"$${variable}"`;
    },
    postpone: (subject) => void postponed.add(subject.key),
  };
}

const prefixes: Readonly<Record<Subject['kind'], string>> = {
  root: 'ROOT',
  organizationalUnit: 'OU',
  account: 'ACCOUNT',
  policy: 'POLICY',
};

/**
 * Texts follow their options, unless the AWS command line would take one for a file to read or for an option: then they are JSON.
 * <https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html>
 */
function argumentsOf(words: Words, texts: Readonly<Record<string, string>>): string {
  const options = Object.entries(words).map(([option, word]) => ` --${option} ${word}`);
  const entries = Object.entries(texts);
  if (entries.some(([, text]) => /^-|^(file|fileb|https?):\/\//i.test(text))) {
    const members = Object.fromEntries(entries.map(([option, text]) => [memberName(option), text]));
    return `${options.join('')} --cli-input-json ${quoted(JSON.stringify(members))}`;
  }
  return [...options, ...entries.map(([option, text]) => ` --${option} ${quoted(text)}`)].join('');
}

/** `account-name` is `AccountName` in JSON. */
function memberName(option: string): string {
  return option.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A call whose answer is the id of something that exists, by its name and place. */
function lookupOf(subject: Subject, idOf: (subject: Subject) => string): string {
  const name = `[?Name==${queryLiteral(subject.name)}].Id`;
  switch (subject.kind) {
    case 'root':
      return `list-roots --query ${quoted('Roots[].Id')}`;
    case 'organizationalUnit': {
      const parent = subject.parent === undefined ? '' : ` --parent-id ${idOf(subject.parent)}`;
      return `list-organizational-units-for-parent${parent} --query ${quoted(`OrganizationalUnits${name}`)}`;
    }
    case 'account':
      return `list-accounts --query ${quoted(`Accounts${name}`)}`;
    case 'policy': {
      const filter = subject.policyType === undefined ? '' : ` --filter ${constantOfPolicyType(subject.policyType)}`;
      return `list-policies${filter} --query ${quoted(`Policies${name}`)}`;
    }
  }
}

import { ownCopy } from '../../text/ownCopy';

/** Longer texts are no names; remembering them would cost more than finding the answer again. */
const longestText = 256;

/** How many answers are kept. */
const capacity = 20_000;

/**
 * A function of a text that answers what it was asked before from memory; it forgets everything rather than grow without end. The
 * texts it keeps are copies: a piece of a document's text would keep all of that document alive.
 */
export function remembered<Answer extends NonNullable<unknown>>(find: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    if (text.length > longestText) return find(text);
    const own = ownCopy(text);
    const answer = find(own);
    if (answers.size >= capacity) answers.clear();
    answers.set(own, answer);
    return answer;
  };
}

import type { MemberNode, ObjectNode } from './nodes';

/**
 * An object that stands elsewhere than in the tree it comes from; its members are moved when somebody asks for them. An edit at the top of
 * a long list moves thousands of statements, and hardly anybody looks into them before the next edit moves them again.
 */
export class MovedObject implements ObjectNode {
  readonly kind = 'object';
  readonly start: number;
  readonly end: number;
  readonly #move: (member: MemberNode, delta: number) => MemberNode;
  #members: readonly MemberNode[];
  /** How far the members still have to go. */
  #delta: number;

  constructor(origin: ObjectNode, delta: number, move: (member: MemberNode, delta: number) => MemberNode) {
    this.start = origin.start + delta;
    this.end = origin.end + delta;
    this.#move = move;
    // One that was moved and not looked into since is no step on a way that grows with every edit.
    const isUnread = origin instanceof MovedObject && origin.#delta !== 0;
    this.#members = isUnread ? origin.#members : origin.members;
    this.#delta = isUnread ? origin.#delta + delta : delta;
  }

  get members(): readonly MemberNode[] {
    if (this.#delta !== 0) {
      const delta = this.#delta;
      this.#members = this.#members.map((member) => this.#move(member, delta));
      this.#delta = 0;
    }
    return this.#members;
  }
}

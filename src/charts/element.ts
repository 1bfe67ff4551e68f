/**
 * `h()` for the nodes of this program: text and numbers only, so that no attribute can carry a handler or raw
 * HTML.
 */
import { h as createElement, type ComponentChild, type VNode } from 'preact';

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** What a node may hold: text, numbers and other nodes. Text is escaped where it is rendered. */
export type Content = ComponentChild;

/** One node: a tag, its attributes, what is in it. */
export function h(tag: string, attributes: Attributes | null, ...children: readonly Content[]): VNode {
  return createElement<Attributes>(tag, attributes, ...children);
}

// The types of playwright-core speak of a page's elements. Programs here never hold one, so their names are enough.
interface Node {
  readonly nodeType: number;
}
interface HTMLElement extends Node {
  readonly tagName: string;
}
interface SVGElement extends Node {
  readonly tagName: string;
}
interface HTMLElementTagNameMap {
  readonly [tag: string]: HTMLElement;
}

/** Bodies of icons as trees: just as much of SVG as icon sets use (no text, no CSS). */

export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
}

/** Parses the inside of an `<svg>` element. */
export function parseSvg(body: string): Element[] {
  const root: { tag: string; attributes: Record<string, string>; children: Element[] } = { tag: 'svg', attributes: {}, children: [] };
  const open = [root];
  for (const [, end, tag = '', attributes = '', alone] of body.matchAll(/<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g)) {
    const parent = open.at(-1);
    if (end === '/') {
      open.pop();
      continue;
    }
    const element = { tag, attributes: Object.fromEntries([...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])), children: [] };
    parent?.children.push(element);
    if (alone !== '/') open.push(element);
  }
  if (open.length !== 1) throw new Error(`unbalanced SVG: ${body.slice(0, 200)}`);
  return root.children;
}

/** Writes trees as SVG text. */
export function svgText(elements: readonly Element[]): string {
  return elements.map(({ tag, attributes, children }) => {
    const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`).join('');
    return children.length === 0 ? `<${tag}${written}/>` : `<${tag}${written}>${svgText(children)}</${tag}>`;
  }).join('');
}

/** A whole document of the view box `0 0 width height`, drawn at `side` × `side` pixels. */
export function svgDocument(body: string, width: number, height: number, side: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
}

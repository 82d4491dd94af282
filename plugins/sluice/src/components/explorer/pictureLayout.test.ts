import { NODE, placePicture } from './pictureLayout';

const node = (id: string) => ({ id, kind: 'permission', title: id });
const edge = (from: string, to: string) => ({
  from,
  to,
  effect: 'supports' as const,
});

/** Ids by layer, from left to right. */
function layersOf(ids: string[], pairs: [string, string][]): string[][] {
  const { nodes } = placePicture(
    ids.map(node),
    pairs.map(([from, to]) => edge(from, to)),
  );
  const columns = [...new Set(nodes.map(({ x }) => x))].sort((a, b) => a - b);
  return columns.map(x =>
    nodes.filter(each => each.x === x).map(({ id }) => id),
  );
}

describe('placePicture', () => {
  it.each<[string, string[], [string, string][], string[][]]>([
    ['one node', ['a'], [], [['a']]],
    [
      'a chain',
      ['a', 'b', 'c'],
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      [['a'], ['b'], ['c']],
    ],
    [
      'what two ways have in common after the longer one',
      ['a', 'b', 'c', 'd'],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
        ['a', 'd'],
      ],
      [['a'], ['b'], ['c'], ['d']],
    ],
    [
      'ways beside each other',
      ['a', 'b', 'c'],
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
      [['a'], ['b', 'c']],
    ],
  ])('places %s', (_, ids, pairs, layers) => {
    expect(layersOf(ids, pairs)).toEqual(layers);
  });

  it('ends on a circle, and leaves out edges to what is not there', () => {
    const { edges } = placePicture(['a', 'b'].map(node), [
      edge('a', 'b'),
      edge('b', 'a'),
      edge('a', 'gone'),
    ]);
    expect(edges).toHaveLength(2);
  });

  it('draws no node over another, and all within the picture', () => {
    const ids = Array.from({ length: 30 }, (_, i) => `n${i}`);
    const picture = placePicture(
      ids.map(node),
      ids.slice(1).map((id, i) => edge(ids[Math.floor(i / 3)], id)),
    );
    for (const a of picture.nodes) {
      expect(a.x + NODE.width).toBeLessThanOrEqual(picture.width);
      expect(a.y + NODE.height).toBeLessThanOrEqual(picture.height);
      const over = picture.nodes.filter(
        b =>
          a !== b &&
          Math.abs(a.x - b.x) < NODE.width &&
          Math.abs(a.y - b.y) < NODE.height,
      );
      expect(over).toEqual([]);
    }
  });
});

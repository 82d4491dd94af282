import type { SluiceApi } from '@sluice/plugin-sluice-common';

/** Sizes in pixels. */
export const NODE = { width: 188, height: 56 };
const GAP = { x: 52, y: 20 };
const MARGIN = 12;

export interface PlacedNode extends SluiceApi.AccessNode {
  x: number;
  y: number;
}

export interface PlacedEdge extends SluiceApi.AccessEdge {
  start: { x: number; y: number };
  end: { x: number; y: number };
}

export interface PlacedPicture {
  width: number;
  height: number;
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

/** Layers from left to right, each as far right as its longest way to it. */
export function placePicture(
  nodes: SluiceApi.AccessNode[],
  edges: SluiceApi.AccessEdge[],
): PlacedPicture {
  const layers = layersOf(nodes, edges);
  const byLayer = new Map<number, SluiceApi.AccessNode[]>();
  for (const node of nodes) {
    const layer = layers.get(node.id)!;
    byLayer.set(layer, [...(byLayer.get(layer) ?? []), node]);
  }
  const tallest = Math.max(...[...byLayer.values()].map(each => each.length));
  const height = tallest * (NODE.height + GAP.y) - GAP.y + 2 * MARGIN;
  const placed = [...byLayer].flatMap(([layer, members]) => {
    const own = members.length * (NODE.height + GAP.y) - GAP.y;
    const top = (height - own) / 2;
    return members.map(
      (node, i): PlacedNode => ({
        ...node,
        x: MARGIN + layer * (NODE.width + GAP.x),
        y: top + i * (NODE.height + GAP.y),
      }),
    );
  });
  const byId = new Map(placed.map(node => [node.id, node]));
  return {
    width: Math.max(...placed.map(({ x }) => x)) + NODE.width + MARGIN,
    height,
    nodes: placed,
    edges: edges.flatMap(edge => {
      const from = byId.get(edge.from);
      const to = byId.get(edge.to);
      if (!from || !to) return [];
      return [
        {
          ...edge,
          start: { x: from.x + NODE.width, y: from.y + NODE.height / 2 },
          end: { x: to.x, y: to.y + NODE.height / 2 },
        },
      ];
    }),
  };
}

function layersOf(
  nodes: SluiceApi.AccessNode[],
  edges: SluiceApi.AccessEdge[],
): Map<string, number> {
  const layers = new Map(nodes.map(({ id }) => [id, 0]));
  // Once per node is enough for the longest way; a circle stops there, too.
  for (let round = 0; round < nodes.length; round++) {
    let changed = false;
    for (const { from, to } of edges) {
      const layer = (layers.get(from) ?? 0) + 1;
      if (layers.has(to) && layer > layers.get(to)! && layer < nodes.length) {
        layers.set(to, layer);
        changed = true;
      }
    }
    if (!changed) break;
  }
  return layers;
}

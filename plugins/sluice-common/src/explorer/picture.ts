import { AccessEdge, AccessNode, AccessStep } from './types';
import { LayeredWay } from './ways';

/** Steps beside each other beyond this are one node. */
const MAX_BESIDE = 5;
/** Ways beyond this are in the list only, not in the picture. */
const MAX_WAYS = 8;

/** Who is behind a role, as the catalog knows it. @public */
export interface ExplanationNames {
  teams?: { entityRef: string; title: string; principal: string }[];
  /** Names of people, by entity reference of their team. */
  people?: Record<string, string[]>;
}

/** All ways in one picture; what they have in common is drawn once. */
export function pictureOf(
  ways: LayeredWay[],
  principal: AccessNode,
  names: ExplanationNames,
  arn: string,
): { nodes: AccessNode[]; edges: AccessEdge[] } {
  const nodes = new Map<string, AccessNode>([[principal.id, principal]]);
  const edges = new Map<string, AccessEdge>();
  const connect = (
    from: AccessNode,
    to: AccessNode,
    effect: AccessEdge['effect'],
  ) => {
    nodes.set(from.id, from);
    nodes.set(to.id, to);
    edges.set(`${from.id} ${to.id}`, { from: from.id, to: to.id, effect });
  };
  for (const { layers } of ways.slice(0, MAX_WAYS)) {
    const folded = layers.map(fold);
    folded.flat().forEach(({ node }) => nodes.set(node.id, node));
    folded.slice(1).forEach((layer, i) => {
      for (const from of folded[i]) {
        for (const to of layer) connect(from.node, to.node, to.effect);
      }
    });
  }
  for (const { entityRef, title, principal: role } of names.teams ?? []) {
    if (role !== arn) continue;
    const team: AccessNode = { id: `team/${entityRef}`, kind: 'team', title };
    connect(principal, team, 'supports');
    const people = names.people?.[entityRef] ?? [];
    if (people.length === 0) continue;
    connect(
      team,
      {
        id: `person/${entityRef}`,
        kind: 'person',
        title: people.length === 1 ? people[0] : `${people.length} people`,
        ...(people.length > 1 && { detail: people.slice(0, 12).join(', ') }),
      },
      'supports',
    );
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

function fold(layer: AccessStep[]): AccessStep[] {
  if (layer.length <= MAX_BESIDE) return layer;
  const [first] = layer;
  return [
    {
      ...first,
      node: {
        id: `group/${layer.map(({ node }) => node.id).join('+')}`,
        kind: first.node.kind,
        title: `${layer.length} permissions`,
      },
    },
  ];
}

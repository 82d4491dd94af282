import { useMemo } from 'react';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { NODE, placePicture } from './pictureLayout';
import styles from './explorer.module.css';

const KINDS: Record<string, string> = {
  table: 'Table',
  account: 'Account',
  permission: 'Permission',
  filter: 'Data filter',
  lfTags: 'LF-Tags',
  share: 'Share',
  link: 'Resource link',
  iam: 'IAM',
  principal: 'Role or user',
  team: 'Team',
  person: 'People',
};

/** What an edge says beside its colour. */
const SIGNS: Record<SluiceApi.AccessEdge['effect'], string> = {
  supports: '',
  limits: 'in part',
  prevents: 'stops here',
  informs: '',
};

/** Letters that fit into a node. */
const MAX_TITLE = 22;
const MAX_DETAIL = 30;

/** The ways as a picture, from the table on the left to people on the right. */
export function AccessPicture({
  nodes,
  edges,
}: {
  nodes: SluiceApi.AccessNode[];
  edges: SluiceApi.AccessEdge[];
}) {
  const picture = useMemo(() => placePicture(nodes, edges), [nodes, edges]);
  return (
    <div
      className={styles.picture}
      role="group"
      aria-label="Ways from the table to those who read it"
    >
      <svg
        width={picture.width}
        height={picture.height}
        viewBox={`0 0 ${picture.width} ${picture.height}`}
      >
        {picture.edges.map(({ from, to, effect, label, start, end }) => {
          const middle = (start.x + end.x) / 2;
          return (
            <g
              key={`${from} ${to}`}
              data-effect={effect}
              className={styles.edge}
            >
              <path
                d={`M ${start.x} ${start.y} C ${middle} ${start.y}, ${middle} ${end.y}, ${end.x} ${end.y}`}
              />
              <text x={middle} y={(start.y + end.y) / 2 - 6}>
                {SIGNS[effect] || label}
              </text>
            </g>
          );
        })}
        {picture.nodes.map(node => {
          const kind = KINDS[node.kind] ?? node.kind;
          const whole = [kind, node.title, node.detail]
            .filter(Boolean)
            .join(': ');
          return (
            <g
              key={node.id}
              transform={`translate(${node.x} ${node.y})`}
              className={styles.node}
              data-kind={node.kind}
              tabIndex={0}
              role="img"
              aria-label={whole}
            >
              <title>{whole}</title>
              <rect width={NODE.width} height={NODE.height} rx={6} />
              <text x={10} y={16} className={styles.kind}>
                {kind}
              </text>
              <text x={10} y={33} className={styles.title}>
                {shortened(node.title, MAX_TITLE)}
              </text>
              {node.detail && (
                <text x={10} y={48} className={styles.kind}>
                  {shortened(node.detail, MAX_DETAIL)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function shortened(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

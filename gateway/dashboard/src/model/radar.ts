/** Points of a radar with five axes, the first one pointing up. */
export interface Point {
  x: number
  y: number
}

/** Where a share of an axis lies; the centre is the origin and an axis is 100 long. */
export function onAxis(axis: number, axes: number, share: number): Point {
  const angle = (2 * Math.PI * axis) / axes - Math.PI / 2
  return { x: round(100 * share * Math.cos(angle)), y: round(100 * share * Math.sin(angle)) }
}

/** A closed line through one share per axis. */
export function outline(shares: readonly number[]): string {
  return shares
    .map((share, axis) => onAxis(axis, shares.length, share))
    .map(({ x, y }) => `${x},${y}`)
    .join(' ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10 + 0
}

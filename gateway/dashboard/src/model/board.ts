/** What the board page reads out of boards: who moved, what changed, where the lines of the rank chart run. */
import type { Board, ListName, Row } from '@/api/types'
import { printed } from './format'
import { LISTS } from './words'

export interface Movement {
  region: string
  name: string
  rank: number
  score: number
  from: ListName
  to: ListName
}

/** The townships that moved since the earlier date, the largest moves first. */
export function movements(rows: readonly Row[]): Movement[] {
  return rows
    .flatMap((row) => {
      if (!row.change) return []
      const rank = row.change.rank ?? 0
      const score = Number(row.change.score ?? 0)
      const moved = rank !== 0 || score !== 0 || row.change.list_before !== row.list
      return moved
        ? [{ region: row.region, name: row.name, rank, score, from: row.change.list_before, to: row.list }]
        : []
    })
    .sort((a, b) => weight(b) - weight(a) || a.region.localeCompare(b.region))
}

function weight(movement: Movement): number {
  const listed = movement.from !== movement.to ? 1000 : 0
  return listed + Math.abs(movement.rank) * 10 + Math.abs(movement.score)
}

/** What makes a row look other than before, as one comparable text. */
export function fingerprint(row: Row): string {
  return [row.score, row.rank, row.list, row.good_practices, ...row.actions.map((action) => action.score)].join('|')
}

/** The keys whose rows are new or look other than before; none when there was no before. */
export function changed<T>(
  before: readonly T[] | null,
  after: readonly T[],
  key: (row: T) => string,
  look: (row: T) => string,
): Set<string> {
  if (before === null) return new Set()
  const known = new Map(before.map((row) => [key(row), look(row)]))
  return new Set(after.filter((row) => known.get(key(row)) !== look(row)).map(key))
}

/** The one sentence above the lists; a township sees itself only, so of the others nothing is said. */
export function headline(board: Board, own = false): string {
  const { counts } = board
  const [first] = board.items
  if (own && first)
    return `${first.name}${first.list === 'red' ? '列入' : ''}${LISTS[first.list].name}，${first.rank ? `第 ${first.rank} 名` : '尚未评分'}`
  const red = counts.red > 0 ? `${counts.red} 个乡镇列入红榜` : '暂无乡镇列入红榜'
  const black = counts.black_proposed > 0 ? `${counts.black_proposed} 个拟列黑榜` : '没有拟列黑榜的乡镇'
  return `${red}，${black}，其余 ${counts.unlisted} 个未列榜`
}

export interface RankLine {
  region: string
  name: string
  list: ListName
  ranks: (number | null)[]
  scores: (string | null)[]
}

/** Ranks at several dates as one line per township, in the order of the newest board. */
export function rankLines(boards: readonly Board[]): RankLine[] {
  const newest = boards.at(-1)
  if (newest === undefined) return []
  const byDate = boards.map((board) => new Map(board.items.map((row) => [row.region, row])))
  return newest.items.map(({ region, name, list }) => ({
    region,
    name,
    list,
    ranks: byDate.map((rows) => rows.get(region)?.rank ?? null),
    scores: byDate.map((rows) => rows.get(region)?.score ?? null),
  }))
}

/** Places side by side for townships that share a rank, so that their lines do not hide each other. */
export function spread(lines: readonly RankLine[], column: number): Map<string, number> {
  const ranked = lines.filter((line) => line.ranks[column] !== null)
  ranked.sort((a, b) => (a.ranks[column] ?? 0) - (b.ranks[column] ?? 0) || a.region.localeCompare(b.region))
  return new Map(ranked.map((line, place) => [line.region, place + 1]))
}

/** The reasons that matter for a list: what put a township there, without what only explains others. */
export function tellingReasons(row: Row): string[] {
  return row.reasons.filter((reason) => reason.code !== 'needs_approver').map((reason) => printed(reason.text))
}

/** Points that separate two neighbours are decided by the line between lists, so it is drawn into every score bar. */
export function lines(board: Board): { red: number; black: number } {
  return { red: Number(board.scheme.red_line), black: Number(board.scheme.black_line) }
}

/** An indicator's value as the county would say it: a share in percent, a burden by ten villages or by a thousand certificates. */
import type { Indicator } from '@/api/types'
import { decimal } from './format'

/** What is counted per how many of the denominator; 1 where it cannot be told. */
function unitOf({ numerator, denominator, denominator_used, value, direction }: Indicator): number {
  if (direction === 'higher' || !numerator || !Number(denominator) || !Number(value)) return 1
  return Math.round((Number(value) * Number(denominator_used ?? denominator)) / numerator)
}

/** The value with its fraction beside what was wanted, as a sentence. */
export function told(indicator: Indicator): string {
  const { numerator, denominator, value, target } = indicator
  const unit = unitOf(indicator)
  const share = unit === 1 && indicator.name.endsWith('率')
  const amount = (each: string | null | undefined): string =>
    share && each !== null && each !== undefined ? `${decimal(Number(each) * 100)}%` : decimal(each)
  const by = { 10: '每 10 个村', 1000: '每千份' }[unit] ?? ''
  const raised = Number(indicator.denominator_used ?? denominator) > Number(denominator)
  const floor = raised ? `，数量少，分母按 ${decimal(indicator.denominator_used)} 计` : ''
  const part =
    denominator === null || denominator === undefined ? '' : `（${numerator}/${decimal(denominator, 0)}${floor}）`
  return `实际${by} ${amount(value)}${part}，目标 ${amount(target)}，${indicator.direction === 'lower' ? '越低越好' : '越高越好'}`
}

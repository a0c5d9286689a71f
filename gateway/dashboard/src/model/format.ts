/** Numbers, dates and durations as the county writes them. */
const CHINA = 'Asia/Shanghai'
const DAY = new Intl.DateTimeFormat('zh-CN', { timeZone: CHINA, year: 'numeric', month: 'numeric', day: 'numeric' })
const PARTS = new Intl.DateTimeFormat('en-CA', {
  timeZone: CHINA,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const COUNT = new Intl.NumberFormat('zh-CN')

type Moment = Date | string

function parts(moment: Moment): Record<string, string> {
  const date = typeof moment === 'string' ? new Date(moment) : moment
  return Object.fromEntries(PARTS.formatToParts(date).map((part) => [part.type, part.value]))
}

/** 2026年11月23日; a plain date is not shifted by time zones. */
export function longDay(day: Moment): string {
  const plain = typeof day === 'string' && day.length === 10
  const [year, month, date] = plain ? day.split('-').map(Number) : DAY.format(new Date(day)).split('/').map(Number)
  return `${year}年${month}月${date}日`
}

/** 11-23, or with its year when it is another one than the given; of a moment its day in China. */
export function shortDay(day: string, year = isoDay(new Date()).slice(0, 4)): string {
  const plain = day.length === 10 ? day : isoDay(day)
  return plain.startsWith(year) ? plain.slice(5) : plain
}

/** The ISO date of a moment in China. */
export function isoDay(moment: Moment): string {
  const { year, month, day } = parts(moment)
  return `${year}-${month}-${day}`
}

/** 11-23 09:41 */
export function dayAndTime(moment: Moment): string {
  const { month, day, hour, minute } = parts(moment)
  return `${month}-${day} ${hour}:${minute}`
}

/** 09:41:07 */
export function clock(moment: Moment): string {
  const { hour, minute, second } = parts(moment)
  return `${hour}:${minute}:${second}`
}

/** The ISO date some days before or after another. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** The ISO date that somebody wrote into an address; what is none is left out. */
export function dayOf(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text ? text : ''
}

/** The number of days that somebody wrote into an address; 0 for what is none. */
export function wholeOf(text: string): number {
  return /^\d{1,4}$/.test(text) ? Number(text) : 0
}

/** 1,234 */
export function count(value: number): string {
  return COUNT.format(value)
}

/** A decimal string of the API without needless zeros; the absence of a value is a dash. */
export function decimal(value: string | number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || value === '') return '—'
  const fixed = Number(value).toFixed(digits)
  return digits > 0 ? fixed.replace(/\.?0+$/, '') : fixed
}

/** A score always has its two digits, so that columns of them line up. */
export function score(value: string | null | undefined): string {
  return value === null || value === undefined ? '未评' : Number(value).toFixed(2)
}

/** +1.20, −0.30, 0 */
export function signed(value: string | number | null | undefined, digits = 2): string {
  if (value === null || value === undefined) return '—'
  const number = Number(value)
  if (number === 0) return '0'
  return `${number > 0 ? '+' : '−'}${Math.abs(number).toFixed(digits)}`
}

/** Texts of the services with the punctuation of Chinese print. */
export function printed(text: string): string {
  const marks: Record<string, string> = { ',': '，', ';': '；', ':': '：' }
  return text.replace(
    /([\u4e00-\u9fff\d”》])([,;:])(?=[\u4e00-\u9fff“《])/g,
    (_, before: string, mark: string) => before + marks[mark],
  )
}

/** A deadline; one that a holiday notice may still move is marked, wherever it is shown. */
export function dueDay(row: { deadline: string; provisional?: boolean }, day: (text: string) => string = shortDay) {
  return day(row.deadline) + (row.provisional ? '（暂定）' : '')
}

/** Working days until a deadline, in words. */
export function daysLeft(days: number | null): string {
  if (days === null) return '—'
  if (days < 0) return `逾期 ${-days} 个工作日`
  return days === 0 ? '今日到期' : `还有 ${days} 个工作日`
}

/** 旬 or month of a period's first day. */
export function period(day: string, step: 'month' | 'ten_day'): string {
  const month = `${day.slice(2, 4)}年${Number(day.slice(5, 7))}月`
  if (step === 'month') return month
  return `${Number(day.slice(5, 7))}月${{ '01': '上旬', '11': '中旬', '21': '下旬' }[day.slice(8, 10)] ?? ''}`
}

/** 0.4 秒, 12 秒, 3 分钟: a short while, as exact as it is worth. */
export function elapsed(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} 秒`
  return seconds < 90 ? `${Math.round(seconds)} 秒` : `${Math.round(seconds / 60)} 分钟`
}

/** The first of several words, and how many there are in all when some are left out. */
export function few(words: readonly string[], most: number, between = '、'): string {
  const shown = words.slice(0, most).join(between)
  return words.length > most ? `${shown}等 ${words.length} 项` : shown
}

/** A code as people copy it: MZXW-6YTB-OI4D-QMJS. */
export const inFours = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

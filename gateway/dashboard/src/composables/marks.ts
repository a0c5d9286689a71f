/** Marks rows that have just changed, for long enough to be seen. */
import { onScopeDispose, reactive, ref, watch } from 'vue'
import { changed } from '@/model/board'
import { few } from '@/model/format'

const SEEN_MS = 8000

/** Follow a list; `marked` are the keys of rows that changed while it was on the page, `told` says so in words. */
export function useMarks<T>(
  rows: () => readonly T[] | null | undefined,
  key: (row: T) => string,
  look: (row: T) => string,
  name: (row: T) => string = key,
) {
  const marked = reactive(new Set<string>())
  const told = ref('')
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let before: readonly T[] | null = null
  watch(
    rows,
    (now) => {
      if (!now) {
        before = null
        return
      }
      const fresh = changed(before, now, key, look)
      before = now
      if (fresh.size === 0) return
      for (const item of fresh) marked.add(item)
      const names = now.filter((row) => fresh.has(key(row))).map(name)
      told.value = `刚刚更新：${few(names, 5)}`
      const timer = setTimeout(() => {
        for (const item of fresh) marked.delete(item)
        timers.delete(timer)
      }, SEEN_MS)
      timers.add(timer)
    },
    { immediate: true },
  )
  onScopeDispose(() => timers.forEach(clearTimeout))
  return { marked, told }
}

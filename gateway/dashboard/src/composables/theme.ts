/** Light, dark, or what the system prefers; and the size of the wall screen. */
import { ref, watchEffect } from 'vue'

export type Theme = 'system' | 'light' | 'dark'
const KEY = 'songbang.theme'
const preferred = window.matchMedia('(prefers-color-scheme: dark)')

export const theme = ref<Theme>((localStorage.getItem(KEY) as Theme | null) ?? 'system')
/** What is really shown; charts draw themselves again when it changes. */
export const shown = ref<'light' | 'dark'>('light')

/** Follow the choice and the system from now on. */
export function followTheme(): void {
  const systemDark = ref(preferred.matches)
  preferred.addEventListener('change', (event) => (systemDark.value = event.matches))
  watchEffect(() => {
    const dark = theme.value === 'dark' || (theme.value === 'system' && systemDark.value)
    shown.value = dark ? 'dark' : 'light'
    document.documentElement.dataset.theme = shown.value
    localStorage.setItem(KEY, theme.value)
  })
}

/** Switch between light and dark. */
export function toggleTheme(): void {
  theme.value = shown.value === 'dark' ? 'light' : 'dark'
}

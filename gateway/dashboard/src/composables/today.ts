/** The day in China, also on a page that stays open over midnight. */
import { ref } from 'vue'
import { isoDay } from '@/model/format'

const LOOK_MS = 60_000

export const today = ref(isoDay(new Date()))

setInterval(() => (today.value = isoDay(new Date())), LOOK_MS)

/** How the fields of one kind of record are put into words. */
import { departmentName, placeName } from './names'
import { dayAndTime } from '@/model/format'
import type { Words } from '@/model/record'
import { ACTION_NAMES, stateName } from '@/model/words'

export function wordsOf(collection: () => string): Words {
  return {
    place: placeName,
    department: departmentName,
    state: (code) => stateName(code, collection()),
    action: (code) => ACTION_NAMES[code as 'work'] ?? code,
    time: dayAndTime,
  }
}

// Measures pages in a browser that is signed in already: JSON {port, urls, form} in, one line of JSON per page out.
import { readFileSync } from 'node:fs'
import lighthouse, { desktopConfig } from 'lighthouse'

const { port, urls, form } = JSON.parse(readFileSync(0, 'utf8'))
const flags = {
  port,
  output: 'json',
  logLevel: 'error',
  // The session is in the browser's storage: a reset would measure the page of signing in.
  disableStorageReset: true,
  onlyCategories: ['performance', 'accessibility', 'best-practices'],
}

for (const url of urls) {
  const { lhr } = await lighthouse(url, flags, form === 'desktop' ? desktopConfig : undefined)
  const failed = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 0.9)
  const number = (id) => Math.round(lhr.audits[id]?.numericValue ?? -1)
  console.log(JSON.stringify({
    url: lhr.finalDisplayedUrl,
    scores: Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)])),
    interactive: number('interactive'),
    largestPaint: number('largest-contentful-paint'),
    blocking: number('total-blocking-time'),
    bytes: number('total-byte-weight'),
    shift: lhr.audits['cumulative-layout-shift']?.numericValue ?? -1,
    failed: failed.map(({ id, score, displayValue }) => `${id} ${score} ${displayValue ?? ''}`.trim()),
  }))
}

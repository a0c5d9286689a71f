/** Photos are drawn anew before they leave the telephone: smaller, and without the place and the device in them. */
async function jpeg(bitmap: ImageBitmap, side: number, quality: number): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((drawn) => (drawn ? resolve(drawn) : reject(new TypeError('无法读取照片'))), 'image/jpeg', quality),
  )
}

/** The photo in the largest of these sizes (longest side in pixels) that has at most so many bytes. */
export async function smaller(photo: File, sides: number[], bytes: number, quality: number): Promise<Blob> {
  const bitmap = await createImageBitmap(photo)
  let drawn = await jpeg(bitmap, sides[0] ?? 1024, quality)
  for (const side of sides.slice(1)) {
    if (drawn.size <= bytes) break
    drawn = await jpeg(bitmap, side, quality)
  }
  return drawn
}

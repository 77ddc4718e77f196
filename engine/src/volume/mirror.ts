/** Mirrors every row of an image of any number of rows left to right, in place. */
export function mirrorColumns(data: Float32Array, columns: number): void {
  for (let start = 0; start < data.length; start += columns) {
    data.subarray(start, start + columns).reverse();
  }
}

import type { Page } from 'playwright-core';

/** How many pixels of a JPEG picture have a colour, as the browser decodes it. */
export function colouredPixels(page: Page, jpeg: Buffer): Promise<number> {
  return page.evaluate(
    async source => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const { data = [] } = context?.getImageData(0, 0, image.width, image.height) ?? {};
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        count += (data[at] ?? 0) - (data[at + 2] ?? 0) > 100 ? 1 : 0;
      }
      return count;
    },
    `data:image/jpeg;base64,${jpeg.toString('base64')}`
  );
}

import { memo, useEffect, useRef } from 'react';
import type { SlicePicture } from '../session';

interface GreyPictureProps {
  picture: SlicePicture;
  label: string;
  className?: string;
  id?: string;
}

/** As the bytes of a pixel: full opacity, and one level of red, green and blue. */
const OPAQUE = 0xff000000;
const GREY = 0x010101;

function draw(canvas: HTMLCanvasElement, { grey, rows, columns }: SlicePicture): void {
  const context = canvas.getContext('2d');
  if (!context) {
    return;
  }
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let index = 0; index < grey.length; index++) {
    pixels[index] = OPAQUE + GREY * (grey[index] ?? 0);
  }
  context.putImageData(image, 0, 0);
}

/** Grey levels as a picture. */
export const GreyPicture = memo(function GreyPicture({
  picture,
  label,
  className = '',
  id,
}: GreyPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) {
      draw(canvas.current, picture);
    }
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      className={className}
      width={picture.columns}
      height={picture.rows}
      role="img"
      aria-label={label}
      data-cy={id}
    />
  );
});

import { useEffect, useRef } from 'react';
import type { SlicePicture } from '../session';

interface GreyPictureProps {
  picture: SlicePicture;
  label: string;
  className?: string;
  id?: string;
}

function draw(canvas: HTMLCanvasElement, { grey, rows, columns }: SlicePicture): void {
  const context = canvas.getContext('2d');
  if (!context) {
    return;
  }
  const image = context.createImageData(columns, rows);
  grey.forEach((level, index) => {
    image.data.fill(level, 4 * index, 4 * index + 3);
    image.data[4 * index + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}

/** Grey levels as a picture. */
export function GreyPicture({ picture, label, className = '', id }: GreyPictureProps) {
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
}

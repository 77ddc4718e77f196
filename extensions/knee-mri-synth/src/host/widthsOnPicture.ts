import { regionOnStoredPicture, regionOnTurnedPicture } from '@xray-to-mri/engine';
import type { HostRadiograph } from './openRadiograph';
import type { CompartmentName, FilmPoint, MeasuredMm, WidthEnds, WidthOnFilm } from './panelHost';
import type { DrawnWidths } from './widthDrawing';

const asRegion = ({ x, y }: FilmPoint) => ({ x, y, width: 0, height: 0 });

/** Widths of the turned film where they lie on the picture that the viewer shows. */
export function widthsOnStoredPicture(
  { film, instance }: HostRadiograph,
  imageId: string | null,
  widths: readonly WidthOnFilm[],
  label: (width: MeasuredMm) => string,
  onChange: (compartment: CompartmentName, ends: WidthEnds, isSettled: boolean) => void
): DrawnWidths {
  const { reorientation, radiograph: size } = instance;
  const stored = (point: FilmPoint): FilmPoint => {
    const { x, y } = regionOnStoredPicture(asRegion(point), reorientation, size);
    return { x, y };
  };
  const turned = (point: FilmPoint): FilmPoint => {
    const { x, y } = regionOnTurnedPicture(asRegion(point), reorientation, size);
    return { x, y };
  };
  return {
    displaySetInstanceUID: film.displaySet.displaySetInstanceUID,
    imageId,
    widths: widths.map(({ compartment, widthMm, scale, ends, edges }) => ({
      compartment,
      label: label({ widthMm, scale }),
      ends: { femur: stored(ends.femur), tibia: stored(ends.tibia) },
      edges: edges.map(edge => edge.map(stored)),
    })),
    onChange: (compartment, { femur, tibia }, isSettled) =>
      onChange(compartment, { femur: turned(femur), tibia: turned(tibia) }, isSettled),
  };
}

import { regionOnStoredPicture, regionOnTurnedPicture, roundRegion } from '@xray-to-mri/engine';
import type { ViewportServices } from './cornerstone';
import { imageIdOf } from './imageIds';
import type { ExtensionManager, Services } from './ohif';
import type { HostRadiograph } from './openRadiograph';
import type { MeasuredMm, OpenedRadiograph, PanelHost } from './panelHost';
import { createRegionDrawing } from './regionDrawing';
import { createWidthDrawing } from './widthDrawing';
import { widthsOnStoredPicture } from './widthsOnPicture';

/** What the panel has the viewer draw on the radiograph. */
export interface FilmDrawings extends Pick<
  PanelHost,
  'drawRegion' | 'drawWidths' | 'nameRegion' | 'nameWidths'
> {
  stop(): void;
}

/**
 * Draws region and widths of the turned film on the image that the viewer shows as it is stored.
 * @param hostRadiographOf the host's side of a radiograph; none for one that is not open any more
 */
export function createFilmDrawings(
  services: Services & ViewportServices,
  extensionManager: ExtensionManager,
  hostRadiographOf: (radiograph: OpenedRadiograph) => HostRadiograph | undefined
): FilmDrawings {
  const region = createRegionDrawing(services);
  const widths = createWidthDrawing(services);
  let widthLabel = (_width: MeasuredMm) => '';

  const imageIdFor = ({ film, frame }: HostRadiograph) => imageIdOf(film, frame, extensionManager);

  return {
    nameRegion: region.name,

    nameWidths(label) {
      widthLabel = label;
    },

    drawRegion(drawn, onChange) {
      const radiograph = drawn && hostRadiographOf(drawn.radiograph);
      if (!drawn || !radiograph) {
        region.draw(null);
        return;
      }
      const { film, instance } = radiograph;
      const { reorientation, radiograph: size } = instance;
      region.draw({
        displaySetInstanceUID: film.displaySet.displaySetInstanceUID,
        imageId: imageIdFor(radiograph),
        region: regionOnStoredPicture(drawn.region, reorientation, size),
        onChange: moved => onChange(roundRegion(regionOnTurnedPicture(moved, reorientation, size))),
      });
    },

    drawWidths(drawn, onChange) {
      const radiograph = drawn && hostRadiographOf(drawn.radiograph);
      widths.draw(
        drawn && radiograph
          ? widthsOnStoredPicture(
              radiograph,
              imageIdFor(radiograph),
              drawn.widths,
              widthLabel,
              onChange
            )
          : null
      );
    },

    stop() {
      region.stop();
      widths.stop();
    },
  };
}

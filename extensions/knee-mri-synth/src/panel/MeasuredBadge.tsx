import { useTranslation } from 'react-i18next';
import type { CompartmentName, ReadingName } from '../host';
import { currentSpace, widthOf } from './session';
import { useSession } from './SessionContext';
import { useNumber } from './useNumber';

const MEASURED: Partial<Record<ReadingName, CompartmentName>> = {
  XRJSM: 'medial',
  XRJSL: 'lateral',
};

/** The measured joint space beside the reading of its narrowing; it grades nothing. */
export function MeasuredBadge({ name }: { name: ReadingName }) {
  const { t } = useTranslation();
  const number = useNumber();
  const space = useSession(currentSpace);
  const compartment = MEASURED[name];
  const width = space && compartment && widthOf(space, compartment);
  if (!width) {
    return null;
  }
  const mm = number(width.widthMm, 1);
  const title = t(width.adjusted ? 'jointSpace.badgeAdjusted' : 'jointSpace.badge', {
    width: t(`jointSpace.mm.${width.scale}`, { mm }),
  });
  return (
    <span className="xtm-badge xtm-badge-mm" title={title} data-cy={`xtm-measured-${name}`}>
      {t('jointSpace.mm.known', { mm })}
    </span>
  );
}

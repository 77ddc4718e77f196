import { useTranslation } from 'react-i18next';
import type { Candidate } from '../host';

/** What an image is called: its series, and which of its images it is. */
export function CandidateName({ candidate: { label, place } }: { candidate: Candidate }) {
  const { t } = useTranslation();
  return (
    <span className="xtm-candidate-label">
      {label}
      {place ? `, ${t('radiograph.place', { ...place })}` : ''}
    </span>
  );
}

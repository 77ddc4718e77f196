import { useTranslation } from 'react-i18next';
import type { Candidate } from '../host';

/** What an image is called: its series, and which of its images it is. */
export function useNameOf(): (candidate: Candidate) => string {
  const { t } = useTranslation();
  return ({ label, place }) => (place ? `${label}, ${t('radiograph.place', { ...place })}` : label);
}

export function CandidateName({ candidate }: { candidate: Candidate }) {
  const nameOf = useNameOf();
  return <span className="xtm-candidate-label">{nameOf(candidate)}</span>;
}

import { useMemo, useRef, useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './components/Button';
import { Message } from './components/Message';
import type { Sentence } from '../host';
import { FiledQuestion, type Filed } from './FiledQuestion';
import { sentenceOf } from './session';
import { useActions, useHost, useSession } from './SessionContext';
import { useSay } from './useSay';

/** Readings from structured reports of the study, and from files in the OAI's names. */
export function ReadingsImport() {
  const { t } = useTranslation();
  const say = useSay();
  const host = useHost();
  const side = useSession(state => state.side);
  const candidateId = useSession(state => state.candidateId);
  const study = useSession(state => state.study);
  const { importReadings } = useActions();
  const [problem, setProblem] = useState<Sentence | null>(null);
  const [filed, setFiled] = useState<Filed | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const reports = useMemo(
    () => (side === null || study === null ? [] : host.reportedReadings(side)),
    [host, study, side]
  );
  if (side === null) {
    return null;
  }

  const readFile = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    target.value = '';
    if (!file) {
      return;
    }
    try {
      const found = await host.readReadingsFile(file, side);
      const isOfThis = found.isSideSaid && found.person === 'same';
      setFiled(isOfThis ? null : { found, candidateId, side });
      setProblem(null);
      if (isOfThis) {
        importReadings(found.readings, { candidateId, side });
      }
    } catch (error) {
      setFiled(null);
      setProblem(sentenceOf(error));
    }
  };

  return (
    <>
      {reports.map(({ id, label, count, isSideSaid, readings }) => (
        <div key={`${id} ${isSideSaid}`} className="xtm-row">
          <span className={isSideSaid ? 'xtm-hint' : 'xtm-ask'}>
            {t(isSideSaid ? 'readings.report' : 'readings.reportOfAnySide', { label, count })}
          </span>
          <Button look="outline" id="import-report" onClick={() => importReadings(readings)}>
            {t('readings.take')}
          </Button>
        </div>
      ))}
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.txt,.tsv,.json"
        aria-label={t('readings.file')}
        data-cy="xtm-readings-file"
        onChange={event => void readFile(event)}
      />
      <Button look="ghost" id="import-file" onClick={() => input.current?.click()}>
        {t('readings.file')}
      </Button>
      {filed?.candidateId === candidateId && filed.side === side ? (
        <FiledQuestion filed={filed} onEnd={() => setFiled(null)} />
      ) : null}
      {problem === null ? null : (
        <Message kind="error" id="readings-problem">
          {say(problem)}
        </Message>
      )}
    </>
  );
}

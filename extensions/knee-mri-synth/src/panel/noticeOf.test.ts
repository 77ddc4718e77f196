import { sentence } from '../../test/sentence';
import type { SaveOutcome } from '../host';
import { createI18n } from './i18n';
import { noticeOf } from './noticeOf';

const description = {
  ...{ patient: 'Doe, Jane - 0815', study: 'Knee - 2020-01-01', series: 'SYNTHETIC coronal MRI' },
  ...{ target: 'PACS - /dicom-web', images: 50, stored: 0 },
};
const english = createI18n('en');

it.each<[SaveOutcome, string, RegExp]>([
  [{ state: 'saved', stored: 50, pixelsCompared: 3, reasons: [] }, 'success', /verified: 50/],
  [
    { state: 'saved', stored: 50, pixelsCompared: 0, reasons: [sentence('No pixels came back.')] },
    'warning',
    /not verified.*No pixels came back/,
  ],
  [
    { state: 'partly-saved', stored: 16, images: 50, reasons: [sentence('It was cut.')] },
    'warning',
    /16 of 50.*It was cut/,
  ],
  [{ state: 'failed', reasons: [sentence('Log in again.')] }, 'error', /Not saved.*Log in again/],
])('a save that ended as %j is told', (outcome, type, words) => {
  const notice = noticeOf(description, outcome, english);
  expect(notice.type).toBe(type);
  expect(notice.message).toMatch(words);
  expect(notice.title).toBe('SYNTHETIC coronal MRI (Knee - 2020-01-01)');
  expect(JSON.stringify(notice)).not.toContain('Doe');
});

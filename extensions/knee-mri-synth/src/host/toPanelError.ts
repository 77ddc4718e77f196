import {
  BundleError,
  DicomError,
  EngineError,
  RadiographError,
  ReadingsError,
} from '@xray-to-mri/engine';
import { ConfigurationError } from './configuration';
import { PanelError } from './panelHost';

/** Errors whose messages are written for the user. */
const WRITTEN_FOR_USERS = [
  BundleError,
  ConfigurationError,
  DicomError,
  EngineError,
  RadiographError,
  ReadingsError,
];

/**
 * An error that the panel may show: one of ours with its own sentence, any other with the given one, since
 * nobody knows what its message holds.
 */
export function toPanelError(error: unknown, otherwise: string): PanelError {
  if (error instanceof PanelError) {
    return error;
  }
  const isOurs = WRITTEN_FOR_USERS.some(type => error instanceof type);
  const message = isOurs && error instanceof Error ? error.message : otherwise;
  return new PanelError(message, false, { cause: error });
}

export { DicomWebService, type ServiceAddress } from './dicomweb-service';
export { HttpError } from './http-error';
export { DEFAULT_LIMITS, type ReceiveLimits } from './receive';

export { createDicomWebProxy, type DicomWebProxy } from './dicomweb-proxy';
export { readUpstream, type Upstream } from './upstream';

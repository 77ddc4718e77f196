import type { DataSourceConfiguration, ExtensionManager, Services } from './ohif';
import { findSaveTarget } from './saveTarget';

const PAGE = 'https://viewer.example/ohif/viewer?StudyInstanceUIDs=1.2';

function target(configuration: DataSourceConfiguration | undefined, authorization?: string) {
  const services = {
    userAuthenticationService: {
      getAuthorizationHeader: () => (authorization ? { Authorization: authorization } : undefined),
    },
  } as unknown as Services;
  const extensionManager = {
    getActiveDataSource: () => [{ getConfig: () => configuration }],
  } as unknown as ExtensionManager;
  return findSaveTarget(services, extensionManager, PAGE);
}

describe('where a series is saved to', () => {
  it("is the archive that the viewer reads from, with the viewer's own authorisation", () => {
    expect(target({ friendlyName: 'PACS', wadoRoot: '/dicom-web/' }, 'Bearer t')).toEqual({
      name: 'PACS',
      rootUrl: 'https://viewer.example/dicom-web',
      headers: { Authorization: 'Bearer t' },
    });
  });

  it('needs no authorisation where the viewer has none', () => {
    const { name, headers } = target({ wadoRoot: 'https://pacs.example/rs' });
    expect(name).toBe('pacs.example');
    expect(headers).toEqual({});
  });

  it.each([
    [undefined, /no DICOMweb address/],
    [{ wadoRoot: '/rs', supportsStow: false }, /read-only/],
  ])('is refused for %j', (configuration, message) => {
    expect(() => target(configuration)).toThrow(message);
  });
});

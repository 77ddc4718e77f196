import { timeEmbedding, type Denoiser } from '../diffusion';
import {
  encodePatient,
  encodeReadings,
  notRead,
  type PatientValues,
  type Readings,
} from '../features';
import type { Networks } from './networks';
import type { FloatTensor } from './sessions';

/** `count` copies of the only item of a batch. */
function repeated({ data, dims }: FloatTensor, count: number): FloatTensor {
  const copies = new Float32Array(data.length * count);
  for (let i = 0; i < count; i++) copies.set(data, i * data.length);
  return { data: copies, dims: [count, ...dims.slice(1)] };
}

/** The condition of a pass, repeated once for every batch size that occurs. */
function condition(features: FloatTensor, readings: Float32Array) {
  const one: Record<'radiograph_features' | 'readings', FloatTensor> = {
    radiograph_features: features,
    readings: { data: readings, dims: [1, readings.length] },
  };
  const batches = new Map<number, typeof one>();
  return (count: number) => {
    const batch = batches.get(count) ?? {
      radiograph_features: repeated(one.radiograph_features, count),
      readings: repeated(one.readings, count),
    };
    batches.set(count, batch);
    return batch;
  };
}

/** The X-ray encoder's features of one radiograph, [1, F, height, width]. */
export function encodeRadiograph(networks: Networks, radiograph: Float32Array) {
  const { rows, columns } = networks.spec.radiograph;
  return networks.run('xray_encoder', {
    radiograph: { data: radiograph, dims: [1, 2, rows, columns] },
  });
}

/**
 * The denoising network of one knee.
 * @param withheld the features of an all-zero radiograph, for passes without the condition
 */
export function conditionedDenoiser(
  networks: Networks,
  given: { features: FloatTensor; readings: Readings; patient?: PatientValues | undefined },
  withheld: FloatTensor | null
): Denoiser {
  const { latent, volume, time_embedding: timeSpec } = networks.spec;
  const code = (readings: Readings, patient: PatientValues | null) =>
    Float32Array.from([
      ...encodeReadings(readings, networks.spec.readings),
      ...encodePatient(patient, networks.spec),
    ]);
  const withCondition = condition(given.features, code(given.readings, given.patient ?? null));
  const withoutCondition = withheld && condition(withheld, code(notRead(), null));
  return {
    async predict({ latents, timestep, depthsMm, conditional }) {
      const count = depthsMm.length;
      const embedding = timeEmbedding(timestep, timeSpec);
      const pass = conditional ? withCondition : withoutCondition;
      if (!pass) throw new Error('A pass without the condition was not prepared.');
      const { data } = await networks.run('denoiser', {
        noisy_latent: {
          data: latents,
          dims: [count, latent.channels, latent.height, latent.width],
        },
        time_embedding: repeated({ data: embedding, dims: [1, embedding.length] }, count),
        depth: {
          data: Float32Array.from(depthsMm, depth => depth / volume.depth_scale_mm),
          dims: [count, 1],
        },
        ...pass(count),
      });
      return data;
    },
  };
}

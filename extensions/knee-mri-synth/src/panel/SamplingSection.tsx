import { useTranslation } from 'react-i18next';
import { Button } from './components/Button';
import { NumberField } from './components/NumberField';
import { Section } from './components/Section';
import { Segmented } from './components/Segmented';
import type { BundleMetadata, Solver } from '../host';
import { LARGEST_SEED, presetOf, type Preset } from './session';
import { useActions, useSession } from './SessionContext';

const MOST_STEPS = 100;
const MOST_SLICES = 200;
const LARGEST_GUIDANCE = 10;
const LARGEST_RANDOM_SEED = 999_999;

function randomSeed(): number {
  return Math.floor(Math.random() * (LARGEST_RANDOM_SEED + 1));
}

function Quality({ model, disabled }: { model: BundleMetadata; disabled: boolean }) {
  const { t } = useTranslation();
  const options = useSession(state => state.options);
  const { setOptions } = useActions();
  const { presets } = model.xray_to_mri.defaults;
  const choices = (['draft', 'standard', 'fine'] as const).map(preset => ({
    value: preset,
    label: t(`sampling.${preset}`),
    hint: t('sampling.steps', { count: presets[preset] }),
  }));
  return (
    <div className="xtm-row">
      <span className="xtm-label">{t('sampling.quality')}</span>
      <Segmented<Preset>
        label={t('sampling.quality')}
        id="quality"
        value={presetOf(options.steps, model)}
        disabled={disabled}
        onChange={preset => setOptions({ steps: presets[preset] })}
        choices={choices}
      />
    </div>
  );
}

function DepthRange({ model, disabled }: { model: BundleMetadata; disabled: boolean }) {
  const { t } = useTranslation();
  const options = useSession(state => state.options);
  const { setOptions } = useActions();
  const { slices, spacing_mm } = model.xray_to_mri.volume;
  const reach = ((slices - 1) * spacing_mm) / 2;
  const [from, to] = options.depthRangeMm ?? [-reach, reach];
  const set = (range: [number, number]) => setOptions({ depthRangeMm: range });
  const rounded = (value: number) => Math.round(10 * value) / 10;
  return (
    <fieldset className="xtm-fieldset">
      <legend className="xtm-label">{t('sampling.depth')}</legend>
      <div className="xtm-fields">
        <NumberField
          label={t('sampling.depthFrom')}
          id="depth-from"
          value={rounded(from)}
          min={-reach}
          max={to - 1}
          step={0.1}
          disabled={disabled}
          onChange={value => set([value, to])}
        />
        <NumberField
          label={t('sampling.depthTo')}
          id="depth-to"
          value={rounded(to)}
          min={from + 1}
          max={reach}
          step={0.1}
          disabled={disabled}
          onChange={value => set([from, value])}
        />
      </div>
      <div className="xtm-row">
        <p className="xtm-hint">{t('sampling.depthHint')}</p>
        <Button
          look="ghost"
          id="whole-depth"
          disabled={disabled || options.depthRangeMm === null}
          onClick={() => setOptions({ depthRangeMm: null })}
        >
          {t('sampling.wholeDepth')}
        </Button>
      </div>
    </fieldset>
  );
}

function Advanced({ model, disabled }: { model: BundleMetadata; disabled: boolean }) {
  const { t } = useTranslation();
  const options = useSession(state => state.options);
  const { setOptions } = useActions();
  return (
    <details className="xtm-advanced" data-cy="xtm-advanced">
      <summary>{t('sampling.advanced')}</summary>
      <div className="xtm-fields">
        <NumberField
          label={t('sampling.stepsLabel')}
          id="steps"
          value={options.steps}
          min={1}
          max={MOST_STEPS}
          disabled={disabled}
          onChange={steps => setOptions({ steps })}
        />
        <NumberField
          label={t('sampling.guidance')}
          id="guidance"
          value={options.guidance}
          min={0}
          max={LARGEST_GUIDANCE}
          step={0.1}
          disabled={disabled}
          onChange={guidance => setOptions({ guidance })}
        />
      </div>
      <p className="xtm-hint">{t('sampling.guidanceHint')}</p>
      <div className="xtm-row">
        <span className="xtm-label">{t('sampling.solver')}</span>
        <Segmented<Solver>
          label={t('sampling.solver')}
          id="solver"
          value={options.solver}
          disabled={disabled}
          onChange={solver => setOptions({ solver })}
          choices={[
            { value: 'dpmsolver++2m', label: 'DPM++ 2M' },
            { value: 'ddim', label: 'DDIM' },
          ]}
        />
      </div>
      <DepthRange model={model} disabled={disabled} />
    </details>
  );
}

/** How to sample: quality, number of slices, seed, and what is rarely changed. */
export function SamplingSection() {
  const { t } = useTranslation();
  const model = useSession(state => state.model);
  const options = useSession(state => state.options);
  const disabled = useSession(state => state.job.status === 'running');
  const { setOptions } = useActions();
  if (model.status !== 'ready') {
    return null;
  }
  return (
    <Section
      id="sampling"
      title={t('sampling.title')}
      aside={t('sampling.steps', { count: options.steps })}
    >
      <Quality model={model.value} disabled={disabled} />
      <div className="xtm-fields">
        <NumberField
          label={t('sampling.slices')}
          id="slices"
          value={options.slices}
          min={1}
          max={MOST_SLICES}
          disabled={disabled}
          onChange={slices => setOptions({ slices })}
        />
        <div className="xtm-with-button">
          <NumberField
            label={t('sampling.seed')}
            id="seed"
            value={options.seed}
            min={0}
            max={LARGEST_SEED}
            disabled={disabled}
            onChange={seed => setOptions({ seed })}
          />
          <Button
            look="outline"
            id="new-seed"
            disabled={disabled}
            aria-label={t('sampling.newSeed')}
            title={t('sampling.newSeed')}
            onClick={() => setOptions({ seed: randomSeed() })}
          >
            <svg viewBox="0 0 16 16" className="xtm-icon" aria-hidden="true">
              <path d="M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3" />
            </svg>
          </Button>
        </div>
      </div>
      <Advanced model={model.value} disabled={disabled} />
    </Section>
  );
}

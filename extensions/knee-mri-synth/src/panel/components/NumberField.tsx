import { useState } from 'react';

interface NumberFieldProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  disabled?: boolean;
  onChange(value: number): void;
  id: string;
}

/** A number that is taken over when the user leaves the field or presses Enter, within its bounds. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, min, max, step = 1, disabled = false, onChange, id } = props;
  const [draft, setDraft] = useState<string | null>(null);

  const commit = () => {
    const typed = draft === null || draft.trim() === '' ? Number.NaN : Number(draft);
    setDraft(null);
    if (Number.isFinite(typed)) {
      const whole = step === 1 ? Math.round(typed) : typed;
      onChange(Math.min(Math.max(whole, min), max));
    }
  };

  return (
    <label className="xtm-field">
      <span>{label}</span>
      <input
        type="number"
        className="xtm-input"
        value={draft ?? value}
        min={min}
        max={max}
        step={step}
        disabled={disabled}
        onChange={event => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={event => event.key === 'Enter' && commit()}
        data-cy={`xtm-${id}`}
      />
    </label>
  );
}

interface Choice<T extends string> {
  value: T;
  label: string;
  hint?: string;
}

interface SegmentedProps<T extends string> {
  label: string;
  choices: readonly Choice<T>[];
  value: T | null;
  disabled?: boolean;
  onChange(value: T): void;
  id: string;
}

/** A few choices side by side, one of which holds; a radio group for keyboard and screen reader. */
export function Segmented<T extends string>({
  label,
  choices,
  value,
  disabled = false,
  onChange,
  id,
}: SegmentedProps<T>) {
  return (
    <div className="xtm-segmented" role="radiogroup" aria-label={label} data-cy={`xtm-${id}`}>
      {choices.map(choice => (
        <label key={choice.value} className="xtm-segment" title={choice.hint}>
          <input
            type="radio"
            name={`xtm-${id}`}
            checked={choice.value === value}
            disabled={disabled}
            onChange={() => onChange(choice.value)}
            data-cy={`xtm-${id}-${choice.value}`}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </div>
  );
}
